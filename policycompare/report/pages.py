"""Rows and records of the small commands: outline, search and check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from policycompare.datamodel import Clause, Heading, Outline
from policycompare.report.protocol import Row
from policycompare.report.rows import clause_row
from policycompare.report.values import joined, rounded

LINE_CHARS = 12
"""Characters that stand for a clause without a heading in the outline."""

INDENT = "  "
"""Before a line of the outline, once per level of nesting."""


class CheckRowLike(Protocol):
    """What ``check`` found."""

    @property
    def document(self) -> str:
        """The document, or empty for the corpus."""

    @property
    def severity(self) -> str:
        """``error``, ``doubt`` or ``note``."""

    @property
    def subject(self) -> str:
        """What it is about."""

    @property
    def message(self) -> str:
        """The finding in one sentence."""

    @property
    def start(self) -> int | None:
        """Source offset of the place."""

    @property
    def end(self) -> int | None:
        """End of the place."""


def check_rows(found: Iterable[CheckRowLike]) -> Iterator[Row]:
    """Rows of ``check``: what is wrong or missing."""
    for row in found:
        yield {
            "document": row.document,
            "severity": row.severity,
            "subject": row.subject,
            "message": row.message,
            "start": row.start,
            "end": row.end,
        }


def search_rows(hits: Iterable[tuple[Clause, float]]) -> Iterator[Row]:
    """Rows of ``search``: clauses with their similarity in [0, 1], in the given order."""
    for clause, similarity in hits:
        yield {
            "clause_id": clause.clause_id,
            "similarity": rounded(similarity),
            "jurisdiction": clause.jurisdiction,
            "heading": clause.heading,
            "text": clause.text,
            "start": clause.start,
            "end": clause.end,
        }


def outline_rows(outline: Outline) -> Iterator[Row]:
    """Rows of ``outline``: headings and clauses in the order of the text, deeper ones indented."""
    clauses = {clause.start: clause for clause in outline.clauses}
    entries = [
        (heading.start, heading.level, _line(heading, clauses.pop(heading.start, None)))
        for heading in outline.headings
    ]
    levels = [(heading.start, heading.level) for heading in outline.headings]
    for clause in clauses.values():
        above = [level for start, level in levels if start < clause.start]
        level = above[-1] + 1 if above else 1
        entries.append((clause.start, level, _clause_line(clause, level)))
    for _, _, row in sorted(entries, key=lambda entry: entry[:2]):
        yield row


def _line(heading: Heading, clause: Clause | None) -> Row:
    """One line for a heading and, where it opens one, for the clause behind it."""
    return {
        "outline": INDENT * (heading.level - 1) + f"{heading.marker} {heading.title}".strip(),
        "role": heading.role,
        "clause_id": clause.clause_id if clause else "",
        "n_chars": clause.n_chars if clause else None,
        "start": heading.start,
        "end": clause.end if clause else heading.end,
        "warnings": joined(clause.warnings) if clause else "",
    }


def _clause_line(clause: Clause, level: int) -> Row:
    return {
        "outline": INDENT * (level - 1) + (clause.heading or clause.text[:LINE_CHARS]),
        "role": clause.role,
        "clause_id": clause.clause_id,
        "n_chars": clause.n_chars,
        "start": clause.start,
        "end": clause.end,
        "warnings": joined(clause.warnings),
    }


def outline_record(outline: Outline) -> dict[str, Any]:
    """Build the JSON of ``outline``: document, headings, clauses, skipped spans and warnings."""
    source = outline.document.text
    return {
        "document": outline.document.name,
        "headings": [
            {
                "level": heading.level,
                "marker": heading.marker,
                "title": heading.title,
                "start": heading.start,
                "end": heading.end,
                "role": heading.role,
                "path": heading.path,
                "inferred": heading.inferred,
            }
            for heading in outline.headings
        ],
        "clauses": [clause_row(clause, source) for clause in outline.clauses],
        "skipped": [
            {"start": skip.start, "end": skip.end, "reason": skip.reason}
            for skip in outline.skipped
        ],
        "warnings": list(outline.warnings),
    }
