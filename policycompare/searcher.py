"""Search many clauses again and again: postings of terms, weighed for the clauses searched.

Weights are those of :mod:`policycompare.vectors`; a similarity is what the product of its matrices
gives, to the last bit, without the matrices: a query touches the clauses of its own terms only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from policycompare.store.postings import Part, count_everywhere, query_terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.vectors.words import WordSplitter

_TABLE = 1 << 16
_AT_ONCE = 4_000_000
"""Postings weighed at a time."""


@dataclass(frozen=True, eq=False)
class ChosenPart:
    """A part of a corpus with the clauses of it that are searched.

    Attributes
    ----------
    part : Part
    positions : numpy.ndarray of int64, shape (n_clauses,)
        Position of each clause among those searched; -1 for a clause that is not.
    """

    part: Part
    positions: NDArray[np.int64]

    @property
    def chosen(self) -> NDArray[np.bool_]:
        """Which clauses are searched."""
        return self.positions >= 0


Norms = Mapping[str, "NDArray[np.float64]"]
"""Length of the row of each clause searched, before it is scaled, by field."""


def measure_norms(parts: Sequence[ChosenPart], field: str) -> NDArray[np.float64]:
    """Lengths of the weighed rows of one field, shape (n_clauses searched,)."""
    n_clauses = _n_clauses(parts)
    squares = np.zeros(n_clauses)
    postings = [one.part.fields[field] for one in parts]
    totals = count_everywhere(postings, [one.chosen for one in parts])
    for one, found, n_with in zip(parts, postings, totals, strict=True):
        weights = _idf(n_clauses, n_with)
        damped = _damp(int(found.counts.max(initial=1)))
        for first, last in _slices(found.ends):
            span = slice(int(found.ends[first]), int(found.ends[last]))
            at = one.positions[found.rows[span]]
            idf = np.repeat(weights[first:last], np.diff(found.ends[first : last + 1]))
            weighed = (damped[found.counts[span].astype(np.int64) - 1] * idf) ** 2
            known = at >= 0
            # One after the other, so that where a part ends changes no sum.
            np.add.at(squares, at[known], weighed[known])
    return np.sqrt(squares)


class Index:
    """The clauses searched.

    Parameters
    ----------
    parts : sequence of ChosenPart
    tokenizer : WordSplitter
        Cuts queries as it cut the clauses.
    norms : callable
        Gives the lengths of the rows of a field; asked once for each field.
    """

    def __init__(
        self,
        parts: Sequence[ChosenPart],
        tokenizer: WordSplitter,
        norms: Callable[[str], NDArray[np.float64]] | None = None,
    ) -> None:
        self._parts = parts
        self._tokenizer = tokenizer
        self._measure = norms or (lambda field: measure_norms(parts, field))
        self._norms: dict[str, NDArray[np.float64]] = {}
        self._chosen = [one.chosen for one in parts]
        self.n_clauses = _n_clauses(parts)

    def cosines(self, text: str, field: str) -> NDArray[np.float64]:
        """Cosine in [0, 1] of a text with one field of each clause, shape (n_clauses,)."""
        total = np.zeros(self.n_clauses)
        terms = []
        for term, count in query_terms(text, field, self._tokenizer):
            places = [one.part.fields[field].find(term) for one in self._parts]
            n_with = sum(
                int(np.count_nonzero(chosen[one.part.fields[field].rows[place]]))
                for one, chosen, place in zip(self._parts, self._chosen, places, strict=True)
            )
            if n_with:
                terms.append((places, _idf(self.n_clauses, np.array([n_with]))[0], count))
        if not terms:
            return total
        own = np.array([_damp(count)[count - 1] * idf for _, idf, count in terms])
        own /= np.sqrt(np.bincount(np.zeros(len(own), dtype=np.int64), weights=own**2))
        lengths = self.norms(field)
        for weight, (places, idf, _) in zip(own.tolist(), terms, strict=True):
            for one, place in zip(self._parts, places, strict=True):
                found = one.part.fields[field]
                at = one.positions[found.rows[place]]
                damped = _damp(int(found.counts[place].max(initial=1)))
                weights = damped[found.counts[place].astype(np.int64) - 1] * idf
                known = at >= 0
                at, weights = at[known], weights[known]
                total[at] += weights / lengths[at] * weight
        return np.clip(total, 0, 1)

    def norms(self, field: str) -> NDArray[np.float64]:
        """Lengths of the rows of a field before they are scaled, shape (n_clauses,)."""
        if field not in self._norms:
            self._norms[field] = self._measure(field)
        return self._norms[field]


def _n_clauses(parts: Sequence[ChosenPart]) -> int:
    return sum(int(np.count_nonzero(one.chosen)) for one in parts)


def _idf(n_clauses: int, n_with: NDArray[np.int64]) -> NDArray[np.float64]:
    idf: NDArray[np.float64] = np.log((1 + n_clauses) / (1 + n_with)) + 1
    return idf


def _damp(largest: int) -> NDArray[np.float64]:
    """Damped counts from 1 to ``largest`` at least, from one table whatever is asked."""
    return _DAMPED if largest <= _TABLE else 1 + np.log(np.arange(1, largest + 1, dtype=float))


_DAMPED: NDArray[np.float64] = 1 + np.log(np.arange(1, _TABLE + 1, dtype=np.float64))


def _slices(ends: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Stretches of terms with about :data:`_AT_ONCE` postings each."""
    marks = np.arange(0, int(ends[-1]), _AT_ONCE)
    firsts = np.unique(np.searchsorted(ends, marks, side="left"))
    borders = [*firsts.tolist(), len(ends) - 1]
    return [(a, b) for a, b in pairwise(borders) if b > a]
