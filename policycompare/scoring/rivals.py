"""How a pair stands among its rivals: the other partners of either clause in the other's document.

For a pair (a, b) the contest of a is all its pairs with clauses of b's document, and the other way
round. A clause of that document which is no candidate takes part with likeness 0, so that a contest
is as large as the document. Two documents are enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Whole = NDArray[np.int64]

MAX_STANDING = 4.0
"""Standard deviations beyond which a pair stands out no further: in a long document the best of
many stands out more than in a short one, and a model fitted to short ones must not take that for
likeness."""
N_BEST = 3
"""A lead is measured against the mean of the best three rivals, less shaky than the best one."""
MIN_SPREAD = 0.03
"""Added to a contest's standard deviation, in units of likeness, so that a tiny difference counts
for little where all rivals are alike. Not fitted."""


@dataclass(frozen=True, eq=False)
class Contests:
    """The contests of the pairs, seen from one side.

    Attributes
    ----------
    contest : numpy.ndarray of int64, shape (n_pairs,)
        Number of the contest of each pair.
    sizes : numpy.ndarray of int64, shape (n_contests,)
        Clauses of the document in which each contest takes place.
    """

    contest: Whole
    sizes: Whole

    def find_standing(self, likeness: Values) -> Values:
        """Standard deviations by which a pair exceeds the mean of its contest, at most 4."""
        n = len(self.sizes)
        mean = np.bincount(self.contest, weights=likeness, minlength=n) / self.sizes
        square = np.bincount(self.contest, weights=likeness**2, minlength=n) / self.sizes
        # A rounding error must not make a variance negative.
        spread = np.sqrt(np.maximum(square - mean**2, 0)) + MIN_SPREAD
        standing = (likeness - mean[self.contest]) / spread[self.contest]
        return np.minimum(standing, MAX_STANDING)

    def find_lead(self, likeness: Values) -> Values:
        """Distance from the mean of the three best of the contest, 0 or less but for the best."""
        order, place = self._order(likeness)
        best = place < N_BEST
        contest = self.contest[order]
        total = np.bincount(contest[best], weights=likeness[order][best], minlength=len(self.sizes))
        return np.asarray(likeness - (total / np.minimum(self.sizes, N_BEST))[self.contest])

    def find_rank(self, likeness: Values) -> Values:
        """``1 / (1 + number of better rivals)`` in (0, 1], shape (n_pairs,)."""
        order, place = self._order(likeness)
        contest, ordered = self.contest[order], likeness[order]
        # Equal values of a contest share the place of the first of them.
        tied = np.zeros(len(order), dtype=bool)
        tied[1:] = (ordered[1:] == ordered[:-1]) & (contest[1:] == contest[:-1])
        start = np.arange(len(order)) - place
        first = np.maximum.accumulate(np.where(tied, 0, np.arange(len(order))))
        ranks = np.empty(len(order))
        ranks[order] = 1 / (1 + first - start)
        return ranks

    def _order(self, likeness: Values) -> tuple[Whole, Whole]:
        """Rows by contest and falling likeness, and the place of each in its contest from 0."""
        order = np.lexsort((-likeness, self.contest))
        contest = self.contest[order]
        starts = np.searchsorted(contest, np.arange(len(self.sizes)))
        return order, np.arange(len(order)) - starts[contest]


def find_contests(a: Whole, b: Whole, documents: Whole) -> tuple[Contests, Contests]:
    """The contests of every pair, seen from ``a`` and seen from ``b``.

    Parameters
    ----------
    documents : numpy.ndarray of int64, shape (n_clauses,)
        Number of the document of each clause.
    """
    return _find_contests(a, documents[b], documents), _find_contests(b, documents[a], documents)


def _find_contests(clause: Whole, other: Whole, documents: Whole) -> Contests:
    n_documents = int(documents.max(initial=0)) + 1
    keys, contest = np.unique(clause * n_documents + other, return_inverse=True)
    sizes = np.bincount(documents, minlength=n_documents)[keys % n_documents]
    return Contests(contest, sizes)
