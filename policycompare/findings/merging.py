"""Merge linked clauses into measures, without letting chains run together.

If A is the same as B, B as C and C as D, following the links would put A and D into one measure
even where they have nothing in common. Measures are therefore grown by average-link agglomeration
(UPGMA):

1. Every compared clause starts as a measure of its own.
2. Each pair of clauses of different groups has a weight in [0, 1]: its ``p_same`` with the log-odds
   shifted so that the threshold of ``same`` lies at 0.5. A pair that was not scored has 0. Pairs
   within one group are not compared and count neither for nor against.
3. Two measures may be merged if at least one ``same`` link runs between them and the mean weight
   over **all** pairs of different groups, one clause from each measure, is at least
   ``MERGE_THRESHOLD``.
4. The two with the highest mean are merged first; ties fall to the earlier clauses (by document,
   then place in the text). It ends when no two may be merged.

So every clause is in exactly one measure, every clause of a larger measure has a ``same`` link
inside it (it joined by one), and the ends of a chain stay apart: with three certain links in a row
and nothing else, A-B and C-D become two measures, because the mean over their four pairs is 0.25.
Several clauses of one group may share a measure through a clause of another. Sums are kept as
whole numbers of ``1 / UNITS``, so they do not depend on the order of adding, and clauses are taken
in the order of document and place, so the result does not depend on the order in which they are
given.

A clause may be linked to clauses outside its measure; such links count for coverage and turn a gap
from ``absent`` into ``partial``.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from policycompare.compiling import can_compile
from policycompare.datamodel import Link, Links, ScoredPairs
from policycompare.findings.compiled_merging import merge_compiled

MERGE_THRESHOLD = 0.4
"""Mean weight in [0, 1] from which two measures become one.

