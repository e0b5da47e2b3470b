"""Measures: groups of linked clauses over all documents, kept from running together.

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
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from policycompare.datamodel import Clause, Link, Measure, ScoredPairs

MERGE_THRESHOLD = 0.4
"""Mean weight in [0, 1] from which two measures become one.

corpus/gold, groups = documents, shipped model: pairs of clauses in one measure against pairs
labelled same. F1 is 0.85 at 0.35, 0.88 at 0.40, 0.87 at 0.45 and at 0.50 (precision 0.86, recall
0.90 at 0.40; the links themselves: 0.83, 0.91). Links made of the gold labels would give 0.92.
"""

UNITS = 10**12
"""Probabilities and weights are added as whole numbers of this fraction, so that sums are exact."""

LABEL_CHARS = 16
"""Characters of the text that stand in for a missing heading."""


def rank_clauses(clauses: Sequence[Clause]) -> NDArray[np.int64]:
    """Rank of each clause by document and place in its text, shape (n_clauses,)."""
    by_place = sorted(
        range(len(clauses)),
        key=lambda i: (clauses[i].document, clauses[i].start, clauses[i].clause_id),
    )
    ranks = np.empty(len(clauses), dtype=np.int64)
    ranks[by_place] = np.arange(len(clauses))
    return ranks


def build_measures(
    clauses: Sequence[Clause],
    groups: Sequence[str],
    group_order: Sequence[str],
    scored: ScoredPairs,
    links: Sequence[Link],
    *,
    same_threshold: float,
) -> tuple[Measure, ...]:
    """Group the clauses into measures, name and sort them; every clause is in exactly one."""
    ranks = rank_clauses(clauses)
    weights = weigh_pairs(scored.p_same, same_threshold)
    members = merge_clauses(groups, ranks, scored, links, weights)
    inner = _inner_sums(members, ranks, scored)
    sized = sorted((_sort_key(positions, groups, ranks, inner), positions) for positions in members)
    place = {group: i for i, group in enumerate(group_order)}
    return tuple(
        Measure(
            f"m{number}",
            _label(clauses, positions, ranks, inner),
            tuple(sorted(positions)),
            tuple(sorted({groups[i] for i in positions}, key=place.__getitem__)),
        )
        for number, (_, positions) in enumerate(sized, start=1)
    )


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
class _Bond:
    """What runs between two growing measures: summed weight and number of same links."""

    units: int = 0
    n_links: int = 0


@dataclass(slots=True)
class _Cluster:
    """A growing measure; ``first`` is the rank of its earliest clause."""

    first: int
    clauses: list[int]
    groups: Counter[str]
    bonds: dict[int, _Bond] = field(default_factory=dict)


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
    clusters = {
        i: _Cluster(int(ranks[i]), [i], Counter({group: 1})) for i, group in enumerate(groups)
    }
    _add_bonds(clusters, scored, links, weights)
    heap = [
        entry
        for x, cluster in clusters.items()
        for y in cluster.bonds
        if x < y and (entry := _candidate(clusters, x, y, merge_threshold))
    ]
    heapq.heapify(heap)
    next_id = len(clusters)
    while heap:
        *_, x, y = heapq.heappop(heap)
        if x not in clusters or y not in clusters:
            continue
        _merge(clusters, x, y, next_id)
        for other in clusters[next_id].bonds:
            if entry := _candidate(clusters, next_id, other, merge_threshold):
                heapq.heappush(heap, entry)
        next_id += 1
    return [tuple(cluster.clauses) for cluster in clusters.values()]


def _add_bonds(
    clusters: dict[int, _Cluster],
    scored: ScoredPairs,
    links: Sequence[Link],
    weights: NDArray[np.float64],
) -> None:
    """Bonds between clauses that have a same link at all; others never merge."""
    same = {(link.a, link.b) for link in links if link.relation == "same"}
    linked = np.zeros(len(clusters), dtype=bool)
    linked[[i for pair in same for i in pair]] = True
    rows = np.flatnonzero(linked[scored.a] & linked[scored.b])
    for a, b, units in _pair_units(scored, rows, weights):
        bond = _Bond(units, int((a, b) in same))
        clusters[a].bonds[b] = bond
        clusters[b].bonds[a] = bond


def _pair_units(
    scored: ScoredPairs, rows: NDArray[np.intp], values: NDArray[np.float64]
) -> Iterator[tuple[int, int, int]]:
    units = np.rint(values[rows] * UNITS).astype(np.int64)
    return zip(scored.a[rows].tolist(), scored.b[rows].tolist(), units.tolist(), strict=True)


def _candidate(
    clusters: dict[int, _Cluster], x: int, y: int, merge_threshold: float
) -> tuple[float, int, int, int, int] | None:
    """Heap entry of two measures that may be merged, best first; None where they may not."""
    bond = clusters[x].bonds[y]
    if not bond.n_links:
        return None
    mean = bond.units / (UNITS * _n_cross_pairs(clusters[x].groups, clusters[y].groups))
    if mean < merge_threshold:
        return None
    first, second = sorted((clusters[x].first, clusters[y].first))
    return -mean, first, second, x, y


def _n_cross_pairs(groups_x: Counter[str], groups_y: Counter[str]) -> int:
    n_within = sum(n * groups_y[group] for group, n in groups_x.items())
    return groups_x.total() * groups_y.total() - n_within


def _merge(clusters: dict[int, _Cluster], x: int, y: int, new: int) -> None:
    one, two = clusters.pop(x), clusters.pop(y)
    merged = _Cluster(min(one.first, two.first), one.clauses + two.clauses, one.groups + two.groups)
    for other in sorted((one.bonds.keys() | two.bonds.keys()) - {x, y}):
        parts = (one.bonds.get(other), two.bonds.get(other))
        bond = _Bond(
            sum(part.units for part in parts if part), sum(part.n_links for part in parts if part)
        )
        merged.bonds[other] = bond
        bonds = clusters[other].bonds
        bonds.pop(x, None)
        bonds.pop(y, None)
        bonds[new] = bond
    clusters[new] = merged


def _inner_sums(
    members: Sequence[tuple[int, ...]], ranks: NDArray[np.int64], scored: ScoredPairs
) -> list[int]:
    """Sum ``p_same`` of each clause to the other clauses of its measure, in units."""
    measure_of = np.empty(len(ranks), dtype=np.int64)
    for number, positions in enumerate(members):
        measure_of[list(positions)] = number
    sums = [0] * len(ranks)
    inside = np.flatnonzero(measure_of[scored.a] == measure_of[scored.b])
    for a, b, units in _pair_units(scored, inside, scored.p_same):
        sums[a] += units
        sums[b] += units
    return sums


def _sort_key(
    positions: Sequence[int], groups: Sequence[str], ranks: NDArray[np.int64], inner: Sequence[int]
) -> tuple[int, float, int]:
    counts = Counter(groups[i] for i in positions)
    n_pairs = (counts.total() ** 2 - sum(n * n for n in counts.values())) // 2
    mean = sum(inner[i] for i in positions) / (2 * UNITS * n_pairs) if n_pairs else 0.0
    return -len(counts), -mean, min(int(ranks[i]) for i in positions)


def _label(
    clauses: Sequence[Clause],
    positions: Sequence[int],
    ranks: NDArray[np.int64],
    inner: Sequence[int],
) -> str:
    """Heading of the clause that is likest to the others of the measure, or its first words."""
    central = clauses[min(positions, key=lambda i: (-inner[i], int(ranks[i])))]
    return central.heading or central.text[:LABEL_CHARS]
