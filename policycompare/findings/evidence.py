"""States, gaps and coverage, each with the nearest clause as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policycompare.datamodel import Coverage, CoverageState, Gap, Link, Measure, ScoredPairs, State


class Nearest(NamedTuple):
    """The nearest clause of a group and its probabilities in [0, 1]; None: the group has none."""

    clause: int | None
    p_same: float
    p_overlap: float


class Evidence:
    """Scored pairs and links seen from both sides, with the order in which ties fall.

    Parameters
    ----------
    ranks : numpy.ndarray of int64, shape (n_clauses,)
        Order of the clauses by document and place.
    groups, group_order, scored, links
        As in :func:`policycompare.findings.find_findings`.
    """

    def __init__(
        self,
        ranks: NDArray[np.int64],
        groups: Sequence[str],
        group_order: Sequence[str],
        scored: ScoredPairs,
        links: Sequence[Link],
    ) -> None:
        self.ranks = ranks
        self.groups = groups
        self.group_order = group_order
        number = {group: i for i, group in enumerate(group_order)}
        self.group_of = np.array([number[group] for group in groups], dtype=np.int64)
        self.source = np.concatenate([scored.a, scored.b])
        self.target = np.concatenate([scored.b, scored.a])
        self.p_same = np.tile(scored.p_same, 2)
        self.p_overlap = np.tile(scored.p_overlap, 2)
        strength = np.zeros(len(scored.a), dtype=np.int8)
        for link in links:
            strength[link.row] = 2 if link.relation == "same" else 1
        self.strength = np.tile(strength, 2)

    def first_of_group(self) -> list[int | None]:
        """Find the earliest clause of each group: the nearest where no pair was scored."""
        first: list[int | None] = [None] * len(self.group_order)
        for i in np.argsort(-self.ranks, kind="stable").tolist():
            first[int(self.group_of[i])] = i
        return first


def find_states(evidence: Evidence) -> tuple[CoverageState, ...]:
    """Decide the one state of every clause in every other group.

    ``covered`` where a ``same`` link to a clause of the group exists, ``partial`` where only
    ``partial`` links do, else ``absent``. The nearest clause is the one with the highest
    ``p_same``, then ``p_overlap``, then the earliest.
    """
    e = evidence
    nearest = _nearest(e, e.source, e.target, e.p_same, e.p_overlap)
    strongest: dict[tuple[int, int], int] = {}
    for i in np.flatnonzero(e.strength).tolist():
        key = int(e.source[i]), int(e.group_of[e.target[i]])
        strongest[key] = max(strongest.get(key, 0), int(e.strength[i]))
    names: tuple[State, ...] = ("absent", "partial", "covered")
    first = e.first_of_group()
    return tuple(
        CoverageState(
            clause,
            group,
            names[strongest.get((clause, g), 0)],
            *nearest.get((clause, g), Nearest(first[g], 0.0, 0.0)),
        )
        for clause in range(len(e.groups))
        for g, group in enumerate(e.group_order)
        if group != e.groups[clause]
    )


def find_gaps(evidence: Evidence, measures: Sequence[Measure]) -> tuple[Gap, ...]:
    """Find the measures that each group lacks.

    The state is ``partial`` where a clause of the group is linked to a clause of the measure, else
    ``absent``. The nearest clause is a linked one where there is one (``same`` before ``partial``),
    then the one with the highest ``p_same`` to any clause of the measure, then ``p_overlap``,
    then the earliest; its best values are given.
    """
    e = evidence
    measure_of = np.empty(len(e.groups), dtype=np.int64)
    for number, measure in enumerate(measures):
        measure_of[list(measure.clauses)] = number
    best = _best_per_measure(e, measure_of)
    nearest = _nearest(e, *best)
    linked = {
        (int(best[0][i]), int(e.group_of[best[1][i]])) for i in np.flatnonzero(best[4]).tolist()
    }
    first = e.first_of_group()
    return tuple(
        Gap(
            group,
            measure.measure_id,
            measure.label,
            measure.groups,
            "partial" if (m, g) in linked else "absent",
            *nearest.get((m, g), Nearest(first[g], 0.0, 0.0)),
        )
        for g, group in enumerate(e.group_order)
        for m, measure in enumerate(measures)
        if group not in measure.groups
    )


def count_coverage(
    groups: Sequence[str], group_order: Sequence[str], states: Sequence[CoverageState]
) -> tuple[Coverage, ...]:
    """Count how much of each group is found in each other one; a clause counts once."""
    counts: dict[tuple[str, str, State], int] = {}
    for state in states:
        key = (groups[state.clause], state.group, state.state)
        counts[key] = counts.get(key, 0) + 1
    result = []
    for a, b in product(group_order, repeat=2):
        if a == b:
            continue
        n_covered, n_partial, n_absent = (
            counts.get((a, b, name), 0) for name in ("covered", "partial", "absent")
        )
        n_clauses = n_covered + n_partial + n_absent
        share = n_covered / n_clauses if n_clauses else float("nan")
        result.append(Coverage(a, b, n_clauses, n_covered, n_partial, share))
    return tuple(result)


def _best_per_measure(
    e: Evidence, measure_of: NDArray[np.int64]
) -> tuple[
    NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int8]
]:
    """Best values between each measure and each clause outside it that was scored with it."""
    owner = measure_of[e.source]
    order = np.lexsort((e.target, owner))
    owner, target = owner[order], e.target[order]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = (owner[1:] != owner[:-1]) | (target[1:] != target[:-1])
    starts = np.flatnonzero(is_first)
    if not len(starts):
        return owner, target, e.p_same, e.p_overlap, e.strength
    p_same, p_overlap, strength = (
        np.maximum.reduceat(values[order], starts) for values in (e.p_same, e.p_overlap, e.strength)
    )
    return owner[starts], target[starts], p_same, p_overlap, strength


def _nearest(
    e: Evidence,
    owner: NDArray[np.int64],
    target: NDArray[np.int64],
    p_same: NDArray[np.float64],
    p_overlap: NDArray[np.float64],
    strength: NDArray[np.int8] | None = None,
) -> dict[tuple[int, int], Nearest]:
    """Pick the nearest clause for each owner (a clause or a measure) and group number."""
    key = owner * len(e.group_order) + e.group_of[target]
    rows = np.arange(len(key))
    for values in (p_same,) if strength is None else (strength, p_same):
        rows = rows[_reaches_best(key[rows], values[rows])]
    # few rows are left, so that sorting by everything else is cheap
    rows = rows[np.lexsort((e.ranks[target[rows]], -p_overlap[rows], key[rows]))]
    rows = rows[np.unique(key[rows], return_index=True)[1]]
    columns = (owner, e.group_of[target], target, p_same, p_overlap)
    return {
        (owner_, group): Nearest(clause, same, overlap)
        for owner_, group, clause, same, overlap in zip(
            *(column[rows].tolist() for column in columns), strict=True
        )
    }


def _reaches_best(
    key: NDArray[np.int64], values: NDArray[np.float64] | NDArray[np.int8]
) -> NDArray[np.bool_]:
    """Tell which values are the highest of their key."""
    best = np.full(int(key.max(initial=-1)) + 1, -np.inf)
    np.maximum.at(best, key, values)
    return np.asarray(values == best[key])
