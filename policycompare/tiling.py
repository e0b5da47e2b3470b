"""Greedy string tiling in a compiled kernel: the shared spans of many pairs of texts.

:mod:`policycompare.reuse` says what is found and holds the plain way, which gives the same. Here
the pieces of one text are put into a hash table, and those of every text that it is paired with are
looked up in it; characters are compared after that, so a collision of hashes changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from policycompare.code_points import join_texts, stretches
from policycompare.compiling import kernel, map_in_threads

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPANS_AT_ONCE = 100_000
"""Spans for which a kernel has room; it is called again for what is left."""

_MASK = (1 << 41) - 1
_BASE = 1_640_531
"""Odd base of the rolling hash, so small that its product with 41 bits fits in 63."""


class Spans(NamedTuple):
    """Shared spans of pairs of texts, by pair and place in its first text; each shape (n_spans,).

    ``pair`` numbers the pairs, ``a`` and ``b`` are where the span begins in either text, ``n`` are
    its characters.
    """

    pair: NDArray[np.int64]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    n: NDArray[np.int64]


def tile_pairs(
    texts: Sequence[str], first: NDArray[np.int64], second: NDArray[np.int64], min_span: int
) -> Spans:
    """Find the shared spans of the pairs of texts at ``first[i]`` and ``second[i]``.

    Quickest where pairs of one first text follow each other.
    """
    codes, bounds = join_texts(texts)
    keys = np.zeros(len(codes), dtype=np.int64)
    _hash_pieces(codes, min_span, _BASE, _MASK, keys)
    lengths = np.diff(bounds)
    n_slots = 2
    while n_slots < 2 * int(lengths[first].max(initial=0)):
        n_slots *= 2
    # one order for both directions, so that ties fall alike
    mirrored = np.array(
        [texts[j] < texts[i] for i, j in zip(first.tolist(), second.tolist(), strict=True)],
        dtype=np.bool_,
    )
    room = np.minimum(lengths[first], lengths[second]) // min_span

    def tile(stretch: tuple[int, int]) -> list[NDArray[np.int64]]:
        at, end = stretch
        found = []
        while at < end:
            taken = np.empty((max(SPANS_AT_ONCE, int(room[at])), 4), dtype=np.int64)
            at, n_taken = _tile(
                codes, keys, bounds, first, second, mirrored, room, at, end, min_span, n_slots,
                taken,
            )  # fmt: skip
            found.append(taken[:n_taken].copy())
        return found

    found = [part for parts in map_in_threads(tile, stretches(len(first))) for part in parts]
    spans = np.concatenate([*found, np.empty((0, 4), dtype=np.int64)])
    return Spans(*spans[np.lexsort((spans[:, 1], spans[:, 0]))].T)


@kernel
def _hash_pieces(
    codes: NDArray[np.uint32], n: int, base: int, mask: int, keys: NDArray[np.int64]
) -> None:
    """Fill ``keys`` with the hash of the piece of ``n`` characters at each place where it fits."""
    for i in range(len(codes) - n + 1):
        key = np.int64(0)
        for k in range(n):
            key = (key * base + np.int64(codes[i + k])) & mask
        # the highest bits depend on all characters
        keys[i] = key >> 8


@kernel
def _tile(
    codes: NDArray[np.uint32],
    keys: NDArray[np.int64],
    bounds: NDArray[np.int64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    mirrored: NDArray[np.bool_],
    room: NDArray[np.int64],
    at: int,
    end: int,
    min_span: int,
    n_slots: int,
    taken: NDArray[np.int64],
) -> tuple[int, int]:
    """Fill ``taken`` with the spans of pairs from ``at`` on while they surely fit.

    Returns the pair behind the last one that was looked at, and the number of spans.
    """
    # in each slot the last place of its pieces in the first text, and before each place the next
    slots = np.full(n_slots, -1, dtype=np.int64)
    longest = 0
    for pair in range(at, end):
        longest = max(longest, bounds[first[pair] + 1] - bounds[first[pair]])
    before = np.empty(longest + 1, dtype=np.int64)
    n_taken = 0
    held = -1
    for pair in range(at, end):
        if n_taken + room[pair] > len(taken):
            return pair, n_taken
        start_a, start_b = bounds[first[pair]], bounds[second[pair]]
        n_a, n_b = bounds[first[pair] + 1] - start_a, bounds[second[pair] + 1] - start_b
        if first[pair] != held:
            held = first[pair]
            slots[:] = -1
            for i in range(n_a - min_span + 1):
                slot = keys[start_a + i] & (n_slots - 1)
                before[i] = slots[slot]
                slots[slot] = i
        waiting = [(0, 0, 0, 0) for _ in range(0)]
        for j in range(n_b - min_span + 1):
            key = keys[start_b + j]
            i = slots[key & (n_slots - 1)]
            while i >= 0:
                if keys[start_a + i] == key and not (
                    i > 0 and j > 0 and codes[start_a + i - 1] == codes[start_b + j - 1]
                ):  # else no maximal match begins here
                    length = 0
                    while (
                        i + length < n_a
                        and j + length < n_b
                        and codes[start_a + i + length] == codes[start_b + j + length]
                    ):
                        length += 1
                    if length >= min_span:
                        heappush(waiting, (-length, j if mirrored[pair] else i, i, j))
                i = before[i]
        if len(waiting) == 0:
            continue
        free_a = np.ones(n_a, dtype=np.bool_)
        free_b = np.ones(n_b, dtype=np.bool_)
        while len(waiting) > 0:
            minus_length, _, i, j = heappop(waiting)
            begin = -1
            for k in range(-minus_length + 1):
                free = k < -minus_length and free_a[i + k] and free_b[j + k]
                if free and begin < 0:
                    begin = k
                elif not free and begin >= 0:
                    length = k - begin
                    if length == -minus_length:
                        taken[n_taken, 0], taken[n_taken, 1] = pair, i
                        taken[n_taken, 2], taken[n_taken, 3] = j, length
                        n_taken += 1
                        free_a[i : i + length] = False
                        free_b[j : j + length] = False
                    elif length >= min_span:
                        x, y = i + begin, j + begin
                        heappush(waiting, (-length, y if mirrored[pair] else x, x, y))
                    begin = -1
    return end, n_taken
