"""The pairs of adjacent characters of all sentences of a run, counted and weighed by kernels.

What is a pair, and what it weighs, is that of :mod:`policycompare.differences.sentences`. A pair is
one number of 64 bits; a hash table holds them, with the weight of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from policycompare.code_points import join_texts
from policycompare.compiling import kernel
from policycompare.differences.sentences import FIGURES, SIGNS, weigh_pair

if TYPE_CHECKING:
    from numpy.typing import NDArray

SENTENCES_AT_ONCE = 20_000
"""Sentences that are counted together, to bound what is held of them."""

DROPPED, KEPT, DIGIT, DOT = 0, 1, 2, 3
"""Kinds of characters: left out, kept, of a figure, the point of a figure or else left out."""

N_CODES = 0x110000
ZERO = np.uint32(ord("0"))

SPREAD = 1_640_531
"""Odd factor of the hash of a pair, so small that the product with its 42 bits fits in 63."""


class PairTable(NamedTuple):
    """Pairs by a hash: ``keys`` (0: none) and their ``weights``, shape (n_slots,) both."""

    keys: NDArray[np.int64]
    weights: NDArray[np.int32]


class MaskedSentences(NamedTuple):
    """The characters of sentences whose pairs count: figures masked, signs left out.

    ``codes`` are of two bytes where all fit, ``bounds`` say where each sentence begins and the last
    one ends, shape (n_sentences + 1,).
    """

    codes: NDArray[np.unsignedinteger[Any]]
    bounds: NDArray[np.int64]


class _Kinds:
    """The kinds of the characters that were met."""

    def __init__(self) -> None:
        self._of = np.full(N_CODES, -1, dtype=np.int8)

    def of(self, codes: NDArray[np.uint32]) -> NDArray[np.int8]:
        """Kinds by code point; those of ``codes`` are known."""
        new = np.flatnonzero(np.bincount(codes[self._of[codes] < 0]))
        self._of[new] = [_kind(chr(code)) for code in new.tolist()]
        return self._of


def _kind(character: str) -> int:
    if FIGURES.match(character):
        return DIGIT
    if character == ".":
        return DOT
    return DROPPED if SIGNS.match(character) else KEPT


def mask_sentences(texts: Iterable[str], n_characters: int) -> MaskedSentences:
    """Mask the characters of all sentences.

    Parameters
    ----------
    texts : iterable of str
    n_characters : int
        How many characters they have together.
    """
    kinds, at = _Kinds(), 0
    # What is left over at the end is never touched, and takes no memory.
    masked: NDArray[np.unsignedinteger[Any]] = np.empty(n_characters, dtype=np.uint16)
    bounds = [np.zeros(1, dtype=np.int64)]
    for block in _blocks(texts):
        codes, own = join_texts(block)
        if codes.max(initial=0) > np.iinfo(masked.dtype).max:
            masked = masked.astype(np.uint32)
        n = _mask(codes, own, kinds.of(codes), masked[at:], own)
        bounds.append(own[1:] + at)
        at += n
    return MaskedSentences(masked[:at], np.concatenate(bounds))


def weigh_sentences(sentences: MaskedSentences) -> tuple[PairTable, NDArray[np.int64]]:
    """Weigh the pairs of characters of all sentences, and each sentence by all of its pairs."""
    codes, bounds = sentences
    keys = np.zeros(1 << 16, dtype=np.int64)
    counts = np.zeros((len(keys), 2), dtype=np.int32)
    n_texts, n_pairs = len(bounds) - 1, 0
    for first in range(0, n_texts, SENTENCES_AT_ONCE):
        own = bounds[first : first + SENTENCES_AT_ONCE + 1]
        while 2 * (n_pairs + int(own[-1] - own[0])) > len(keys):
            keys, counts = _grow(keys, counts)
        n_pairs += _count(codes, own, first + 1, keys, counts)
    weights = np.zeros(int(counts[:, 0].max()) + 1, dtype=np.int32)
    met = np.flatnonzero(np.bincount(counts[:, 0]))
    weights[met] = [weigh_pair(n_texts, n) for n in met.tolist()]
    table = PairTable(keys, weights[counts[:, 0]])
    totals = np.empty(n_texts, dtype=np.int64)
    _weigh(codes, bounds, *table, totals)
    return table, totals


def _blocks(texts: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(texts)
    while block := list(islice(rest, SENTENCES_AT_ONCE)):
        yield block


def _grow(
    keys: NDArray[np.int64], counts: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    more_keys = np.zeros(2 * len(keys), dtype=np.int64)
    more_counts = np.zeros((len(more_keys), 2), dtype=np.int32)
    _move(keys, counts, more_keys, more_counts)
    return more_keys, more_counts


@kernel
def _mask(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    kinds: NDArray[np.int8],
    plain: Any,
    plain_bounds: NDArray[np.int64],
) -> int:
    """Fill ``plain``, and ``plain_bounds``, which may be ``bounds``; return how many are filled."""
    n, start = 0, bounds[0]
    for text in range(len(bounds) - 1):
        i, end = start, bounds[text + 1]
        start = end
        while i < end:
            kind = kinds[codes[i]]
            if kind == DIGIT:
                while i < end and kinds[codes[i]] == DIGIT:
                    i += 1
                if i + 1 < end and kinds[codes[i]] == DOT and kinds[codes[i + 1]] == DIGIT:
                    i += 1
                    while i < end and kinds[codes[i]] == DIGIT:
                        i += 1
                plain[n] = ZERO
                n += 1
                continue
            if kind == KEPT:
                plain[n] = codes[i]
                n += 1
            i += 1
        plain_bounds[text + 1] = n
    return n


@kernel
def _count(
    plain: Any,
    bounds: NDArray[np.int64],
    number: int,
    keys: NDArray[np.int64],
    counts: NDArray[np.int32],
) -> int:
    """Count in how many sentences each pair stands; return how many pairs are new.

    ``counts`` has that number and the number of the last sentence that has the pair.
    """
    n_new = 0
    for text in range(len(bounds) - 1):
        for i in range(bounds[text], bounds[text + 1] - 1):
            key = (np.int64(plain[i]) << 21) | np.int64(plain[i + 1])
            slot = (key * SPREAD >> 20) & (len(keys) - 1)
            while keys[slot] != 0 and keys[slot] != key:
                slot = (slot + 1) & (len(keys) - 1)
            if keys[slot] == 0:
                keys[slot] = key
                n_new += 1
            if counts[slot, 1] != number + text:
                counts[slot, 1] = number + text
                counts[slot, 0] += 1
    return n_new


@kernel
def _move(
    keys: NDArray[np.int64],
    counts: NDArray[np.int32],
    more_keys: NDArray[np.int64],
    more_counts: NDArray[np.int32],
) -> None:
    for old in range(len(keys)):
        key = keys[old]
        if key != 0:
            slot = (key * SPREAD >> 20) & (len(more_keys) - 1)
            while more_keys[slot] != 0:
                slot = (slot + 1) & (len(more_keys) - 1)
            more_keys[slot] = key
            # number by number: a row as a whole takes seconds to compile
            more_counts[slot, 0], more_counts[slot, 1] = counts[old, 0], counts[old, 1]


@kernel
def _weigh(
    plain: Any,
    bounds: NDArray[np.int64],
    keys: NDArray[np.int64],
    weights: NDArray[np.int32],
    totals: NDArray[np.int64],
) -> None:
    """Fill ``totals`` with the weight of all pairs of each sentence."""
    for text in range(len(bounds) - 1):
        total = np.int64(0)
        for i in range(bounds[text], bounds[text + 1] - 1):
            key = (np.int64(plain[i]) << 21) | np.int64(plain[i + 1])
            slot = (key * SPREAD >> 20) & (len(keys) - 1)
            while keys[slot] != key:
                slot = (slot + 1) & (len(keys) - 1)
            total += weights[slot]
        totals[text] = total
