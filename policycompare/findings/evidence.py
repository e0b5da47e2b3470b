"""States, gaps and coverage, each with the nearest clause as evidence.

Clauses and measures are looked at in blocks: what lies between the scored pairs and the findings
takes memory for the pairs of a block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policycompare.datamodel import Coverages, Gaps, Measure, States
from policycompare.datamodel.grids import Grid
from policycompare.findings.sides import Evidence, cut_blocks

Values = NDArray[np.float64] | NDArray[np.int8]
Whole = NDArray[np.int64]


def find_states(evidence: Evidence) -> States:
    """Decide the one state of every clause in every other group.

    ``covered`` where a ``same`` link to a clause of the group exists, ``partial`` where only
    ``partial`` links do, else ``absent``. The nearest clause is the one with the highest
    ``p_same``, then ``p_overlap``, then the earliest.
    """
    e, n_groups = evidence, len(evidence.group_order)
    own = np.arange(len(e.group_of)) * n_groups + e.group_of
    blocks = []
    for start, stop in cut_blocks(e.n_met):
        source, target, pair = e.meet(np.arange(start, stop))
        values = e.scored.p_same[pair], e.scored.p_overlap[pair], e.strength[pair]
        best = _Best(source, target, *values)
        keys, rows = _nearest(e, best, n_groups, strongest_first=False)
        state = np.zeros(len(keys), dtype=np.int8)
        linked = np.flatnonzero(best.strength)
        cells = source[linked] * n_groups + e.group_of[target[linked]]
        np.maximum.at(state, np.searchsorted(keys, cells), best.strength[linked])
        blocks.append(_cells(keys, state, best, rows, own))
    found = _join(blocks)
    grid = Grid(
        len(e.group_of),
        n_groups,
        own,
        e.first_of_group(),
        False,
        found.keys,
        found.state,
        found.nearest,
        found.p_same,
        found.p_overlap,
    )
    return States(grid, e.group_order)


def find_gaps(evidence: Evidence, measures: Sequence[Measure]) -> Gaps:
    """Find the measures that each group lacks.

    The state is ``partial`` where a clause of the group is linked to a clause of the measure, else
    ``absent``. The nearest clause is a linked one where there is one (``same`` before ``partial``),
    then the one with the highest ``p_same`` to any clause of the measure, then ``p_overlap``,
    then the earliest; its best values are given.
    """
    e, n_groups = evidence, len(evidence.group_order)
    sizes = [len(measure.clauses) for measure in measures]
    ends = np.r_[0, np.cumsum(np.array(sizes, dtype=np.int64))]
    clauses = np.array([i for measure in measures for i in measure.clauses], dtype=np.int64)
    measure_of = np.empty(len(e.group_of), dtype=np.int64)
    measure_of[clauses] = np.repeat(np.arange(len(measures)), sizes)
    own = np.unique(measure_of * n_groups + e.group_of)
    blocks = []
    n_met = np.r_[0, np.cumsum(e.n_met[clauses])]
    for start, stop in cut_blocks(np.diff(n_met[ends])):
        best = _best_per_measure(e, measure_of, clauses[ends[start] : ends[stop]])
        keys, rows = _nearest(e, best, n_groups, strongest_first=True)
        state = np.minimum(best.strength[rows], 1).astype(np.int8)
        blocks.append(_cells(keys, state, best, rows, own))
    found = _join(blocks)
    # found by measure and group, wanted by group and measure
    keys, own = (k % n_groups * len(measures) + k // n_groups for k in (found.keys, own))
    order = np.argsort(keys, kind="stable")
    grid = Grid(
        n_groups,
        len(measures),
        np.sort(own),
        e.first_of_group(),
        True,
        keys[order],
        found.state[order],
        found.nearest[order],
        found.p_same[order],
        found.p_overlap[order],
    )
    return Gaps(grid, e.group_order, measures)


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

    owner: Whole
    target: Whole
    p_same: NDArray[np.float64]
    p_overlap: NDArray[np.float64]
    strength: NDArray[np.int8]


def _best_per_measure(e: Evidence, measure_of: Whole, clauses: Whole) -> _Best:
    """Best values between each measure and each clause outside it that was scored with it.

    Of the measures that consist of ``clauses``.
    """
    source, target, pair = e.meet(clauses)
    p_same, p_overlap, strength = e.scored.p_same[pair], e.scored.p_overlap[pair], e.strength[pair]
    n_clauses = max(len(e.group_of), 1)
    key = measure_of[source] * n_clauses + target
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = _starts(key)
    owner, target = np.divmod(key[starts], n_clauses)
    if not len(starts):
        return _Best(owner, target, p_same, p_overlap, strength)
    return _Best(
        owner,
        target,
        np.maximum.reduceat(p_same[order], starts),
        np.maximum.reduceat(p_overlap[order], starts),
        np.maximum.reduceat(strength[order], starts),
    )


def _nearest(
    e: Evidence, best: _Best, n_groups: int, *, strongest_first: bool
) -> tuple[Whole, Whole]:
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


def _reaches_best(key: Whole, values: Values) -> NDArray[np.bool_]:
    """Tell which values are the highest of their key; equal keys stand together."""
    starts = _starts(key)
    if not len(starts):
        return np.zeros(0, dtype=bool)
    highest = np.maximum.reduceat(values, starts)
    return np.asarray(values == np.repeat(highest, np.diff(starts, append=len(key))))


def _starts(key: Whole) -> Whole:
    """Where each run of equal keys begins."""
    is_first = np.ones(len(key), dtype=bool)
    is_first[1:] = key[1:] != key[:-1]
    return np.flatnonzero(is_first)


class _Cells(NamedTuple):
    """Known cells of a grid by owner and group, as there; shape (n_cells,) each."""

    keys: Whole
    state: NDArray[np.int8]
    nearest: NDArray[np.int32]
    p_same: NDArray[np.float64]
    p_overlap: NDArray[np.float64]


def _cells(keys: Whole, state: NDArray[np.int8], best: _Best, rows: Whole, own: Whole) -> _Cells:
    """What was found, but for the cells of an owner's own group, whose keys are ``own``."""
    at = np.minimum(np.searchsorted(own, keys), len(own) - 1)
    kept = own[at] != keys
    rows = rows[kept]
    nearest = best.target[rows].astype(np.int32)
    return _Cells(keys[kept], state[kept], nearest, best.p_same[rows], best.p_overlap[rows])


def _join(blocks: list[_Cells]) -> _Cells:
    """The blocks one after the other, column by column; empties the list."""
    columns = [list(column) for column in zip(*blocks, strict=True)]
    blocks.clear()
    return _Cells(*(np.concatenate(columns.pop(0)) for _ in range(len(columns))))
