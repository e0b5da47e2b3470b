"""Find names of divisions in a text: the longest at each place, left to right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from policycompare.datamodel import Division
from policycompare.places.table import names_of_divisions, read_rules, short_name, short_names

_SUFFIXES = "市县区旗省盟"


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a division in a text.

    ``short``: without 市, 区 or 县; ``led``: the names above it stand before it (宁波市鄞州区).
    """

    text: str
    start: int
    end: int
    divisions: tuple[Division, ...]
    short: bool
    led: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    divisions: tuple[Division, ...]
    short: bool


def scan_names(text: str) -> Iterator[Name]:
    """Yield the names of divisions in a text, those inside fixed phrases left out.

    Names in a row that go down the levels (宁波市鄞州区) are one name.
    """
    waiting: Name | None = None
    for name in _scan(text):
        if waiting is not None and (joined := _join(waiting, name)):
            waiting = joined
            continue
        if waiting is not None:
            yield waiting
        waiting = name
    if waiting is not None:
        yield waiting


def _scan(text: str) -> Iterator[Name]:
    index, at = _index(), 0
    while at < len(text) - 1:
        entry = next((e for e in index.get(text[at : at + 2], ()) if _fits(e, text, at)), None)
        if entry is None:
            at += 1
            continue
        end = at + len(entry.text)
        if entry.divisions and not (entry.short and _opens_institution(text, end)):
            yield Name(entry.text, at, end, entry.divisions, entry.short)
        at = end


def _join(above: Name, name: Name) -> Name | None:
    """Both as one name where the second lies in the first and follows it at once."""
    if above.end != name.start:
        return None
    inside = tuple(d for d in name.divisions if any(_contains(a, d) for a in above.divisions))
    if not inside:
        return None
    return Name(above.text + name.text, above.start, name.end, inside, name.short, True)


def _contains(above: Division, division: Division) -> bool:
    digits = 2 if above.level == "province" else 4
    return (
        above.level != "county" and division.code[:digits] == above.code[:digits] != division.code
    )


def _fits(entry: _Entry, text: str, at: int) -> bool:
    if not text.startswith(entry.text, at):
        return False
    end = at + len(entry.text)
    checked = bool(entry.divisions) and not entry.short and entry.text[-1] in _SUFFIXES
    if not checked or find_organ(text, end):
        return True
    return text[end : end + 1] not in _boundaries()


def find_organ(text: str, start: int) -> str:
    """Find the name of a body of government that begins at a place; empty where there is none."""
    if text.startswith(tuple(read_rules()["no_organ"]), start):
        return ""
    return next((organ for organ in _organs() if text.startswith(organ, start)), "")


def _opens_institution(text: str, end: int) -> bool:
    return text.startswith(_institutions(), end)


@cache
def _boundaries() -> frozenset[str]:
    return frozenset(read_rules()["boundary"])


@cache
def _organs() -> tuple[str, ...]:
    return tuple(sorted(read_rules()["organ"], key=lambda organ: (-len(organ), organ)))


@cache
def _institutions() -> tuple[str, ...]:
    return tuple(read_rules()["institution"])


@cache
def _index() -> Mapping[str, tuple[_Entry, ...]]:
    """All names and phrases by their first two characters, longest first."""
    entries = [_Entry(name, divisions, False) for name, divisions in names_of_divisions().items()]
    entries += [_Entry(n, ds, True) for n, ds in short_names().items() if _may_be_short(ds)]
    entries += [_Entry(phrase, (), False) for phrase in read_rules()["phrase"]]
    index: dict[str, list[_Entry]] = {}
    for entry in entries:
        index.setdefault(entry.text[:2], []).append(entry)
    return {key: tuple(sorted(es, key=_longest_first)) for key, es in index.items()}


def _may_be_short(divisions: tuple[Division, ...]) -> bool:
    """Provinces are named short too often to say anything; so are counties called like a word."""
    return any(d.level == "city" or _is_municipality(d) for d in divisions) or all(
        d.level == "county" and not d.word for d in divisions
    )


def _is_municipality(division: Division) -> bool:
    return division.level == "province" and division.name.endswith("市")


def _longest_first(entry: _Entry) -> tuple[int, str, bool]:
    # of a phrase and a name of the same length the phrase wins
    return -len(entry.text), entry.text, bool(entry.divisions)


def spoken(division: Division) -> tuple[str, str]:
    """Full and short name of a division."""
    return division.name, short_name(division.name)
