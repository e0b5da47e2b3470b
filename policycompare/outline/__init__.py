"""Outline: from a normalized text to its headings, clauses and declared skips.

The order of work: set page furniture aside; collect every place that may be a marker; set contents
lists and back matter aside; choose the consistent markers; read titles, roles and paths off them;
cut clauses. A text without numbering is read by its paragraphs.
"""

from __future__ import annotations

from policycompare.datamodel import Clause, Document, Heading, NormalizedText, Outline
from policycompare.outline.clauses import ClauseSpan, build_clause
from policycompare.outline.contents import find_contents
from policycompare.outline.coverage import find_skips
from policycompare.outline.front import find_front_matter
from policycompare.outline.furniture import find_furniture
from policycompare.outline.grammar import Candidate, find_candidates
from policycompare.outline.lines import Mask, merge_masks
from policycompare.outline.numbering import numbering_warnings
from policycompare.outline.paragraphs import find_paragraphs
from policycompare.outline.parts import find_back_matter
from policycompare.outline.sequence import Placed, choose_markers
from policycompare.outline.tree import Node, build_tree
from policycompare.outline.units_of_text import clause_nodes, text_end

__all__ = ["outline_document"]

MIN_MARKERS = 2
"""Fewer accepted markers than this are no numbering: one number is no sequence."""


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
    text = normalized.text
    masks, placed = _find_markers(text)
    if len(placed) < MIN_MARKERS:
        spans, other = find_paragraphs(text, masks)
        roots: list[Node] = []
        warnings: tuple[str, ...] = ("no numbering was found; paragraphs are taken as clauses",)
    else:
        roots = build_tree(text, placed, _main_end(text, masks))
        spans, other = _numbered_spans(text, roots, masks)
        warnings = numbering_warnings(roots)
    masks = merge_masks([*masks, *other])
    clauses = tuple(build_clause(document, normalized, span, masks) for span in spans)
    headings = tuple(_heading(normalized, node) for node in _walk(roots))
    return Outline(
        document=document,
        normalized=normalized,
        headings=headings,
        clauses=clauses,
        skipped=find_skips(normalized, clauses, headings, masks),
        warnings=warnings + _empty_warning(clauses),
    )


def _find_markers(text: str) -> tuple[list[Mask], list[Placed]]:
    masks = find_furniture(text)
    candidates = find_candidates(text, _spans(masks))
    masks += find_contents(text, candidates)
    first = _first_line_marker(candidates, masks)
    if first is not None:
        masks += find_back_matter(text, first, masks)
    masks = merge_masks(masks)
    return masks, choose_markers(find_candidates(text, _spans(masks)))


def _first_line_marker(candidates: list[Candidate], masks: list[Mask]) -> int | None:
    hidden = _spans(masks)
    outside = (c for c in candidates if not any(s <= c.start < e for s, e in hidden))
    return next((c.start for c in outside), None)


def _spans(masks: list[Mask]) -> list[tuple[int, int]]:
    return [(mask.start, mask.end) for mask in masks]


def _main_end(text: str, masks: list[Mask]) -> int:
    """Where the text proper ends: before the masks behind which nothing else stands."""
    return text_end(text, 0, len(text), masks)


def _numbered_spans(
    text: str, roots: list[Node], masks: list[Mask]
) -> tuple[list[ClauseSpan], list[Mask]]:
    spans, lead_ins = clause_nodes(text, roots, masks)
    front = find_front_matter(text, roots[0].start, masks)
    return spans, [*front, *lead_ins]


def _walk(nodes: list[Node]) -> list[Node]:
    return [found for node in nodes for found in (node, *_walk(node.children))]


def _heading(normalized: NormalizedText, node: Node) -> Heading:
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
