"""Which texts stand in enough of many documents, by an index of 6-grams.

The index says quickly which texts cannot; the rest is compared with what stands where the rarest of
its 6-grams does, so that a hash collision changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from policycompare.code_points import join_texts
from policycompare.compiled_texts import find_held
from policycompare.compiling import should_compile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Numbers = NDArray[np.int64]
    Codes = NDArray[np.unsignedinteger[Any]]
    Places = NDArray[np.integer[Any]]

N_GRAM = 6
"""Characters of an indexed piece: the length of the shortest shared span."""

N_TRIED = 32
"""Places of a 6-gram that are looked at together."""

KEYS_AT_ONCE = 16_000_000
"""6-grams that are sorted together, some 40 bytes each; those of more text are hashed again for
each part of them, which takes less than holding them all."""

CODES_AT_ONCE = 1 << 18
"""Characters that are searched together for a short text."""

MANY_TEXTS = 2_000
"""Texts for which compiling takes less time than it saves."""

_NO_HASH = np.uint64(0xFFFFFFFFFFFFFFFF)
"""Other than the upper bits of any hash."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
"""Odd base of the rolling hash modulo 2**64; its value changes no result."""


class _Asked(NamedTuple):
    """Texts that are looked for: their characters, and where their rarest 6-grams stand.

    A text may stand ``offset`` before the places ``first`` to ``stop`` of its 6-gram; of one that
    holds an unknown 6-gram both are 0.
    """

    codes: NDArray[np.uint32]
    bounds: Numbers
    first: Numbers
    stop: Numbers
    offset: Numbers


