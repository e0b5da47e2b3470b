"""The search for nearest clauses by sparse products of scipy, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.neighbours.fields import Field, Search, plan_search, round_weights
from policycompare.pair_products import multiply_clauses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Whole = NDArray[np.int64]

_BLOCK_ENTRIES = 4_000_000
"""Meetings of one block; 12 bytes each in the product and about as much beside it."""


def find_by_products(
    field: Field, codes: Whole, clauses: Whole, *, limit: int, reach: int
) -> tuple[Whole, Whole, NDArray[np.bool_]]:
    """See :func:`policycompare.neighbours.find_nearest`."""
    weights = round_weights(field.rows)
    cut, cost = keep_rarest(field, weights, reach)
    search = plan_search(field, clauses, np.diff(cut.indptr), limit)
    columns = sparse.csr_array(
        (weights.astype(np.int64), field.rows.indices, field.rows.indptr), shape=field.rows.shape
    ).T.tocsr()
    limits = field.clause_rows.limits
    none: Whole = np.zeros(0, dtype=np.int64)
    firsts, seconds = [none], [none]
    for start, stop in _blocks(np.diff(np.r_[0, np.cumsum(cost)][limits])[clauses]):
        part = Search(*(side[start:stop] for side in search))
        rows, ends = _rows_of(limits, part.clauses)
        product = sparse.csr_array(cut[rows] @ columns)
        first, second = _best_of_block(field, product, product.indptr[ends], codes, part)
        similarity = measure_pairs(field, first, second)
        kept = _first_of_each(first, second, similarity, limit)
        kept = kept[similarity[kept] > 0]
        firsts.append(first[kept])
        seconds.append(second[kept])
    return np.concatenate(firsts), np.concatenate(seconds), search.shortened


def _blocks(cost: Whole) -> Iterator[tuple[int, int]]:
    """Start and end of blocks of clauses that meet few enough others; one clause at least."""
    room = np.r_[0, np.cumsum(cost)]
    start = 0
    while start < len(cost):
        fitting = int(np.searchsorted(room, room[start] + _BLOCK_ENTRIES, side="right")) - 1
        stop = min(max(fitting, start + 1), len(cost))
        yield start, stop
        start = stop


def keep_rarest(
    field: Field, weights: NDArray[np.int16], reach: int
) -> tuple[sparse.csr_array, Whole]:
    """The rows with the weights of their rarest terms only, and the rows that each meets."""
    rows = field.rows
    frequency = np.bincount(rows.indices, minlength=rows.shape[1])
    cost = frequency[rows.indices]
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    # One key sorts several times as fast as two; equally frequent terms stay in their order.
    order = np.argsort(row * (int(frequency.max(initial=0)) + 1) + cost, kind="stable")
    met = np.cumsum(cost[order])
    before = np.r_[0, met][rows.indptr[:-1]]
    met -= np.repeat(before, np.diff(rows.indptr))
    is_first = np.zeros(len(order), dtype=bool)
    is_first[rows.indptr[:-1][np.diff(rows.indptr) > 0]] = True
    kept = np.zeros(len(order), dtype=bool)
    kept[order] = (met <= field.allow(reach)[row]) | is_first
    ends = np.r_[0, np.cumsum(kept)][rows.indptr]
    data = weights[kept].astype(np.int64)
    cut = sparse.csr_array((data, rows.indices[kept], ends), shape=rows.shape)
    total = np.r_[0, np.cumsum(np.where(kept, cost, 0))]
    return cut, np.asarray(total[rows.indptr[1:]] - total[rows.indptr[:-1]])


def measure_pairs(field: Field, first: Whole, second: Whole) -> Values:
    """Cosine of the best two rows of each pair of clauses, shape (n_pairs,)."""
    similarity = np.zeros(len(first))
    rows = field.clause_rows
    for block in multiply_clauses(rows, rows, first, second):
        best = np.maximum.reduceat(block.products, block.starts, axis=0)
        similarity[block.pairs] = best.max(axis=1)
    return similarity


def _rows_of(limits: Whole, clauses: Whole) -> tuple[Whole, Whole]:
    """The rows of the clauses, one clause after the other, and where each begins and ends."""
    counts = np.diff(limits)[clauses]
    ends = np.r_[0, np.cumsum(counts)]
    return np.arange(ends[-1]) + np.repeat(limits[clauses] - ends[:-1], counts), ends


def _best_of_block(
    field: Field,
    product: sparse.csr_array,
    bounds: NDArray[np.int32],
    codes: Whole,
    search: Search,
) -> tuple[Whole, Whole]:
    """The clauses of a block with the partners that are to be measured with all terms."""
    sizes = np.diff(bounds)
    place = np.repeat(np.arange(len(sizes)), sizes)
    partners = field.owner[product.indices]
    scores = product.data * (codes[partners] != codes[search.clauses][place])
    # A partner may be met by several rows of either clause.
    several = 1 if len(field.owner) == field.n_clauses else 4
    least = _find_least(scores, bounds, search.wanted * several)
    best = _best_entries(place, partners, scores, least)
    short = (np.bincount(best[0], minlength=len(sizes)) < search.wanted) & (least > 1)
    if short.any():
        least[short] = 1
        best = _best_entries(place, partners, scores, least)
    rank = np.arange(len(best[0])) - np.searchsorted(best[0], best[0])
    last = rank == search.wanted[best[0]] - 1
    lower = np.ones(len(sizes), dtype=np.int64)
    lower[best[0][last]] = np.maximum(best[2][last] - search.margins[best[0][last]], 1)
    is_exact = search.margins >= 0
    if (is_exact & (lower < least)).any():
        least = np.where(is_exact, np.minimum(lower, least), least)
        best = _best_entries(place, partners, scores, least)
        rank = np.arange(len(best[0])) - np.searchsorted(best[0], best[0])
    kept = np.where(
        is_exact[best[0]],
        (best[2] >= lower[best[0]]) & (search.wanted[best[0]] > 0),
        rank < search.wanted[best[0]],
    )
    return search.clauses[best[0][kept]], best[1][kept]


def _find_least(scores: Whole, bounds: NDArray[np.int32], wanted: Whole) -> Whole:
    """The ``wanted``-th greatest score of each clause, 1 where there are fewer above 0."""
    least = np.ones(len(wanted), dtype=np.int64)
    for k in np.flatnonzero((np.diff(bounds) > wanted) & (wanted > 0)).tolist():
        entries = scores[bounds[k] : bounds[k + 1]]
        least[k] = max(np.partition(entries, -wanted[k])[-wanted[k]], 1)
    return least


def _best_entries(
    place: Whole, partners: Whole, scores: Whole, least: Whole
) -> tuple[Whole, Whole, Whole]:
    """Places, partners and scores of at least ``least``, each partner once with its greatest.

    The best first, equal ones by position.
    """
    kept = np.flatnonzero(scores >= least[place])
    first, second, score = place[kept], partners[kept], scores[kept]
    order = np.lexsort((-score, second, first))
    first, second, score = first[order], second[order], score[order]
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    first, second, score = first[is_new], second[is_new], score[is_new]
    order = np.lexsort((second, -score, first))
    return first[order], second[order], score[order]


def _first_of_each(first: Whole, second: Whole, similarity: Values, limit: int) -> Whole:
    """Places of the ``limit`` most similar partners of each clause, equal ones by position."""
    order = np.lexsort((second, -similarity, first))
    ordered = first[order]
    place = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    return np.asarray(order[place < limit])
