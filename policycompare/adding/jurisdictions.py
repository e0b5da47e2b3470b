"""Whose document it is: from the names of places in issuer, title, number and host."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from policycompare.adding.model import Finding, Sure
from policycompare.adding.rules import pattern_of, read_rules
from policycompare.adding.view import View
from policycompare.datamodel import Division
from policycompare.places.scanning import scan_names
from policycompare.places.table import names_of_divisions, read_divisions, short_names

NATION = "全国"
"""The jurisdiction of a text of the whole state."""

_PARTY = re.compile(r"^(?:中共|中国共产党)?(?:关于)?《?")
_STATE_BODY = re.compile(r"^(?:中共中央|中国共产党中央)")
_UNKNOWN = re.compile(
    r"([一-鿿]{2,8}?[省市县区州旗盟])(?:人民政府|政府|[一-鿿]{2,10}(?:局|委员会|厅)$)"
)
MIN_MENTIONS = 3
"""Times a city must be named in a text to be told as a hint."""


def find_jurisdictions(
    view: View, issuer: Finding | None, title: Finding | None, number: Finding | None
) -> tuple[list[Finding], list[str]]:
    """Findings for jurisdiction, level and parent, and what could not be decided."""
    found: list[Finding] = []
    notes: list[str] = []
    for finding, what in ((issuer, "issuer"), (title, "title")):
        if finding is not None:
            found += _of_name(finding, what, notes, found)
    if number is not None:
        found += _of_number(number)
    if not found:
        found += _of_text(view)
    return found, notes


def describe(divisions: Sequence[Division]) -> tuple[str, str, str]:
    """Name, level and parent of a division; the parent is empty where several bear the name."""
    first = divisions[0]
    levels = {one.level for one in divisions}
    parents = {name_above(one) for one in divisions}
    level = first.level if len(levels) == 1 else ""
    return first.name, level, parents.pop() if len(parents) == 1 else ""


def name_above(division: Division) -> str:
    """The division above one: of a county its city, of a city its province, else nothing."""
    if division.level == "province":
        return ""
    codes = [division.code[:2] + "0000"]
    if division.level == "county":
        codes.insert(0, division.code[:4] + "00")
    names = {one.code: one.name for one in read_divisions() if not one.former}
    return next((names[code] for code in codes if code in names), "")


def find_divisions(name: str) -> tuple[list[Division], str, bool]:
    """The divisions that a name begins with, the rest of the name, and whether it was a short one.

    >>> [one.full for one in find_divisions("南京市鼓楼区民政局")[0]]
    ['江苏省南京市鼓楼区']
    >>> find_divisions("民政局")[0]
    []
    """
    divisions: list[Division] = []
    rest, is_short = name, False
    while True:
        step, length, short = _step(rest, divisions)
        if not step:
            return divisions, rest, is_short
        divisions, rest, is_short = step, rest[length:], short


def _step(text: str, above: Sequence[Division]) -> tuple[list[Division], int, bool]:
    for length in range(min(14, len(text)), 1, -1):
        part = text[:length]
        whole = _below(names_of_divisions().get(part, ()), above)
        if whole:
            return whole, length, False
    for length in range(min(6, len(text)), 1, -1):
        part = text[:length]
        bearers = short_names().get(part, ())
        known = [one for one in bearers if one.level != "county"]
        if known and not above:
            provinces = [one for one in known if one.level == "province"]
            follows = 1 if text[length : length + 1] == "州" and known[0].name.endswith("州") else 0
            return provinces or known, length + follows, True
    return [], 0, False


def _below(divisions: Sequence[Division], above: Sequence[Division]) -> list[Division]:
    current = [one for one in divisions if not one.former] or list(divisions)
    if not above:
        return current
    stems = {_stem(one) for one in above}
    return [one for one in current if any(one.code.startswith(stem) for stem in stems if stem)]


def _stem(division: Division) -> str:
    if division.level == "county":
        return ""
    return division.code[: 2 if division.level == "province" else 4]


def _of_name(
    finding: Finding, what: str, notes: list[str], found: Sequence[Finding]
) -> Iterator[Finding]:
    name = finding.value
    plain = _PARTY.sub("", name)
    if _STATE_BODY.match(name) or pattern_of("national").match(plain):
        if what == "issuer":
            yield from _findings((NATION, "national", ""), finding, what, "certain")
        return
    divisions, rest, is_short = find_divisions(plain)
    if not divisions:
        if what == "issuer" and (unknown := _UNKNOWN.match(plain)):
            _note(notes, f"{unknown[1]} is no division of the table: give it with --jurisdiction")
        return
    zone = pattern_of("zone").match(rest)
    if zone and not rest.startswith("经济特区"):
        place = plain[: len(plain) - len(rest)]
        _note(
            notes,
            f"{place}{zone[0]} is no division of the table: say whose text it is with "
            "--jurisdiction",
        )
        return
    if len({one.code for one in divisions}) > 1 and not _is_told(found, divisions):
        places = ", ".join(one.full for one in divisions[:4])
        more = f" and {len(divisions) - 4} more" if len(divisions) > 4 else ""
        _note(notes, f"{divisions[0].name} may be {places}{more}: give the parent in the manifest")
    sure: Sure = "certain" if what == "issuer" or not is_short else "likely"
    yield from _findings(describe(divisions), finding, what, sure)


def _is_told(found: Sequence[Finding], divisions: Sequence[Division]) -> bool:
    """Whether a surer place names the parent of a name that several divisions bear."""
    values = {(one.field, one.value) for one in found}
    parents = {("parent", name_above(one)) for one in divisions}
    return ("jurisdiction", divisions[0].name) in values and not parents.isdisjoint(values)


def _note(notes: list[str], sentence: str) -> None:
    if sentence not in notes:
        notes.append(sentence)


def _of_number(number: Finding) -> Iterator[Finding]:
    """鲁政办发〔2023〕15号 is of 山东省 or one of its bodies."""
    provinces = dict(read_rules()["province"])
    name = provinces.get(number.value[:1])
    if name:
        yield from _findings((name, "province", ""), number, "document number", "likely")


def _of_text(view: View) -> Iterator[Finding]:
    """The city that a text names most, where it names one more than all others together."""
    names = [name for name in scan_names(view.flat) if len({d.code for d in name.divisions}) == 1]
    counts = Counter(name.divisions[0].code for name in names if name.divisions[0].level == "city")
    if not counts:
        return
    code, n = counts.most_common(1)[0]
    if n < MIN_MENTIONS or 2 * n <= counts.total():
        return
    first = next(name for name in names if name.divisions[0].code == code)
    where = f"text (named {n} times, other cities {counts.total() - n} times)"
    name = describe(first.divisions)[0]
    yield view.find("jurisdiction", name, "possible", where, first.start, first.end)


def _findings(
    place: tuple[str, str, str], source: Finding, where: str, sure: Sure
) -> Iterator[Finding]:
    for name, value in zip(("jurisdiction", "level", "parent"), place, strict=True):
        if value:
            table = where if name == "jurisdiction" else f"{where}, table of divisions"
            yield Finding(name, value, sure, table, source.quote, source.start, source.end)
