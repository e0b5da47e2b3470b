"""Measures, gaps, states and coverage: what the links say about whole documents."""

from __future__ import annotations

from dataclasses import dataclass

from policycompare.datamodel.vocabulary import State


@dataclass(frozen=True, slots=True)
class Measure:
    """What several clauses have in common; a row of the comparison table.

    ``clauses`` are positions in the list of compared clauses, ascending; ``groups`` the groups that
    have the measure, in the order of the corpus.
    """

    measure_id: str
    label: str
    clauses: tuple[int, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A measure that ``group`` lacks (``absent``) or has only in part (``partial``), with evidence.

    ``nearest`` is the position of the group's clause nearest to the measure, or None where the
    group has no compared clause at all; ``p_same``/``p_overlap`` are that clause's best values.
    """

    group: str
    measure_id: str
    label: str
    present_in: tuple[str, ...]
    state: State
    nearest: int | None
    p_same: float
    p_overlap: float


@dataclass(frozen=True, slots=True)
class CoverageState:
    """The state of one clause in one other group: exactly one per clause and other group.

    ``nearest`` is the clause of that group with the highest ``p_same`` (then ``p_overlap``, then
    text order), or None where the group has no compared clause.
    """

    clause: int
    group: str
    state: State
    nearest: int | None
    p_same: float
    p_overlap: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of group ``a`` is found in group ``b``; each clause of ``a`` counts once.

    ``covered_share`` is in [0, 1]: clauses of ``a`` that ``b`` covers, over all clauses of ``a``;
    NaN where ``a`` has none.
    """

    a: str
    b: str
    n_clauses: int
    n_covered: int
    n_partial: int
    covered_share: float


@dataclass(frozen=True)
class Findings:
    """Measures, overlaps, gaps and coverage of a comparison."""

    measures: tuple[Measure, ...]
    gaps: tuple[Gap, ...]
    states: tuple[CoverageState, ...]
    coverage: tuple[Coverage, ...]
