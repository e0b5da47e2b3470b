"""The best partners of a clause so far, as kernels: a heap, and what is near its least one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare.compiling import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.neighbours.room import Clauses, Room

    Whole = NDArray[np.int64]

N_LOOKED_AT = 64
"""Clauses that are looked at together."""


@kernel
def look_at_all(
    k: int,
    clause: int,
    first: int,
    last: int,
    margin: int,
    others: Clauses,
    room: Room,
    n_near: int,
) -> int:
    """Consider everybody of a range, some at a time."""
    sums, n, step = room.sums, np.uint64(last - first), np.uint64(N_LOOKED_AT)
    # unsigned: a place that may count from the end keeps the compiler from taking several at once
    for start in range(np.uint64(0), n, step):
        stop = min(start + step, n)
        most = np.int32(0)
        for member in range(start, stop):
            most = max(most, sums[member])
        if most >= room.floors[k]:
            for member in range(start, stop):
                if sums[member] >= room.floors[k]:
                    partner, total = first + np.int64(member), sums[member]
                    n_near = consider(k, clause, partner, total, margin, others, room, n_near)
        for member in range(start, stop):
            sums[member] = 0
    return n_near


@kernel
def consider(
    k: int,
    clause: int,
    partner: Any,
    total: int,
    margin: int,
    others: Clauses,
    room: Room,
    n_near: int,
) -> int:
    """Keep a partner that may be among the best; how many are near now, kept or not."""
    if others.codes[partner] == others.codes[clause]:
        return n_near
    heaps = room.heaps
    # The lower position is the greater key of equal sums; no two keys are equal.
    key = (np.int64(total) << 32) + (len(others.codes) - partner)
    if key > heaps[k, 0]:
        _replace_least(heaps, k, room.sizes[k], key)
        room.floors[k] = max((heaps[k, 0] >> 32) - max(margin, 0), 1)
    if margin < 0:
        return n_near
    if n_near < len(room.near):
        room.near[n_near, 0], room.near[n_near, 1], room.near[n_near, 2] = k, partner, total
    return n_near + 1


@kernel
def _replace_least(heaps: Whole, k: int, size: Any, key: int) -> None:
    """Put a key into a heap in place of the least one."""
    node = 0
    while True:
        child = 2 * node + 1
        if child >= size:
            break
        if child + 1 < size and heaps[k, child + 1] < heaps[k, child]:
            child += 1
        if heaps[k, child] >= key:
            break
        heaps[k, node] = heaps[k, child]
        node = child
    heaps[k, node] = key
