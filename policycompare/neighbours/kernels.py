"""The inner loops around the meetings of clauses, as kernels: before them and after them.

Before, each row's rarest terms are picked. After, the clauses that came out best are measured again
with the weights themselves, in the order of the columns, as scipy does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare.compiling import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Small = NDArray[np.int32]
    Short = NDArray[np.int16]
    Values = NDArray[np.float64]


WIDE = 8
"""Rows of a clause that are measured together: a sum for each stays in a register."""


@kernel
def count_rarest(
    terms: Whole, starts: Whole, rows: Any, allowed: Values, met: Whole, counts: Whole
) -> None:
    """Count the terms that each row uses.

    Parameters
    ----------
    terms : numpy.ndarray of int64, shape (n_terms,)
        From the rarest on.
    starts, rows : numpy.ndarray
        The rows that hold each term: ``rows[starts[t] : starts[t + 1]]``.
    allowed : numpy.ndarray of float64, shape (n_rows,)
        Rows that a row may meet.
    met, counts : numpy.ndarray of int64, shape (n_rows,)
        Zeros, filled: rows that each row meets, and terms that it uses.
    """
    for term in terms:
        size = starts[term + 1] - starts[term]
        for place in range(starts[term], starts[term + 1]):
            row = rows[place]
            if counts[row] == 0 or met[row] + size <= allowed[row]:
                met[row] += size
                counts[row] += 1


@kernel
def keep_rarest(
    terms: Whole,
    starts: Whole,
    rows: Any,
    weights: Short,
    ends: Whole,
    fill: Whole,
    used: Small,
    used_weights: Short,
) -> None:
    """Write the terms that each row uses, the rarest first, as :func:`count_rarest` counted them.

    Parameters
    ----------
    ends, fill : numpy.ndarray of int64, shape (n_rows,)
        End and start of each row's terms in ``used``; ``fill`` is changed.
    used, used_weights : numpy.ndarray
        Filled: the terms and their weights.
    """
    for term in terms:
        for place in range(starts[term], starts[term + 1]):
            row = rows[place]
            if fill[row] < ends[row]:
                used[fill[row]] = term
                used_weights[fill[row]] = weights[place]
                fill[row] += 1


@kernel
def choose(
    clauses: Whole,
    limits: Whole,
    bounds: Whole,
    terms: Any,
    values: Values,
    partners: Small,
    ends: Whole,
    numbers: NDArray[np.uint32],
    table: Values,
    similarity: Values,
    nearest: Small,
    cosines: Values,
) -> None:
    """Measure what the meetings found with all terms and choose the nearest.

    Parameters
    ----------
    clauses, limits, partners, ends
        As in :func:`policycompare.neighbours.meetings.meet`.
    bounds, terms, values
        The rows themselves, as in a CSR array.
    numbers : numpy.ndarray of uint32, shape (n_terms,)
        Zeros, left as zeros.
    table : numpy.ndarray of float64, shape (n, WIDE)
        Room for the terms of as many rows and one more; its first row zeros, left as zeros.
    similarity : numpy.ndarray of float64
        Room for as many as ``partners`` has.
    nearest, cosines : numpy.ndarray, shape (n, n_wanted)
        Filled: -1 and 0 where there are no more.
    """
    n_wanted = nearest.shape[1]
    start = 0
    for k in range(len(clauses)):
        stop = ends[k]
        for place in range(start, stop):
            similarity[place] = 0.0
        last = limits[clauses[k] + 1]
        for first in range(limits[clauses[k]], last if stop > start else 0, WIDE):
            n_left = min(WIDE, last - first)
            n_terms = 0
            for column in range(n_left):
                for entry in range(bounds[first + column], bounds[first + column + 1]):
                    term = terms[entry]
                    if numbers[term] == 0:
                        n_terms += 1
                        numbers[term] = n_terms
                        for other in range(WIDE):
                            table[n_terms, other] = 0.0
                    table[numbers[term], column] = values[entry]
            for place in range(start, stop):
                most = similarity[place]
                for other in range(limits[partners[place]], limits[partners[place] + 1]):
                    low, high = np.uint64(bounds[other]), np.uint64(bounds[other + 1])
                    a, b, c, d, e, f, g, h = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
                    if n_left == 1:
                        for at in range(low, high):
                            a += values[at] * table[numbers[terms[at]], 0]
                    else:
                        for at in range(low, high):
                            number = numbers[terms[at]]
                            if number:
                                value = values[at]
                                a += value * table[number, 0]
                                b += value * table[number, 1]
                                c += value * table[number, 2]
                                d += value * table[number, 3]
                                e += value * table[number, 4]
                                f += value * table[number, 5]
                                g += value * table[number, 6]
                                h += value * table[number, 7]
                    most = max(most, max(max(max(a, b), max(c, d)), max(max(e, f), max(g, h))))
                similarity[place] = most
            for column in range(n_left):
                for entry in range(bounds[first + column], bounds[first + column + 1]):
                    numbers[terms[entry]] = 0
        n_kept = 0
        for place in range(start, stop):
            value, partner = similarity[place], partners[place]
            if value <= 0.0:
                continue
            node = n_kept
            while node > 0 and (
                cosines[k, node - 1] < value
                or (cosines[k, node - 1] == value and nearest[k, node - 1] > partner)
            ):
                if node < n_wanted:
                    cosines[k, node], nearest[k, node] = cosines[k, node - 1], nearest[k, node - 1]
                node -= 1
            if node < n_wanted:
                cosines[k, node], nearest[k, node] = value, partner
                n_kept = min(n_kept + 1, n_wanted)
        start = stop
