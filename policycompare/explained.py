"""Rows of ``normalize --explain``: every edit and all damage, with offsets into the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from policycompare.normalize.offsets import MappedText

if TYPE_CHECKING:
    from policycompare.datamodel import NormalizedText
    from policycompare.report.protocol import Row

COLUMNS = ("step", "start", "end", "before", "after", "message")
"""Columns of the rows."""


def edit_rows(normalized: NormalizedText) -> Iterator[Row]:
    """Yield the edits in the order in which they were made, then the damage by place.

    ``before`` is what stood in the step's input, ``after`` what was put in its place; of damage
    that is only flagged ``after`` is None.
    """
    mapped = MappedText.from_source(normalized.source)
    for step in normalized.steps:
        for edit in step.edits:
            start, end = mapped.source_span(edit.start, edit.end)
            before = mapped.text[edit.start : edit.end]
            yield _row(step.name, start, end, before, edit.replacement, "")
        mapped = mapped.edited(step.edits)
    for place in normalized.damage:
        before = normalized.source[place.start : place.end]
        state = "flagged" if place.repair is None else "repaired"
        yield _row(f"damage {state}", place.start, place.end, before, place.repair, place.message)


def _row(step: str, start: int, end: int, before: str, after: str | None, message: str) -> Row:
    cells = (step, start, end, _visible(before), after and _visible(after), message)
    return dict(zip(COLUMNS, cells, strict=True))


def _visible(text: str) -> str:
    """Show line breaks and other invisible characters by their escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
