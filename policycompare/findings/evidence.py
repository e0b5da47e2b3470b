"""States, gaps and coverage, each with the nearest clause as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policycompare.datamodel import Coverages, Gaps, Link, Links, Measure, ScoredPairs, States
from policycompare.datamodel.grids import NONE, Grid

Values = NDArray[np.float64] | NDArray[np.int8]


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
        self.group_order = group_order
        self.number = {group: i for i, group in enumerate(group_order)}
        self.group_of = np.array([self.number[group] for group in groups], dtype=np.int64)
        self.source = np.concatenate([scored.a, scored.b])
        self.target = np.concatenate([scored.b, scored.a])
        self.p_same = np.tile(scored.p_same, 2)
        self.p_overlap = np.tile(scored.p_overlap, 2)
        strength = np.zeros(len(scored.a), dtype=np.int8)
        columns = Links.collect(links)
        strength[columns.row] = columns.strength
        self.strength = np.tile(strength, 2)

    def first_of_group(self) -> NDArray[np.int64]:
        """Find the earliest clause of each group: the nearest where no pair was scored."""
        first = np.full(len(self.group_order), NONE, dtype=np.int64)
        by_rank = np.argsort(self.ranks)
        found, at = np.unique(self.group_of[by_rank], return_index=True)
        first[found] = by_rank[at]
        return first


def find_states(evidence: Evidence) -> States:
    """Decide the one state of every clause in every other group.

    ``covered`` where a ``same`` link to a clause of the group exists, ``partial`` where only
    ``partial`` links do, else ``absent``. The nearest clause is the one with the highest
    ``p_same``, then ``p_overlap``, then the earliest.
    """
    e = evidence
    n_groups = len(e.group_order)
    own = np.arange(len(e.group_of)) * n_groups + e.group_of
    best = _Best(e.source, e.target, e.p_same, e.p_overlap, e.strength)
    keys, rows = _nearest(e, best, n_groups, strongest_first=False)
    state = np.zeros(len(keys), dtype=np.int8)
    linked = np.flatnonzero(e.strength)
    np.maximum.at(
        state,
        np.searchsorted(keys, e.source[linked] * n_groups + e.group_of[e.target[linked]]),
        e.strength[linked],
    )
    size = (len(e.group_of), n_groups)
    return States(_grid(e, size, own, False, keys, state, best, rows), e.group_order)


def find_gaps(evidence: Evidence, measures: Sequence[Measure]) -> Gaps:
    """Find the measures that each group lacks.

    The state is ``partial`` where a clause of the group is linked to a clause of the measure, else
    ``absent``. The nearest clause is a linked one where there is one (``same`` before ``partial``),
    then the one with the highest ``p_same`` to any clause of the measure, then ``p_overlap``,
    then the earliest; its best values are given.
    """
    e = evidence
    n_groups = len(e.group_order)
    sizes = [len(measure.clauses) for measure in measures]
    clauses = np.array([i for measure in measures for i in measure.clauses], dtype=np.int64)
    measure_of = np.empty(len(e.group_of), dtype=np.int64)
    measure_of[clauses] = np.repeat(np.arange(len(measures)), sizes)
    best = _best_per_measure(e, measure_of)
    keys, rows = _nearest(e, best, n_groups, strongest_first=True)
    # found by measure and group, wanted by group and measure
    keys = keys % n_groups * len(measures) + keys // n_groups
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    state = np.minimum(best.strength[rows], 1).astype(np.int8)
    own = np.unique(e.group_of * len(measures) + measure_of)
    size = (n_groups, len(measures))
    return Gaps(_grid(e, size, own, True, keys, state, best, rows), e.group_order, measures)


def count_coverage(evidence: Evidence, states: States) -> Coverages:
    """Count how much of each group is found in each other one; a clause counts once."""
    n_groups = len(evidence.group_order)
    clause, group = np.divmod(states.grid.keys, max(n_groups, 1))
    pair = evidence.group_of[clause] * n_groups + group
    n_partial, n_covered = (
        np.bincount(pair[states.grid.state == state], minlength=n_groups**2).reshape(-1, n_groups)
        for state in (1, 2)
    )
    n_clauses = np.bincount(evidence.group_of, minlength=n_groups)
    return Coverages(evidence.group_order, n_clauses, n_covered, n_partial)


class _Best(NamedTuple):
    """Best values between owners (clauses or measures) and clauses, shape (n_values,) each."""

    owner: NDArray[np.int64]
    target: NDArray[np.int64]
    p_same: NDArray[np.float64]
    p_overlap: NDArray[np.float64]
    strength: NDArray[np.int8]


def _best_per_measure(e: Evidence, measure_of: NDArray[np.int64]) -> _Best:
    """Best values between each measure and each clause outside it that was scored with it."""
    n_clauses = max(len(e.group_of), 1)
    key = measure_of[e.source] * n_clauses + e.target
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = _starts(key)
    owner, target = np.divmod(key[starts], n_clauses)
    if not len(starts):
        return _Best(owner, target, e.p_same, e.p_overlap, e.strength)
    return _Best(
        owner,
        target,
        np.maximum.reduceat(e.p_same[order], starts),
        np.maximum.reduceat(e.p_overlap[order], starts),
        np.maximum.reduceat(e.strength[order], starts),
    )


def _nearest(
    e: Evidence, best: _Best, n_groups: int, *, strongest_first: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pick the nearest clause for each owner and group that it was scored with.

    Returns
    -------
    keys, rows : numpy.ndarray of int64, shape (n_found,)
        ``owner * n_groups + group``, ascending, and the row of the nearest in ``best``.
    """
    key = best.owner * n_groups + e.group_of[best.target]
    rows = np.argsort(key, kind="stable")
    for values in (best.strength, best.p_same) if strongest_first else (best.p_same,):
        rows = rows[_reaches_best(key[rows], values[rows])]
    starts = _starts(key[rows])
    alone = np.diff(starts, append=len(rows)) == 1
    # few owners have several rows left, so that sorting those by everything else is cheap
    tied = np.delete(rows, starts[alone])
    tied = tied[np.lexsort((e.ranks[best.target[tied]], -best.p_overlap[tied], key[tied]))]
    picked = rows[starts]
    picked[~alone] = tied[_starts(key[tied])]
    return key[picked], picked


def _reaches_best(key: NDArray[np.int64], values: Values) -> NDArray[np.bool_]:
    """Tell which values are the highest of their key; equal keys stand together."""
    starts = _starts(key)
    if not len(starts):
        return np.zeros(0, dtype=bool)
    highest = np.maximum.reduceat(values, starts)
    return np.asarray(values == np.repeat(highest, np.diff(starts, append=len(key))))


def _starts(key: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each run of equal keys begins."""
    is_first = np.ones(len(key), dtype=bool)
    is_first[1:] = key[1:] != key[:-1]
    return np.flatnonzero(is_first)


def _grid(
    e: Evidence,
    size: tuple[int, int],
    own: NDArray[np.int64],
    groups_in_rows: bool,
    keys: NDArray[np.int64],
    state: NDArray[np.int8],
    best: _Best,
    rows: NDArray[np.int64],
) -> Grid:
    """Lay out what was found; cells of an owner's own group are left out."""
    kept = ~np.isin(keys, own)
    rows = rows[kept]
    return Grid(
        *size,
        own,
        e.first_of_group(),
        groups_in_rows,
        keys[kept],
        state[kept],
        best.target[rows],
        best.p_same[rows],
        best.p_overlap[rows],
    )
