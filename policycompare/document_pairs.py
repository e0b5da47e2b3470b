"""A sample of document pairs, spread evenly over all; no chance is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause

    Whole = NDArray[np.int64]

N_DOCUMENT_PAIRS = 20
"""Document pairs sampled at most."""

N_CLAUSE_PAIRS = 20_000
"""Clause pairs sampled at most, but one document pair at least."""

MOST_CLAUSE_PAIRS = 200_000
"""Clause pairs of one document pair at most; two documents that have more are thinned."""


def sample_document_pairs(
    clauses: Sequence[Clause], groups: Sequence[str]
) -> list[tuple[Whole, Whole]]:
    """Positions of the clauses of both documents of each pair; of different groups.

    Empty only if there are no two groups. Of two documents with more than
    :data:`MOST_CLAUSE_PAIRS` only some clauses are taken, spread evenly: then rivals are missing,
    and what the sample tells is near to what a run without a cut would give, not equal to it.
    """
    codes = np.unique([clause.document for clause in clauses], return_inverse=True)[1]
    by_document = np.argsort(codes, kind="stable")
    members = np.split(by_document, np.cumsum(np.bincount(codes))[:-1]) if len(codes) else []
    # In the order of the corpus, whatever the documents are called.
    members.sort(key=lambda positions: int(positions[0]))
    n_all = len(members) * (len(members) - 1) // 2
    n_sampled = min(n_all, N_DOCUMENT_PAIRS)
    pairs = [_pair_of_rank(k * n_all // n_sampled, members) for k in range(n_sampled)]
    chosen = [(one, two) for one, two in pairs if groups[one[0]] != groups[two[0]]]
    while len(chosen) > 1 and sum(len(a) * len(b) for a, b in chosen) > N_CLAUSE_PAIRS:
        chosen = chosen[::2]
    return [_thin(*pair) for pair in chosen or _first_pair(members, groups)]


@dataclass(frozen=True, eq=False)
class Sample:
    """All clause pairs of some document pairs.

    Attributes
    ----------
    a, b : numpy.ndarray of int64, shape (n_pairs,)
        Positions of the clauses, the smaller first; sorted.
    """

    a: Whole
    b: Whole

    def find_rows(self, a: Whole, b: Whole) -> Whole:
        """Row of each pair of the sample among pairs that are sorted alike, -1 where there is none.

        Parameters
        ----------
        a, b : numpy.ndarray of int64, shape (n,)
            Sorted pairs of clauses, the smaller first.
        """
        if not len(a):
            return np.full(len(self.a), -1)
        width = int(max(self.b.max(initial=0), b.max())) + 1
        keys, wanted = a * width + b, self.a * width + self.b
        row = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[row] == wanted, row, -1)


def sample_clause_pairs(clauses: Sequence[Clause], groups: Sequence[str]) -> Sample:
    """All clause pairs of the sampled document pairs, thinned where documents are huge."""
    documents = sample_document_pairs(clauses, groups)
    none = np.zeros(0, dtype=np.int64)
    one = np.concatenate([none, *(np.repeat(a, len(b)) for a, b in documents)])
    other = np.concatenate([none, *(np.tile(b, len(a)) for a, b in documents)])
    order = np.lexsort((np.maximum(one, other), np.minimum(one, other)))
    return Sample(np.minimum(one, other)[order], np.maximum(one, other)[order])


def _pair_of_rank(rank: int, members: Sequence[Whole]) -> tuple[Whole, Whole]:
    """The pair of this rank, ordered (0, 1), (0, 2), …, (1, 2), and so on."""
    first = 0
    while rank >= (n_behind := len(members) - 1 - first):
        rank -= n_behind
        first += 1
    return members[first], members[first + 1 + rank]


def _first_pair(members: Sequence[Whole], groups: Sequence[str]) -> list[tuple[Whole, Whole]]:
    for other in members[1:]:
        if groups[other[0]] != groups[members[0][0]]:
            return [(members[0], other)]
    return []


def _thin(one: Whole, two: Whole) -> tuple[Whole, Whole]:
    """The clauses of two documents, or as many as fit, those of the longer one thinned first."""
    if len(one) * len(two) <= MOST_CLAUSE_PAIRS:
        return one, two
    n_few = min(len(one), len(two), isqrt(MOST_CLAUSE_PAIRS))
    most = MOST_CLAUSE_PAIRS // n_few
    if len(one) <= len(two):
        return _spread(one, n_few), _spread(two, most)
    return _spread(one, most), _spread(two, n_few)


def _spread(positions: Whole, most: int) -> Whole:
    """As many of the positions, evenly spread."""
    n = min(len(positions), most)
    return positions[np.arange(n) * len(positions) // n]
