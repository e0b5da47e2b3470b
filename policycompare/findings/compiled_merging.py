"""The compiled loop behind :mod:`policycompare.findings.merging`: a few numbers for each pair."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from policycompare.compiling import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]


def merge_compiled(
    group_of: Whole,
    ranks: Whole,
    pairs: tuple[Whole, Whole],
    units: Whole,
    is_same: NDArray[np.bool_],
    limit: tuple[float, float],
) -> Whole:
    """Merge clauses by average link; the number of the measure of each, shape (n_clauses,).

    Parameters
    ----------
    group_of, ranks : numpy.ndarray of int64, shape (n_clauses,)
        Number of the group of each clause, and its place.
    pairs : tuple of numpy.ndarray
        First and second clause of each scored pair.
    units : numpy.ndarray of int64, shape (n_pairs,)
        Weights, not negative.
    is_same : numpy.ndarray of bool, shape (n_pairs,)
        Whether a same link runs between the two.
    limit : tuple of float
        Units of a certain pair, and the mean of them from which two measures become one.
    """
    n = len(group_of)
    # A measure without a same link merges with none, and nobody asks how near it is.
    is_linked = np.zeros(n, dtype=bool)
    for side in pairs:
        is_linked[side[is_same]] = True
    kept = is_linked[pairs[0]] & is_linked[pairs[1]]
    one, other = (side[kept].astype(np.int32) for side in pairs)
    # The lowest bit tells same links.
    entries = np.tile((units[kept] << 1) + is_same[kept], 2)
    rows = sparse.csr_array((entries, (np.append(one, other), np.append(other, one))), shape=(n, n))
    cluster_of = np.arange(n)
    _grow(
        rows.indptr.astype(np.int64), rows.indices, rows.data, group_of, ranks, *limit, cluster_of,
        np.zeros(2 * n, dtype=np.int64), np.zeros(int(group_of.max(initial=0)) + 1, dtype=np.int64),
    )  # fmt: skip
    return cluster_of


@kernel
def _grow(
    ends: Whole,
    columns: NDArray[np.int32],
    entries: Whole,
    group_of: Whole,
    ranks: Whole,
    unit: float,
    threshold: float,
    cluster_of: Whole,
    sums: Whole,
    counts: Whole,
) -> None:
    """Merge the nearest two measures until no two may be merged.

    ``cluster_of`` holds the clauses' own numbers and is changed; ``sums``, for each number that a
    measure may have, and ``counts``, for each group, are zeros.
    """
    n = len(group_of)
    # By number of the measure: the first and last clause of it, clauses, place; 0 clauses: gone.
    head, tail, size, first = np.arange(2 * n), np.arange(2 * n), np.ones_like(sums), sums.copy()
    first[:n] = ranks
    behind = np.full(n, -1)
    heap: list[Any] = [(0.0, 0, 0, 0, 0) for _ in range(0)]
    for a in range(n):
        for k in range(ends[a], ends[a + 1]):
            b = np.int64(columns[k])
            mean = (entries[k] >> 1) / unit
            if entries[k] & 1 and a < b and mean >= threshold:
                heap.append((-mean, min(first[a], first[b]), max(first[a], first[b]), a, b))
    heapq.heapify(heap)
    new = n
    while len(heap) > 0:
        _, _, _, x, y = heapq.heappop(heap)
        if size[x] == 0 or size[y] == 0:
            continue
        behind[tail[x]] = head[y]
        head[new], tail[new], size[new] = head[x], tail[y], size[x] + size[y]
        first[new] = min(first[x], first[y])
        size[x], size[y] = 0, 0
        clause = head[new]
        while clause >= 0:
            cluster_of[clause] = new
            counts[group_of[clause]] += 1
            clause = behind[clause]
        # Summed weight between the new measure and each that was scored with it.
        linked = [0 for _ in range(0)]
        clause = head[new]
        while clause >= 0:
            for k in range(ends[clause], ends[clause + 1]):
                third = cluster_of[columns[k]]
                sums[third] += entries[k] >> 1
                if entries[k] & 1 and third != new:
                    linked.append(third)
            clause = behind[clause]
        for third in linked:
            # Once, though several links run between the two.
            units, sums[third] = sums[third], -1
            if units < 0:
                continue
            n_pairs = size[new] * size[third]
            clause = head[third]
            while clause >= 0:
                n_pairs -= counts[group_of[clause]]
                clause = behind[clause]
            mean = units / (unit * n_pairs)
            if mean >= threshold:
                low, high = min(first[new], first[third]), max(first[new], first[third])
                heapq.heappush(heap, (-mean, low, high, new, third))
        clause = head[new]
        while clause >= 0:
            for k in range(ends[clause], ends[clause + 1]):
                sums[cluster_of[columns[k]]] = 0
            counts[group_of[clause]] = 0
            clause = behind[clause]
        new += 1
