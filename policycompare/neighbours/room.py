"""What clauses meet others with: posting lists, the clauses, and the room of a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Small = NDArray[np.int32]
    Short = NDArray[np.int16]
    Places = NDArray[np.uint32]


class Postings(NamedTuple):
    """The rows of a field by term, and by row the terms that it uses.

    Attributes
    ----------
    bounds, used, used_weights : numpy.ndarray
        Row ``r`` uses the terms ``used[bounds[r] : bounds[r + 1]]`` with these weights.
    starts, rows, weights : numpy.ndarray
        Term ``t`` is held by ``rows[starts[t] : starts[t + 1]]``, ascending, with these weights.
    """

    bounds: Whole
    used: Small
    used_weights: Short
    starts: Whole
    rows: Any
    weights: Short


class Clauses(NamedTuple):
    """The clauses that can be met.

    Attributes
    ----------
    limits : numpy.ndarray of int64, shape (n_clauses + 1,)
        First row of each clause, and the number of rows.
    owner : numpy.ndarray of uint32, shape (n_rows,)
        Clause of each row.
    codes : numpy.ndarray of int64, shape (n_clauses,)
        Group of each clause.
    cuts : numpy.ndarray of int64
        First clause of each range, and the number of clauses.
    """

    limits: Whole
    owner: Places
    codes: Whole
    cuts: Whole


class Room(NamedTuple):
    """What a thread writes on while clauses meet.

    Attributes
    ----------
    sums, best : numpy.ndarray of int32
        Zeros, left as zeros: sums of the rows and of the clauses of a range. Where each clause has
        one row, ``best`` is ``sums``.
    touched, met : numpy.ndarray of uint32
        Rows and clauses of a range that were met, one more than there can be. Where each clause has
        one row, ``met`` is ``touched``.
    reached, stops : numpy.ndarray of int64
        For each term that a row uses, the place in its posting list, and where that ends.
    heaps : numpy.ndarray of int64, shape (n, most)
        For each clause the best so far, the least first.
    sizes, floors, fill : numpy.ndarray of int64, shape (n,)
        How many each clause wants, the least sum that is still looked at, and where its next
        partner is written.
    segments : numpy.ndarray of int64
        For each term of a row, where its posting list leaves a range.
    near : numpy.ndarray of int32, shape (n_near, 3)
        Number, partner and sum of those that may be among the nearest within a margin.
    """

    sums: Small
    best: Small
    touched: Places
    met: Places
    reached: Whole
    stops: Whole
    heaps: Whole
    sizes: Whole
    floors: Whole
    fill: Whole
    segments: Whole
    near: Small
