"""A sample of document pairs, spread evenly over all; no chance is used."""

from __future__ import annotations

from collections.abc import Sequence
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


def sample_document_pairs(
    clauses: Sequence[Clause], groups: Sequence[str]
) -> list[tuple[Whole, Whole]]:
    """Positions of the clauses of both documents of each pair; of different groups.

    Empty only if there are no two groups.
    """
    codes = np.unique([clause.document for clause in clauses], return_inverse=True)[1]
    firsts = np.unique(codes, return_index=True)[1]
    # In the order of the corpus, whatever the documents are called.
    members = [np.flatnonzero(codes == code) for code in np.argsort(firsts, kind="stable")]
    n_all = len(members) * (len(members) - 1) // 2
    n_sampled = min(n_all, N_DOCUMENT_PAIRS)
    pairs = [_pair_of_rank(k * n_all // n_sampled, members) for k in range(n_sampled)]
    chosen = [(one, two) for one, two in pairs if groups[one[0]] != groups[two[0]]]
    while len(chosen) > 1 and sum(len(a) * len(b) for a, b in chosen) > N_CLAUSE_PAIRS:
        chosen = chosen[::2]
    return chosen or _first_pair(members, groups)


def list_clause_pairs(documents: Sequence[tuple[Whole, Whole]]) -> tuple[Whole, Whole]:
    """All clause pairs of document pairs, sorted, the smaller position first."""
    pairs = sorted((i, j) for a, b in documents for i in a.tolist() for j in b.tolist())
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return first, second


def sample_unscored(
    clauses: Sequence[Clause], groups: Sequence[str], scored: tuple[Whole, Whole]
) -> tuple[Whole, Whole]:
    """The clause pairs of the sampled document pairs that are not among the scored ones."""
    a, b = list_clause_pairs(sample_document_pairs(clauses, groups))
    n = len(clauses)
    left = ~np.isin(a * n + b, scored[0] * n + scored[1])
    return a[left], b[left]


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
