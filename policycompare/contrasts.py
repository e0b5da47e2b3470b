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
from policycompare.datamodel.sent_texts import SentTexts
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
from policycompare.tasks import map_tasks
from policycompare.units import UnitSide, compare_sides, find_unit_mentions

MANY_SENTENCES = 50_000
"""Distinct sentences from which starting other processes takes less time than they save."""

SENTENCES_AT_ONCE = 2_000

Entry = TypeVar("Entry", UnitMention, Target)


class SentenceReading(NamedTuple):
    """How firmly a sentence promises, and the levels that it names."""

    strength: StrengthValue
    scope: tuple[str, ...]


def read_sentence(text: str) -> SentenceReading:
    """How firmly a sentence promises, and the levels that it names."""
    return SentenceReading(read_strength(text).value, find_scopes(text))


def read_sentences(texts: Sequence[str]) -> tuple[list[SentenceReading], list[int]]:
    """The distinct readings of some sentences, and the number of each sentence's."""
    numbers: dict[SentenceReading, int] = {}
    codes = [numbers.setdefault(read_sentence(text), len(numbers)) for text in texts]
    return list(numbers), codes


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
            new = read_sentence(text)
            found = self._readings[text] = self._kinds.setdefault(new, new)
        return found

    @property
    def n_read(self) -> int:
        """How many sentences have been read."""
        return len(self._readings)

    def read_ahead(self, n_workers: int) -> None:
        """Read the sentences of all clauses in other processes, if there are many.

        The number of processes changes no result.
        """
        texts = list(
            dict.fromkeys(
                sentence.text
                for clause in self._clauses
                for sentence in clause.sentences
                if sentence.text not in self._readings
            )
        )
        if n_workers == 1 or len(texts) < MANY_SENTENCES:
            return
        blocks = [
            SentTexts(texts[at : at + SENTENCES_AT_ONCE])
            for at in range(0, len(texts), SENTENCES_AT_ONCE)
        ]
        read = map_tasks(read_sentences, blocks, n_workers=n_workers, scheduler=None)
        for block, (kinds, codes) in zip(blocks, read, strict=True):
            own = [self._kinds.setdefault(kind, kind) for kind in kinds]
            self._readings.update(zip(block, (own[code] for code in codes), strict=True))

    def read_all(self) -> tuple[list[SentenceReading], list[int]]:
        """The distinct readings of the sentences of all clauses, and the number of each one's."""
        numbers: dict[SentenceReading, int] = {}
        texts = (sentence.text for clause in self._clauses for sentence in clause.sentences)
        codes = [numbers.setdefault(self.read(text), len(numbers)) for text in texts]
        return list(numbers), codes

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
