"""The compiled loop behind :mod:`policycompare.scoring.rivals`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policycompare.compiling import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Whole = NDArray[np.int64]

LEAST_ROWS_TO_COMPILE = 100_000
"""Rows that take longer to sort than the loop to compile."""


@kernel
def place_rows(
    order: Whole,
    bounds: Whole,
    likeness: Values,
    expected: Values,
    totals: Values,
    n_better: Values,
) -> None:
    """Sum of the best of each contest, and how many rows of its contest are better than each row.

    Parameters
    ----------
    order : numpy.ndarray of int64, shape (n_rows,)
        Rows, those of one contest together.
    bounds : numpy.ndarray of int64, shape (n_contests + 1,)
        Where the rows of each contest begin in ``order``.
    likeness : numpy.ndarray of float64, shape (n_rows,)
    expected : numpy.ndarray of float64, shape (n_contests, n_best)
        Further values of each contest, falling; minus infinity where there is none.
    totals : numpy.ndarray of float64, shape (n_contests,)
        Filled with the sum of the ``n_best`` greatest, or of as many as there are.
    n_better : numpy.ndarray of float64, shape (n_rows,)
        Filled.
    """
    n_best = expected.shape[1]
    most = 0
    for contest in range(len(totals)):
        most = max(most, bounds[contest + 1] - bounds[contest])
    falling = np.empty(most)
    for contest in range(len(totals)):
        start, size = bounds[contest], bounds[contest + 1] - bounds[contest]
        for k in range(size):
            falling[k] = -likeness[order[start + k]]
        # By Shell (1959): numpy's sort takes longer to compile than all of them to sort.
        gap = size // 2
        while gap > 0:
            for k in range(gap, size):
                value, at = falling[k], k
                while at >= gap and falling[at - gap] > value:
                    falling[at] = falling[at - gap]
                    at -= gap
                falling[at] = value
            gap //= 2
        taken, further, total = 0, 0, 0.0
        for _ in range(n_best):
            own = -falling[taken] if taken < size else -np.inf
            other = expected[contest, further] if further < n_best else -np.inf
            if own == -np.inf and other == -np.inf:
                break
            if own >= other:
                total += own
                taken += 1
            else:
                total += other
                further += 1
        totals[contest] = total
        for k in range(start, start + size):
            value, low, high = -likeness[order[k]], 0, size
            while low < high:
                middle = (low + high) // 2
                if falling[middle] < value:
                    low = middle + 1
                else:
                    high = middle
            n_better[order[k]] = low
