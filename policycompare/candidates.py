"""Choose the pairs of clauses that are scored: all of them, or each clause's nearest neighbours.

Only clauses of different groups are paired. Up to ``max_pairs`` such pairs all are taken. Beyond it
each clause proposes, field by field, the ``neighbours`` clauses of other groups most similar to it,
and the union of all proposals is taken: a pair counts whichever of its clauses proposed it, so the
choice does not depend on which of the two comes first. How they are found without comparing each
with each stands in :mod:`policycompare.neighbours`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from policycompare.neighbours import REACH, find_nearest, list_fields

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.vectors import FieldMatrices


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
    groups: Sequence[str],
    matrices: FieldMatrices,
    *,
    max_pairs: int,
    neighbours: int,
    reach: int = REACH,
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
    reach : int
        Beyond it, clauses that each clause meets per field through its rarest terms, about.
    """
    codes = np.unique(np.asarray(groups, dtype=str), return_inverse=True)[1]
    n_pairs = _count_pairs(codes)
    if n_pairs <= max_pairs:
        a, b = _all_pairs(codes)
    else:
        a, b = _nearest_pairs(codes, matrices, neighbours, reach)
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
    codes: NDArray[np.int64], matrices: FieldMatrices, neighbours: int, reach: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    found = [
        find_nearest(field, codes, limit=neighbours, reach=reach)
        for field in list_fields(matrices).values()
    ]
    first, second = (np.concatenate(side) for side in zip(*found, strict=True))
    return _sorted_pairs(first, second, len(codes))
