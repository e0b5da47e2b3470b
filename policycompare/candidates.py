"""Choose the pairs of clauses that are scored: all of them, or each clause's nearest neighbours.

Only clauses of different groups are paired. Up to ``max_pairs`` such pairs all are taken. Beyond it
each clause proposes, field by field, the ``neighbours`` clauses of other groups most similar to it,
and the union of all proposals is taken: a pair counts whichever of its clauses proposed it, so the
choice does not depend on which of the two comes first.
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
"""Cells of one block of similarities (rows x columns): at most 16 bytes each, so 64 MB a block."""


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
    first, second = [clauses[:0]], [clauses[:0]]
    for matrix, owner in fields:
        for clause, best in _best_similarities(matrix, owner, len(codes)):
            best[codes == codes[clause]] = 0
            near = _top(best, neighbours)
            first.append(np.full(len(near), clause))
            second.append(near)
    return _sorted_pairs(np.concatenate(first), np.concatenate(second), len(codes))


def _best_similarities(
    matrix: sparse.csr_array, owner: NDArray[np.int64], n_clauses: int
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield each clause with its similarity to every clause, shape (n_clauses,), one at a time.

    ``owner`` names the clause of each row of ``matrix``, ascending; of several rows the best
    counts.
    """
    columns = matrix.T.tocsr()
    limits = np.searchsorted(owner, np.arange(n_clauses + 1))
    rows_at_once = _BLOCK_CELLS // max(len(owner), 1)
    start = 0
    while start < n_clauses:
        # As many clauses as have their rows in one block; one at least.
        fitting = int(np.searchsorted(limits, limits[start] + rows_at_once, side="right")) - 1
        stop = min(max(fitting, start + 1), n_clauses)
        block = matrix[limits[start] : limits[stop]] @ columns
        bounds = block.indptr[limits[start : stop + 1] - limits[start]]
        for clause, begin, end in zip(range(start, stop), bounds[:-1], bounds[1:], strict=True):
            best = np.zeros(n_clauses)
            np.maximum.at(best, owner[block.indices[begin:end]], block.data[begin:end])
            yield clause, best
        start = stop


def _top(similarity: NDArray[np.float64], limit: int) -> NDArray[np.int64]:
    """Positions of the ``limit`` greatest values above 0, equal ones by position."""
    if limit < len(similarity):
        least = np.partition(similarity, -limit)[-limit] if limit else np.inf
        near = np.flatnonzero((similarity > 0) & (similarity >= least))
    else:
        near = np.flatnonzero(similarity > 0)
    return near[np.argsort(-similarity[near], kind="stable")[:limit]]
