"""Witnesses of a pair: clauses of third documents that stand out with both of its clauses.

Two names of one programme may share no word, while a third city's clause shares words with each.
Such a clause speaks for the pair only where the pair does not already speak for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.scoring.rivals import Contests

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Whole = NDArray[np.int64]

N_WITNESSES = 5
"""Partners of a clause in each other document that may speak for a pair, the best ones.

Of 2, 3, 5 and 8 all give the same figures to 0.005 in folds by document pair of ``corpus/gold``.
"""
OWN_STANDING = 1.0
"""Standing of a pair from which it needs no witness, in standard deviations.

Of 0.5, 1, 1.5 and 2: AP(same) in folds by document pair 0.911, 0.919, 0.916 and 0.917, on the
second subject 0.770, 0.777, 0.761 and 0.759.
"""
_BLOCK_CELLS = 4_000_000
"""Pairs of partners looked at together; 8 bytes a column."""


def find_witnesses(
    pairs: tuple[Whole, Whole], standing: Values, contests: tuple[Contests, Contests]
) -> Values:
    """How much better a third clause connects a pair than the pair itself, shape (n_pairs,).

    A witness of (a, b) is a clause of a third document that stands out with both; its weight is the
    lesser of the two standings, and the heaviest witness counts. The feature is that weight's
    standing among all pairs of either clause, the lesser side, less the pair's own standing; 0
    where there is no witness, where this is negative, and where the pair itself stands out by
    :data:`OWN_STANDING` or more.

    Parameters
    ----------
    pairs : two arrays of int64, shape (n_pairs,)
        Positions of the clauses of each pair.
    standing : numpy.ndarray, shape (n_pairs,)
        Standing of each pair among its rivals, the lesser side.
    contests : two Contests
        Of ``a`` and of ``b``.
    """
    weights = _find_heaviest(pairs, standing, contests)
    one, other = contests
    seen = np.minimum(one.find_standing(weights), other.find_standing(weights))
    speaks = (weights > 0) & (standing < OWN_STANDING)
    return np.where(speaks, np.maximum(seen - standing, 0), 0.0)


def _find_heaviest(
    pairs: tuple[Whole, Whole], standing: Values, contests: tuple[Contests, Contests]
) -> Values:
    a, b = pairs
    weights = np.zeros(len(a))
    if not len(a):
        return weights
    n = int(max(a.max(), b.max())) + 1
    keys = np.minimum(a, b) * n + np.maximum(a, b)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    for first, second, weight in _meet(_find_partners(pairs, standing, contests, n)):
        wanted = np.minimum(first, second) * n + np.maximum(first, second)
        # Two partners of one document, or of one group, are no pair.
        row = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        is_pair = keys[row] == wanted
        np.maximum.at(weights, order[row[is_pair]], weight[is_pair])
    return weights


def _find_partners(
    pairs: tuple[Whole, Whole], standing: Values, contests: tuple[Contests, Contests], n: int
) -> sparse.csr_array:
    """Standing of the best partners of each clause, symmetric, shape (n_clauses, n_clauses)."""
    a, b = pairs
    best = np.maximum(*(contest.find_rank(standing) for contest in contests))
    kept = (standing > 0) & (best >= 1 / N_WITNESSES)
    values = np.tile(standing[kept], 2)
    rows, columns = np.r_[a[kept], b[kept]], np.r_[b[kept], a[kept]]
    return sparse.csr_array((values, (rows, columns)), shape=(n, n))


def _meet(partners: sparse.csr_array) -> Iterator[tuple[Whole, Whole, Values]]:
    """Every two partners of a clause with the lesser of their standings, in blocks."""
    counts = np.diff(partners.indptr).astype(np.int64)
    room = np.cumsum(counts**2)
    start = 0
    while start < len(counts):
        done = room[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(room, done + _BLOCK_CELLS, side="right")))
        block = np.arange(start, stop)
        # Each entry of a row meets all entries of the row.
        left = np.arange(partners.indptr[start], partners.indptr[stop])
        width = np.repeat(counts[block], counts[block])
        first = np.repeat(left, width)
        row_start = np.repeat(partners.indptr[block], counts[block])
        ends = np.cumsum(width)
        within = np.arange(len(first)) - np.repeat(ends - width, width)
        second = np.repeat(row_start, width) + within
        later = first < second
        first, second = first[later], second[later]
        weight = np.minimum(partners.data[first], partners.data[second])
        yield (
            partners.indices[first].astype(np.int64),
            partners.indices[second].astype(np.int64),
            weight,
        )
        start = stop
