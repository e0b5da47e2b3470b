"""The search for nearest clauses by kernels, in threads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from policycompare.compiling import map_in_threads, use_threads
from policycompare.neighbours import kernels, meetings
from policycompare.neighbours.fields import Field, Search, plan_search, round_weights
from policycompare.neighbours.room import Clauses, Postings, Room

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

_CLAUSES = 256
"""Clauses that a thread takes at a time."""

_ROWS_TOGETHER = 65_536
"""Rows of a range that clauses meet together: their sums, 256 KB, fit a core's own memory."""

_LEAST_NEAR = 1_000_000
"""Partners within a margin for which a thread has room at least."""


class _Room(NamedTuple):
    """What a thread writes on: to meet others, and to measure what was met with all terms."""

    meetings: Room
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
        self._field = field
        limits = field.clause_rows.limits
        self._others = Clauses(
            limits, field.owner.astype(np.uint32), codes, _cut(limits, _ROWS_TOGETHER)
        )
        self._is_whole = bool(np.array_equal(field.owner, np.arange(field.n_clauses)))
        self._ends = field.rows.indptr.astype(np.int64)
        self._most_terms = int(np.diff(self._ends).max(initial=0))
        weights = round_weights(field.rows)
        columns = type(field.rows)(
            (weights, field.rows.indices, field.rows.indptr), shape=field.rows.shape
        ).tocsc()
        starts, rows = columns.indptr.astype(np.int64), _to_places(columns.indices)
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
        self._postings = Postings(bounds, used, used_weights, starts, rows, columns.data)

    def find(
        self, clauses: Whole, limit: int, n_workers: int
    ) -> tuple[Whole, Whole, NDArray[np.bool_]]:
        """See :func:`policycompare.neighbours.find_nearest`."""
        search = plan_search(self._field, clauses, np.diff(self._postings.bounds), limit)
        blocks = [
            Search(*(side[start : start + _CLAUSES] for side in search))
            for start in range(0, len(clauses), _CLAUSES)
        ]
        rooms: SimpleQueue[_Room] = SimpleQueue()
        for _ in range(min(n_workers, len(blocks))):
            rooms.put(self._make_room(blocks, int(search.wanted.max(initial=0))))
        work = partial(self._find_block, limit=limit, rooms=rooms)
        # The first block compiles the kernels, once.
        found = [work(block) for block in blocks[:1]]
        with use_threads(n_workers):
            found.extend(map_in_threads(work, blocks[1:]))
        nearest = np.concatenate([np.zeros((0, limit), dtype=np.int32), *found])
        places, ranks = np.nonzero(nearest >= 0)
        return clauses[places], nearest[places, ranks].astype(np.int64), search.shortened

    def _make_room(self, blocks: Sequence[Search], wanted: int) -> _Room:
        limits, cuts = self._others.limits, self._others.cuts
        n_rows = int(np.diff(limits[cuts]).max(initial=0))
        n_clauses = int(np.diff(cuts).max(initial=0))
        n_used = np.diff(self._postings.bounds[limits])
        most_used = max((int(n_used[block.clauses].sum()) for block in blocks), default=0)
        n_near = max(self._field.n_clauses, _LEAST_NEAR)
        sums = best = np.zeros(n_rows, dtype=np.int32)
        # One more: a row is written down before it is known to be new.
        touched = met = np.empty(n_rows + 1, dtype=np.uint32)
        if not self._is_whole:
            best = np.zeros(n_clauses, dtype=np.int32)
            met = np.empty(n_clauses + 1, dtype=np.uint32)
        sizes, floors, fill = np.empty((3, _CLAUSES), dtype=np.int64)
        reached, stops = np.empty((2, most_used), dtype=np.int64)
        room = Room(
            sums,
            best,
            touched,
            met,
            reached,
            stops,
            heaps=np.empty((_CLAUSES, wanted), dtype=np.int64),
            sizes=sizes,
            floors=floors,
            fill=fill,
            segments=np.empty(self._most_terms, dtype=np.int64),
            near=np.empty((n_near, 3), dtype=np.int32),
        )
        n_partners = n_near + _CLAUSES * wanted
        return _Room(
            room,
            partners=np.empty(n_partners, dtype=np.int32),
            numbers=np.zeros(self._field.rows.shape[1], dtype=np.uint32),
            table=np.zeros((kernels.WIDE * self._most_terms + 1, kernels.WIDE)),
            similarity=np.empty(n_partners),
        )

    def _find_block(
        self, search: Search, *, limit: int, rooms: SimpleQueue[_Room]
    ) -> NDArray[np.int32]:
        """The nearest of each clause, -1 where there are no more, shape (n, limit)."""
        with _take(rooms) as room:
            return np.concatenate([*self._find(search, limit, room)])

    def _find(self, search: Search, limit: int, room: _Room) -> Iterator[NDArray[np.int32]]:
        rows = self._field.rows
        ends = np.empty(len(search.clauses), dtype=np.int64)
        has_room = meetings.meet(
            *search,
            self._postings,
            self._others,
            room.meetings,
            room.partners,
            ends,
            self._is_whole,
        )
        if not has_room:
            middle = len(search.clauses) // 2
            for part in (slice(None, middle), slice(middle, None)):
                yield from self._find(Search(*(side[part] for side in search)), limit, room)
            return
        nearest = np.full((len(search.clauses), limit), -1, dtype=np.int32)
        kernels.choose(
            search.clauses,
            self._others.limits,
            self._ends,
            rows.indices,
            rows.data,
            room.partners,
            ends,
            room.numbers,
            room.table,
            room.similarity,
            nearest,
            np.zeros(nearest.shape),
        )
        yield nearest


def _cut(limits: Whole, n_together: int) -> Whole:
    """First clause of each range of about so many rows, and the number of clauses."""
    cuts = [0]
    while cuts[-1] < len(limits) - 1:
        fits = int(np.searchsorted(limits, limits[cuts[-1]] + n_together, side="right")) - 1
        cuts.append(max(cuts[-1] + 1, min(fits, len(limits) - 1)))
    return np.array(cuts, dtype=np.int64)


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
