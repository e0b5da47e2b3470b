"""Find each clause's nearest clauses of other groups without comparing each with each.

A row meets the others through its terms. Common terms make most of the meetings and tell least, so
a row uses its terms from the rarest on until about ``reach`` clauses are met; the clauses that come
out best are measured again with all terms, and the best of those are the nearest. Where a row's
terms all fit in, as in every small corpus, nothing is approximate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.pair_products import ClauseRows, multiply_clauses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.vectors import FieldMatrices

    Values = NDArray[np.float64]
    Whole = NDArray[np.int64]

REACH = 20_000
"""Clauses that a clause meets per field, about; ``docs/scale.md`` has what others would give."""

OVERSAMPLE = 2
"""Times as many clauses measured again as are wanted."""

_BLOCK_ENTRIES = 4_000_000
"""Meetings of one block; 12 bytes each in the product and about as much beside it."""


@dataclass(frozen=True, eq=False)
class Field:
    """Rows of the clauses in one field.

    Attributes
    ----------
    rows : scipy.sparse.csr_array, shape (n_rows, n_terms)
        Of length 1 or empty.
    owner : numpy.ndarray of int64, shape (n_rows,)
        Position of the clause of each row, ascending.
    n_clauses : int
    """

    rows: sparse.csr_array
    owner: Whole
    n_clauses: int

    @property
    def clause_rows(self) -> ClauseRows:
        """The rows by clause."""
        return ClauseRows(self.rows, np.searchsorted(self.owner, np.arange(self.n_clauses + 1)))


def list_fields(matrices: FieldMatrices) -> dict[str, Field]:
    """The fields in which clauses propose each other, by name."""
    n = matrices.body_words.shape[0]
    clauses = np.arange(n)
    return {
        "heading_words": Field(matrices.heading_words, clauses, n),
        "heading_chars": Field(matrices.heading_chars, clauses, n),
        "body_words": Field(matrices.body_words, clauses, n),
        "body_chars": Field(matrices.body_chars, clauses, n),
        "sentence_words": Field(matrices.sentence_words, matrices.sentence_clause, n),
    }


def find_nearest(field: Field, codes: Whole, *, limit: int, reach: int) -> tuple[Whole, Whole]:
    """Each clause with its nearest of other groups, as pairs of positions.

    Parameters
    ----------
    codes : numpy.ndarray of int64, shape (n_clauses,)
        Number of the group of each clause.
    limit : int
        Nearest of each clause at most; only those with a similarity above 0, equal ones by
        position.
    reach : int
        Clauses that a clause meets, about; one term of each row is always used.
    """
    cut, cost = keep_rarest(field, reach)
    is_exact = cut.nnz == field.rows.nnz
    n_kept = limit if is_exact else limit * OVERSAMPLE
    parts = [
        _best_of_block(field, *block, codes, n_kept) for block in _blocks(field, cut, cost, codes)
    ]
    none: Whole = np.zeros(0, dtype=np.int64)
    first, second, similarity = (
        np.concatenate(side) for side in zip((none, none, none.astype(float)), *parts, strict=True)
    )
    if is_exact:
        return first, second
    similarity = measure_pairs(field, first, second)
    kept = _first_of_each(first, second, similarity, limit)
    return first[kept], second[kept]


def keep_rarest(field: Field, reach: int) -> tuple[sparse.csr_array, Whole]:
    """The rows with their rarest terms only, and the rows that each of them meets."""
    rows = field.rows
    frequency = np.bincount(rows.indices, minlength=rows.shape[1])
    cost = frequency[rows.indices]
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    share = np.bincount(field.owner, minlength=field.n_clauses)[field.owner]
    # One key sorts several times as fast as two; equally frequent terms stay in their order.
    order = np.argsort(row * (int(frequency.max(initial=0)) + 1) + cost, kind="stable")
    met = np.cumsum(cost[order])
    before = np.r_[0, met][rows.indptr[:-1]]
    met -= np.repeat(before, np.diff(rows.indptr))
    is_first = np.zeros(len(order), dtype=bool)
    is_first[rows.indptr[:-1][np.diff(rows.indptr) > 0]] = True
    kept = np.zeros(len(order), dtype=bool)
    kept[order] = (met <= (reach / share)[row]) | is_first
    ends = np.r_[0, np.cumsum(kept)][rows.indptr]
    cut = sparse.csr_array((rows.data[kept], rows.indices[kept], ends), shape=rows.shape)
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


def _blocks(
    field: Field, cut: sparse.csr_array, cost: Whole, codes: Whole
) -> Iterator[tuple[int, int, sparse.csr_array]]:
    """First clause, end and similarities (rows x rows) of blocks of clauses."""
    columns = field.rows.T.tocsr()
    limits = field.clause_rows.limits
    room = np.r_[0, np.cumsum(cost)][limits]
    start = 0
    while start < field.n_clauses:
        # As many clauses as meet few enough others; one at least.
        fitting = int(np.searchsorted(room, room[start] + _BLOCK_ENTRIES, side="right")) - 1
        stop = min(max(fitting, start + 1), field.n_clauses)
        product = sparse.csr_array(cut[limits[start] : limits[stop]] @ columns)
        one = np.repeat(field.owner[limits[start] : limits[stop]], np.diff(product.indptr))
        product.data[codes[one] == codes[field.owner[product.indices]]] = 0
        yield start, stop, product
        start = stop


def _best_of_block(
    field: Field, start: int, stop: int, product: sparse.csr_array, codes: Whole, limit: int
) -> tuple[Whole, Whole, Values]:
    """The best partners of the clauses of a block with their similarity."""
    limits = field.clause_rows.limits[start : stop + 1]
    bounds = product.indptr[limits - limits[0]]
    is_whole = len(field.owner) == field.n_clauses
    # A partner may be met by several rows of either clause.
    wanted = limit if is_whole else limit * 4
    first, second, similarity = _best_entries(field, start, product, bounds, wanted)
    if not is_whole:
        n_found = np.bincount(first - start, minlength=stop - start)
        short = (n_found < limit) & (np.diff(bounds) > wanted)
        if short.any():
            every = _best_entries(field, start, product, bounds, product.nnz + 1)
            again, before = short[every[0] - start], ~short[first - start]
            first, second, similarity = (
                np.concatenate([old[before], new[again]])
                for old, new in zip((first, second, similarity), every, strict=True)
            )
    kept = _first_of_each(first, second, similarity, limit)
    return first[kept], second[kept], similarity[kept]


def _best_entries(
    field: Field, start: int, product: sparse.csr_array, bounds: NDArray[np.int32], wanted: int
) -> tuple[Whole, Whole, Values]:
    """Clauses, partners and similarity of the ``wanted`` greatest entries of each clause or more.

    Every partner stands once, with its greatest.
    """
    least = np.zeros(len(bounds) - 1)
    for k in np.flatnonzero(np.diff(bounds) > wanted).tolist():
        entries = product.data[bounds[k] : bounds[k + 1]]
        least[k] = np.partition(entries, -wanted)[-wanted] if wanted else np.inf
    sizes = np.diff(bounds)
    kept = np.flatnonzero((product.data >= np.repeat(least, sizes)) & (product.data > 0))
    first = np.searchsorted(bounds, kept, side="right") - 1 + start
    second, similarity = field.owner[product.indices[kept]], product.data[kept]
    order = np.lexsort((-similarity, second, first))
    first, second, similarity = first[order], second[order], similarity[order]
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    return first[is_new], second[is_new], similarity[is_new]


def _first_of_each(first: Whole, second: Whole, similarity: Values, limit: int) -> Whole:
    """Places of the ``limit`` most similar partners of each clause, equal ones by position."""
    order = np.lexsort((second, -similarity, first))
    ordered = first[order]
    place = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    return np.asarray(order[place < limit])
