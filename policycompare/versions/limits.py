"""What is shown to the model of a very long clause: its beginning, so that no run blows up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from policycompare.datamodel import Clause, Outline

MAX_CHARS = 20_000
"""Characters of a clause body that are scored; the longest of the shipped corpus has 1,264."""

MAX_SENTENCES = 1_000
"""Sentences of a clause that are scored: every sentence meets every sentence of the other version.

Two clauses of so many take about a second.
"""

CUT = (
    "The clause {clause} has {n_chars} characters in {n_sentences} sentences: its probabilities "
    "come from the first {kept} sentences; shared and changed text is found in the whole."
)


def shorten_outlines(
    outlines: Sequence[Outline], roles: Sequence[str]
) -> tuple[tuple[Outline, ...], tuple[str, ...]]:
    """Cut very long clauses down to what is scored, and tell which."""
    told: list[str] = []
    shortened = []
    for outline in outlines:
        clauses = tuple(
            _shorten(clause, told) if clause.role in roles else clause for clause in outline.clauses
        )
        shortened.append(replace(outline, clauses=clauses))
    return tuple(shortened), tuple(told)


def _shorten(clause: Clause, told: list[str]) -> Clause:
    body = clause.body or clause.text
    if len(body) <= MAX_CHARS and len(clause.sentences) <= MAX_SENTENCES:
        return clause
    ends = accumulate(len(sentence.text) for sentence in clause.sentences[:MAX_SENTENCES])
    kept = sum(end <= MAX_CHARS for end in ends)
    sentences = clause.sentences[: max(kept, 1)]
    n_chars = min(sum(len(sentence.text) for sentence in sentences), MAX_CHARS) or MAX_CHARS
    told.append(
        CUT.format(
            clause=clause.clause_id,
            n_chars=clause.n_chars,
            n_sentences=len(clause.sentences),
            kept=len(sentences),
        )
    )
    return replace(
        clause,
        text=clause.text[: len(clause.text) - len(body) + n_chars],
        body=clause.body[:n_chars],
        sentences=tuple(replace(s, text=s.text[:MAX_CHARS]) for s in sentences),
    )
