"""What a corpus holds of each jurisdiction: a missing file must not be read as a missing policy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from policycompare.check import CheckRow, Severity
from policycompare.datamodel import Metadata
from policycompare.diffusion.hierarchy import LEVELS
from policycompare.report.protocol import Row
from policycompare.table import Table

COLUMNS = (
    "jurisdiction",
    "level",
    "parent",
    "n_documents",
    "documents",
    "years",
    "types",
    "status",
    "look_at",
)
"""Columns of the table of coverage."""

_GENRE = re.compile(
    "规划|计划|方案|意见|办法|措施|条例|规定|决定|通知|要点|细则|纲要|政策|报告|蓝图|指南|通告|公告|批复|白皮书"
)
_TAIL = re.compile(r"(?:[(][^()]{2,30}[)]|[(（].*$)$")


def make_coverage(documents: Sequence[Metadata]) -> Table:
    """Tell for each jurisdiction which years, types and states of documents the corpus has.

    Parameters
    ----------
    documents : sequence of Metadata

    Returns
    -------
    Table
        By level from the highest, then by name; documents without a jurisdiction last.
    """
    every = _by_jurisdiction(documents)
    rows = tuple(_row(name, entries) for name, entries in every.items())
    return Table("coverage", COLUMNS, rows)


def check_coverage(documents: Sequence[Metadata]) -> Iterator[CheckRow]:
    """Yield what limits a statement about a gap: undated, drafts or reports only, nothing above."""
    every = _by_jurisdiction(documents)
    told: dict[str, list[_Remark]] = {}
    for name, entries in every.items():
        if name:
            for remark in _remarks(name, entries):
                told.setdefault(remark.form, []).append(remark)
    for remarks in told.values():  # once for all of whom the same is said
        names = ", ".join(remark.subject for remark in remarks)
        yield CheckRow("", remarks[0].severity, "coverage", remarks[0].form.format(names))
    yield from _uneven(every)
    yield from _above(every)


def find_genre(title: str) -> str:
    """The kind of document by the end of its title; empty where there is none.

    >>> find_genre("宁波市全面改造提升传统制造业实施方案(2017-2020年)")
    '方案'
    """
    plain = _TAIL.sub("", title.strip())
    found = _GENRE.findall(plain)
    return found[-1] if found else ""


def _by_jurisdiction(documents: Sequence[Metadata]) -> Mapping[str, list[Metadata]]:
    groups: dict[str, list[Metadata]] = {}
    for entry in documents:
        groups.setdefault(entry.jurisdiction, []).append(entry)
    ranks = {level: rank for rank, level in enumerate(LEVELS)}
    order = sorted(
        groups, key=lambda name: (not name, ranks.get(_one(groups[name], "level"), 9), name)
    )
    return {name: groups[name] for name in order}


def _row(name: str, entries: Sequence[Metadata]) -> Row:
    years = Counter(_year(entry) or "undated" for entry in entries)
    types = Counter(find_genre(entry.title) or "unknown" for entry in entries)
    states = Counter(entry.status or "unknown" for entry in entries)
    remarks = [one.form.format(one.subject) for one in _remarks(name, entries)] if name else []
    return {
        "jurisdiction": name or "unknown",
        "level": _one(entries, "level"),
        "parent": _one(entries, "parent"),
        "n_documents": len(entries),
        "documents": " ".join(entry.document for entry in entries),
        "years": _counted(years),
        "types": _counted(types),
        "status": _counted(states),
        "look_at": "; ".join(remarks),
    }


class _Remark(NamedTuple):
    """Of whom something is said, and the words for all of whom it is true."""

    severity: Severity
    subject: str
    form: str


def _remarks(name: str, entries: Sequence[Metadata]) -> Iterator[_Remark]:
    undated = [entry.document for entry in entries if not _year(entry)]
    if undated:
        yield _Remark(
            "note",
            f"{name} ({', '.join(undated)})",
            "undated documents of {}: without a place in time; give issued in the manifest",
        )
    states = {entry.status for entry in entries}
    if states == {"report"}:
        yield _Remark(
            "doubt",
            name,
            "known by a report only: {}; what a report leaves out looks like a gap, so add the "
            "document itself",
        )
    elif states == {"draft"}:
        yield _Remark(
            "note", name, "drafts only of {}: the final document may promise other things"
        )


def _uneven(every: Mapping[str, Sequence[Metadata]]) -> Iterator[CheckRow]:
    """Jurisdictions with one document where another has several."""
    counts = {name: len(entries) for name, entries in every.items() if name}
    most = max(counts.values(), default=0)
    single = [name for name, n in counts.items() if n == 1]
    if single and most > 1:
        richest = next(name for name, n in counts.items() if n == most)
        message = (
            f"{', '.join(single)} {'has' if len(single) == 1 else 'each have'} one document, "
            f"{richest} has {most}: a measure that one of them lacks may stand in a document that "
            "is not here"
        )
        yield CheckRow("", "note", "coverage", message)


def _above(every: Mapping[str, Sequence[Metadata]]) -> Iterator[CheckRow]:
    """Jurisdictions above those of the corpus that have no document in it."""
    below: dict[str, list[str]] = {}
    for name, entries in every.items():
        for parent in sorted({entry.parent for entry in entries} - {""}):
            if name and parent not in every:
                below.setdefault(parent, []).append(name)
    if below:
        parents = "; ".join(f"{name} (above {', '.join(below[name])})" for name in sorted(below))
        message = (
            f"no document of {parents}: what comes from above cannot be told from what a city "
            "thought of itself; add such a plan if there is one"
        )
        yield CheckRow("", "note", "coverage", message)


def _one(entries: Sequence[Metadata], column: str) -> str:
    """The value that all documents agree on; several are joined, so that nothing is hidden."""
    return "/".join(sorted({getattr(entry, column) for entry in entries} - {""}))


def _year(entry: Metadata) -> str:
    return entry.issued[:4]


def _counted(counts: Counter[str]) -> str:
    return ", ".join(value if n == 1 else f"{value} ({n})" for value, n in sorted(counts.items()))
