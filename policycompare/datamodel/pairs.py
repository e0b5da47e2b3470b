"""Scored pairs of clauses and the links among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from policycompare.datamodel.lazy import LazySequence
from policycompare.datamodel.vocabulary import Relation

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Contribution:
    """One named feature of a scored pair.

    Attributes
    ----------
    feature : str
        The feature's name.
    value : float
        The raw feature value.
    same, overlap : float
        What it adds to the log-odds of ``same`` and of ``same or partial``.
    """

    feature: str
    value: float
    same: float
    overlap: float


@dataclass(frozen=True)
class ScoredPairs:
    """Scores of candidate pairs, as columns; pair ``i`` is clauses ``a[i]`` and ``b[i]``.

    Attributes
    ----------
    a, b : numpy.ndarray of int64, shape (n_pairs,)
        Positions in the list of compared clauses; ``a[i] < b[i]``, sorted by (a, b).
    feature_names : tuple of str
    features : numpy.ndarray, shape (n_pairs, n_features)
        Raw feature values.
    weigh : callable
        Gives what values of shape (n, n_features) add to the two log-odds, both of that shape. It
        is asked when it is wanted: contributions kept for all pairs would take twice the memory.
    same_base, overlap_base : float
        The log-odds of a pair whose contributions are all 0.
    p_same, p_overlap : numpy.ndarray, shape (n_pairs,)
        Probabilities in [0, 1]; ``p_overlap >= p_same``.
    n_cut : int
        Pairs of different groups that were not scored.
    sample : ScoredPairs or None
        Where pairs were cut, some document pairs scored in full.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    feature_names: tuple[str, ...]
    features: NDArray[np.float64]
    weigh: Callable[[NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]]
    same_base: float
    overlap_base: float
    p_same: NDArray[np.float64]
    p_overlap: NDArray[np.float64]
    n_cut: int = 0
    sample: ScoredPairs | None = None

    @cached_property
    def position(self) -> dict[tuple[int, int], int]:
        """Row of each pair, by its two clause positions in ascending order."""
        return {(int(a), int(b)): i for i, (a, b) in enumerate(zip(self.a, self.b, strict=True))}

    @property
    def same_terms(self) -> NDArray[np.float64]:
        """What each feature adds to the log-odds of ``same``; computed anew at each look."""
        return self.weigh(self.features)[0]

    @property
    def overlap_terms(self) -> NDArray[np.float64]:
        """What each feature adds to those of ``same or partial``; computed anew at each look."""
        return self.weigh(self.features)[1]

    def contributions(self, row: int) -> tuple[Contribution, ...]:
        """The named contributions of one pair; they and the bases add up to the log-odds."""
        values = self.features[row : row + 1]
        columns = (values, *self.weigh(values))
        return tuple(
            Contribution(name, *cells)
            for name, *cells in zip(
                self.feature_names, *(column[0].tolist() for column in columns), strict=True
            )
        )

    def __repr__(self) -> str:
        size = f"{len(self.a)} pairs, {len(self.feature_names)} features"
        return f"<ScoredPairs: {size}, {self.n_cut} cut>"


@dataclass(frozen=True, slots=True)
class Link:
    """A pair of clauses of different groups that counts: ``a`` and ``b`` are clause positions.

    ``row`` is the pair's row in :class:`ScoredPairs`.
    """

    a: int
    b: int
    relation: Relation
    p_same: float
    p_overlap: float
    row: int


RELATIONS: dict[int, Relation] = {1: "partial", 2: "same"}
"""Relations by their strength."""


class Links(LazySequence[Link]):
    """Links as columns; each is made when it is asked for.

    Attributes
    ----------
    a, b, row : numpy.ndarray of int64, shape (n_links,)
        Positions of the clauses and the row of the pair in :class:`ScoredPairs`.
    strength : numpy.ndarray of int8, shape (n_links,)
        2 where the relation is ``same``, 1 where it is ``partial``.
    p_same, p_overlap : numpy.ndarray of float64, shape (n_links,)
    """

    def __init__(
        self,
        a: NDArray[np.int64],
        b: NDArray[np.int64],
        strength: NDArray[np.int8],
        p_same: NDArray[np.float64],
        p_overlap: NDArray[np.float64],
        row: NDArray[np.int64],
    ) -> None:
        self.a, self.b, self.strength, self.row = a, b, strength, row
        self.p_same, self.p_overlap = p_same, p_overlap

    @classmethod
    def collect(cls, links: Sequence[Link]) -> Links:
        """The same links as columns, whatever sequence holds them."""
        if isinstance(links, Links):
            return links
        return cls(
            np.array([link.a for link in links], dtype=np.int64),
            np.array([link.b for link in links], dtype=np.int64),
            np.array([2 if link.relation == "same" else 1 for link in links], dtype=np.int8),
            np.array([link.p_same for link in links], dtype=np.float64),
            np.array([link.p_overlap for link in links], dtype=np.float64),
            np.array([link.row for link in links], dtype=np.int64),
        )

    def __len__(self) -> int:
        return len(self.a)

    def take(self, places: NDArray[np.int64]) -> Links:
        """The links at these places, in their order, as columns too."""
        return Links(
            self.a[places],
            self.b[places],
            self.strength[places],
            self.p_same[places],
            self.p_overlap[places],
            self.row[places],
        )

    def _entries(self, start: int, stop: int) -> Iterator[Link]:
        columns = (self.a, self.b, self.strength, self.p_same, self.p_overlap, self.row)
        cells = (column[start:stop].tolist() for column in columns)
        for a, b, strength, p_same, p_overlap, row in zip(*cells, strict=True):
            yield Link(a, b, RELATIONS[strength], p_same, p_overlap, row)
