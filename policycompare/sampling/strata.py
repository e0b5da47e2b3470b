"""The strata of a sample: who is likely the same is drawn more often than who is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from policycompare.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import ScoredPairs

MIN_DRAWN = 2
"""Least pairs of a stratum, if it holds so many: one alone says nothing about its spread."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """Pairs that the first three columns of :data:`STRATA` bring together.

    Attributes
    ----------
    name : str
    score : str
        The probability that is looked at; None for pairs that were not scored.
    least : float
        Least value of it, in [0, 1].
    share : float
        Wanted share of the sample, in [0, 1].
    """

    name: str
    score: Literal["p_same", "p_overlap"] | None
    least: float
    share: float


STRATA = (
    Stratum("same-likely", "p_same", 0.5, 0.20),
    Stratum("same-possible", "p_same", 0.1, 0.15),
    Stratum("overlap-likely", "p_overlap", 0.4, 0.15),
    Stratum("overlap-possible", "p_overlap", 0.1, 0.15),
    Stratum("unlikely", "p_overlap", 0.01, 0.20),
    Stratum("remote", "p_overlap", 0.0, 0.15),
    Stratum("unscored", None, 0.0, 0.10),
)
"""A pair belongs to the first stratum whose least value it reaches.

On ``corpus/gold`` (5,894 pairs, shipped model) they hold 111, 56, 102, 240, 1,294 and 4,091 pairs,
of which the gold calls 103, 13, 3, 2, 4 and 1 the same. The shares of those that are there are
scaled to 1.
"""


def assign_strata(scored: ScoredPairs) -> NDArray[np.int64]:
    """Position in :data:`STRATA` of each scored pair, shape (n_pairs,)."""
    reached = [
        getattr(scored, stratum.score) >= stratum.least
        for stratum in STRATA
        if stratum.score is not None
    ]
    return np.asarray(np.argmax(np.array(reached), axis=0), dtype=np.int64)


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
