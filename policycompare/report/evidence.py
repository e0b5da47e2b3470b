"""Evidence of one pair: the terms it shares and where its shared text lies in the sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from policycompare.datamodel import Clause, NormalizedText
from policycompare.report.protocol import MatricesLike

N_SHARED_TERMS = 10
"""Terms shown for a pair; ``n_shared_terms`` tells how many there are."""


def find_shared_terms(matrices: MatricesLike, a: int, b: int) -> list[tuple[str, float]]:
    """List the words of two clauses' headings and bodies with what each adds to their likeness.

    The weight of a word is the product of its tf-idf weights in both bodies plus that in both
    headings, above 0 and at most 2; words in descending weight, then in code-point order.
    """
    weights: dict[str, float] = {}
    for matrix, terms in (
        (matrices.body_words, matrices.body_terms),
        (matrices.heading_words, matrices.heading_terms),
    ):
        one, two = _row(matrix, a), _row(matrix, b)
        for column in one.keys() & two.keys():
            term = str(terms[column])
            weights[term] = weights.get(term, 0.0) + one[column] * two[column]
    return sorted(weights.items(), key=lambda item: (-round(item[1], 9), item[0]))


def _row(matrix: Any, i: int) -> dict[int, float]:
    start, end = int(matrix.indptr[i]), int(matrix.indptr[i + 1])
    columns, data = matrix.indices[start:end].tolist(), matrix.data[start:end].tolist()
    return dict(zip(columns, data, strict=True))


class SourceLocator:
    """Maps spans of clause texts to the sources they come from.

    White space is left out of the search, because a clause text may join lines that its source
    breaks.
    """

    def __init__(self, normalized: Mapping[str, NormalizedText]) -> None:
        self._normalized = normalized
        self._places: dict[str, list[int] | None] = {}

    def locate(self, clause: Clause, start: int, end: int) -> tuple[int, int] | None:
        """Source span of ``clause.text[start:end]``; None where the text cannot be found there."""
        if clause.clause_id not in self._places:
            self._places[clause.clause_id] = self._find_places(clause)
        places = self._places[clause.clause_id]
        if places is None or start >= end:
            return None
        norm = self._normalized[clause.document]
        return norm.source_span(places[start], places[end - 1] + 1)

    def _find_places(self, clause: Clause) -> list[int] | None:
        """Place in the normalized text of each character of the clause text."""
        norm = self._normalized.get(clause.document)
        if norm is None:
            return None
        first = int(norm.starts.searchsorted(clause.start, side="left"))
        last = int(norm.ends.searchsorted(clause.end, side="right"))
        solid = [i for i in range(first, last) if not norm.text[i].isspace()]
        region = "".join(norm.text[i] for i in solid)
        at = region.find("".join(clause.text.split()))
        return None if at < 0 else _spread(clause.text, solid[at:])


def _spread(text: str, places: Sequence[int]) -> list[int]:
    """Give each white-space character of ``text`` the place of the character before it."""
    result: list[int] = []
    taken = 0
    for character in text:
        if character.isspace():
            result.append(result[-1] if result else places[0])
        else:
            result.append(places[taken])
            taken += 1
    return result
