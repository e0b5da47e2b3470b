"""Hints for all passages of a comparison, with the linked clause that a name may come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from policycompare.datamodel import Clause, Link, Mention, NameCheck, NameHint, Outline
from policycompare.places.homes import Home, find_home
from policycompare.places.mentions import find_mentions
from policycompare.places.scanning import spoken

OTHER_PARTS = ("title", "preamble", "lead_in")
"""Skipped parts that speak for the document itself; notices and drafting notes name others."""


def check_names(
    outlines: Sequence[Outline], clauses: Sequence[Clause], links: Sequence[Link] = ()
) -> NameCheck:
    """Look for names of other places in clauses, responsible-unit tails, titles and preambles.

    A document whose jurisdiction is not known, or is no division of the table, is not checked.

    Parameters
    ----------
    outlines : sequence of Outline
        The documents that the clauses come from.
    clauses : sequence of Clause
    links : sequence of Link
        Pairs of positions in ``clauses`` that count; none before a comparison.

    Returns
    -------
    NameCheck
        Hints by document and place.
    """
    homes = {o.document.name: find_home(o.document.metadata) for o in outlines}
    regions = _Regions(outlines)
    partners = _partners(links)
    hints: list[NameHint] = []
    n_excused = 0
    for passage in _passages(outlines, clauses, homes):
        for mention in find_mentions(regions.text(passage), homes[passage.document]):
            if mention.excuse:
                n_excused += 1
                continue
            linked = [] if passage.clause is None else partners[passage.clause]
            origin = _find_origin(mention, linked, clauses, homes, regions)
            if _is_borne_out(mention, origin, clauses, regions):
                mention = replace(mention, strength="strong")
            hints.append(
                NameHint(
                    passage.document,
                    passage.part,
                    passage.clause,
                    mention,
                    *regions.span(passage, mention.start, mention.end),
                    origin,
                    tuple(name for name, home in homes.items() if _is_at_home(mention, home)),
                )
            )
    undone = {name: home.problem for name, home in homes.items() if home.problem}
    return NameCheck(tuple(hints), n_excused, undone)


class _Passage(NamedTuple):
    """A piece of a document that is looked through, by its source span."""

    document: str
    start: int
    end: int
    part: str = "clause"
    clause: int | None = None


def _passages(
    outlines: Sequence[Outline], clauses: Sequence[Clause], homes: Mapping[str, Home]
) -> Sequence[_Passage]:
    """The clauses and the other own words of every document that has a home, by place."""
    found = [
        _Passage(clause.document, clause.start, clause.end, clause=position)
        for position, clause in enumerate(clauses)
    ]
    found += [
        _Passage(outline.document.name, skip.start, skip.end, skip.reason)
        for outline in outlines
        for skip in outline.skipped
        if skip.reason in OTHER_PARTS
    ]
    kept = [passage for passage in found if not homes[passage.document].problem]
    return sorted(kept, key=lambda passage: passage[:3])


class _Regions:
    """Normalized text of whole clauses, numbering and tail included, and the way to the source."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self._normalized = {o.document.name: o.normalized for o in outlines}

    def _bounds(self, clause: Clause | _Passage) -> tuple[int, int]:
        norm = self._normalized[clause.document]
        first = int(norm.starts.searchsorted(clause.start, side="left"))
        return first, int(norm.ends.searchsorted(clause.end, side="right"))

    def text(self, clause: Clause | _Passage) -> str:
        first, last = self._bounds(clause)
        return self._normalized[clause.document].text[first:last]

    def span(self, clause: _Passage, start: int, end: int) -> tuple[int, int]:
        first, _ = self._bounds(clause)
        return self._normalized[clause.document].source_span(first + start, first + end)


def _partners(links: Sequence[Link]) -> Mapping[int, list[int]]:
    """Positions of the clauses linked with each, likeliest first."""
    partners: dict[int, list[int]] = defaultdict(list)
    for link in sorted(links, key=lambda link: (-link.p_same, -link.p_overlap, link.a, link.b)):
        partners[link.a].append(link.b)
        partners[link.b].append(link.a)
    return partners


def _find_origin(
    mention: Mention,
    partners: Sequence[int],
    clauses: Sequence[Clause],
    homes: Mapping[str, Home],
    regions: _Regions,
) -> int | None:
    """The likeliest linked clause that names one of the divisions and is at home there."""
    for position in partners:
        home = homes[clauses[position].document]
        own = [] if home.problem else [d for d in mention.divisions if home.owns(d)]
        text = regions.text(clauses[position]) if own else ""
        if any(name in text for division in own for name in spoken(division)):
            return position
    return None


def _is_borne_out(
    mention: Mention, origin: int | None, clauses: Sequence[Clause], regions: _Regions
) -> bool:
    """Whether a linked clause of its home has a county called like a word (海盐县) too."""
    if mention.kind != "county" or origin is None:
        return False
    return mention.name in regions.text(clauses[origin])


def _is_at_home(mention: Mention, home: Home) -> bool:
    return not home.problem and any(map(home.owns, mention.divisions))
