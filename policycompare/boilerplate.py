"""Boilerplate: text that stands in three or more documents of a run, and so tells nobody's hand.

An index of 6-grams says quickly which texts cannot be boilerplate; the rest is compared with what
stands where the rarest of its 6-grams does, so that a hash collision changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Numbers = NDArray[np.int64]

MIN_DOCUMENTS = 3
"""Documents in which a text must stand to be boilerplate; with two there is none.

Of the issue, not swept: two documents sharing a text is what reuse is about.
"""

N_GRAM = 6
"""Characters of an indexed piece: the length of the shortest shared span."""

N_TRIED = 32
"""Places of a 6-gram that are looked at together."""

N_KNOWN = 200_000
"""Texts of which it is kept whether they are boilerplate; one stands in many pairs."""

KEYS_AT_ONCE = 16_000_000
"""6-grams that are sorted together, some 40 bytes each; those of more text are hashed again for
each part of them, which takes less than holding them all."""

_NO_HASH = np.uint64(0xFFFFFFFFFFFFFFFF)
"""Other than the upper bits of any hash."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
"""Odd base of the rolling hash modulo 2**64; its value changes no result."""


class Boilerplate:
    """Tells whether a text stands in three or more documents; white space does not count.

    Parameters
    ----------
    documents : iterable of str
        The normalized text of each document of the run.

    Examples
    --------
    >>> known = Boilerplate(["推动制造业高质量发展。", "制造业高质量发展", "制造业 高质量发展"])
    >>> "制造业高质量发展" in known, "推动制造业高质量发展" in known
    (True, False)
    """

    def __init__(self, documents: Iterable[str] = ()) -> None:
        self._documents = tuple(_squeeze(document) for document in documents)
        self._bounds = np.cumsum([0, *map(_n_grams, self._documents)])
        n_grams = int(self._bounds[-1])
        # A key is the upper bits of a hash with the place of the 6-gram among all below them.
        self._place_bits = np.uint64(n_grams.bit_length())
        part_bits = max(0, (n_grams - 1) // KEYS_AT_ONCE).bit_length()
        found = [self._find_frequent(part, part_bits) for part in range(1 << part_bits)]
        self._hashes, counts, self._at = (
            np.concatenate(columns) for columns in zip(*found, strict=True)
        )
        self._starts = np.append(0, np.cumsum(counts))
        self._known: dict[str, bool] = {}

    def __contains__(self, text: str) -> bool:
        known = self._known.get(text)
        return self.hold([text])[0] if known is None else known

    def hold(self, texts: Iterable[str]) -> list[bool]:
        """Whether each of some texts is boilerplate; of the last ones it is known for a while."""
        asked = list(texts)
        known = self._known
        new = [text for text in dict.fromkeys(asked) if text not in known]
        squeezed = [_squeeze(text) for text in new]
        long = [text for text in squeezed if len(text) >= N_GRAM]
        rarest = iter(self._find_rarest(long) if long else ())
        found = [
            self._is_held(text, next(rarest)) if len(text) >= N_GRAM else self._is_held_short(text)
            for text in squeezed
        ]
        if len(known) + len(new) > N_KNOWN:
            known = {text: known[text] for text in asked if text in known}
        known.update(zip(new, found, strict=True))
        self._known = known if len(known) <= N_KNOWN else {}
        return [known[text] for text in asked]

    def _find_rarest(self, texts: Sequence[str]) -> Iterator[tuple[int, int] | None]:
        """The rarest 6-gram of each text: its number, and where it begins; None: one is unknown."""
        hashes = _hash_grams("".join(texts)) >> self._place_bits
        # in their order, so that one search begins where memory was just looked at
        order = np.argsort(hashes)
        places = np.empty(len(hashes), dtype=np.int64)
        places[order] = np.searchsorted(self._hashes, hashes[order])
        is_known = places < len(self._hashes)
        is_known[is_known] = self._hashes[places[is_known]] == hashes[is_known]
        counts = np.zeros(len(hashes), dtype=np.int64)
        known = places[is_known]
        counts[is_known] = self._starts[known + 1] - self._starts[known]
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        starts = np.cumsum(lengths) - lengths
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
        for place, number, n in zip(
            (firsts - starts).tolist(), places[firsts].tolist(), fewest.tolist(), strict=True
        ):
            yield (number, place) if n else None

    def _is_held(self, text: str, rarest: tuple[int, int] | None) -> bool:
        if rarest is None:
            return False
        number, offset = rarest
        stop = int(self._starts[number + 1])
        found: set[int] = set()
        # a few at a time: boilerplate is mostly told by the first ones of thousands
        for start in range(int(self._starts[number]), stop, N_TRIED):
            at = self._at[start : min(start + N_TRIED, stop)].astype(np.int64)
            owners = self._owners_of(at)
            places = at - self._bounds[owners]
            for owner, place in zip(owners.tolist(), places.tolist(), strict=True):
                begin = place - offset
                # a negative place would count from the end
                if begin < 0 or owner in found:
                    continue
                if self._documents[owner].startswith(text, begin):
                    found.add(owner)
                    if len(found) == MIN_DOCUMENTS:
                        return True
        return False

    def _is_held_short(self, text: str) -> bool:
        holders = (document for document in self._documents if text and text in document)
        return len(list(islice(holders, MIN_DOCUMENTS))) == MIN_DOCUMENTS

    def _owners_of(self, at: Numbers) -> Numbers:
        """The documents in which 6-grams at some places among all of them stand."""
        return np.searchsorted(self._bounds, at, side="right") - 1

    def _find_frequent(
        self, part: int, part_bits: int
    ) -> tuple[Hashes, Numbers, NDArray[np.unsignedinteger[Any]]]:
        """The upper bits of the hashes that enough documents have, of one part of all hashes.

        They ascend; with each, how often it occurs, and then all places in order.
        """
        keys = self._sort_keys(part, part_bits)
        is_new = np.diff(keys >> self._place_bits, prepend=_NO_HASH) != 0
        starts = np.flatnonzero(is_new)
        counts = np.diff(starts, append=len(keys))
        # Most occur once or twice; only of the others is it asked in which documents.
        often = counts >= MIN_DOCUMENTS
        keys = keys[np.repeat(often, counts)]
        counts = counts[often]
        starts = np.cumsum(counts) - counts
        at = (keys & ((np.uint64(1) << self._place_bits) - np.uint64(1))).astype(np.int64)
        owners = self._owners_of(at)
        is_another = np.diff(owners, prepend=-1) != 0
        is_another[starts] = True
        sums = np.append(0, np.cumsum(is_another))
        frequent = sums[starts + counts] - sums[starts] >= MIN_DOCUMENTS
        hashes = keys[starts[frequent]] >> self._place_bits
        kept = at[np.repeat(frequent, counts)]
        return hashes, counts[frequent], kept.astype(np.min_scalar_type(int(self._bounds[-1])))

    def _sort_keys(self, part: int, part_bits: int) -> Hashes:
        """The keys of one part of the 6-grams, ascending."""
        found = [np.zeros(0, dtype=np.uint64)]
        for document, first in zip(self._documents, self._bounds.tolist(), strict=False):
            hashes = _hash_grams(document)
            places = np.arange(first, first + len(hashes), dtype=np.uint64)
            if part_bits:
                chosen = np.flatnonzero(hashes >> np.uint64(64 - part_bits) == np.uint64(part))
                hashes, places = hashes[chosen], places[chosen]
            found.append((hashes >> self._place_bits << self._place_bits) | places)
        keys = np.concatenate(found)
        keys.sort()
        return keys

    def __repr__(self) -> str:
        return f"<Boilerplate of {len(self._documents)} documents: {len(self._hashes)} 6-grams>"


@lru_cache(maxsize=1)
def index_boilerplate(documents: tuple[str, ...]) -> Boilerplate:
    """Index the documents of a run; the last index is kept, for one pair asked after the other."""
    return Boilerplate(documents)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _n_grams(text: str) -> int:
    return max(0, len(text) - N_GRAM + 1)


def _hash_grams(text: str) -> Hashes:
    """Hash of each 6-gram, in the order of the text, shape (n_characters - 5,)."""
    # a lone surrogate may stand in a damaged text; it is a character like any other here
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    # of two, of three and then of six characters: half the work of adding them one by one
    pairs = codes[:-1] * _BASE + codes[1:]
    triples = pairs[:-1] * _BASE + codes[2:]
    # multiplied once more, lest the last character stir only the lowest bits
    return (triples[:-3] * _BASE**3 + triples[3:]) * _BASE
