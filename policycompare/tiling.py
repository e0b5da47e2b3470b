"""Greedy string tiling in a compiled kernel: the shared spans of many pairs of texts.

:mod:`policycompare.reuse` says what is found and holds the plain way, which gives the same. Here
each text is turned once into the hashes of its pieces in ascending order, so that what two texts
share is found in one walk through both; characters are compared after that, so a collision of
hashes changes nothing.
"""

from __future__ import annotations

from functools import lru_cache
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from policycompare.compiling import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_TEXTS = 8192
"""Texts whose pieces are kept: a clause meets many others. About 5 KB each."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
"""Odd base of the rolling hash modulo 2**64; its value changes no result."""


class Pieces(NamedTuple):
    """A text as code points, and the hashes of its pieces with where they begin, ascending."""

    codes: NDArray[np.uint32]
    hashes: NDArray[np.uint64]
    places: NDArray[np.int64]


@lru_cache(maxsize=N_TEXTS)
def cut_pieces(text: str, n: int) -> Pieces:
    """Hash each piece of ``n`` characters of a text."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    n_pieces = max(0, len(codes) - n + 1)
    hashes = np.zeros(n_pieces, dtype=np.uint64)
    for k in range(n):
        hashes = hashes * _BASE + codes[k : k + n_pieces]
    places = np.argsort(hashes, kind="stable")
    return Pieces(codes, hashes[places], places)


def tile(text_a: str, text_b: str, min_span: int) -> list[tuple[int, int, int]]:
    """Find (start in a, start in b, length) of the shared spans, in the order of ``text_a``."""
    a, b = cut_pieces(text_a, min_span), cut_pieces(text_b, min_span)
    taken = np.empty((min(len(a.codes), len(b.codes)) // min_span + 1, 3), dtype=np.int64)
    n_taken = _tile(a.codes, a.hashes, a.places, b.codes, b.hashes, b.places, min_span, taken)
    return sorted((i, j, length) for i, j, length in taken[:n_taken].tolist())


@kernel
def _tile(
    a: NDArray[np.uint32],
    hashes_a: NDArray[np.uint64],
    places_a: NDArray[np.int64],
    b: NDArray[np.uint32],
    hashes_b: NDArray[np.uint64],
    places_b: NDArray[np.int64],
    min_span: int,
    taken: NDArray[np.int64],
) -> int:
    """Fill ``taken`` with the spans, the longest first; return how many there are."""
    waiting = [(0, 0, 0) for _ in range(0)]
    x, y = 0, 0
    while x < len(hashes_a) and y < len(hashes_b):
        if hashes_a[x] < hashes_b[y]:
            x += 1
            continue
        if hashes_a[x] > hashes_b[y]:
            y += 1
            continue
        end = y
        while end < len(hashes_b) and hashes_b[end] == hashes_a[x]:
            end += 1
        i = places_a[x]
        for k in range(y, end):
            j = places_b[k]
            if i > 0 and j > 0 and a[i - 1] == b[j - 1]:
                continue  # no maximal match begins here
            length = 0
            while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
                length += 1
            if length >= min_span:
                heappush(waiting, (-length, i, j))
        x += 1
    free_a = np.ones(len(a), dtype=np.bool_)
    free_b = np.ones(len(b), dtype=np.bool_)
    n_taken = 0
    while len(waiting) > 0:
        minus_length, i, j = heappop(waiting)
        begin = -1
        for k in range(-minus_length + 1):
            free = k < -minus_length and free_a[i + k] and free_b[j + k]
            if free and begin < 0:
                begin = k
            elif not free and begin >= 0:
                length = k - begin
                if length == -minus_length:
                    taken[n_taken, 0], taken[n_taken, 1], taken[n_taken, 2] = i, j, length
                    n_taken += 1
                    free_a[i : i + length] = False
                    free_b[j : j + length] = False
                elif length >= min_span:
                    heappush(waiting, (-length, i + begin, j + begin))
                begin = -1
    return n_taken
