"""Hints for all clauses of a comparison, with the linked clause that a name may come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from policycompare.datamodel import Clause, Link, Mention, NameCheck, NameHint, Outline
from policycompare.places.homes import Home, find_home
from policycompare.places.mentions import find_mentions
from policycompare.places.scanning import spoken


def check_names(
    outlines: Sequence[Outline], clauses: Sequence[Clause], links: Sequence[Link] = ()
) -> NameCheck:
    """Look for names of other places in clauses, responsible-unit tails included.

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
        Hints by clause and place.
    """
    homes = {o.document.name: find_home(o.document.metadata) for o in outlines}
    regions = _Regions(outlines)
    partners = _partners(links)
    hints: list[NameHint] = []
    n_excused = 0
    for position, clause in enumerate(clauses):
        home = homes[clause.document]
        if home.problem:
            continue
        found = find_mentions(regions.text(clause), home)
        n_excused += sum(bool(mention.excuse) for mention in found)
        for mention in found:
            if mention.excuse:
                continue
            origin = _find_origin(mention, partners[position], clauses, homes, regions)
            at_home = tuple(n for n, home in homes.items() if _is_at_home(mention, home))
            span = regions.span(clause, mention.start, mention.end)
            hints.append(NameHint(position, mention, *span, origin, at_home))
    undone = {name: home.problem for name, home in homes.items() if home.problem}
    return NameCheck(tuple(hints), n_excused, undone)


class _Regions:
    """Normalized text of whole clauses, numbering and tail included, and the way to the source."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self._normalized = {o.document.name: o.normalized for o in outlines}

    def _bounds(self, clause: Clause) -> tuple[int, int]:
        norm = self._normalized[clause.document]
        first = int(norm.starts.searchsorted(clause.start, side="left"))
        return first, int(norm.ends.searchsorted(clause.end, side="right"))

    def text(self, clause: Clause) -> str:
        first, last = self._bounds(clause)
        return self._normalized[clause.document].text[first:last]

    def span(self, clause: Clause, start: int, end: int) -> tuple[int, int]:
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


def _is_at_home(mention: Mention, home: Home) -> bool:
    return not home.problem and any(map(home.owns, mention.divisions))
