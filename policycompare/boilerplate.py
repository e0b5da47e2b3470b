"""Boilerplate: text that stands in three or more documents of a run, and so tells nobody's hand.

An index of 6-grams says quickly which texts cannot be boilerplate; the rest is looked up in the
documents that hold the rarest of its 6-grams, so that a hash collision changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

MIN_DOCUMENTS = 3
"""Documents in which a text must stand to be boilerplate; with two there is none.

Of the issue, not swept: two documents sharing a text is what reuse is about.
"""

N_GRAM = 6
"""Characters of an indexed piece: the length of the shortest shared span."""

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
        found = [np.unique(_hash_grams(document)) for document in self._documents]
        hashes = np.concatenate([*found, np.zeros(0, dtype=np.uint64)])
        owners = np.repeat(np.arange(len(found), dtype=np.int32), [len(one) for one in found])
        del found
        order = np.argsort(hashes, kind="stable")
        hashes = hashes[order]
        starts = np.flatnonzero(np.diff(hashes, prepend=~hashes[:1]))
        counts = np.diff(starts, append=len(hashes))
        frequent = counts >= MIN_DOCUMENTS
        # of the others nothing is kept: they are most
        self._owners = owners[order[np.repeat(frequent, counts)]]
        self._keys, self._counts = hashes[starts[frequent]], counts[frequent]
        self._starts = np.cumsum(self._counts) - self._counts
        self._known: dict[str, bool] = {}

    def __contains__(self, text: str) -> bool:
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._look_up(_squeeze(text))
        return known

    def _look_up(self, text: str) -> bool:
        n_found = 0
        for document in self._candidates(text):
            n_found += text in self._documents[document]
            if n_found == MIN_DOCUMENTS:
                return True
        return False

    def _candidates(self, text: str) -> Iterable[int]:
        """Documents that may hold the text: those of its rarest 6-gram."""
        if len(text) < N_GRAM:
            return range(len(self._documents)) if text else ()
        hashes = _hash_grams(text)
        places = np.searchsorted(self._keys, hashes)
        inside = places < len(self._keys)
        if not inside.all() or (self._keys[places] != hashes).any():
            return ()
        rarest = places[np.argmin(self._counts[places])]
        start = self._starts[rarest]
        return [int(owner) for owner in self._owners[start : start + self._counts[rarest]]]

    def __repr__(self) -> str:
        return f"<Boilerplate of {len(self._documents)} documents: {len(self._keys)} 6-grams>"


@lru_cache(maxsize=1)
def index_boilerplate(documents: tuple[str, ...]) -> Boilerplate:
    """Index the documents of a run; the last index is kept, for one pair asked after the other."""
    return Boilerplate(documents)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _hash_grams(text: str) -> Hashes:
    """Hash of each 6-gram, in the order of the text, shape (n_characters - 5,)."""
    # a lone surrogate may stand in a damaged text; it is a character like any other here
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    n_grams = max(0, len(codes) - N_GRAM + 1)
    hashes = np.zeros(n_grams, dtype=np.uint64)
    for k in range(N_GRAM):
        hashes = hashes * _BASE + codes[k : k + n_grams]
    return hashes
