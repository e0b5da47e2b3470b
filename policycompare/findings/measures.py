"""Measures: groups of linked clauses over all documents, named and sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from policycompare.datamodel import Clause, Link, Measure, ScoredPairs
from policycompare.findings.merging import UNITS, merge_clauses, weigh_pairs

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


def _inner_sums(
    members: Sequence[tuple[int, ...]], ranks: NDArray[np.int64], scored: ScoredPairs
) -> list[int]:
    """Sum ``p_same`` of each clause to the other clauses of its measure, in units."""
    measure_of = np.empty(len(ranks), dtype=np.int64)
    sizes = [len(positions) for positions in members]
    clauses = np.array([i for positions in members for i in positions], dtype=np.int64)
    measure_of[clauses] = np.repeat(np.arange(len(members)), sizes)
    inside = np.flatnonzero(measure_of[scored.a] == measure_of[scored.b])
    units = np.rint(scored.p_same[inside] * UNITS).astype(np.int64)
    sums = np.zeros(len(ranks), dtype=np.int64)
    np.add.at(sums, scored.a[inside], units)
    np.add.at(sums, scored.b[inside], units)
    return [int(total) for total in sums.tolist()]


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
