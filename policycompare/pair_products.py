"""Scalar products of the rows of two clauses, for many pairs of clauses at once.

A clause has several sparse rows (its heading in each reading, its sentences). The work is cut into
blocks of pairs. The rows of a block's first clauses are laid out as a small dense table over the
terms that they hold, and the rows of the second clauses are multiplied into it. So the cost follows
the pairs and the length of their rows, not the square of the clauses.

Many pairs are multiplied by a compiled loop (:mod:`policycompare.compiling`), few, or without a
compiler all, by one product of sparse rows and dense table; both add in the same order, so that no
bit of the result differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.compiled_products import Scratch, fill_products
from policycompare.compiling import map_in_threads, should_compile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Whole = NDArray[np.int64]

BLOCK_ENTRIES = 400_000
"""Entries of the gathered rows of a block, about; 16 bytes each. A quarter of it costs half
as much time again in calls; four times as many gain nothing."""

BLOCK_CLAUSES = 64
"""First clauses of a block at most, which bounds the dense table."""

BLOCK_PRODUCTS = 500_000
"""Products of a block of the compiled way, about; 8 bytes each."""

LEAST_PAIRS_TO_COMPILE = 50_000
"""Pairs whose products take longer than to compile the loop."""


@dataclass(frozen=True, eq=False)
class ClauseRows:
    """Sparse rows, those of one clause together.

    Attributes
    ----------
    rows : scipy.sparse.csr_array, shape (n_rows, n_terms)
    limits : numpy.ndarray of int64, shape (n_clauses + 1,)
        First row of each clause, and the number of rows.
    """

    rows: sparse.csr_array
    limits: Whole

    @property
    def counts(self) -> Whole:
        """Rows of each clause, shape (n_clauses,)."""
        return np.asarray(np.diff(self.limits))


@dataclass(frozen=True, eq=False)
class Block:
    """The products of some pairs.

    Attributes
    ----------
    pairs : numpy.ndarray of int64, shape (n,)
        Which pairs they are.
    products : numpy.ndarray, shape (n_right_rows, n_left_rows)
        Scalar products of the rows of each pair's second clause, pair after pair, with the rows of
        its first; all first clauses of a block have the same number of rows.
    starts : numpy.ndarray of int64, shape (n,)
        First row of each pair in ``products``.
    right_rows : numpy.ndarray of int64, shape (n_right_rows,)
        Which rows of the second clauses they are.
    """

    pairs: Whole
    products: Values
    starts: Whole
    right_rows: Whole


def multiply_clauses(
    left: ClauseRows, right: ClauseRows, first: Whole, second: Whole
) -> Iterator[Block]:
    """Yield the products of the rows of ``first[i]`` and ``second[i]``, in blocks of pairs.

    Parameters
    ----------
    left, right : ClauseRows
        With the same terms.
    first, second : numpy.ndarray of int64, shape (n_pairs,)
        Positions of clauses. A pair is left out if one of its clauses has no row.
    """
    usable = np.flatnonzero((left.counts[first] > 0) & (right.counts[second] > 0))
    order = usable[np.lexsort((first[usable], left.counts[first[usable]]))]
    if len(order) and should_compile(len(order), LEAST_PAIRS_TO_COMPILE):
        yield from _multiply_compiled(left, right, first, second, order)
        return
    room = np.cumsum(_count_entries(right)[second[order]])
    numbers = np.zeros(left.rows.shape[1], dtype=np.int32)
    start = 0
    while start < len(order):
        stop = _find_stop(left, first[order], room, start)
        yield _multiply(left, right, first, second, order[start:stop], numbers)
        start = stop


def _count_entries(rows: ClauseRows) -> Whole:
    return np.asarray(np.diff(rows.rows.indptr[rows.limits].astype(np.int64)))


def _find_stop(left: ClauseRows, first: Whole, room: Whole, start: int) -> int:
    """End of the block that begins with pair ``start``; one pair at least."""
    limit = (room[start - 1] if start else 0) + BLOCK_ENTRIES
    stop = max(start + 1, int(np.searchsorted(room, limit, side="right")))
    inside = first[start:stop]
    n_clauses = np.cumsum(np.r_[True, inside[1:] != inside[:-1]])
    counts = left.counts[inside]
    # The pairs come by number of rows, then by first clause: both only grow.
    fits = (n_clauses <= BLOCK_CLAUSES) & (counts == counts[0])
    return start + int(np.count_nonzero(fits))


def _multiply(
    left: ClauseRows,
    right: ClauseRows,
    first: Whole,
    second: Whole,
    pairs: Whole,
    numbers: NDArray[np.int32],
) -> Block:
    # Equal first clauses stand together.
    changes = np.r_[True, first[pairs[1:]] != first[pairs[:-1]]]
    clauses, clause_of = first[pairs[changes]], np.cumsum(changes) - 1
    n_left = int(left.counts[clauses[0]])
    table, terms = _lay_out(left, clauses, n_left, numbers)
    right_rows, starts = _expand(right, second[pairs])
    gathered = right.rows[right_rows]
    # Terms that no first clause of the block holds have number 0, a row of the table without value.
    columns = numbers[gathered.indices]
    shifts = (clause_of * (len(terms) + 1)).astype(np.int32)
    bounds = gathered.indptr[np.r_[starts, len(right_rows)]]
    columns += np.repeat(shifts, np.diff(bounds))
    shifted = sparse.csr_array(
        (gathered.data, columns, gathered.indptr), shape=(len(right_rows), len(table))
    )
    numbers[terms] = 0
    return Block(pairs, np.asarray(shifted @ table), starts, right_rows)


def _lay_out(
    left: ClauseRows, clauses: Whole, n_left: int, numbers: NDArray[np.int32]
) -> tuple[Values, NDArray[np.int32]]:
    """The clauses' rows as columns of a dense table, clause below clause, and the terms in it.

    Fills ``numbers`` with the number of each of these terms, from 1.
    """
    rows = left.rows[_expand(left, clauses)[0]]
    # One of the entries of each term stands for it: whose number was written last.
    entries = np.arange(1, len(rows.indices) + 1, dtype=np.int32)
    numbers[rows.indices] = entries
    terms = rows.indices[numbers[rows.indices] == entries]
    numbers[terms] = np.arange(1, len(terms) + 1)
    n_terms = len(terms) + 1
    table = np.zeros((len(clauses) * n_terms, n_left))
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    table[row // n_left * n_terms + numbers[rows.indices], row % n_left] = rows.data
    return table, terms


def _expand(rows: ClauseRows, clauses: Whole) -> tuple[Whole, Whole]:
    """All rows of the clauses, clause after clause, and the place of the first row of each."""
    counts = rows.counts[clauses]
    starts = np.cumsum(counts) - counts
    shifts = np.repeat(rows.limits[clauses] - starts, counts)
    return np.arange(len(shifts)) + shifts, starts


def _multiply_compiled(
    left: ClauseRows, right: ClauseRows, first: Whole, second: Whole, order: Whole
) -> Iterator[Block]:
    n_left = left.counts[first[order]]
    scratch = Scratch(left.rows.shape[1], int(_count_entries(left)[first[order]].max()) + 1)

    def multiply(pairs: Whole) -> Block:
        right_rows, starts = _expand(right, second[pairs])
        products = np.zeros((len(right_rows), int(left.counts[first[pairs[0]]])))
        fill_products(left, right, first[pairs], second[pairs], scratch, products)
        return Block(pairs, products, starts, right_rows)

    room = np.cumsum(n_left * right.counts[second[order]])
    yield from map_in_threads(multiply, _cut_blocks(order, n_left, room))


def _cut_blocks(order: Whole, n_left: Whole, room: Whole) -> Iterator[Whole]:
    """Pairs of blocks of about :data:`BLOCK_PRODUCTS`, each with one number of left rows."""
    start = 0
    while start < len(order):
        limit = (room[start - 1] if start else 0) + BLOCK_PRODUCTS
        stop = max(start + 1, int(np.searchsorted(room, limit, side="right")))
        # The pairs come by number of rows of the first clause.
        stop = start + int(np.searchsorted(n_left[start:stop], n_left[start], side="right"))
        yield order[start:stop]
        start = stop