class GramIndex:
    """The places of all 6-grams that enough documents hold.

    Parameters
    ----------
    documents : iterable of str
    least : int
        How many documents are enough.
    """

    def __init__(self, documents: Iterable[str], least: int) -> None:
        self._least = least
        laid_out = [_lay_out(document) for document in documents]
        lengths = np.array([len(codes) for codes in laid_out], dtype=np.int64)
        self._starts = np.cumsum(lengths + 1) - lengths - 1
        self._ends = self._starts + lengths
        self._codes = _join(laid_out)
        # A key is the upper bits of a hash with the place of the 6-gram among all below them.
        n_places = len(self._codes)
        self._place_bits = np.uint64(n_places.bit_length())
        part_bits = max(0, (n_places - 1) // KEYS_AT_ONCE).bit_length()
        found = [self._find_frequent(part, part_bits) for part in range(1 << part_bits)]
        self._hashes, counts, self._at = (
            np.concatenate(columns) for columns in zip(*found, strict=True)
        )
        self._bounds = np.append(0, np.cumsum(counts))

    @property
    def n_documents(self) -> int:
        """How many documents there are."""
        return len(self._starts)

    @property
    def n_grams(self) -> int:
        """How many 6-grams enough documents hold."""
        return len(self._hashes)

    def hold(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Whether enough documents hold each text, of at least six characters."""
        held = np.zeros(len(texts), dtype=np.bool_)
        if not texts or not self.n_grams:
            return held
        asked = self._find_rarest(*join_texts(texts))
        if should_compile(len(texts), MANY_TEXTS):
            find_held(self._codes, self._starts, self._at, *asked, self._least, held)
            return held
        for k in np.flatnonzero(asked.stop > asked.first).tolist():
            text = asked.codes[asked.bounds[k] : asked.bounds[k + 1]]
            held[k] = self._is_held(text, *(side[k] for side in asked[2:]))
        return held

    def holds_short(self, text: str) -> bool:
        """Whether enough documents hold a text of any length."""
        wanted = _lay_out(text).tolist()
        n_places = len(self._codes) - len(wanted) + 1
        # the number between documents is no character of any
        if not wanted or max(wanted) >= np.iinfo(self._codes.dtype).max:
            return False
        owners: set[int] = set()
        # a stretch at a time: a text that many documents hold stands in the first ones
        for start in range(0, n_places, CODES_AT_ONCE):
            stop = min(start + CODES_AT_ONCE, n_places)
            at = start + np.flatnonzero(self._codes[start:stop] == wanted[0])
            for k, code in enumerate(wanted[1:], start=1):
                at = at[self._codes[at + k] == code]
            owners.update(self._owners_of(at).tolist())
            if len(owners) >= self._least:
                return True
        return False

    def _find_rarest(self, codes: NDArray[np.uint32], bounds: Numbers) -> _Asked:
        """The rarest 6-gram of each text."""
        hashes = _hash_grams(codes) >> self._place_bits
        # in their order, so that one search begins where memory was just looked at
        order = np.argsort(hashes)
        places = np.empty(len(hashes), dtype=np.int64)
        places[order] = np.searchsorted(self._hashes, hashes[order])
        is_known = places < len(self._hashes)
        is_known[is_known] = self._hashes[places[is_known]] == hashes[is_known]
        counts = np.zeros(len(hashes), dtype=np.int64)
        known = places[is_known]
        counts[is_known] = self._bounds[known + 1] - self._bounds[known]
        lengths, starts = np.diff(bounds), bounds[:-1]
        # those that reach into the next text are none of this one, and never the rarest
        at = np.arange(len(counts))
        is_own = (
            at - np.repeat(starts, lengths)[: len(at)]
            < np.repeat(lengths - N_GRAM + 1, lengths)[: len(at)]
        )
        counts[~is_own] = np.iinfo(counts.dtype).max
        fewest = np.minimum.reduceat(counts, starts)
        # of all places with the fewest, the first
        is_fewest = counts == np.repeat(fewest, lengths)[: len(at)]
        firsts = np.minimum.reduceat(np.where(is_fewest, at, len(at)), starts)
        number = np.where(fewest > 0, places[firsts], 0)
        first = np.where(fewest > 0, self._bounds[number], 0)
        return _Asked(codes, bounds, first, first + fewest, firsts - starts)

    def _is_held(self, text: NDArray[np.uint32], first: int, stop: int, offset: int) -> bool:
        found: set[int] = set()
        # a few at a time: a text is mostly told by the first ones of thousands
        for start in range(first, stop, N_TRIED):
            begin = self._at[start : min(start + N_TRIED, stop)].astype(np.int64) - offset
            begin = begin[(begin >= 0) & (begin + len(text) <= len(self._codes))]
            stands = self._codes[begin[:, None] + np.arange(len(text))] == text
            found.update(self._owners_of(begin[stands.all(axis=1)]).tolist())
            if len(found) >= self._least:
                return True
        return False

    def _owners_of(self, places: Numbers) -> Numbers:
        """The documents in which some places are."""
        return np.searchsorted(self._starts, places, side="right") - 1

    def _find_frequent(self, part: int, part_bits: int) -> tuple[Hashes, Numbers, Places]:
        """The upper bits of the hashes that enough documents have, of one part of all hashes.

        They ascend; with each, how often it occurs, and then all places in order.
        """
        keys = self._sort_keys(part, part_bits)
        is_new = np.diff(keys >> self._place_bits, prepend=_NO_HASH) != 0
        starts = np.flatnonzero(is_new)
        counts = np.diff(starts, append=len(keys))
        # Most occur once or twice; only of the others is it asked in which documents.
        often = counts >= self._least
        keys = keys[np.repeat(often, counts)]
        counts = counts[often]
        starts = np.cumsum(counts) - counts
        at = (keys & ((np.uint64(1) << self._place_bits) - np.uint64(1))).astype(np.int64)
        is_another = np.diff(self._owners_of(at), prepend=-1) != 0
        is_another[starts] = True
        sums = np.append(0, np.cumsum(is_another))
        frequent = sums[starts + counts] - sums[starts] >= self._least
        hashes = keys[starts[frequent]] >> self._place_bits
        kept = at[np.repeat(frequent, counts)]
        is_small = len(self._codes) <= np.iinfo(np.uint32).max
        return hashes, counts[frequent], kept.astype(np.uint32 if is_small else np.int64)

    def _sort_keys(self, part: int, part_bits: int) -> Hashes:
        """The keys of one part of the 6-grams, ascending."""
        found = [np.zeros(0, dtype=np.uint64)]
        for start, end in zip(self._starts.tolist(), self._ends.tolist(), strict=True):
            hashes = _hash_grams(self._codes[start:end])
            places = np.arange(start, start + len(hashes), dtype=np.uint64)
            if part_bits:
                chosen = np.flatnonzero(hashes >> np.uint64(64 - part_bits) == np.uint64(part))
                hashes, places = hashes[chosen], places[chosen]
            found.append((hashes >> self._place_bits << self._place_bits) | places)
        keys = np.concatenate(found)
        keys.sort()
        return keys


def _lay_out(text: str) -> Codes:
    """The characters of a text in two bytes each, if the last number of two bytes is left over."""
    codes, _ = join_texts([text])
    return codes.astype(np.uint16) if codes.max(initial=0) < np.iinfo(np.uint16).max else codes


def _join(documents: Sequence[Codes]) -> Codes:
    """Documents one behind the other, each with a number behind it that is no character."""
    kind = np.result_type(np.uint16, *{codes.dtype for codes in documents})
    border = np.full(1, np.iinfo(kind).max, dtype=kind)
    parts = [part for codes in documents for part in (codes, border)]
    joined: Codes = np.concatenate([np.zeros(0, dtype=kind), *parts], dtype=kind)
    return joined


def _hash_grams(codes: Codes) -> Hashes:
    """Hash of each 6-gram, in the order of the text, shape (n_characters - 5,)."""
    codes = codes.astype(np.uint64)
    # of two, of three and then of six characters: half the work of adding them one by one
    pairs = codes[:-1] * _BASE + codes[1:]
    triples = pairs[:-1] * _BASE + codes[2:]
    # multiplied once more, lest the last character stir only the lowest bits
    return (triples[:-3] * _BASE**3 + triples[3:]) * _BASE
