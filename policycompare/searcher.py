"""Search many clauses again and again: postings of terms, weighed for the clauses searched.

Weights are those of :mod:`policycompare.vectors`; a similarity is what the product of its matrices
gives, to the last bit, without the matrices: a query touches the clauses of its own terms only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from policycompare.store.postings import Part, Postings, Term, count_everywhere, query_terms

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


@dataclass(frozen=True, eq=False)
class Cosines:
    """Cosines of clauses with texts; most are 0.

    Attributes
    ----------
    n_clauses : int
        Clauses searched.
    parts : sequence of (ChosenPart, scipy.sparse.csc_array of float64)
        Values of the clauses of each part, shape (n_clauses of the part, n_texts).
    """

    n_clauses: int
    parts: Sequence[tuple[ChosenPart, sparse.csc_array]]

    def column(self, number: int) -> NDArray[np.float64]:
        """Cosine in [0, 1] of each clause with one text, shape (n_clauses,)."""
        total = np.zeros(self.n_clauses)
        for one, values in self.parts:
            place = slice(values.indptr[number], values.indptr[number + 1])
            at = one.positions[values.indices[place]]
            known = at >= 0
            total[at[known]] = values.data[place][known]
        return np.clip(total, 0, 1)


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
        self.n_clauses = _n_clauses(parts)

    def cosines(self, text: str, field: str) -> NDArray[np.float64]:
        """Cosine in [0, 1] of a text with one field of each clause, shape (n_clauses,)."""
        return self.cosines_of([text], field).column(0)

    def cosines_of(self, texts: Sequence[str], field: str) -> Cosines:
        """Cosines of several texts with one field of each clause."""
        counted = [query_terms(text, field, self._tokenizer) for text in texts]
        terms = sorted({term for found in counted for term, _ in found})
        idf, weights = self._weigh(terms, field)
        number = {term: place for place, term in enumerate(terms)}
        columns = []
        for found in counted:
            places = np.array([number[term] for term, _ in found], dtype=np.int64)
            counts = np.array([count for _, count in found], dtype=np.int64)
            known = idf[places] > 0
            own = _damp(int(counts.max(initial=1)))[counts[known] - 1] * idf[places[known]]
            own /= np.sqrt(np.bincount(np.zeros(len(own), dtype=np.int64), own**2, minlength=1))
            columns.append((places[known], own))
        ends = np.cumsum([0, *(len(places) for places, _ in columns)])
        queries = sparse.csc_array(
            (
                np.concatenate([np.zeros(0), *(own for _, own in columns)]),
                np.concatenate([np.zeros(0, dtype=np.int64), *(at for at, _ in columns)]),
                ends,
            ),
            shape=(len(terms), len(texts)),
        )
        found = [weighed @ queries for weighed in weights]
        return Cosines(self.n_clauses, list(zip(self._parts, found, strict=True)))

    def _weigh(
        self, terms: Sequence[Term], field: str
    ) -> tuple[NDArray[np.float64], list[sparse.csc_array]]:
        """Idf of each term, 0 where no clause has it, and its weight in the clauses of each part.

        Only the postings of these terms are touched. Shapes (n_terms,), (n_clauses, n_terms).
        """
        found = [_gather(one, one.part.fields[field], terms) for one in self._parts]
        n_with = sum((one.n_with for one in found), np.zeros(len(terms), dtype=np.int64))
        idf = np.where(n_with > 0, _idf(self.n_clauses, n_with), 0.0)
        norms = self.norms(field) if n_with.any() else np.ones(self.n_clauses)
        weights = []
        for part, (rows, counts, ends, _) in zip(self._parts, found, strict=True):
            values = _damp(int(counts.max(initial=1)))[counts - 1]
            values *= np.repeat(idf, np.diff(ends))
            # What is made of clauses that are not searched is left out of the result.
            own = np.where(part.chosen, norms[part.positions], 1.0) if len(norms) else norms
            values /= own[rows]
            shape = (part.part.n_clauses, len(terms))
            weights.append(sparse.csc_array((values, rows, ends), shape=shape))
        return idf, weights

    def norms(self, field: str) -> NDArray[np.float64]:
        """Lengths of the rows of a field before they are scaled, shape (n_clauses,)."""
        if field not in self._norms:
            self._norms[field] = self._measure(field)
        return self._norms[field]


class _Gathered(NamedTuple):
    """Postings of some terms in one part, term after term."""

    rows: NDArray[np.int32]
    counts: NDArray[Any]
    ends: NDArray[np.int64]
    n_with: NDArray[np.int64]
    """Clauses searched that hold each term."""


def _gather(part: ChosenPart, postings: Postings, terms: Sequence[Term]) -> _Gathered:
    places = [postings.find(term) for term in terms]
    rows = np.concatenate([postings.rows[:0], *(postings.rows[place] for place in places)])
    counts = np.concatenate([postings.counts[:0], *(postings.counts[place] for place in places)])
    ends = np.cumsum([0, *(place.stop - place.start for place in places)])
    chosen = part.chosen
    if chosen.all():
        return _Gathered(rows, counts, ends, np.diff(ends))
    total = np.concatenate([[0], np.cumsum(chosen[rows], dtype=np.int64)])
    return _Gathered(rows, counts, ends, np.diff(total[ends]))


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
