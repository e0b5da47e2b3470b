"""One document of a page: its markers, tree, clause spans and what else stands on the page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from policycompare.outline.clauses import ClauseSpan
from policycompare.outline.contents import find_contents
from policycompare.outline.front import find_front_matter
from policycompare.outline.furniture import find_furniture
from policycompare.outline.grammar import Candidate, find_candidates
from policycompare.outline.lines import Hidden, Mask, merge_masks
from policycompare.outline.lost import find_lost_titles
from policycompare.outline.numbering import numbering_warnings
from policycompare.outline.ordinals import find_ordinals
from policycompare.outline.paragraphs import find_paragraphs
from policycompare.outline.parts import find_back_matter
from policycompare.outline.sequence import Placed, choose_markers
from policycompare.outline.tree import Node, build_tree
from policycompare.outline.units_of_text import clause_nodes, text_end

MIN_MARKERS = 2
"""Fewer accepted markers than this are no numbering: one number is no sequence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found; offsets into the normalized text, ``nodes`` in the order of the text."""

    spans: list[ClauseSpan]
    nodes: list[Node]
    masks: list[Mask]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a text that may be markers, and what was set aside before looking for them."""

    candidates: list[Candidate]
    masks: list[Mask]


def find_places(text: str, tables: list[Mask]) -> Places:
    """Set page furniture, tables and the contents list aside, and list the possible markers."""
    masks = [*find_furniture(text), *tables]
    candidates = find_candidates(text, Hidden(masks))
    return Places(candidates, [*masks, *find_contents(text, candidates)])


def read_part(text: str, places: Places, *, has_tables: bool = False) -> Reading:
    """Read one document.

    Parameters
    ----------
    text : str
        Normalized text of this document alone.
    places : Places
        Its possible markers and what is no text of it.
    has_tables : bool
        Whether it holds tables of measures.
    """
    masks, placed = _find_markers(text, places)
    if len(placed) < MIN_MARKERS:
        return _read_unnumbered(text, masks, has_tables=has_tables)
    hidden = Hidden(masks)
    # The text proper ends before the masks behind which nothing else stands.
    roots = build_tree(text, placed, text_end(text, 0, len(text), hidden))
    spans, lead_ins = clause_nodes(text, roots, hidden)
    front = find_front_matter(text, roots[0].start, masks)
    masks = merge_masks([*masks, *front, *lead_ins])
    return Reading(spans, _walk(roots), masks, numbering_warnings(roots))


def shift_reading(reading: Reading, by: int, prefix: str) -> Reading:
    """The reading of a document that begins at ``by``, with ``prefix`` before every path."""
    for node in reading.nodes:
        node.start, node.end = node.start + by, node.end + by
        node.title_start, node.title_end = node.title_start + by, node.title_end + by
        node.body_start, node.path = node.body_start + by, prefix + node.path
    spans = [
        replace(
            span,
            start=span.start + by,
            title_start=span.title_start + by,
            body_start=span.body_start + by,
            end=span.end + by,
            path=prefix + span.path,
        )
        for span in reading.spans
    ]
    masks = [Mask(mask.start + by, mask.end + by, mask.reason) for mask in reading.masks]
    return Reading(spans, reading.nodes, masks, reading.warnings)


def _read_unnumbered(text: str, masks: list[Mask], *, has_tables: bool) -> Reading:
    spans, other = find_paragraphs(text, masks)
    if has_tables:  # its rows are the measures; what stands around them leads in to them
        other += [Mask(span.start, span.end, "preamble") for span in spans]
        return Reading([], [], merge_masks([*masks, *other]))
    warning = "no numbering was found; paragraphs are taken as clauses"
    return Reading(spans, [], merge_masks([*masks, *other]), (warning,))


def _find_markers(text: str, places: Places) -> tuple[list[Mask], list[Placed]]:
    masks, candidates = list(places.masks), places.candidates
    first = _first_line_marker(candidates, Hidden(masks))
    if first is not None:
        masks += find_back_matter(text, first, masks)
    masks = merge_masks(masks)
    hidden = Hidden(masks)
    candidates = [c for c in candidates if c.start not in hidden]
    placed = choose_markers(candidates)
    more = find_ordinals(text, hidden, is_numbered=len(placed) >= MIN_MARKERS)
    more += find_lost_titles(text, placed, hidden)
    if more:
        known = {candidate.start for candidate in candidates}
        candidates += [candidate for candidate in more if candidate.start not in known]
        placed = choose_markers(sorted(candidates, key=lambda candidate: candidate.start))
    return masks, placed


def _first_line_marker(candidates: list[Candidate], hidden: Hidden) -> int | None:
    return next((c.start for c in candidates if c.start not in hidden), None)


def _walk(nodes: list[Node]) -> list[Node]:
    return [found for node in nodes for found in (node, *_walk(node.children))]
