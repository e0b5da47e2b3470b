"""From the text of a file to a row of the manifest: the findings, the choice, the conflicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from policycompare.adding.horizons import find_horizons, find_states
from policycompare.adding.jurisdictions import NATION, find_jurisdictions, name_above
from policycompare.adding.model import FIELDS, RANK, Finding, Proposal
from policycompare.adding.signatures import find_numbers, find_signatures
from policycompare.adding.titles import find_titles, title_key
from policycompare.adding.view import View
from policycompare.datamodel import Document, Metadata, Outline
from policycompare.manifest import as_identifier
from policycompare.places.homes import find_home
from policycompare.places.table import read_divisions, short_name
from policycompare.reading import ExtractedText

_AUTONOMOUS = re.compile(
    "(?:(?:土家|苗|侗|布依|彝|回|满|蒙古|壮|瑶|藏|羌|白|傣|哈尼|佤|拉祜|傈僳|纳西|景颇|仡佬|水|畲|黎|达斡尔|土"
    "|撒拉|东乡|裕固|哈萨克|塔吉克|锡伯|朝鲜|毛南|仫佬|普米|独龙|怒|布朗|保安)族|各族|蒙古|哈萨克)+自治[县旗]?$"
)
"""What an identifier leaves out of the name of an autonomous county."""

MAX_IDENTIFIER = 60
"""Characters of an identifier made of a file name: a name may have 255 bytes, a character 4."""

_NOT_IN_FILE_NAMES = re.compile(r'[\\:*?"<>|]')  # those that Windows refuses

DATE_FIELDS = ("issued", "horizon_start", "horizon_end")


def propose(text: ExtractedText, outline: Outline, *, jurisdiction: str = "") -> Proposal:
    """Propose the manifest's row for one text.

    Parameters
    ----------
    text : ExtractedText
    outline : Outline
        Of the same text.
    jurisdiction : str, optional
        What the user says; level and parent are looked up for it.
    """
    view = View(text, outline)
    titles, signed, numbers = [*find_titles(view)], [*find_signatures(view)], [*find_numbers(view)]
    title = _best(titles, "title")
    findings = [*titles, *signed, *numbers]
    places, notes = find_jurisdictions(
        view, _best(signed, "issuer"), title, _best(numbers, "document_number")
    )
    findings += find_given(jurisdiction) or places
    findings += find_horizons(view, title.value if title else "")
    findings += find_states(view, title.value if title else "")
    if numbers:
        findings.append(_numbered(numbers[0]))
    chosen = {name: best for name in FIELDS if (best := _best(findings, name))}
    values = {name: _written(chosen.get(name)) for name in FIELDS}
    conflicts = (*([] if jurisdiction else notes), *_conflicts(findings, chosen))
    return Proposal(
        document=propose_identifier(values, text.name),
        source_file=text.name,
        text=text,
        findings=tuple(sorted(findings, key=lambda f: _order(f, chosen))),
        values=values,
        conflicts=conflicts + _order_of_dates(values),
        n_chars=len("".join(text.text.split())),
        n_clauses=len(outline.clauses),
    )


def propose_identifier(values: dict[str, str], file: str) -> str:
    """Pinyin of the jurisdiction and year, as weihai-2023; else the file's name.

    >>> propose_identifier({"jurisdiction": "重庆市", "issued": "2023-07-06"}, "a.pdf")
    'chongqing-2023'
    """
    place = _AUTONOMOUS.sub("", short_name(values.get("jurisdiction", "")))
    place = place.replace(NATION, "national")
    year = (values.get("issued") or values.get("horizon_start") or "")[:4]
    if not place:
        return _NOT_IN_FILE_NAMES.sub("-", as_identifier(PurePath(file).stem))[:MAX_IDENTIFIER]
    from pypinyin import lazy_pinyin

    spoken = "".join(part for part in lazy_pinyin(place, v_to_u=False) if part.isascii())
    return "-".join(part for part in (spoken or as_identifier(place), year) if part)


def as_metadata(proposal: Proposal) -> Metadata:
    """The values of a proposal as those of a document."""
    metadata = Metadata(proposal.document, f"{proposal.document}.txt")
    known: dict[str, Any] = {name: proposal.values.get(name, "") for name in FIELDS}
    return replace(metadata, **known)


def outline_text(text: ExtractedText) -> Outline:
    """Normalize and outline a text that is in no corpus yet."""
    from policycompare.preparation import outline_read

    return outline_read(Document(Metadata("new"), text.text, sha256=text.sha256))


def find_given(jurisdiction: str) -> list[Finding]:
    """What the user says, with level and parent from the table of divisions."""
    if not jurisdiction:
        return []
    found = [Finding("jurisdiction", jurisdiction, "given", "--jurisdiction")]
    home = find_home(Metadata("", jurisdiction=jurisdiction))
    division = next((one for one in read_divisions() if home.code and one.code == home.code), None)
    if division is not None:
        found[0] = Finding("jurisdiction", division.name, "given", "--jurisdiction")
        found.append(Finding("level", division.level, "certain", "table of divisions"))
        if above := name_above(division):
            found.append(Finding("parent", above, "certain", "table of divisions"))
    elif jurisdiction in ("全国", "国家", "中国"):
        found.append(Finding("level", "national", "certain", "--jurisdiction"))
    return found


def _numbered(number: Finding) -> Finding:
    return Finding(
        "status", "final", "likely", "its document number", number.quote, number.start, number.end
    )


def _best(findings: Sequence[Finding], name: str) -> Finding | None:
    """The surest finding of a column; of equally sure ones the first."""
    fitting = [one for one in findings if one.field == name and one.value]
    return min(fitting, key=lambda one: RANK[one.sure], default=None)


def _written(finding: Finding | None) -> str:
    return "" if finding is None or finding.sure == "possible" else finding.value


def _order(finding: Finding, chosen: dict[str, Finding]) -> tuple[int, bool, int]:
    is_other = finding is not chosen.get(finding.field)
    return FIELDS.index(finding.field), is_other, RANK[finding.sure]


def _conflicts(findings: Iterable[Finding], chosen: dict[str, Finding]) -> list[str]:
    """Findings that are sure enough and say something else than the chosen one."""
    told: list[str] = []
    seen: set[tuple[str, str]] = set()
    for one in findings:
        best = chosen.get(one.field, one)
        if one.sure == "possible" or one is best or _agree(one, best) or one.field == "status":
            continue
        if one.field in ("level", "parent"):
            continue  # they follow the jurisdiction, which is told
        sentence = (
            f"{one.field}: {best.value!r} ({best.where}) is taken, but {one.where} says "
            f"{one.value!r}: look at both"
        )
        if (one.field, title_key(one.value)) not in seen:
            told.append(sentence)
        seen.add((one.field, title_key(one.value)))
    return told


def _agree(one: Finding, other: Finding) -> bool:
    if one.field in DATE_FIELDS:
        if one.field == "issued" and "certain" in (one.sure, other.sure) and one.sure != other.sure:
            return abs(int(one.value[:4]) - int(other.value[:4])) == 0  # put online later
        shared = min(len(one.value), len(other.value))
        return one.value[:shared] == other.value[:shared]
    a, b = title_key(one.value), title_key(other.value)
    return a in b or b in a


def _order_of_dates(values: dict[str, str]) -> tuple[str, ...]:
    start, end = values["horizon_start"], values["horizon_end"]
    shared = min(len(start), len(end))
    if start[:shared] > end[:shared]:
        values["horizon_start"] = ""
        return (f"horizon_start {start} lies after horizon_end {end}: the first is left empty",)
    return ()
