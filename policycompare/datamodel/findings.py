"""Measures, gaps, states and coverage: what the links say about whole documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policycompare.datamodel.grids import NONE
from policycompare.datamodel.lazy import LazySequence
from policycompare.datamodel.vocabulary import State

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from policycompare.datamodel.grids import Grid

STATE_NAMES: tuple[State, ...] = ("absent", "partial", "covered")
"""Names of the states by their number in a grid."""


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


class States(LazySequence[CoverageState]):
    """One state per clause and other group, by clause and group; made when it is asked for.

    Attributes
    ----------
    grid : Grid
        The same as columns: rows are clauses, columns are ``groups``.
    groups : tuple of str
    """

    def __init__(self, grid: Grid, groups: Sequence[str]) -> None:
        self.grid = grid
        self.groups = tuple(groups)

    def __len__(self) -> int:
        return len(self.grid)

    def _entries(self, start: int, stop: int) -> Iterator[CoverageState]:
        columns = (column.tolist() for column in self.grid.block(start, stop))
        for clause, group, state, nearest, p_same, p_overlap in zip(*columns, strict=True):
            yield CoverageState(
                clause,
                self.groups[group],
                STATE_NAMES[state],
                None if nearest == NONE else nearest,
                p_same,
                p_overlap,
            )


class Gaps(LazySequence[Gap]):
    """Every measure that a group lacks, by group and measure; made when it is asked for.

    Attributes
    ----------
    grid : Grid
        The same as columns: rows are ``groups``, columns are ``measures``.
    groups : tuple of str
    measures : tuple of Measure
    """

    def __init__(self, grid: Grid, groups: Sequence[str], measures: Sequence[Measure]) -> None:
        self.grid = grid
        self.groups = tuple(groups)
        self.measures = tuple(measures)

    def __len__(self) -> int:
        return len(self.grid)

    def of_group(self, group: str) -> Iterator[Gap]:
        """The gaps of one group; none if there is no such group."""
        if group in self.groups:
            row = self.groups.index(group)
            yield from self._entries(self.grid.place(row), self.grid.place(row + 1))

    def _entries(self, start: int, stop: int) -> Iterator[Gap]:
        columns = (column.tolist() for column in self.grid.block(start, stop))
        for group, number, state, nearest, p_same, p_overlap in zip(*columns, strict=True):
            measure = self.measures[number]
            yield Gap(
                self.groups[group],
                measure.measure_id,
                measure.label,
                measure.groups,
                STATE_NAMES[state],
                None if nearest == NONE else nearest,
                p_same,
                p_overlap,
            )


class Coverages(LazySequence[Coverage]):
    """How much of each group is found in each other one, by both; made when it is asked for.

    Attributes
    ----------
    groups : tuple of str
    n_clauses : numpy.ndarray of int64, shape (n_groups,)
    n_covered, n_partial : numpy.ndarray of int64, shape (n_groups, n_groups)
        Clauses of the row's group that the column's group covers, wholly or in part.
    """

    def __init__(
        self,
        groups: Sequence[str],
        n_clauses: NDArray[np.int64],
        n_covered: NDArray[np.int64],
        n_partial: NDArray[np.int64],
    ) -> None:
        self.groups = tuple(groups)
        self.n_clauses, self.n_covered, self.n_partial = n_clauses, n_covered, n_partial

    def __len__(self) -> int:
        return len(self.groups) * max(len(self.groups) - 1, 0)

    def _entries(self, start: int, stop: int) -> Iterator[Coverage]:
        for place in range(start, stop):
            a, b = divmod(place, len(self.groups) - 1)
            b += b >= a
            n, n_covered = int(self.n_clauses[a]), int(self.n_covered[a, b])
            share = n_covered / n if n else float("nan")
            n_partial = int(self.n_partial[a, b])
            yield Coverage(self.groups[a], self.groups[b], n, n_covered, n_partial, share)


@dataclass(frozen=True)
class Findings:
    """Measures, overlaps, gaps and coverage of a comparison.

    The sequences that :func:`policycompare.findings.find_findings` gives are :class:`Gaps`,
    :class:`States` and :class:`Coverages`; any other sequence of the same entries will do.
    """

    measures: tuple[Measure, ...]
    gaps: Sequence[Gap]
    states: Sequence[CoverageState]
    coverage: Sequence[Coverage]

    def count_gaps(self) -> Counter[State]:
        """How many gaps are absent and how many partial."""
        if isinstance(self.gaps, Gaps):
            counts = self.gaps.grid.count_states(len(STATE_NAMES))
            return Counter(dict(zip(STATE_NAMES, counts, strict=True)))
        return Counter(gap.state for gap in self.gaps)

    def gaps_of(self, group: str) -> Iterator[Gap]:
        """The gaps of one group, without walking those of the others where that can be."""
        if isinstance(self.gaps, Gaps):
            return self.gaps.of_group(group)
        return (gap for gap in self.gaps if gap.group == group)
