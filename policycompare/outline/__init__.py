"""Outline: from a normalized text to its headings, clauses and declared skips.

The order of work: find tables of measures and where a further document begins on the page; for each
document set page furniture aside; collect every place that may be a marker; set contents lists and
back matter aside; choose the consistent markers; read titles, roles and paths off them; cut
clauses. A text without numbering is read by its paragraphs.
"""

from __future__ import annotations

from itertools import pairwise

from policycompare.datamodel import Clause, Document, Heading, NormalizedText, Outline
from policycompare.outline.cell_lines import mark_cells
from policycompare.outline.clauses import build_clause
from policycompare.outline.coverage import find_skips
from policycompare.outline.documents import find_documents
from policycompare.outline.lines import Hidden, Mask, merge_masks
from policycompare.outline.reading import Reading, find_places, read_part, shift_reading
from policycompare.outline.table_rows import attach_tables
from policycompare.outline.task_tables import TaskTable, find_tables
from policycompare.outline.tree import Node

__all__ = ["as_heading", "outline_document", "read_page"]


def outline_document(document: Document, normalized: NormalizedText) -> Outline:
    """Find the headings and clauses of a document.

    Parameters
    ----------
    document : Document
    normalized : NormalizedText
        Its normalized text; all offsets of the result are mapped back to the source.

    Returns
    -------
    Outline
        Clauses, headings and skips cover every character of the source; clauses do not overlap.
    """
    reading = read_page(normalized)
    hidden = Hidden(reading.masks)
    clauses = tuple(build_clause(document, normalized, span, hidden) for span in reading.spans)
    headings = tuple(as_heading(normalized, node) for node in reading.nodes)
    return Outline(
        document=document,
        normalized=normalized,
        headings=headings,
        clauses=clauses,
        skipped=find_skips(normalized, clauses, headings, reading.masks),
        warnings=reading.warnings + _empty_warning(clauses),
    )


def read_page(normalized: NormalizedText) -> Reading:
    """All documents of the page, one after the other, with their tables."""
    text = normalized.text
    tables = find_tables(normalized)
    masks = [Mask(table.start, table.end, "table") for table in tables]
    places = find_places(text, masks)
    starts = find_documents(text, places.candidates, Hidden(places.masks))
    readings = [read_part(text, places, has_tables=bool(masks))] if len(starts) == 1 else []
    for i, (start, end) in enumerate(pairwise([*starts, len(text)]) if not readings else ()):
        inside = [Mask(m.start - start, m.end - start, m.reason) for m in masks]
        inside = [m for m in inside if 0 <= m.start < end - start]
        part = text[start:end]
        found = read_part(part, find_places(part, inside), has_tables=bool(inside))
        readings.append(shift_reading(found, start, f"{i + 1}·" if i else ""))
    whole = Reading(
        [span for reading in readings for span in reading.spans],
        [node for reading in readings for node in reading.nodes],
        merge_masks([mask for reading in readings for mask in reading.masks]),
        tuple(warning for reading in readings for warning in reading.warnings),
    )
    return _with_tables(text, whole, tables, len(starts))


def _with_tables(text: str, reading: Reading, tables: list[TaskTable], n_documents: int) -> Reading:
    warnings = reading.warnings
    if n_documents > 1:
        warnings += (
            f"the page holds {n_documents} documents; the paths of the clauses of the second begin "
            "with 2·",
        )
    spans, nodes = reading.spans, reading.nodes
    if tables:
        spans, nodes = attach_tables(text, reading, tables)
    spans = sorted(mark_cells(text, spans), key=lambda span: span.start)
    return Reading(spans, nodes, reading.masks, warnings)


def as_heading(normalized: NormalizedText, node: Node) -> Heading:
    """The heading of a node, with its source span."""
    end = max(node.title_end, node.title_start) if node.title else node.title_start
    start, stop = normalized.source_span(node.start, max(end, node.start + 1))
    return Heading(
        level=node.placed.level,
        marker=node.marker,
        title=node.label,
        start=start,
        end=stop,
        path=node.path,
        role=node.role,
        inferred=node.placed.inferred,
    )


def _empty_warning(clauses: tuple[Clause, ...]) -> tuple[str, ...]:
    return () if clauses else ("no clause was found",)
