"""From headings to clauses: spans, text without tails and furniture, sentences, units."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policycompare.datamodel import Clause, Document, NormalizedText, Role, Sentence, Unit
from policycompare.outline.lines import Hidden
from policycompare.outline.units import NamedUnit, find_unit_tails, read_list, read_units

LONG_CLAUSE = 3000
"""Characters from which a clause is doubted; the longest of the five documents has 611."""

CellSpan = tuple[str, int, int]
"""Kind of a cell (``lead``, ``responsible``, ``deadline`` …), start and end."""

_WRAP = re.compile(r"(?<![。;:!?)”])\s*\n\s*")
_BREAK = re.compile(r"\s*\n\s*")
_CELL_BORDER = re.compile(r"[ ]*\|[ |]*")
_SENTENCE = re.compile(r"[^。;!?\n]+(?:[。;!?]+[”’)》]?)?")


@dataclass(frozen=True, slots=True)
class ClauseSpan:
    """A clause to be built; offsets into the normalized text.

    ``title_start`` is where the title begins (behind the marker), ``body_start`` where the body
    begins; ``heading_in_body`` says that the heading was read off the body and is not printed
    before it. ``cells`` are the cells of a table row that hold no text of the measure.
    """

    start: int
    title_start: int
    body_start: int
    end: int
    heading: str
    path: str
    section: str
    role: Role
    warnings: tuple[str, ...] = ()
    heading_in_body: bool = False
    cells: tuple[CellSpan, ...] = ()


def build_clause(
    document: Document, normalized: NormalizedText, span: ClauseSpan, masks: Hidden
) -> Clause:
    """Cut tails and furniture off a clause, split its sentences and read its units."""
    text = normalized.text
    tails = find_unit_tails(text, span.body_start, span.end)
    cells = [(start, end) for _, start, end in span.cells if start >= span.body_start]
    holes = sorted([*tails, *cells, *masks.between(span.start, span.end)])
    units = [unit for start, end in tails for unit in read_units(text, start, end)]
    units += _cell_units(text, span)
    body = _join(text, span.body_start, span.end, holes)
    separator = "。" if body else ""
    source_start, source_end = normalized.source_span(span.start, span.end)
    deadline = _deadline(span)
    due_start, due_end = (
        normalized.source_span(deadline.start, deadline.stop)
        if deadline.stop > deadline.start
        else (None, None)
    )
    own_heading = span.heading and not span.heading_in_body
    warnings = span.warnings
    if len(body) > LONG_CLAUSE:
        warnings += (f"the clause has {len(body)} characters; a heading may be missing",)
    return Clause(
        clause_id=f"{document.name}/{span.path}",
        document=document.name,
        jurisdiction=document.metadata.jurisdiction,
        path=span.path,
        section=span.section,
        heading=span.heading,
        role=span.role,
        # One string where both are equal.
        text=f"{span.heading}{separator}{body}" if own_heading else body,
        body=body,
        start=source_start,
        end=source_end,
        sentences=_sentences(normalized, span.body_start, span.end, holes),
        lead_units=_units(normalized, units, "lead"),
        responsible_units=_units(normalized, units, "responsible"),
        deadline=text[deadline.start : deadline.stop],
        warnings=warnings,
        deadline_start=due_start,
        deadline_end=due_end,
    )


def _cell_units(text: str, span: ClauseSpan) -> list[NamedUnit]:
    """The units in the cells of a row, by their columns."""
    found: list[NamedUnit] = []
    for kind, start, end in span.cells:
        if kind == "lead":
            found += read_list(text, start, end, "lead")
        elif kind == "responsible":
            found += read_list(text, start, end, "responsible")
    return found


def _deadline(span: ClauseSpan) -> slice:
    """Where the deadline column of a row stands in the normalized text; empty without one."""
    found = (slice(start, end) for kind, start, end in span.cells if kind == "deadline")
    return next(found, slice(0, 0))


def _pieces(start: int, end: int, holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    pieces, at = [], start
    for hole_start, hole_end in holes:
        if hole_start > at:
            pieces.append((at, min(hole_start, end)))
        at = max(at, hole_end)
    if at < end:
        pieces.append((at, end))
    return pieces


def _join(text: str, start: int, end: int, holes: list[tuple[int, int]]) -> str:
    kept = "".join([text[s:e] for s, e in _pieces(start, end, holes)]).strip(" \n|")
    if "\n" in kept:
        # A line break inside a sentence is a wrap, behind a sentence a new paragraph.
        kept = _BREAK.sub("\n", _WRAP.sub("", kept))
    whole = _CELL_BORDER.sub(" ", kept) if "|" in kept else kept
    return whole.strip(" 。.") + _end(kept)


def _end(kept: str) -> str:
    return "。" if kept.rstrip().endswith("。") else ""


def _sentences(
    normalized: NormalizedText, start: int, end: int, holes: list[tuple[int, int]]
) -> tuple[Sentence, ...]:
    found = []
    for piece_start, piece_end in _pieces(start, end, holes):
        for match in _SENTENCE.finditer(normalized.text, piece_start, piece_end):
            sentence = match.group().strip(" |")
            if len(sentence.strip("。;!?.:,")) < 2:
                continue
            at = match.start() + match.group().index(sentence)
            found.append(Sentence(sentence, *normalized.source_span(at, at + len(sentence))))
    return tuple(found)


def _units(normalized: NormalizedText, units: list[NamedUnit], role: str) -> tuple[Unit, ...]:
    return tuple(
        Unit(unit.name, *normalized.source_span(unit.start, unit.end))
        for unit in units
        if unit.role == role
    )
