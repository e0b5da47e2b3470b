"""Scored pairs as each of their clauses sees them, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policycompare.datamodel import Link, Links, ScoredPairs
from policycompare.datamodel.grids import NONE

Whole = NDArray[np.int64]

BLOCK_PAIRS = 2_000_000
"""Scored pairs, each seen from one side, of a block, about."""


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
        ranks: Whole,
        groups: Sequence[str],
        group_order: Sequence[str],
        scored: ScoredPairs,
        links: Sequence[Link],
    ) -> None:
        self.ranks = ranks
        self.group_order = group_order
        self.number = {group: i for i, group in enumerate(group_order)}
        self.group_of = np.array([self.number[group] for group in groups], dtype=np.int64)
        self.scored = scored
        self.strength = np.zeros(len(scored.a), dtype=np.int8)
        columns = Links.collect(links)
        self.strength[columns.row] = columns.strength
        # Where the pairs of each clause begin: of the first ones they stand together already.
        n = len(groups)
        self._firsts = np.searchsorted(scored.a, np.arange(n + 1))
        self._by_second = np.argsort(scored.b, kind="stable")
        self._seconds = np.r_[0, np.cumsum(np.bincount(scored.b, minlength=n))]

    @property
    def n_met(self) -> Whole:
        """Clauses with which each was scored, shape (n_clauses,)."""
        return np.asarray(np.diff(self._firsts) + np.diff(self._seconds))

    def meet(self, clauses: Whole) -> Meetings:
        """The scored pairs of some clauses, seen from these."""
        one, pair = _expand(self._firsts, clauses)
        other, places = _expand(self._seconds, clauses)
        seconds = self._by_second[places]
        source = np.concatenate([one, other])
        target = np.concatenate([self.scored.b[pair], self.scored.a[seconds]])
        return Meetings(source, target, np.concatenate([pair, seconds]))

    def first_of_group(self) -> Whole:
        """Find the earliest clause of each group: the nearest where no pair was scored."""
        first = np.full(len(self.group_order), NONE, dtype=np.int64)
        by_rank = np.argsort(self.ranks)
        found, at = np.unique(self.group_of[by_rank], return_index=True)
        first[found] = by_rank[at]
        return first


class Meetings(NamedTuple):
    """Scored pairs as seen from one of their clauses, and their rows, shape (n,) each."""

    source: Whole
    target: Whole
    pair: Whole


def cut_blocks(n_met: Whole) -> Iterator[tuple[int, int]]:
    """Start and end of blocks of owners that met few enough; one block at least."""
    room = np.r_[0, np.cumsum(n_met)]
    start = 0
    while True:
        fitting = int(np.searchsorted(room, room[start] + BLOCK_PAIRS, side="right")) - 1
        stop = min(max(fitting, start + 1), len(n_met))
        yield start, stop
        if stop == len(n_met):
            return
        start = stop


def _expand(starts: Whole, clauses: Whole) -> tuple[Whole, Whole]:
    """Each clause as often as it has places, and its places, which begin at ``starts``."""
    counts = starts[clauses + 1] - starts[clauses]
    ends = np.cumsum(counts)
    shifts = np.repeat(starts[clauses] - (ends - counts), counts)
    return np.repeat(clauses, counts), np.arange(len(shifts)) + shifts
