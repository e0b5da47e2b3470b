"""Shingles of texts as sorted numbers, and which pairs of texts share a large part of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Shingles = NDArray[np.uint64]
"""The hashed shingles of one text, each once, ascending."""

GRAM = 5
"""Characters of a shingle. Two versions of one plan (威海 2021 and 2023) share 41 % of their
5-shingles; of the nine pairs of different jurisdictions in ``corpus`` none shares more than 7 %."""

SLACK = 0.2
"""Part in [0, 1] of the shared shingles sought that must be among a text's rarest ones. Small
values look at fewer shingles and let more pairs through to be counted; the result is the same."""

BLOCK = 512
"""Texts looked up at a time, which bounds the memory of the counts."""


def hash_shingles(key: str) -> Shingles:
    """Hash every piece of :data:`GRAM` characters, or the whole of a shorter text, to 64 bits.

    Ten million different shingles collide with a chance of 3 in a million, and one collision
    changes a share by one shingle.
    """
    codes = np.frombuffer(key.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    size = min(GRAM, len(codes))
    hashed = np.zeros(max(1, len(codes) - GRAM + 1), dtype=np.uint64)
    for place in range(size):
        hashed = _mix(hashed + codes[place : place + len(hashed)] + np.uint64(1))
    return np.unique(hashed)


def _mix(values: Shingles) -> Shingles:
    """The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): a bijection of 64 bits."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def count_shared(one: Shingles, other: Shingles) -> int:
    """Count the shingles that two texts share."""
    both = np.concatenate((one, other))
    both.sort(kind="stable")  # merges two sorted runs, which is half the time of looking up
    return int(np.count_nonzero(both[1:] == both[:-1]))


def find_alike(texts: Sequence[Shingles], share: float) -> Iterator[tuple[int, int]]:
    """Yield the pairs that may share at least a part of the shorter text's shingles.

    A pair that shares ``share`` of n shingles shares some of any selection of them that is large
    enough. So only the rarest of the shorter text are looked up, which hardly any unrelated text
    has; what is left out would only tell that they are written in one language.

    Parameters
    ----------
    texts : sequence of Shingles
    share : float
        In (0, 1].

    Yields
    ------
    tuple of int
        Two indices, the smaller first, each pair once, in no order; a few share less.
    """
    if len(texts) < 2:
        return
    sizes = np.array([len(text) for text in texts])
    owners = np.repeat(np.arange(len(texts)), sizes)
    _, columns, counts = np.unique(np.concatenate(texts), return_inverse=True, return_counts=True)
    order = np.lexsort((columns, counts[columns], owners))
    ranks = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    wanted = np.ceil(share * sizes - 1e-9).astype(int)
    least = np.maximum(1, (SLACK * wanted).astype(int))
    rare = order[ranks < (sizes - wanted + least)[owners]]
    rare = rare[counts[columns[rare]] > 1]
    shape = (len(texts), len(counts))
    looked_up = _matrix(owners[rare], columns[rare], shape)
    every = _matrix(owners, columns, shape).T.tocsr()
    for first in range(0, len(texts), BLOCK):
        found = (looked_up[first : first + BLOCK] @ every).tocoo()
        rows = found.row + first
        # A pair is sought from its shorter text; of equally long ones from the first.
        is_shorter = (sizes[rows] < sizes[found.col]) | (
            (sizes[rows] == sizes[found.col]) & (rows < found.col)
        )
        for at in np.flatnonzero(is_shorter & (found.data >= least[rows])):
            a, b = int(rows[at]), int(found.col[at])
            yield (a, b) if a < b else (b, a)


def _matrix(
    rows: NDArray[np.intp], columns: NDArray[np.intp], shape: tuple[int, int]
) -> sparse.csr_matrix:
    ones = np.ones(len(rows), dtype=np.int32)
    return sparse.csr_matrix((ones, (rows, columns)), shape=shape)
