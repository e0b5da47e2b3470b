"""The sentences of many pairs of clauses, aligned at once by a compiled kernel.

:func:`policycompare.differences.align_sentences` says what is shared; this gives the same. The
pairs of characters of one clause are put into a hash table, and those of every clause that it is
paired with are looked up in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from policycompare.code_points import stretches
from policycompare.compiling import kernel, map_in_threads
from policycompare.differences.pair_weights import SPREAD, mask_sentences, weigh_sentences
from policycompare.differences.sentences import (
    MAX_WORK,
    SHARED_SIMILARITY,
    SentenceWeights,
    align_sentences,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

SENTENCES_AT_ONCE = 100_000
"""Shared sentences for which a kernel has room; it is called again for what is left."""


class SharedBlock(NamedTuple):
    """Shared sentences of pairs of clauses, by pair and place in its first clause.

    ``pair`` numbers the pairs, ``a`` and ``b`` the sentences in their clauses, ``similarity`` is
    their likeness; shape (n_shared,). ``n_cut`` counts for each pair the pairs of sentences that
    were not compared.
    """

    pair: Numbers
    a: Numbers
    b: Numbers
    similarity: NDArray[np.float64]
    n_cut: Numbers


class SentenceBlocks:
    """Aligns the sentences of any two clauses of a run.

    Parameters
    ----------
    sentences : sequence of sequence of str
        The sentences of each clause.
    """

    def __init__(self, sentences: Sequence[Sequence[str]]) -> None:
        self._sentences = sentences
        sizes = np.array([(len(own), sum(map(len, own))) for own in sentences], dtype=np.int64)
        n_own, self._n_chars = sizes.reshape(-1, 2).T
        self._bounds = np.append(0, np.cumsum(n_own))
        texts = chain.from_iterable(sentences)
        self._masked = mask_sentences(texts, int(self._n_chars.sum()))
        self._table, self._totals = weigh_sentences(self._masked)
        self._rank = _rank(sentences)

    def align(self, first: Numbers, second: Numbers) -> SharedBlock:
        """Align the sentences of the clauses at ``first[i]`` and ``second[i]``.

        Quickest where pairs of one first clause follow each other.
        """
        n_a, n_b = (np.diff(self._bounds)[side] for side in (first, second))
        work = np.minimum(n_a * self._n_chars[second], n_b * self._n_chars[first])
        is_long = work > MAX_WORK
        found = self._align_short(first, second, np.where(is_long, 0, np.minimum(n_a, n_b)))
        n_cut = np.zeros(len(first), dtype=np.int64)
        for pair in np.flatnonzero(is_long).tolist():
            one, two = self._sentences[first[pair]], self._sentences[second[pair]]
            aligned = align_sentences(one, two, _UNUSED)
            n_cut[pair] = aligned.n_cut
            shared = np.array([(i, j) for i, j, _ in aligned.shared], dtype=np.int64)
            rows = np.empty((len(shared), 3), dtype=np.int64)
            rows[:, 0], rows[:, 1:] = pair, shared.reshape(-1, 2)
            found.append((rows, np.array([s for _, _, s in aligned.shared], dtype=np.float64)))
        rows = np.concatenate([*(rows for rows, _ in found), np.empty((0, 3), dtype=np.int64)])
        similarity = np.concatenate([*(found for _, found in found), np.empty(0)])
        order = np.lexsort((rows[:, 1], rows[:, 0]))
        pairs, a, b = rows[order].T
        return SharedBlock(pairs, a, b, similarity[order], n_cut)

    def _align_short(
        self, first: Numbers, second: Numbers, room: Numbers
    ) -> list[tuple[Numbers, NDArray[np.float64]]]:
        begins, bounds = self._bounds, self._masked.bounds
        mirrored = self._rank[second] < self._rank[first]
        sizes = bounds[begins[first + 1]] - bounds[begins[first]]
        long_enough = int(sizes.max(initial=0))
        n_slots = 2
        while n_slots < 2 * long_enough:
            n_slots *= 2

        def align(stretch: tuple[int, int]) -> list[tuple[Numbers, NDArray[np.float64]]]:
            at, end = stretch
            found = []
            while at < end:
                n = max(SENTENCES_AT_ONCE, int(room[at]))
                rows, similarity = np.empty((n, 3), dtype=np.int64), np.empty(n)
                at, n = _align(
                    *self._masked, begins, self._totals, *self._table, first, second, mirrored,
                    room, at, end, n_slots, rows, similarity,
                )  # fmt: skip
                found.append((rows[:n].copy(), similarity[:n].copy()))
            return found

        return [part for parts in map_in_threads(align, stretches(len(first))) for part in parts]


_UNUSED = SentenceWeights({}, 1)
"""Clauses that are too long have only their equal sentences compared, without weights."""


def _rank(sentences: Sequence[Sequence[str]]) -> Numbers:
    """The place of each clause in one order for both directions, so that ties fall alike."""
    # by their first sentences, which mostly tell: all the texts of a run need not be there at once
    firsts = [tuple(own[:1]) for own in sentences]
    by_first = sorted(range(len(firsts)), key=firsts.__getitem__)
    order = [
        i
        for _, group in groupby(by_first, key=firsts.__getitem__)
        for i in _by_all(list(group), sentences)
    ]
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def _by_all(tied: list[int], sentences: Sequence[Sequence[str]]) -> list[int]:
    return sorted(tied, key=lambda i: list(sentences[i])) if len(tied) > 1 else tied


@kernel
def _align(
    plain: Any,
    bounds: Numbers,
    begins: Numbers,
    totals: Numbers,
    keys: Numbers,
    weights: NDArray[np.int32],
    first: Numbers,
    second: Numbers,
    mirrored: NDArray[np.bool_],
    room: Numbers,
    at: int,
    end: int,
    n_slots: int,
    rows: Numbers,
    similarity: NDArray[np.float64],
) -> tuple[int, int]:
    """Fill ``rows`` and ``similarity`` with what is shared by pairs from ``at`` on while it fits.

    Returns the pair behind the last one that was looked at, and the number of shared sentences.
    A slot holds a pair of characters, its weight, its last entry, how often the sentence of the
    second clause that is looked at had it so far, and that sentence. An entry holds a sentence of
    the first clause, how often it has the pair, and the next entry of the slot.
    """
    longest = 0
    for pair in range(at, end):
        clause = first[pair]
        longest = max(longest, bounds[begins[clause + 1]] - bounds[begins[clause]])
    slots = np.zeros((n_slots, 5), dtype=np.int64)
    entries = np.empty((longest, 3), dtype=np.int64)
    held, sought, n_rows = -1, 0, 0
    for pair in range(at, end):
        if n_rows + room[pair] > len(rows):
            return pair, n_rows
        if room[pair] == 0:
            continue
        begin_a, begin_b = begins[first[pair]], begins[second[pair]]
        n_a, n_b = begins[first[pair] + 1] - begin_a, begins[second[pair] + 1] - begin_b
        if first[pair] != held:
            held = first[pair]
            slots[:] = 0
            n_entries = 0
            for i in range(n_a):
                for x in range(bounds[begin_a + i], bounds[begin_a + i + 1] - 1):
                    key = (np.int64(plain[x]) << 21) | np.int64(plain[x + 1])
                    slot = (key * SPREAD >> 20) & (n_slots - 1)
                    while slots[slot, 0] != 0 and slots[slot, 0] != key:
                        slot = (slot + 1) & (n_slots - 1)
                    if slots[slot, 0] == 0:
                        known = (key * SPREAD >> 20) & (len(keys) - 1)
                        while keys[known] != key:
                            known = (known + 1) & (len(keys) - 1)
                        slots[slot, 0], slots[slot, 1], slots[slot, 2] = key, weights[known], -1
                    entry = slots[slot, 2]
                    if entry >= 0 and entries[entry, 0] == i:
                        entries[entry, 1] += 1
                    else:
                        entries[n_entries, 0], entries[n_entries, 1] = i, 1
                        entries[n_entries, 2] = entry
                        slots[slot, 2] = n_entries
                        n_entries += 1
        waiting = [(0.0, 0, 0, 0, 0) for _ in range(0)]
        shared = np.zeros(n_a, dtype=np.int64)
        for j in range(n_b):
            shared[:] = 0
            sought += 1
            for x in range(bounds[begin_b + j], bounds[begin_b + j + 1] - 1):
                key = (np.int64(plain[x]) << 21) | np.int64(plain[x + 1])
                slot = (key * SPREAD >> 20) & (n_slots - 1)
                while slots[slot, 0] != 0 and slots[slot, 0] != key:
                    slot = (slot + 1) & (n_slots - 1)
                if slots[slot, 0] == 0:
                    continue
                if slots[slot, 4] != sought:
                    slots[slot, 3], slots[slot, 4] = 0, sought
                slots[slot, 3] += 1
                entry = slots[slot, 2]
                while entry >= 0:
                    if entries[entry, 1] >= slots[slot, 3]:
                        shared[entries[entry, 0]] += slots[slot, 1]
                    entry = entries[entry, 2]
            for i in range(n_a):
                total = totals[begin_a + i] + totals[begin_b + j]
                if total > 0 and 2 * shared[i] / total >= SHARED_SIMILARITY:
                    tie = j if mirrored[pair] else i
                    heappush(waiting, (-2 * shared[i] / total, i + j, tie, i, j))
        if len(waiting) == 0:
            continue
        partner = np.full(n_a, -1, dtype=np.int64)
        likeness = np.empty(n_a)
        is_free = np.ones(n_b, dtype=np.bool_)
        while len(waiting) > 0:
            minus, _, _, i, j = heappop(waiting)
            if partner[i] < 0 and is_free[j]:
                partner[i], likeness[i], is_free[j] = j, -minus, False
        for i in range(n_a):
            if partner[i] >= 0:
                rows[n_rows, 0], rows[n_rows, 1], rows[n_rows, 2] = pair, i, partner[i]
                similarity[n_rows] = likeness[i]
                n_rows += 1
    return end, n_rows
