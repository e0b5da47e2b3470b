"""Choose the pairs of clauses that are scored: all of them, or each clause's nearest neighbours.

Only clauses of different groups are paired. Up to ``max_pairs`` such pairs all are taken. Beyond it each
clause proposes, field by field, the ``neighbours`` clauses of other groups most similar to it, and the
union of all proposals is taken: a pair counts whoever proposed it, so the choice is symmetric.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.vectors import FieldMatrices

_BLOCK_CELLS = 4_000_000
"""Cells (rows x columns) of one block of similarities; 16 bytes a cell at worst, so about 64 MB."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """The pairs to score.

    Attributes
    ----------
    a, b : numpy.ndarray of int64, shape (n_pairs,)
        Positions of the clauses; ``a[i] < b[i]``, sorted by (a, b), each pair once.
    n_cut : int
        Pairs of different groups that are not among them.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    n_cut: int

    def __repr__(self) -> str:
        return f"<Candidates: {len(self.a)} pairs, {self.n_cut} cut>"


def find_candidates(
    groups: Sequence[str], matrices: FieldMatrices, *, max_pairs: int, neighbours: int
) -> Candidates:
    """Find the pairs of clauses of different groups that are worth scoring.

    Parameters
    ----------
    groups : sequence of str
        Name of the group of each clause.
    matrices : FieldMatrices
        Looked at only beyond ``max_pairs``.
    max_pairs : int
        Up to this many pairs of different groups all are taken.
    neighbours : int
        Beyond it, clauses of other groups that each clause proposes per field, at most; only those
        with a similarity above 0, equal ones by position.
    """
    codes = np.unique(np.asarray(groups, dtype=str), return_inverse=True)[1]
    n_pairs = _count_pairs(codes)
    if n_pairs <= max_pairs:
        a, b = _all_pairs(codes)
    else:
        a, b = _nearest_pairs(codes, matrices, neighbours)
    return Candidates(a, b, n_pairs - len(a))


def _count_pairs(codes: NDArray[np.int64]) -> int:
    sizes = [int(size) for size in np.bincount(codes)]
    return (len(codes) ** 2 - sum(size**2 for size in sizes)) // 2


def _all_pairs(codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every pair of different codes; no more memory than the pairs themselves need."""
    order = np.argsort(codes, kind="stable")
    group_end = np.searchsorted(codes[order], codes[order], side="right")
    n_partners = len(codes) - group_end
    first = np.repeat(np.arange(len(codes)), n_partners)
    before = np.cumsum(n_partners) - n_partners
    second = np.arange(len(first)) - before[first] + group_end[first]
    return _sorted_pairs(order[first], order[second], len(codes))


def _sorted_pairs(
    first: NDArray[np.int64], second: NDArray[np.int64], n_clauses: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    keys = np.unique(np.minimum(first, second) * n_clauses + np.maximum(first, second))
    return keys // max(n_clauses, 1), keys % max(n_clauses, 1)


def _nearest_pairs(
    codes: NDArray[np.int64], matrices: FieldMatrices, neighbours: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    clauses = np.arange(len(codes))
    fields = [
        (matrices.heading_words, clauses),
        (matrices.heading_chars, clauses),
        (matrices.body_words, clauses),
        (matrices.body_chars, clauses),
        (matrices.sentence_words, matrices.sentence_clause),
    ]
    proposals = [
        proposal
        for matrix, owner in fields
        for proposal in _field_proposals(matrix, owner, codes, neighbours)
    ]
    first = np.concatenate(
        [clauses[:0], *(np.full(len(near), clause) for clause, near in proposals)]
    )
    second = np.concatenate([clauses[:0], *(near for _, near in proposals)])
    return _sorted_pairs(first, second, len(codes))


def _field_proposals(
    matrix: sparse.csr_array,
    owner: NDArray[np.int64],
    codes: NDArray[np.int64],
    neighbours: int,
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Each clause with its nearest clauses of other groups; ``owner`` names the clause of each row."""
    columns = matrix.T.tocsr()
    block = max(1, _BLOCK_CELLS // max(matrix.shape[0], 1))
    limits = np.searchsorted(owner, np.arange(len(codes) + 1))
    start = 0
    while start < len(codes):
        # As many whole clauses as fit into a block of rows, one at least.
        stop = int(np.searchsorted(limits, limits[start] + block, side="right")) - 1
        stop = min(max(stop, start + 1), len(codes))
        similarity = matrix[limits[start] : limits[stop]] @ columns
        for clause in range(start, stop):
            rows = slice(*(similarity.indptr[limits[[clause, clause + 1]] - limits[start]]))
            near, value = owner[similarity.indices[rows]], similarity.data[rows]
            other = (codes[near] != codes[clause]) & (value > 0)
            yield clause, _top(near[other], value[other], neighbours)
        start = stop


def _top(near: NDArray[np.int64], value: NDArray[np.float64], limit: int) -> NDArray[np.int64]:
    """The ``limit`` different clauses of the greatest value, equal ones by position."""
    order = np.lexsort((near, -value))
    unique, first_seen = np.unique(near[order], return_index=True)
    return unique[np.argsort(first_seen, kind="stable")][:limit]
