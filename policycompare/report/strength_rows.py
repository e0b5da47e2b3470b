"""Rows of the strength of commitment: of every sentence, and of every group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from policycompare.datamodel import STRENGTHS
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.values import joined
from policycompare.strength import read_strength


def sentence_rows(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of ``sentences.csv``: each sentence of the compared clauses with its strength."""
    measures = {i: m.measure_id for m in comparison.findings.measures for i in m.clauses}
    for i, clause in enumerate(comparison.clauses):
        for number, sentence in enumerate(clause.sentences, start=1):
            strength = read_strength(sentence.text)
            yield {
                "clause_id": clause.clause_id,
                "number": number,
                "document": clause.document,
                "jurisdiction": clause.jurisdiction,
                "group": comparison.groups[i],
                "measure_id": measures.get(i, ""),
                "strength": strength.value,
                "markers": joined(m.text for m in strength.markers if not m.governed),
                "governed": joined(m.text for m in strength.markers if m.governed),
                "text": sentence.text,
                "start": sentence.start,
                "end": sentence.end,
            }


def strength_rows(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows by group: its sentences by strength, in numbers."""
    counts: dict[str, Counter[str]] = {group: Counter() for group in comparison.group_order}
    for clause, group in zip(comparison.clauses, comparison.groups, strict=True):
        counts.setdefault(group, Counter()).update(
            read_strength(s.text).value for s in clause.sentences
        )
    for group, found in counts.items():
        numbers: Row = {value: found[value] for value in STRENGTHS}
        yield {"group": group, "n_sentences": found.total(), **numbers}
