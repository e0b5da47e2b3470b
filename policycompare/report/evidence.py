"""Evidence of one pair: the terms it shares and where its shared text lies in the sources."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import LCSseq

from policycompare.datamodel import Clause, NormalizedText
from policycompare.report.protocol import MatricesLike, Row
from policycompare.report.values import joined, rounded
from policycompare.reuse import Reuse

N_SHARED_TERMS = 10
"""Terms shown for a pair; ``n_shared_terms`` tells how many there are."""


N_CLAUSES_KEPT = 4096
"""Clauses whose words and places are kept: a clause meets many others. About 30 KB each."""


def find_shared_terms(matrices: MatricesLike, a: int, b: int) -> list[tuple[str, float]]:
    """List the words of two clauses' headings and bodies with what each adds to their likeness.

    The weight of a word is the product of its tf-idf weights in both bodies plus that in both
    headings, above 0 and at most 2; words in descending weight, then in code-point order.
    """
    return SharedTerms(matrices).of(a, b)


class SharedTerms:
    """The words that two clauses share, for many pairs."""

    def __init__(self, matrices: MatricesLike) -> None:
        self._fields = (
            (matrices.body_words, matrices.body_terms),
            (matrices.heading_words, matrices.heading_terms),
        )
        self._words_of = lru_cache(maxsize=N_CLAUSES_KEPT)(self._find_words)

    def of(self, a: int, b: int) -> list[tuple[str, float]]:
        """List the words of the clauses at two positions, as :func:`find_shared_terms` does."""
        weights: dict[str, float] = {}
        for one, two in zip(self._words_of(a), self._words_of(b), strict=True):
            for term in one.keys() & two.keys():
                weights[term] = weights.get(term, 0.0) + one[term] * two[term]
        ranked = sorted([(-round(weight, 9), term) for term, weight in weights.items()])
        return [(term, weights[term]) for _, term in ranked]

    def _find_words(self, i: int) -> tuple[dict[str, float], ...]:
        return tuple(_row(matrix, terms, i) for matrix, terms in self._fields)


def _row(matrix: Any, terms: Any, i: int) -> dict[str, float]:
    start, end = int(matrix.indptr[i]), int(matrix.indptr[i + 1])
    words = [str(terms[column]) for column in matrix.indices[start:end].tolist()]
    return dict(zip(words, matrix.data[start:end].tolist(), strict=True))


class SourceLocator:
    """Maps spans of clause texts to the sources they come from.

    Heading and body are looked for one by one, because a clause text may put a full stop between
    them that the source lacks; without white space, because it may join lines that the source
    breaks; and with gaps, because a responsible-unit tail may have been cut out of the middle.
    """

    def __init__(self, normalized: Mapping[str, NormalizedText]) -> None:
        self._normalized = normalized
        self._kept: OrderedDict[str, dict[int, int]] = OrderedDict()

    def locate(self, clause: Clause, start: int, end: int) -> tuple[int, int] | None:
        """Source span of ``clause.text[start:end]``; None where it cannot be found there."""
        places = self._places_of(clause)
        text = clause.text
        solid = [i for i in range(start, end) if not text[i].isspace()]
        if not solid or any(i not in places for i in solid):
            return None
        norm = self._normalized[clause.document]
        return norm.source_span(places[solid[0]], places[solid[-1]] + 1)

    def locate_back(self, clause: Clause, start: int, end: int) -> tuple[int, int] | None:
        """Span of ``clause.text`` that comes from ``[start, end)`` of the source; None for none."""
        norm = self._normalized.get(clause.document)
        if norm is None:
            return None
        starts, ends = norm.starts, norm.ends
        inside = [
            i
            for i, at in self._places_of(clause).items()
            if starts[at] >= start and ends[at] <= end
        ]
        return (min(inside), max(inside) + 1) if inside else None

    def _places_of(self, clause: Clause) -> dict[int, int]:
        name = clause.clause_id
        if name in self._kept:
            self._kept.move_to_end(name)
        else:
            self._kept[name] = self._find_places(clause)
            if len(self._kept) > N_CLAUSES_KEPT:
                self._kept.popitem(last=False)
        return self._kept[name]

    def _find_places(self, clause: Clause) -> dict[int, int]:
        """Place in the normalized text of each character of the clause text that is found."""
        norm = self._normalized.get(clause.document)
        if norm is None:
            return {}
        first = int(norm.starts.searchsorted(clause.start, side="left"))
        last = int(norm.ends.searchsorted(clause.end, side="right"))
        solid = [i for i in range(first, last) if not norm.text[i].isspace()]
        region = "".join(norm.text[i] for i in solid)
        body = clause.body or clause.text
        at_body = len(clause.text) - len(body)
        heading = _match(clause.heading, 0, region, solid) if at_body else {}
        after = solid.index(max(heading.values())) + 1 if heading else 0
        return heading | _match(body, at_body, region[after:], solid[after:])


def _match(part: str, offset: int, region: str, solid: Sequence[int]) -> dict[int, int]:
    """Places of the characters of ``part``, which begins at ``offset``; none if it is not there."""
    inked = [i for i, character in enumerate(part) if not character.isspace()]
    found = find_in_order("".join(part[i] for i in inked), region)
    return {offset + i: solid[at] for i, at in zip(inked, found, strict=False)}


def find_in_order(needle: str, region: str) -> Sequence[int]:
    """Place of each character: in one piece, or else in order with something cut out between.

    Nothing where it is not there.
    """
    at = region.find(needle)
    if at >= 0:
        return range(at, at + len(needle))
    blocks = LCSseq.opcodes(needle, region).as_matching_blocks()
    found = [block.b + k for block in blocks for k in range(block.size)]
    return found if len(found) == len(needle) else ()


def span_cells(locator: SourceLocator, a: Clause, b: Clause, reuse: Reuse) -> Row:
    """Cells of the source spans of all shared text, and of what counts as reuse."""
    every = (*reuse.spans, *reuse.boilerplate)
    every_a, every_b = ([(s.a, s.n_chars) for s in every], [(s.b, s.n_chars) for s in every])
    own_a, own_b = (
        [(s.a, s.n_chars) for s in reuse.spans],
        [(s.b, s.n_chars) for s in reuse.spans],
    )
    return {
        # in a form that no spreadsheet takes for a date
        "a_shared_spans": _span_cell(locator, a, every_a, "[{},{})"),
        "b_shared_spans": _span_cell(locator, b, every_b, "[{},{})"),
        "boilerplate_a": rounded(reuse.boilerplate_a),
        "boilerplate_b": rounded(reuse.boilerplate_b),
        "a_spans": _span_cell(locator, a, own_a, "{}-{}"),
        "b_spans": _span_cell(locator, b, own_b, "{}-{}"),
    }


def _span_cell(
    locator: SourceLocator, clause: Clause, spans: Sequence[tuple[int, int]], form: str
) -> str:
    """Source spans in the order of the clause, each in the given form."""
    located = (locator.locate(clause, start, start + length) for start, length in sorted(spans))
    return joined(form.format(*span) for span in located if span is not None)
