"""Literal reuse of two documents inside one measure, and which part the parent's text has too."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from policycompare.boilerplate import Boilerplate
from policycompare.datamodel import Clause, LiteralReuse
from policycompare.reuse import MIN_SPAN, classify_wording, measure_reuse

Flags = NDArray[np.bool_]


class _Side:
    """Which characters of the clauses of one document are shared, and how."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        self.n_chars = sum(len(clause.body or clause.text) for clause in clauses)
        self.reuse = [np.zeros(len(clause.text), dtype=np.bool_) for clause in clauses]
        self.common = [np.zeros(len(clause.text), dtype=np.bool_) for clause in clauses]
        self.parent = [np.zeros(len(clause.text), dtype=np.bool_) for clause in clauses]

    def mark(self, number: int, start: int, n_chars: int, *, common: bool) -> None:
        flags = (self.common if common else self.reuse)[number]
        flags[start : start + n_chars] = True

    def mark_parent(self, pieces: Collection[str]) -> None:
        for number, clause in enumerate(self.clauses):
            shared = self.reuse[number] | self.common[number]
            for place in _find_pieces(clause.text, pieces):
                self.parent[number][place] = True
            self.parent[number] &= shared

    def share(self, flags: Iterator[Flags]) -> float:
        return sum(int(one.sum()) for one in flags) / self.n_chars if self.n_chars else 0.0

    def shares(self) -> tuple[float, float]:
        """Shares of all shared text and of the boilerplate in it."""
        both = list(zip(self.reuse, self.common, strict=True))
        return self.share(r | c for r, c in both), self.share(c & ~r for r, c in both)

    def parent_shares(self) -> tuple[float, float]:
        """Shares of the shared text that the parent's text has too, and that it has not."""
        every = zip(self.reuse, self.common, self.parent, strict=True)
        return self.share(iter(self.parent)), self.share((r | c) & ~p for r, c, p in every)


def measure_literal_reuse(
    a: Sequence[Clause],
    b: Sequence[Clause],
    boilerplate: Boilerplate,
    parent_pieces: Collection[str] | None = None,
) -> LiteralReuse:
    """Measure what the clauses of two documents share; swapping them mirrors the result.

    Every clause of one is held against every clause of the other as
    :func:`policycompare.reuse.measure_reuse` does; a character counts once.

    Parameters
    ----------
    parent_pieces : collection of str, optional
        All pieces of 6 characters of the parents' texts (:func:`cut_pieces`); None: no such text.
    """
    side_a, side_b = _Side(a), _Side(b)
    for (i, one), (j, two) in product(enumerate(a), enumerate(b)):
        found = measure_reuse(one, two, boilerplate)
        for spans, common in ((found.spans, False), (found.boilerplate, True)):
            for span in spans:
                side_a.mark(i, span.a, span.n_chars, common=common)
                side_b.mark(j, span.b, span.n_chars, common=common)
    (shared_a, common_a), (shared_b, common_b) = side_a.shares(), side_b.shares()
    own = max(shared_a - common_a, shared_b - common_b)
    wording = classify_wording(own, max(shared_a, shared_b))
    if parent_pieces is None:
        return LiteralReuse(shared_a, shared_b, common_a, common_b, wording)
    side_a.mark_parent(parent_pieces)
    side_b.mark_parent(parent_pieces)
    (in_a, beyond_a), (in_b, beyond_b) = side_a.parent_shares(), side_b.parent_shares()
    return LiteralReuse(
        shared_a, shared_b, common_a, common_b, wording, in_a, in_b, beyond_a, beyond_b
    )


def cut_pieces(text: str) -> frozenset[str]:
    """Cut a text into all its pieces of ``MIN_SPAN`` characters, white space left out."""
    solid = "".join(text.split())
    return frozenset(solid[i : i + MIN_SPAN] for i in range(len(solid) - MIN_SPAN + 1))


def _find_pieces(text: str, pieces: Collection[str]) -> Iterator[list[int]]:
    """Yield the places of the characters of each piece of the text that is known."""
    solid = [i for i, character in enumerate(text) if not character.isspace()]
    inked = "".join(text[i] for i in solid)
    for at in range(len(inked) - MIN_SPAN + 1):
        if inked[at : at + MIN_SPAN] in pieces:
            yield solid[at : at + MIN_SPAN]
