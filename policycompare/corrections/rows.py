"""The rows of an outline: every character of the text in one row, headings of items besides."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from policycompare.datamodel import Clause, Document, Heading, Outline
from policycompare.report.protocol import Row

COLUMNS = ("start", "end", "level", "marker", "title", "role", "kind", "path", "text")
"""Columns of the file; ``path`` and ``text`` may be left empty by whoever adds a row."""

KINDS = ("text", "heading", "clause", "item", "skipped")
"""What a row is; ``text`` is the first one, which names the text that the outline was made for."""

PREVIEW = 40
"""Characters of the text that a row shows."""


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One row of a corrected outline.

    Attributes
    ----------
    number : int
        Row of the file as a spreadsheet counts it: 2 is the first one below the header.
    start, end : int
        Span of the source.
    level : int or None
        Depth from 1; None for a skipped span and for a clause without numbering.
    role : str
        Role of a heading or clause, or the reason of a skipped span.
    path : str
        Position as in the clause id; empty where it is to be made from the headings above.
    """

    number: int
    start: int
    end: int
    level: int | None
    marker: str
    title: str
    role: str
    kind: str
    path: str


def text_hash(document: Document) -> str:
    """SHA-256 of the text as decoded, in hex: saving it in another encoding changes nothing."""
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()


def outline_table(outline: Outline) -> Iterator[Row]:
    """The rows of an outline in the order of the text, with the row about the text first."""
    source = outline.document.text
    yield _row(0, len(source), kind="text", title=outline.document.name) | {
        "text": f"sha256:{text_hash(outline.document)}"
    }
    headings = {heading.start: heading for heading in outline.headings}
    found = [(c.start, 0, _clause_row(c, headings.pop(c.start, None))) for c in outline.clauses]
    ends = sorted((clause.start, clause.end) for clause in outline.clauses)
    found += [(h.start, 1, _heading_row(h, ends)) for h in headings.values()]
    found += [
        (skip.start, 0, _row(skip.start, skip.end, kind="skipped", role=skip.reason))
        for skip in outline.skipped
        if skip.reason != "white space"
    ]
    for start, _, row in sorted(found, key=lambda entry: entry[:2]):
        preview = " ".join(source[start : start + 4 * PREVIEW].split())
        length = min(PREVIEW, int(str(row["end"])) - start)
        yield row | {"text": preview[:length]}


def _row(
    start: int,
    end: int,
    *,
    kind: str,
    level: int | None = None,
    marker: str = "",
    title: str = "",
    role: str = "",
    path: str = "",
) -> Row:
    return {
        "start": start,
        "end": end,
        "level": level,
        "marker": marker,
        "title": title,
        "role": role,
        "kind": kind,
        "path": path,
        "text": "",
    }


def _clause_row(clause: Clause, heading: Heading | None) -> Row:
    return _row(
        clause.start,
        clause.end,
        kind="clause",
        level=heading.level if heading else None,
        marker=heading.marker if heading else "",
        title=clause.heading,
        role=clause.role,
        path=clause.path,
    )


def _heading_row(heading: Heading, clauses: list[tuple[int, int]]) -> Row:
    return _row(
        heading.start,
        heading.end,
        kind="item" if _is_inside(heading, clauses) else "heading",
        level=heading.level,
        marker=heading.marker,
        title=heading.title,
        role=heading.role,
        path=heading.path,
    )


def _is_inside(heading: Heading, clauses: list[tuple[int, int]]) -> bool:
    at = bisect_right(clauses, (heading.start, heading.start)) - 1
    return at >= 0 and heading.start < clauses[at][1]
