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
    SentenceAlignment,
    SentenceWeights,
    TargetKey,
    align_sentences,
    compare_keyed,
    find_scopes,
    key_targets,
)
from policycompare.strength import read_strength
from policycompare.targets import find_targets
from policycompare.units import UnitSide, compare_sides, find_unit_mentions

Entry = TypeVar("Entry", UnitMention, Target)


class SentenceReading(NamedTuple):
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
    """

    def __init__(
        self,
        clauses: Sequence[Clause],
        outlines: Sequence[Outline],
        *,
        targets: Sequence[Target] | None = None,
        only: Sequence[int] | None = None,
    ) -> None:
        self._clauses = clauses
        asked = clauses if only is None else [clauses[i] for i in only]
        mentions = _by_clause(find_unit_mentions(asked, outlines))
        self._units = {clause: UnitSide(own) for clause, own in mentions.items()}
        found = _by_clause(find_targets(asked, outlines) if targets is None else targets)
        self._targets = {clause: key_targets(own) for clause, own in found.items()}
        self._weights: SentenceWeights | None = None
        self._readings: dict[str, SentenceReading] = {}
        self._kinds: dict[SentenceReading, SentenceReading] = {}

    def of(self, i: int, j: int) -> Differences:
        """Compare the clauses at two positions; swapping them mirrors the result."""
        if self._weights is None:
            texts = (sentence.text for clause in self._clauses for sentence in clause.sentences)
            self._weights = SentenceWeights.from_texts(texts)
        a, b = self._clauses[i], self._clauses[j]
        aligned = align_sentences(
            [s.text for s in a.sentences], [s.text for s in b.sentences], self._weights
        )
        return self.told(i, j, aligned)

    def told(self, i: int, j: int, aligned: SentenceAlignment) -> Differences:
        """Compare the clauses at two positions whose sentences are aligned."""
        a, b = self._clauses[i], self._clauses[j]
        changes = compare_keyed(self.targets_of(i), self.targets_of(j))
        return Differences(
            shared=tuple(
                self.share(a.sentences[k], b.sentences[m], s) for k, m, s in aligned.shared
            ),
            only_a=tuple(self._sole(a.sentences[k]) for k in aligned.only_a),
            only_b=tuple(self._sole(b.sentences[m]) for m in aligned.only_b),
            n_cut=aligned.n_cut,
            numbers=changes.numbers,
            deadlines=changes.deadlines,
            scopes=changes.scopes,
            units=compare_sides(self.units_of(i), self.units_of(j)),
        )

    def units_of(self, i: int) -> UnitSide:
        """The units of the clause at a position."""
        return self._units.get(self._clauses[i].clause_id, _NO_UNITS)

    def targets_of(self, i: int) -> Mapping[TargetKey, Sequence[Target]]:
        """The targets of the clause at a position, by indicator, unit and kind."""
        return self._targets.get(self._clauses[i].clause_id, _NO_TARGETS)

    def read(self, text: str) -> SentenceReading:
        """How firmly a sentence promises, and the levels that it names."""
        # a clause meets many others, and reading takes longer than comparing
        found = self._readings.get(text)
        if found is None:
            new = SentenceReading(read_strength(text).value, find_scopes(text))
            found = self._readings[text] = self._kinds.setdefault(new, new)
        return found

    def share(self, a: Sentence, b: Sentence, similarity: float) -> SharedSentence:
        """Two sentences that say nearly the same, with what was read of them."""
        one, two = self.read(a.text), self.read(b.text)
        strengths = one.strength, two.strength
        return SharedSentence(a, b, similarity, *strengths, one.scope, two.scope)

    def _sole(self, sentence: Sentence) -> SoleSentence:
        return SoleSentence(sentence, self.read(sentence.text).strength)


_NO_UNITS = UnitSide(())
_NO_TARGETS: Mapping[TargetKey, Sequence[Target]] = {}


def _by_clause(found: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    grouped: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        grouped[entry.clause_id].append(entry)
    return grouped