corpus/gold, groups = documents, shipped model: pairs of clauses in one measure against pairs
labelled same. F1 is 0.84 at 0.35, 0.88 at 0.40, 0.87 at 0.45, 0.86 at 0.50 (precision 0.86, recall
0.90 at 0.40; the links themselves: 0.83, 0.91). Links made of the gold labels would give 0.92.
"""

UNITS = 10**9
"""Probabilities and weights are added as whole numbers of this fraction, so that sums are exact:
a float holds every whole number up to 2**53, the sum of nine million certain pairs.
"""

LEAST_LINKS_TO_COMPILE = 200_000
"""Same links whose merging takes longer than to compile the loop."""

SLACK = 1e-9
"""Part by which a bound is lowered, so that rounding drops no measure that is worth a look."""

_Candidate = tuple[float, int, int, int, int]
"""Minus the mean weight, the first places of both measures, and their ids."""


def weigh_pairs(p_same: NDArray[np.float64], same_threshold: float) -> NDArray[np.float64]:
    """Shift the log-odds of probabilities so that the threshold comes to 0.5.

    A weight is in [0, 1], grows with ``p_same`` and is at least 0.5 exactly where ``p_same``
    reaches the threshold, so that measures mean the same under models with other thresholds.
    Formula: ``p (1 - t) / (p (1 - t) + t (1 - p))``; where that is 0 / 0, 1 from the threshold on.

    Examples
    --------
    >>> weigh_pairs(np.array([0.0, 0.2, 1.0]), 0.2).tolist()
    [0.0, 0.5, 1.0]
    """
    for_same = p_same * (1 - same_threshold)
    both = for_same + same_threshold * (1 - p_same)
    weights = (p_same >= same_threshold).astype(np.float64)
    return np.divide(for_same, both, out=weights, where=both > 0)


@dataclass(slots=True)
class _Cluster:
    """A growing measure: its clauses, and the others that a same link runs to.

    ``columns`` and ``units`` are the rows of its clauses: who was scored with them, and how.
    """

    first: int
    clauses: list[int]
    groups: dict[int, int]
    columns: NDArray[np.int32]
    units: NDArray[np.float64]
    linked: set[int] = field(default_factory=set)


class _Growing:
    """The measures while they grow; an id is a clause's position or the number of a merger.

    Sums of weights are not kept but added up when two measures merge, from the rows of the clauses
    of the new one: keeping them would cost a cell for every scored pair.
    """

    def __init__(
        self,
        groups: Sequence[int],
        ranks: NDArray[np.int64],
        scored: ScoredPairs,
        units: NDArray[np.float64],
    ) -> None:
        n = len(groups)
        rows = sparse.csr_array(
            (np.tile(units, 2), (np.append(scored.a, scored.b), np.append(scored.b, scored.a))),
            shape=(n, n),
        )
        ends = rows.indptr.tolist()
        spans = (slice(*span) for span in pairwise(ends))
        self.clusters = {
            i: _Cluster(rank, [i], {group: 1}, rows.indices[span], rows.data[span])
            for i, (rank, group, span) in enumerate(zip(ranks.tolist(), groups, spans, strict=True))
        }
        self.n_ids = n
        self.cluster_of = np.arange(n)
        # by id; no more than n - 1 mergers can follow
        self.sums = np.zeros(2 * n)
        self.sizes = np.ones(2 * n, dtype=np.int64)

    def link(self, a: int, b: int, units: float, merge_threshold: float) -> Iterator[_Candidate]:
        """Note a same link between two clauses; yield the two if they may be merged."""
        one, two = self.clusters[a], self.clusters[b]
        one.linked.add(b)
        two.linked.add(a)
        mean = units / UNITS
        if mean >= merge_threshold:
            first, second = sorted((one.first, two.first))
            yield -mean, first, second, a, b

    def candidates(self, x: int, merge_threshold: float) -> Iterator[_Candidate]:
        """Yield the measures that ``x`` may be merged with, each with the mean weight between."""
        one = self.clusters[x]
        linked = np.fromiter(one.linked, dtype=np.int64, count=len(one.linked))
        sums = self._sums(one, linked)
        # at least so many pairs lie between, so most measures need no closer look
        n_pairs = self.sizes[linked] * (self.sizes[x] - max(one.groups.values()))
        near = sums >= (1 - SLACK) * merge_threshold * UNITS * n_pairs
        for y, units in zip(linked[near].tolist(), sums[near].tolist(), strict=True):
            two = self.clusters[y]
            mean = units / (UNITS * _n_cross_pairs(one, two))
            if mean >= merge_threshold:
                first, second = sorted((one.first, two.first))
                yield -mean, first, second, x, y

    def merge(self, x: int, y: int) -> int:
        """Merge two measures; return the id of the new one."""
        merged, other, new = self.clusters.pop(x), self.clusters.pop(y), self.n_ids
        self.n_ids += 1
        if len(merged.clauses) < len(other.clauses):
            merged, other = other, merged
        merged.first = min(merged.first, other.first)
        merged.clauses += other.clauses
        for group, n in other.groups.items():
            merged.groups[group] = merged.groups.get(group, 0) + n
        merged.columns = np.concatenate([merged.columns, other.columns])
        merged.units = np.concatenate([merged.units, other.units])
        merged.linked |= other.linked
        merged.linked -= {x, y}
        for third in merged.linked:
            linked = self.clusters[third].linked
            linked -= {x, y}
            linked.add(new)
        self.cluster_of[merged.clauses] = new
        self.sizes[new] = len(merged.clauses)
        self.clusters[new] = merged
        return new

    def _sums(self, cluster: _Cluster, linked: NDArray[np.int64]) -> NDArray[np.float64]:
        """Summed weight, in units, between a measure and those that are linked to it."""
        ids = self.cluster_of[cluster.columns]
        np.add.at(self.sums, ids, cluster.units)
        sums = self.sums[linked]
        self.sums[ids] = 0
        return sums


def merge_clauses(
    groups: Sequence[str],
    ranks: NDArray[np.int64],
    scored: ScoredPairs,
    links: Sequence[Link],
    weights: NDArray[np.float64],
    *,
    merge_threshold: float = MERGE_THRESHOLD,
) -> list[tuple[int, ...]]:
    """Merge clauses by average link, as the module describes; positions of each measure.

    ``weights`` has shape (n_pairs,) and follows the scored pairs.
    """
    number = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    group_of = [number[group] for group in groups]
    columns = Links.collect(links)
    rows = columns.row[columns.strength == 2]
    units = np.rint(weights * UNITS)
    if len(rows) >= LEAST_LINKS_TO_COMPILE and can_compile():
        is_same = np.zeros(len(units), dtype=bool)
        is_same[rows] = True
        cluster_of = merge_compiled(
            np.array(group_of, dtype=np.int64),
            ranks,
            (scored.a, scored.b),
            units.astype(np.int64),
            is_same,
            (float(UNITS), merge_threshold),
        )
        order = np.argsort(cluster_of, kind="stable")
        ends = np.flatnonzero(np.diff(cluster_of[order])) + 1
        return [tuple(members.tolist()) for members in np.split(order, ends)]
    growing = _Growing(group_of, ranks, scored, units)
    same = (side.tolist() for side in (scored.a[rows], scored.b[rows], units[rows]))
    heap = [
        entry
        for a, b, weight in zip(*same, strict=True)
        for entry in growing.link(a, b, weight, merge_threshold)
    ]
    heapq.heapify(heap)
    while heap:
        *_, x, y = heapq.heappop(heap)
        if x in growing.clusters and y in growing.clusters:
            for entry in growing.candidates(growing.merge(x, y), merge_threshold):
                heapq.heappush(heap, entry)
    return [tuple(cluster.clauses) for cluster in growing.clusters.values()]


def _n_cross_pairs(one: _Cluster, two: _Cluster) -> int:
    """Pairs of different groups with one clause in each of two measures."""
    few, many = sorted((one.groups, two.groups), key=len)
    n_within = sum(n * many.get(group, 0) for group, n in few.items())
    return len(one.clauses) * len(two.clauses) - n_within
