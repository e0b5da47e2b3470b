"""Dyads: every two documents of different groups that share a measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policycompare.boilerplate import Boilerplate, index_boilerplate
from policycompare.datamodel import (
    Clause,
    Dyad,
    Link,
    Measure,
    Outline,
    ParentState,
    ScoredPairs,
)
from policycompare.diffusion.dates import measure_gap, parse_moment
from policycompare.diffusion.hierarchy import Hierarchy
from policycompare.diffusion.literal import cut_pieces, measure_literal_reuse

STATES: tuple[ParentState, ...] = ("absent", "partly", "covered")


class _Scores(NamedTuple):
    """The best of the scored pairs, and the linked ones counted."""

    p_same: float | None
    p_overlap: float | None
    n_same: int
    n_partial: int


class DyadFinder:
    """Finds the dyads of a comparison.

    Parameters
    ----------
    outlines : sequence of Outline
        The documents in the order of the corpus.
    clauses, groups : sequence of Clause, of str
        The compared clauses and the group of each.
    scored : ScoredPairs
    links : sequence of Link
    measures : sequence of Measure
    """

    def __init__(
        self,
        outlines: Sequence[Outline],
        clauses: Sequence[Clause],
        groups: Sequence[str],
        scored: ScoredPairs,
        links: Sequence[Link],
        measures: Sequence[Measure],
    ) -> None:
        self._outlines = {outline.document.name: outline for outline in outlines}
        self._rank = {name: i for i, name in enumerate(self._outlines)}
        self._clauses, self._groups = clauses, groups
        self._scored = scored
        self._measures = measures
        self._linked = {(link.a, link.b): link.relation for link in links}
        self._hierarchy = Hierarchy([o.document.metadata for o in outlines])
        self._moments = {
            name: parse_moment(o.document.metadata.issued) for name, o in self._outlines.items()
        }
        self._reach = self._find_reach(links)
        self._pieces: dict[tuple[str, ...], frozenset[str]] = {}

    def find(self) -> Iterator[Dyad]:
        """Yield the dyads by measure, then by the places of both documents in the corpus."""
        for measure in self._measures:
            holders = self._holders(measure)
            for one, two in combinations(holders, 2):
                if self._groups[holders[one][0]] != self._groups[holders[two][0]]:
                    yield self._make_dyad(measure, holders, one, two)

    def _holders(self, measure: Measure) -> Mapping[str, tuple[int, ...]]:
        """The documents that have a measure, in the order of the corpus, with their clauses."""
        found: dict[str, list[int]] = {}
        for position in measure.clauses:
            found.setdefault(self._clauses[position].document, []).append(position)
        return {name: tuple(found[name]) for name in sorted(found, key=self._rank.__getitem__)}

    def _make_dyad(
        self, measure: Measure, holders: Mapping[str, tuple[int, ...]], one: str, two: str
    ) -> Dyad:
        gap = measure_gap(self._moments[one], self._moments[two])
        a, b = (two, one) if gap.is_mirrored else (one, two)
        parents = self._hierarchy.common_parents(a, b)
        at_a, at_b = holders[a], holders[b]
        reuse = measure_literal_reuse(
            [self._clauses[i] for i in at_a],
            [self._clauses[i] for i in at_b],
            self._boilerplate,
            self._cut(parents) if parents else None,
        )
        return Dyad(
            measure.measure_id,
            measure.label,
            a,
            b,
            at_a,
            at_b,
            gap.order,
            gap.days_min,
            gap.days_max,
            self._hierarchy.relate(a, b),
            self._hierarchy.share_parent(a, b),
            reuse,
            *self._score(at_a, at_b),
            parents,
            self._judge_parents(measure, (*at_a, *at_b), parents),
            self._date_parents(parents, a, b),
        )

    @cached_property
    def _boilerplate(self) -> Boilerplate:
        return index_boilerplate(tuple(o.normalized.text for o in self._outlines.values()))

    def _cut(self, parents: tuple[str, ...]) -> frozenset[str]:
        if parents not in self._pieces:
            texts = (self._outlines[name].normalized.text for name in parents)
            self._pieces[parents] = frozenset().union(*map(cut_pieces, texts))
        return self._pieces[parents]

    def _find_reach(self, links: Sequence[Link]) -> dict[tuple[int, str], int]:
        """How strongly each clause is linked to each document: 2 same, 1 partial."""
        reach: dict[tuple[int, str], int] = {}
        for link in links:
            strength = 2 if link.relation == "same" else 1
            for here, there in ((link.a, link.b), (link.b, link.a)):
                key = here, self._clauses[there].document
                reach[key] = max(reach.get(key, 0), strength)
        return reach

    def _judge_parents(
        self, measure: Measure, positions: Sequence[int], parents: Sequence[str]
    ) -> ParentState:
        """``covered`` where a parent has the measure or a same link to a clause of the dyad."""
        if not parents:
            return "unknown"
        if any(self._clauses[i].document in parents for i in measure.clauses):
            return "covered"
        pairs = product(positions, parents)
        return STATES[max(self._reach.get(pair, 0) for pair in pairs)]

    def _date_parents(self, parents: Sequence[str], a: str, b: str) -> bool | None:
        """Whether a parent's text is earlier than both for certain; None where it may be."""
        verdicts = [[self._is_earlier(parent, child) for child in (a, b)] for parent in parents]
        if any(all(verdict) for verdict in verdicts):
            return True
        return False if verdicts and all(False in verdict for verdict in verdicts) else None

    def _is_earlier(self, one: str, two: str) -> bool | None:
        gap = measure_gap(self._moments[one], self._moments[two])
        if gap.order == "same_day":
            return False
        return not gap.is_mirrored if gap.order == "certain" else None

    def _score(self, at_a: Sequence[int], at_b: Sequence[int]) -> _Scores:
        pairs = [(min(i, j), max(i, j)) for i, j in product(at_a, at_b)]
        rows = [row for pair in pairs if (row := self._find_row(pair)) is not None]
        relations = [self._linked.get(pair) for pair in pairs]
        return _Scores(
            max((float(self._scored.p_same[row]) for row in rows), default=None),
            max((float(self._scored.p_overlap[row]) for row in rows), default=None),
            relations.count("same"),
            relations.count("partial"),
        )

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        return self._scored.a * np.int64(len(self._clauses)) + self._scored.b

    def _find_row(self, pair: tuple[int, int]) -> int | None:
        """Row of a scored pair; the pairs are sorted, so that no table of all is needed."""
        key = pair[0] * len(self._clauses) + pair[1]
        row = int(np.searchsorted(self._keys, key))
        return row if row < len(self._keys) and self._keys[row] == key else None
