"""What a run reports absent: clauses towards groups that have no link with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from policycompare.comparison import Comparison
    from policycompare.datamodel import ScoredPairs


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities in [0, 1] from which a pair is ``same`` and from which it is a link."""

    same: float
    overlap: float


@dataclass(frozen=True)
class Cells:
    """A cell is a clause and another group that has a compared clause; arrays of (n_cells,).

    Attributes
    ----------
    p_same, p_overlap : numpy.ndarray
        Highest probabilities of the clause with any clause of the group.
    nearest : numpy.ndarray of int
        Row of the scored pair with the highest ``p_overlap``, the first of equals; -1 if no pair
        was scored.
    number : numpy.ndarray of int, shape (n_clauses, n_groups)
        Number of each cell, -1 for a clause's own group.
    group : numpy.ndarray of int, shape (n_clauses,)
        Number of the group of each clause.
    """

    p_same: NDArray[np.float64]
    p_overlap: NDArray[np.float64]
    nearest: NDArray[np.int64]
    number: NDArray[np.int64]
    group: NDArray[np.int64]

    def find_absent(self, thresholds: Thresholds) -> NDArray[np.bool_]:
        """Which cells are reported absent: no pair of theirs is a link."""
        return (self.p_same < thresholds.same) & (self.p_overlap < thresholds.overlap)

    def of_pairs(
        self, a: NDArray[np.int64], b: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The two cells of each pair: of ``a`` towards the group of ``b``, and the reverse."""
        return self.number[a, self.group[b]], self.number[b, self.group[a]]


def find_cells(scored: ScoredPairs, groups: Sequence[str]) -> Cells:
    """Find the cells of a run and the best pair of each."""
    names, group = np.unique(groups, return_inverse=True)
    asked = group[:, None] != np.arange(len(names))[None, :]
    number = np.where(asked, np.cumsum(asked).reshape(asked.shape) - 1, -1)
    n_cells = int(asked.sum())
    p_same, p_overlap = np.zeros(n_cells), np.zeros(n_cells)
    nearest = np.full(n_cells, -1)
    # Ascending, so that the last one written is the best; of equals the first row.
    order = np.lexsort((-np.arange(len(scored.a)), scored.p_overlap))
    for one, other in ((scored.a, scored.b), (scored.b, scored.a)):
        cell = number[one, group[other]]
        np.maximum.at(p_same, cell, scored.p_same)
        np.maximum.at(p_overlap, cell, scored.p_overlap)
        nearest[cell[order]] = order
    return Cells(p_same, p_overlap, nearest, number, group)


def current_thresholds(comparison: Comparison) -> Thresholds:
    """The thresholds in force in a run."""
    settings, model = comparison.settings, comparison.model
    same, overlap = settings.same_threshold, settings.overlap_threshold
    return Thresholds(
        model.same_threshold if same is None else same,
        model.overlap_threshold if overlap is None else overlap,
    )
