"""The strata of a sample: who is likely the same is drawn more often than who is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from policycompare.errors import UsageError
from policycompare.sampling.absences import Thresholds, find_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from policycompare.datamodel import ScoredPairs

MIN_DRAWN = 2
"""Least pairs of a stratum, if it holds so many: one alone says nothing about its spread."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the pairs that is drawn from by itself.

    Attributes
    ----------
    name : str
    looks_at : str
        A probability; ``absence``: the pair is the nearest one of a reported absence;
        ``unscored``: the pair was not scored.
    least : float
        Least value of the probability, in [0, 1].
    share : float
        Wanted share of the sample, in [0, 1].
    """

    name: str
    looks_at: Literal["p_same", "p_overlap", "absence", "unscored"]
    least: float
    share: float


STRATA = (
    Stratum("same-likely", "p_same", 0.5, 0.18),
    Stratum("same-possible", "p_same", 0.1, 0.14),
    Stratum("overlap-likely", "p_overlap", 0.4, 0.14),
    Stratum("gap-nearest", "absence", 0.0, 0.16),
    Stratum("overlap-possible", "p_overlap", 0.1, 0.12),
    Stratum("unlikely", "p_overlap", 0.01, 0.14),
    Stratum("remote", "p_overlap", 0.0, 0.12),
    Stratum("unscored", "unscored", 0.0, 0.10),
)
"""A pair belongs to the first stratum that takes it.

The shares of those that are there are scaled to 1. Likely pairs carry precision, the possible ones
the thresholds, ``gap-nearest`` the false gaps, the others recall (docs/validation.md has figures).
"""


def assign_strata(
    scored: ScoredPairs, groups: Sequence[str], thresholds: Thresholds
) -> NDArray[np.int64]:
    """Position in :data:`STRATA` of each scored pair, shape (n_pairs,)."""
    cells = find_cells(scored, groups)
    is_nearest = np.zeros(len(scored.a), dtype=bool)
    is_nearest[cells.nearest[cells.find_absent(thresholds) & (cells.nearest >= 0)]] = True
    taken = [
        is_nearest
        if stratum.looks_at == "absence"
        else getattr(scored, stratum.looks_at) >= stratum.least
        for stratum in STRATA[:-1]
    ]
    return np.asarray(np.argmax(np.array(taken), axis=0), dtype=np.int64)


def allocate_pairs(sizes: NDArray[np.int64], n_pairs: int) -> NDArray[np.int64]:
    """Pairs to draw from each stratum: by its share, never more than it holds.

    What a small stratum cannot give goes to the others by their shares.

    Parameters
    ----------
    sizes : numpy.ndarray of int, shape (n_strata,)
        Pairs that each stratum of :data:`STRATA` holds.
    n_pairs : int
        Pairs to draw in all, at most the sum of ``sizes``.

    Raises
    ------
    UsageError
        If there are fewer than two pairs for each stratum that is not empty.
    """
    least = np.minimum(sizes, MIN_DRAWN)
    if n_pairs < least.sum():
        raise UsageError(
            f"A sample of {n_pairs} pairs is too small for its {int((sizes > 0).sum())} strata, "
            f"each of which must show its spread; give {int(least.sum())} or more with --pairs."
        )
    drawn = least.copy()
    shares = np.array([stratum.share for stratum in STRATA])
    for _ in range(n_pairs - int(drawn.sum())):
        # The stratum furthest behind its share is next; ties go to the first.
        behind = np.where(drawn < sizes, drawn / shares, np.inf)
        drawn[int(behind.argmin())] += 1
    return drawn
