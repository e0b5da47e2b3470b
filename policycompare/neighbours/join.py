"""The search for nearest clauses by kernels, in threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from policycompare.compiling import map_in_threads, use_threads
from policycompare.neighbours import kernels, meetings
from policycompare.neighbours.fields import Field, Search, plan_search, round_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

_CLAUSES = 256
"""Clauses that a thread takes at a time."""

_LEAST_ROOM = 65_536
"""Partners at least that a thread keeps before it measures them with all terms."""


class _Room(NamedTuple):
    """What a thread writes on: a few numbers per row, clause and term."""

    sums: NDArray[np.int32]
    best: NDArray[np.int32]
    touched: NDArray[np.uint32]
    met: NDArray[np.uint32]
    scores: NDArray[np.int32]
    heap: Whole
    partners: NDArray[np.int32]
    numbers: NDArray[np.uint32]
    table: NDArray[np.float64]
    similarity: NDArray[np.float64]


class Join:
    """Posting lists of a field, and of each row the terms that it uses.

    Parameters
    ----------
    field : Field
    codes : numpy.ndarray of int64, shape (n_clauses,)
        Number of the group of each clause.
    reach : int
        Clauses that a clause meets, about.
    """

    def __init__(self, field: Field, codes: Whole, reach: int) -> None:
        self._field, self._codes = field, codes
        self._limits = field.clause_rows.limits
        self._owner = field.owner.astype(np.uint32)
        self._is_whole = bool(np.array_equal(field.owner, np.arange(field.n_clauses)))
        self._ends = field.rows.indptr.astype(np.int64)
        self._most_terms = int(np.diff(self._ends).max(initial=0))
        weights = round_weights(field.rows)
        columns = type(field.rows)(
            (weights, field.rows.indices, field.rows.indptr), shape=field.rows.shape
        ).tocsc()
        starts, rows = columns.indptr.astype(np.int64), _to_places(columns.indices)
        self._postings = starts, rows, columns.data
        # Equally frequent terms stay in their order.
        terms = np.argsort(np.diff(starts), kind="stable")
        met, counts = np.zeros((2, field.rows.shape[0]), dtype=np.int64)
        kernels.count_rarest(terms, starts, rows, field.allow(reach), met, counts)
        bounds = np.r_[0, np.cumsum(counts)]
        used = np.empty(bounds[-1], dtype=np.int32)
        used_weights = np.empty(bounds[-1], dtype=np.int16)
        kernels.keep_rarest(
            terms, starts, rows, columns.data, bounds[1:], bounds[:-1].copy(), used, used_weights
        )
        self._used = bounds, used, used_weights

    def find(
        self, clauses: Whole, limit: int, n_workers: int
    ) -> tuple[Whole, Whole, NDArray[np.bool_]]:
        """See :func:`policycompare.neighbours.find_nearest`."""
        search = plan_search(self._field, clauses, np.diff(self._used[0]), limit)
        blocks = [
            Search(*(side[start : start + _CLAUSES] for side in search))
            for start in range(0, len(clauses), _CLAUSES)
        ]
        rooms: SimpleQueue[_Room] = SimpleQueue()
        for _ in range(min(n_workers, len(blocks))):
            rooms.put(self._make_room(int(search.wanted.max(initial=0))))
        work = partial(self._find_block, limit=limit, rooms=rooms)
        # The first block compiles the kernels, once.
        found = [work(block) for block in blocks[:1]]
        with use_threads(n_workers):
            found.extend(map_in_threads(work, blocks[1:]))
        nearest = np.concatenate([np.zeros((0, limit), dtype=np.int32), *found])
        places, ranks = np.nonzero(nearest >= 0)
        return clauses[places], nearest[places, ranks].astype(np.int64), search.shortened

    def _make_room(self, wanted: int) -> _Room:
        n_clauses, n_rows = self._field.n_clauses, len(self._field.owner)
        sums = best = np.zeros(n_rows, dtype=np.int32)
        # One more: a row is written down before it is known to be new.
        touched = met = np.empty(n_rows + 1, dtype=np.uint32)
        if not self._is_whole:
            best = np.zeros(n_clauses, dtype=np.int32)
            met = np.empty(n_clauses + 1, dtype=np.uint32)
        n_partners = max(n_clauses, _LEAST_ROOM)
        return _Room(
            sums,
            best,
            touched,
            met,
            scores=np.empty(n_clauses + 1, dtype=np.int32),
            heap=np.empty(wanted, dtype=np.int64),
            partners=np.empty(n_partners, dtype=np.int32),
            numbers=np.zeros(self._field.rows.shape[1], dtype=np.uint32),
            table=np.zeros((kernels.WIDE * self._most_terms + 1, kernels.WIDE)),
            similarity=np.empty(n_partners),
        )

    def _find_block(
        self, search: Search, *, limit: int, rooms: SimpleQueue[_Room]
    ) -> NDArray[np.int32]:
        """The nearest of each clause, -1 where there are no more, shape (n, limit)."""
        nearest = np.full((len(search.clauses), limit), -1, dtype=np.int32)
        cosines = np.zeros(nearest.shape)
        ends = np.empty(len(search.clauses), dtype=np.int64)
        rows = self._field.rows
        whole = self._ends, rows.indices, rows.data
        with _take(rooms) as room:
            start = 0
            while start < len(nearest):
                clauses, wanted, margins = (side[start:] for side in search)
                done = meetings.meet(
                    clauses,
                    self._limits,
                    *self._used,
                    *self._postings,
                    self._owner,
                    self._codes,
                    wanted,
                    margins,
                    room.sums,
                    room.best,
                    room.touched,
                    room.met,
                    room.scores,
                    room.heap,
                    room.partners,
                    ends,
                    self._is_whole,
                )
                stop = start + done
                kernels.choose(
                    clauses[:done],
                    self._limits,
                    *whole,
                    room.partners,
                    ends,
                    room.numbers,
                    room.table,
                    room.similarity,
                    nearest[start:stop],
                    cosines[start:stop],
                )
                start = stop
        return nearest


def _to_places(indices: Any) -> NDArray[np.uint32]:
    """The indices, none below 0, without a sign; no copy of those that have 32 bits."""
    return np.asarray(indices.view(np.uint32) if indices.itemsize == 4 else indices.astype("u4"))


@contextmanager
def _take(rooms: SimpleQueue[_Room]) -> Iterator[_Room]:
    room = rooms.get()
    try:
        yield room
    finally:
        rooms.put(room)
