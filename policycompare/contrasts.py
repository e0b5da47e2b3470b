"""Contrast two clauses: what the stages of units, targets and strength say of each, compared.

Serves the reports: everything is read once for all pairs of a run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

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
from policycompare.datamodel.late_sentences import SentenceTexts, sentence_texts
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
from policycompare.tasks import LateItems, map_tasks
from policycompare.units import UnitSide, compare_sides, find_unit_mentions

if TYPE_CHECKING:
    from numpy.typing import NDArray

MANY_SENTENCES = 50_000
"""Sentences from which starting other processes takes less time than they save."""

CLAUSES_AT_ONCE = 400
"""Clauses whose sentences are read in one task."""

Entry = TypeVar("Entry", UnitMention, Target)


class SentenceReading(NamedTuple):
    """How firmly a sentence promises, and the levels that it names."""

    strength: StrengthValue
    scope: tuple[str, ...]


def read_sentence(text: str) -> SentenceReading:
    """How firmly a sentence promises, and the levels that it names."""
    return SentenceReading(read_strength(text).value, find_scopes(text))


class Readings(NamedTuple):
    """The distinct readings of sentences, and the number of each one's, shape (n_sentences,)."""

    kinds: list[SentenceReading]
    codes: NDArray[np.int32]


def read_sentences(texts: Iterable[str]) -> Readings:
    """Read some sentences; equal ones are read once."""
    numbers: dict[SentenceReading, int] = {}
    known: dict[str, int] = {}
    codes: list[int] = []
    for text in texts:
        code = known.get(text)
        if code is None:
            code = known[text] = numbers.setdefault(read_sentence(text), len(numbers))
        codes.append(code)
    return Readings(list(numbers), np.array(codes, dtype=np.int32))


def tell_shared(
    a: Sentence, b: Sentence, similarity: float, one: SentenceReading, two: SentenceReading
) -> SharedSentence:
    """Two sentences that say nearly the same, with what was read of each."""
    strengths = one.strength, two.strength
    return SharedSentence(a, b, similarity, *strengths, one.scope, two.scope)


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
        self._sentences: dict[int, tuple[Sentence, ...]] = {}
        self._all: Readings | None = None

    def of(self, i: int, j: int) -> Differences:
        """Compare the clauses at two positions; swapping them mirrors the result."""
        if self._weights is None:
            self._weights = SentenceWeights.from_texts(
                chain.from_iterable(SentenceTexts(self._clauses))
            )
        a, b = self._clauses[i], self._clauses[j]
        aligned = align_sentences(sentence_texts(a), sentence_texts(b), self._weights)
        return self.told(i, j, aligned)

    def told(self, i: int, j: int, aligned: SentenceAlignment) -> Differences:
        """Compare the clauses at two positions whose sentences are aligned."""
        a, b = self._sentences_of(i), self._sentences_of(j)
        changes = compare_keyed(self.targets_of(i), self.targets_of(j))
        return Differences(
            shared=tuple(self._share(a[k], b[m], s) for k, m, s in aligned.shared),
            only_a=tuple(self._sole(a[k]) for k in aligned.only_a),
            only_b=tuple(self._sole(b[m]) for m in aligned.only_b),
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

    def _texts_from(self, start: int) -> SentTexts:
        """The texts of the sentences of a block of clauses."""
        block = self._clauses[start : start + CLAUSES_AT_ONCE]
        return SentTexts(chain.from_iterable(SentenceTexts(block)))

    def read_all(self, n_workers: int = 1) -> Readings:
        """Read the sentences of all clauses, many of them in other processes; found once.

        The number of processes changes no result.
        """
        if self._all is None:
            n_sentences = sum(len(clause.sentences) for clause in self._clauses)
            starts = range(0, len(self._clauses), CLAUSES_AT_ONCE)
            read = map_tasks(
                read_sentences,
                LateItems(self._texts_from, starts),
                n_workers=1 if n_sentences < MANY_SENTENCES else n_workers,
                scheduler=None,
            )
            numbers: dict[SentenceReading, int] = {}
            codes = [np.zeros(0, dtype=np.int32)]
            for kinds, own in read:
                places = [numbers.setdefault(kind, len(numbers)) for kind in kinds]
                codes.append(np.array(places, dtype=np.int32)[own])
            self._all = Readings(list(numbers), np.concatenate(codes))
        return self._all

    def _sentences_of(self, i: int) -> tuple[Sentence, ...]:
        # the same ones for every pair: what is told of many pairs is kept
        found = self._sentences.get(i)
        if found is None:
            found = self._sentences[i] = tuple(self._clauses[i].sentences)
        return found

    def _share(self, a: Sentence, b: Sentence, similarity: float) -> SharedSentence:
        return tell_shared(a, b, similarity, self.read(a.text), self.read(b.text))

    def _sole(self, sentence: Sentence) -> SoleSentence:
        return SoleSentence(sentence, self.read(sentence.text).strength)


_NO_UNITS = UnitSide(())
_NO_TARGETS: Mapping[TargetKey, Sequence[Target]] = {}


def _by_clause(found: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    grouped: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        grouped[entry.clause_id].append(entry)
    return grouped
