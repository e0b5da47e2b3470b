"""What one clause of a pair has and the other has not."""

from __future__ import annotations

from dataclasses import dataclass

from policycompare.datamodel.outlines import Sentence
from policycompare.datamodel.strengths import STRENGTHS, StrengthValue
from policycompare.datamodel.units import UnitRelation


@dataclass(frozen=True, slots=True)
class SharedSentence:
    """A sentence of ``a`` and the sentence of ``b`` that says nearly the same.

    Attributes
    ----------
    a, b : Sentence
    similarity : float
        Likeness in [0, 1]: the weighted share of their pairs of characters, figures left out.
    a_strength, b_strength : str
        How firmly each promises.
    a_scope, b_scope : tuple of str
        Levels that each names (省级以上, 国家级).
    """

    a: Sentence
    b: Sentence
    similarity: float
    a_strength: StrengthValue
    b_strength: StrengthValue
    a_scope: tuple[str, ...]
    b_scope: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SoleSentence:
    """A sentence without a counterpart in the other clause."""

    sentence: Sentence
    strength: StrengthValue


@dataclass(frozen=True, slots=True)
class Change:
    """A quantity that both promise, with what ``a`` and ``b`` say of it."""

    indicator: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Differences:
    """How two clauses of a pair differ; swapping them mirrors it.

    Attributes
    ----------
    shared : tuple of SharedSentence
        In the order of ``a``.
    only_a, only_b : tuple of SoleSentence
        In the order of their clause.
    n_cut : int
        Pairs of sentences that were not compared, because the clauses are too long.
    numbers, deadlines, scopes : tuple of Change
        Targets of one indicator with another quantity, another year, of another grade.
    units : UnitRelation
    """

    shared: tuple[SharedSentence, ...]
    only_a: tuple[SoleSentence, ...]
    only_b: tuple[SoleSentence, ...]
    n_cut: int
    numbers: tuple[Change, ...]
    deadlines: tuple[Change, ...]
    scopes: tuple[Change, ...]
    units: UnitRelation

    @property
    def strength_changes(self) -> tuple[SharedSentence, ...]:
        """The shared sentences that promise more or less firmly."""
        return tuple(s for s in self.shared if s.a_strength != s.b_strength)

    @property
    def scope_changes(self) -> tuple[SharedSentence, ...]:
        """The shared sentences that name other levels."""
        return tuple(s for s in self.shared if s.a_scope != s.b_scope)

    def strengths(self, side: str) -> dict[StrengthValue, int]:
        """Count the sentences of clause ``a`` or ``b`` by strength, the firmest first."""
        shared = [s.a_strength if side == "a" else s.b_strength for s in self.shared]
        sole = self.only_a if side == "a" else self.only_b
        found = [*shared, *(s.strength for s in sole)]
        return {value: found.count(value) for value in STRENGTHS if value in found}
