"""Choose the pairs of clauses that are scored: all of them, or each clause's nearest neighbours.

Only clauses of different groups are paired. Up to ``max_pairs`` such pairs all are taken. Beyond it
each clause proposes, field by field, the clauses of other groups most similar to it, and the union
of all proposals is taken: a pair counts whichever of its clauses proposed it, so the choice does
not depend on which of the two comes first. How they are found without comparing each with each
stands in :mod:`policycompare.neighbours`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from policycompare.neighbours import FIELDS, REACH, find_nearest, list_fields

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.vectors import FieldMatrices

PROPOSALS = 1_000_000
LEAST_NEIGHBOURS, MOST_NEIGHBOURS = 12, 50
"""Neighbours by default: as many as give all clauses together about ``PROPOSALS`` of them in a
field, between these two. So the pairs that are scored stay near two million from 20,000 to 100,000
clauses; ``docs/scale.md`` has what is found with them."""

BODY_CHARS_CLAUSES = 20_000
"""Clauses up to which the character n-grams of bodies propose too. They have eight times as many
terms as the words, and what they find is among what the other fields find, but for a hundredth
(``docs/scale.md``)."""


SENTENCE_SHARE = 4
"""Of ``reach``, the part that the sentences of a clause meet: such a meeting takes about four times
as long, for there are six times as many sentences as clauses."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How a run that does not take all pairs chose them.

    Attributes
    ----------
    neighbours : int
        Clauses that each proposes by the words of bodies; half as many, rounded up, in each other
        field.
    reach : int
        Clauses that each clause meets per field, about.
    fields : tuple of str
        The fields in which clauses propose.
    n_shortened : int
        Clauses that met others through a part of their terms only in one of the fields or more, so
        that their nearest may have been missed.
    """

    neighbours: int
    reach: int
    fields: tuple[str, ...]
    n_shortened: int


@dataclass(frozen=True, eq=False)
class Candidates:
    """The pairs to score.

    Attributes
    ----------
    a, b : numpy.ndarray of int64, shape (n_pairs,)
        Positions of the clauses; ``a[i] < b[i]``, sorted by (a, b), each pair once.
    n_cut : int
        Pairs of different groups that are not among them.
    cut : Cut or None
        How they were chosen; None where all pairs are taken.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    n_cut: int
    cut: Cut | None = None

    def __repr__(self) -> str:
        return f"<Candidates: {len(self.a)} pairs, {self.n_cut} cut>"


def find_candidates(
    groups: Sequence[str],
    matrices: FieldMatrices,
    *,
    max_pairs: int,
    neighbours: int | None = None,
    reach: int = REACH,
    n_workers: int = 1,
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
    neighbours : int, optional
        Beyond it, clauses of other groups that each clause proposes by the words of its body, at
        most, and half as many, rounded up, in each other field; only those with a similarity above
        0, equal ones by position. By default 1,000,000 divided by the number of clauses, at least
        12 and at most 50. Character n-grams of bodies propose only up to 20,000 clauses.
    reach : int
        Beyond it, clauses that each clause meets per field through its rarest terms, about; a
        quarter of it by sentences.
    n_workers : int
        Threads. The number changes no result.
    """
    codes = np.unique(np.asarray(groups, dtype=str), return_inverse=True)[1]
    n_pairs = _count_pairs(codes)
    if n_pairs <= max_pairs:
        a, b = _all_pairs(codes)
        return Candidates(a, b, n_pairs - len(a))
    if neighbours is None:
        neighbours = default_neighbours(len(codes))
    a, b, cut = _nearest_pairs(codes, matrices, neighbours, reach, n_workers)
    return Candidates(a, b, n_pairs - len(a), cut)


def default_neighbours(n_clauses: int) -> int:
    """Clauses that each of so many proposes by the words of its body, by default."""
    return min(max(PROPOSALS // max(n_clauses, 1), LEAST_NEIGHBOURS), MOST_NEIGHBOURS)


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
    codes: NDArray[np.int64],
    matrices: FieldMatrices,
    neighbours: int,
    reach: int,
    n_workers: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], Cut]:
    n = len(codes)
    names = [name for name in FIELDS if name != "body_chars" or n <= BODY_CHARS_CLAUSES]
    fields = list_fields(matrices, names)
    shortened = np.zeros(n, dtype=bool)
    keys = []
    for name, field in fields.items():
        found = find_nearest(
            field,
            codes,
            limit=neighbours if name == "body_words" else -(-neighbours // 2),
            reach=-(-reach // SENTENCE_SHARE) if name == "sentence_words" else reach,
            n_workers=n_workers,
        )
        first, second = found.first, found.second
        keys.append(np.minimum(first, second) * n + np.maximum(first, second))
        shortened |= found.shortened
    union = np.unique(np.concatenate(keys))
    cut = Cut(neighbours, reach, tuple(fields), int(shortened.sum()))
    return union // max(n, 1), union % max(n, 1), cut
