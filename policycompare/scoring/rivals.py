"""How a pair stands among its rivals: the other partners of either clause in the other's document.

For a pair (a, b) the contest of a is all its pairs with clauses of b's document, and the other way
round. Clauses of that document which are no candidates take part as their :class:`Rest`, so that a
contest is as large as the document. Two documents are enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from policycompare.compiling import should_compile
from policycompare.scoring.compiled_rivals import LEAST_ROWS_TO_COMPILE, place_rows

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
_LEAST_SPREAD = 1e-9
"""In units of likeness; only keeps a division from failing."""


@dataclass(frozen=True, eq=False)
class Rest:
    """What the likeness of a contest's clauses that are no candidates is taken to be.

    Attributes
    ----------
    mean, spread : numpy.ndarray of float64, shape (n_contests,)
        Mean and standard deviation, 0 or more.
    """

    mean: Values
    spread: Values


@dataclass(frozen=True, eq=False)
class Contests:
    """The contests of the pairs, seen from one side.

    Attributes
    ----------
    contest : numpy.ndarray of int64, shape (n_pairs,)
        Number of the contest of each pair.
    sizes : numpy.ndarray of int64, shape (n_contests,)
        Clauses of the document in which each contest takes place.
    clauses, documents : numpy.ndarray of int64, shape (n_contests,)
        The clause whose contest it is, and the number of the document.
    """

    contest: Whole
    sizes: Whole
    clauses: Whole
    documents: Whole

    @cached_property
    def n_rest(self) -> Whole:
        """Clauses of each contest that are no candidates, shape (n_contests,)."""
        return np.asarray(self.sizes - np.bincount(self.contest, minlength=len(self.sizes)))

    def find_standing(self, likeness: Values, rest: Rest | None = None) -> Values:
        """Standard deviations by which a pair exceeds the mean of its contest, at most 4.

        Without ``rest`` clauses that are no candidates count with likeness 0.
        """
        total, squares = self.add_up(likeness), self.add_up(likeness**2)
        if rest is not None:
            total += self.n_rest * rest.mean
            squares += self.n_rest * (rest.mean**2 + rest.spread**2)
        mean, square = total / self.sizes, squares / self.sizes
        # A rounding error must not make a variance negative.
        spread = np.sqrt(np.maximum(square - mean**2, 0)) + MIN_SPREAD
        standing = (likeness - mean[self.contest]) / spread[self.contest]
        return np.minimum(standing, MAX_STANDING)

    def add_up(self, likeness: Values) -> Values:
        """Sum of the candidates of each contest, shape (n_contests,)."""
        n = len(self.sizes)
        return np.bincount(self.contest, weights=likeness, minlength=n).astype(np.float64)

    def find_lead(self, likeness: Values, rest: Rest | None = None) -> Values:
        """Distance from the mean of the three best of the contest, 0 or less but for the best."""
        total = self._place(likeness, rest)[0]
        return np.asarray(likeness - (total / np.minimum(self.sizes, N_BEST))[self.contest])

    def find_rank(self, likeness: Values, rest: Rest | None = None) -> Values:
        """``1 / (1 + number of better rivals)`` in (0, 1], shape (n_pairs,).

        Of the ``rest`` as many count as are to be expected of a normal distribution.
        """
        n_better = self._place(likeness, None)[1]
        if rest is not None:
            distance = (likeness - rest.mean[self.contest]) / np.maximum(
                rest.spread[self.contest], _LEAST_SPREAD
            )
            n_better += self.n_rest[self.contest] * ndtr(-distance)
        return np.asarray(1 / (1 + n_better))

    def _place(self, likeness: Values, rest: Rest | None) -> tuple[Values, Values]:
        """Sum of the three best of each contest, and the better candidates of each pair."""
        expected = np.full((len(self.sizes), N_BEST), -np.inf)
        if rest is not None:
            for k in range(N_BEST):
                held = np.flatnonzero(self.n_rest > k)
                n = np.arange(k + 1, self.n_rest.max(initial=0) + 1)
                # Expected place of the k-th greatest, from 0, of n normal values (Blom 1958).
                places = ndtri((n - k - 0.375) / (n + 0.25))
                place = places[self.n_rest[held] - k - 1]
                expected[held, k] = rest.mean[held] + rest.spread[held] * place
        if not should_compile(len(likeness), LEAST_ROWS_TO_COMPILE):
            return self._place_sorted(likeness, expected)
        total, n_better = np.zeros(len(self.sizes)), np.empty(len(likeness))
        place_rows(*self._rows, likeness, expected, total, n_better)
        return total, n_better

    def _place_sorted(self, likeness: Values, expected: Values) -> tuple[Values, Values]:
        further, k = np.nonzero(expected > -np.inf)
        values = np.r_[likeness, expected[further, k]]
        contest = np.r_[self.contest, further]
        order = np.lexsort((-values, contest))
        ordered, contest = values[order], contest[order]
        starts = np.searchsorted(contest, np.arange(len(self.sizes)))
        at = np.arange(len(order))
        best = at - starts[contest] < N_BEST
        total = np.bincount(contest[best], weights=ordered[best], minlength=len(self.sizes))
        # Only candidates are counted, and equal values share the place of the first of them.
        is_own = order < len(likeness)
        n_before: Whole = np.cumsum(is_own) - is_own
        tied = np.zeros(len(order), dtype=bool)
        tied[1:] = (ordered[1:] == ordered[:-1]) & (contest[1:] == contest[:-1])
        first = np.maximum.accumulate(np.where(tied, 0, at))
        n_better = np.empty(len(likeness))
        n_better[order[is_own]] = (n_before[first] - n_before[starts[contest]])[is_own]
        return total.astype(np.float64), n_better

    @cached_property
    def _rows(self) -> tuple[Whole, Whole]:
        """The pairs by contest, and where those of each contest begin."""
        order = np.argsort(self.contest, kind="stable")
        bounds = np.searchsorted(self.contest[order], np.arange(len(self.sizes) + 1))
        return order, bounds.astype(np.int64)


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
    document = keys % n_documents
    sizes = np.bincount(documents, minlength=n_documents)[document]
    return Contests(contest, sizes, keys // n_documents, document)
