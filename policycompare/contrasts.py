"""Contrast two clauses: what the stages of units, targets and strength say of each, compared.

Serves the reports: everything is read once for all pairs of a run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from policycompare.datamodel import (
    Clause,
    Differences,
    Outline,
    Sentence,
    SharedSentence,
    SoleSentence,
    StrengthValue,
    Target,
    UnitMention,
)
from policycompare.differences import (
    SentenceWeights,
    align_sentences,
    compare_targets,
    find_scopes,
)
from policycompare.strength import read_strength
from policycompare.targets import find_targets
from policycompare.units import compare_units, find_unit_mentions

Entry = TypeVar("Entry", UnitMention, Target)


class _Read(NamedTuple):
    """How firmly a sentence promises, and the levels that it names."""

    strength: StrengthValue
    scope: tuple[str, ...]


class Contrasts:
    """The differences of any two clauses of a run.

    Parameters
    ----------
    clauses : sequence of Clause
        The compared clauses; positions of pairs refer to them.
    outlines : sequence of Outline
        The documents of the clauses.
    targets : sequence of Target, optional
        The targets of the clauses; by default they are read here.
    only : sequence of int, optional
        Positions of the clauses that will be asked for; by default all.
    compiled : bool
        For tens of thousands of pairs: sentences are aligned by a compiled kernel, alike.
    """

    def __init__(
        self,
        clauses: Sequence[Clause],
        outlines: Sequence[Outline],
        *,
        targets: Sequence[Target] | None = None,
        only: Sequence[int] | None = None,
        compiled: bool = False,
    ) -> None:
        self._clauses = clauses
        asked = clauses if only is None else [clauses[i] for i in only]
        self._units = _by_clause(find_unit_mentions(asked, outlines))
        found = find_targets(asked, outlines) if targets is None else targets
        self._targets = _by_clause(found)
        texts = (sentence.text for clause in clauses for sentence in clause.sentences)
        weights = SentenceWeights.from_texts(texts)
        self._weights = weights.compiled() if compiled else weights
        self._read: dict[str, _Read] = {}

    def of(self, i: int, j: int) -> Differences:
        """Compare the clauses at two positions; swapping them mirrors the result."""
        a, b = self._clauses[i], self._clauses[j]
        found = align_sentences(
            [s.text for s in a.sentences], [s.text for s in b.sentences], self._weights
        )
        changes = compare_targets(self._targets[a.clause_id], self._targets[b.clause_id])
        return Differences(
            shared=tuple(
                self._shared(a.sentences[k], b.sentences[m], s) for k, m, s in found.shared
            ),
            only_a=tuple(self._sole(a.sentences[k]) for k in found.only_a),
            only_b=tuple(self._sole(b.sentences[m]) for m in found.only_b),
            n_cut=found.n_cut,
            numbers=changes.numbers,
            deadlines=changes.deadlines,
            scopes=changes.scopes,
            units=compare_units(self._units[a.clause_id], self._units[b.clause_id]),
        )

    def _shared(self, a: Sentence, b: Sentence, similarity: float) -> SharedSentence:
        one, two = self._read_once(a.text), self._read_once(b.text)
        strengths = one.strength, two.strength
        return SharedSentence(a, b, similarity, *strengths, one.scope, two.scope)

    def _sole(self, sentence: Sentence) -> SoleSentence:
        return SoleSentence(sentence, self._read_once(sentence.text).strength)

    def _read_once(self, text: str) -> _Read:
        # a clause meets many others, and reading takes longer than comparing
        read = self._read.get(text)
        if read is None:
            read = self._read[text] = _Read(read_strength(text).value, find_scopes(text))
        return read


def _by_clause(found: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    grouped: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        grouped[entry.clause_id].append(entry)
    return grouped
