"""Choose the way in which nearest clauses are sought."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from policycompare import compiling
from policycompare.neighbours.fields import Field
from policycompare.neighbours.join import Join
from policycompare.neighbours.products import find_by_products

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

REACH = 80_000
"""Clauses that a clause meets per field, about; ``docs/scale.md`` has what others would give."""

MEETINGS_TO_COMPILE = 50_000_000
"""Meetings from which kernels are worth compiling: scipy takes about 2 s for these."""


class Nearest(NamedTuple):
    """What :func:`find_nearest` finds.

    Attributes
    ----------
    first, second : numpy.ndarray of int64, shape (n_pairs,)
        Clauses, ascending, and their nearest, from the nearest on.
    shortened : numpy.ndarray of bool, shape (n_clauses,)
        Of each clause whose nearest were wanted, whether it met others through a part of its terms
        only.
    """

    first: Whole
    second: Whole
    shortened: NDArray[np.bool_]


def find_nearest(
    field: Field,
    codes: Whole,
    *,
    limit: int,
    reach: int,
    clauses: Whole | None = None,
    n_workers: int = 1,
) -> Nearest:
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
    clauses : numpy.ndarray of int64, optional
        Whose nearest are wanted, ascending; by default all.
    n_workers : int
        Threads, where the kernels are compiled. The number changes no result.
    """
    if clauses is None:
        clauses = np.arange(field.n_clauses)
    frequency = np.bincount(field.rows.indices, minlength=field.rows.shape[1])
    # No row meets more than its terms hold, nor many more than it may.
    n_meetings = min(int((frequency**2).sum()), reach * field.n_clauses)
    share = len(clauses) / max(field.n_clauses, 1)
    if compiling.can_compile() and n_meetings * share >= MEETINGS_TO_COMPILE:
        return Nearest(*Join(field, codes, reach).find(clauses, limit, n_workers))
    return Nearest(*find_by_products(field, codes, clauses, limit=limit, reach=reach))
