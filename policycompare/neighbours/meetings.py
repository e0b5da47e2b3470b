"""The meetings of clauses through the posting lists of their terms, as a kernel.

Products of rounded weights are added as whole numbers, so no order of addition and no machine
changes which clauses come out best. What a clause costs follows the rows that it meets, not the
number of all clauses: the rows met are written down, and only their sums are looked at and reset.

Some hundred clauses meet one range of the others before they meet the next: the sums of a range
stay in the fastest memory, however many clauses there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare.compiling import kernel
from policycompare.neighbours.best import consider, look_at_all

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.neighbours.room import Clauses, Postings, Room

    Whole = NDArray[np.int64]
    Small = NDArray[np.int32]
    Places = NDArray[np.uint32]


FEW_OF = 8
"""A row that meets one of so many of a range, or more, does not write down whom it meets: to look
at everybody, several at once, takes less time."""

CROWDED = -1
"""In place of a number of clauses: too many to be written down."""


@kernel
def meet(
    clauses: Whole,
    wanted: Whole,
    margins: Whole,
    postings: Postings,
    others: Clauses,
    room: Room,
    partners: Small,
    ends: Whole,
    is_whole: bool,
) -> bool:
    """Find the clauses that come out best for each of ``clauses``.

    Parameters
    ----------
    clauses : numpy.ndarray of int64, shape (n,)
    wanted, margins : numpy.ndarray of int64, shape (n,)
        How many are wanted, and how far below the last of them others are taken too; without a
        margin (-1) no more than wanted, equal ones by position.
    postings : Postings
    others : Clauses
    room : Room
    partners, ends : numpy.ndarray
        Filled: what was found, one clause after the other, and where each ends. There is room for
        all of ``room.heaps`` and ``room.near``.
    is_whole : bool
        Whether row k is the one row of clause k, for every k.

    Returns
    -------
    bool
        False if there was not enough room in ``room.near``, which has room for one clause.
    """
    # Numbers of 32 bits and unsigned places: the compiler makes the shortest loops of them. A sum
    # is at most 2 ** 30 and a little.
    limits, best, met, floors = others.limits, room.best, room.met, room.floors
    n_near = 0
    _lay_out(clauses, wanted, postings, limits, room)
    for cut in range(len(others.cuts) - 1):
        first, last = others.cuts[cut], others.cuts[cut + 1]
        low, high = np.uint32(limits[first]), np.uint32(limits[last])
        at = 0
        for k in range(len(clauses)):
            clause, n_met = clauses[k], 0
            for row in range(limits[clause], limits[clause + 1] if wanted[k] else 0):
                n_touched = _follow(row, at, postings, room, low, high, is_whole)
                at += postings.bounds[row + 1] - postings.bounds[row]
                if is_whole:
                    n_met = n_touched
                else:
                    n_met = _gather(n_touched, n_met, low, first, floors[k], others.owner, room)
            if n_met == CROWDED:
                n_near = look_at_all(k, clause, first, last, margins[k], others, room, n_near)
            for place in range(n_met):
                member = met[place]
                total = best[member]
                best[member] = 0
                if total >= floors[k]:
                    partner = first + np.int64(member)
                    n_near = consider(k, clause, partner, total, margins[k], others, room, n_near)
        if n_near > len(room.near):
            return False
    _write_down(wanted, margins, len(others.codes), n_near, room, partners, ends)
    return True


@kernel
def _lay_out(clauses: Whole, wanted: Whole, postings: Postings, limits: Whole, room: Room) -> None:
    """Begin the posting lists of all terms that the clauses use."""
    n = 0
    for k in range(len(clauses)):
        room.sizes[k] = wanted[k]
        room.floors[k] = 1
        for place in range(wanted[k]):
            room.heaps[k, place] = -1
        first, last = limits[clauses[k]], limits[clauses[k] + 1]
        for entry in range(postings.bounds[first], postings.bounds[last] if wanted[k] else 0):
            term = postings.used[entry]
            room.reached[n], room.stops[n] = postings.starts[term], postings.starts[term + 1]
            n += 1


@kernel
def _follow(
    row: int, at: int, postings: Postings, room: Room, low: Any, high: Any, is_whole: bool
) -> Any:
    """Add up the products of a row with the rows of a range; how many it meets, or ``CROWDED``.

    The places of its terms in ``room.reached`` begin with ``at``.
    """
    sums, touched, rows, weights = room.sums, room.touched, postings.rows, postings.weights
    first = postings.bounds[row]
    n_used = postings.bounds[row + 1] - first
    is_crowded = False
    if is_whole:
        n_meetings = np.uint64(0)
        for entry in range(n_used):
            place, stop = np.uint64(room.reached[at + entry]), np.uint64(room.stops[at + entry])
            end = _find_end(rows, place, stop, high)
            room.segments[entry] = end
            n_meetings += end - place
        is_crowded = FEW_OF * n_meetings >= high - low
    n_touched = np.uint64(0)
    for entry in range(n_used):
        weight = np.int32(postings.used_weights[first + entry])
        place = np.uint64(room.reached[at + entry])
        if is_whole:
            end = np.uint64(room.segments[entry])
        else:
            end = _find_end(rows, place, np.uint64(room.stops[at + entry]), high)
        if is_crowded:
            for posting in range(place, end):
                sums[rows[posting] - low] += weight * np.int32(weights[posting])
        else:
            # Written down before it is known to be new: no branch.
            for posting in range(place, end):
                other = rows[posting] - low
                before = sums[other]
                touched[n_touched] = other
                n_touched += np.uint64(before == 0)
                sums[other] = before + weight * np.int32(weights[posting])
        room.reached[at + entry] = end
    return CROWDED if is_crowded else np.int64(n_touched)


@kernel
def _find_end(rows: Any, place: Any, stop: Any, high: Any) -> Any:
    """The first place from ``place`` on, before ``stop``, with a row from ``high`` on."""
    if place == stop or rows[stop - np.uint64(1)] < high:
        return stop
    step = np.uint64(1)
    while place + step < stop and rows[place + step] < high:
        place += step
        step += step
    end = min(place + step, stop)
    while place < end:
        middle = (place + end) >> np.uint64(1)
        if rows[middle] < high:
            place = middle + np.uint64(1)
        else:
            end = middle
    return place


@kernel
def _gather(
    n_touched: int, n_met: int, low: Any, first: int, floor: int, owner: Places, room: Room
) -> Any:
    """Keep for each clause that was met its best row; how many clauses are met now."""
    n = np.uint64(n_met)
    for place in range(n_touched):
        other = room.touched[place]
        score = room.sums[other]
        room.sums[other] = 0
        # Nobody below the last that is wanted so far will be among them.
        if score >= floor:
            member = owner[low + other] - np.uint32(first)
            before = room.best[member]
            room.met[n] = member
            n += np.uint64(before == 0)
            room.best[member] = max(before, score)
    return np.int64(n)


@kernel
def _write_down(
    wanted: Whole,
    margins: Whole,
    n_clauses: int,
    n_near: int,
    room: Room,
    partners: Small,
    ends: Whole,
) -> None:
    """Write what was found for each clause, one after the other."""
    heaps, near, fill = room.heaps, room.near, room.fill
    for k in range(len(wanted)):
        fill[k] = 0
        if margins[k] < 0:
            for place in range(wanted[k]):
                fill[k] += heaps[k, place] >= 0
    for place in range(n_near):
        fill[near[place, 0]] += near[place, 2] >= room.floors[near[place, 0]]
    n_found = 0
    for k in range(len(wanted)):
        n_found += fill[k]
        ends[k] = n_found
        fill[k] = n_found - fill[k]
        if margins[k] < 0:
            for place in range(wanted[k]):
                if heaps[k, place] >= 0:
                    partners[fill[k]] = n_clauses - (heaps[k, place] & 0xFFFFFFFF)
                    fill[k] += 1
    for place in range(n_near):
        k = near[place, 0]
        if near[place, 2] >= room.floors[k]:
            partners[fill[k]] = near[place, 1]
            fill[k] += 1
