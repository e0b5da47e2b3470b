"""Tf-idf over character n-grams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from policycompare.vectors.ngrams import (
    NgramBlock,
    Ngrams,
    count_ngrams,
    join_ngrams,
    place_block,
)
from policycompare.vectors.spaces import VectorSpace
from policycompare.vectors.weights import split_blocks
from policycompare.vectors.words import WordSpace

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray


class NgramSplitter(NamedTuple):
    """Lists the n-grams of a text as strings: what the counting by numbers must agree with."""

    n_min: int
    n_max: int

    def words(self, text: str) -> list[str]:
        """The n-grams of the letters and digits of ``text`` in lower case."""
        kept = "".join(filter(str.isalnum, text.lower()))
        return [
            kept[start : start + n]
            for n in range(self.n_min, self.n_max + 1)
            for start in range(len(kept) - n + 1)
        ]


class CharNgramSpace(VectorSpace):
    """Tf-idf over character n-grams; white space and punctuation are dropped first.

    Parameters
    ----------
    n_min, n_max : int
        Shortest and longest n-gram in characters, ``1 <= n_min <= n_max``. N-grams of more than
        four characters are found by a way that is some ten times slower.
    dtype : numpy dtype
        Of the weights; they are computed in float64 and, if told so, rounded to float32.

    Raises
    ------
    ValueError
        In fitting, if the lengths are not of this order.

    Examples
    --------
    >>> CharNgramSpace(n_max=3).fit(["智改，数转"]).get_feature_names_out().tolist()
    ['改数', '改数转', '数转', '智改', '智改数']
    """

    _ngrams: Ngrams | list[str]

    def __init__(self, *, n_min: int = 2, n_max: int = 4, dtype: DTypeLike = np.float64) -> None:
        self.n_min = n_min
        self.n_max = n_max
        self.dtype = dtype

    def learn(self, texts: Sequence[str]) -> sparse.csr_array:
        """Learn the n-grams of the texts; give their counts."""
        if not 1 <= self.n_min <= self.n_max:
            raise ValueError(
                f"n_min is {self.n_min} and n_max is {self.n_max}, but 1 <= n_min <= n_max must "
                "hold; choose such lengths."
            )
        blocks = self._count(texts)
        ngrams = None if blocks is None else join_ngrams(blocks, self.n_max)
        if blocks is None or ngrams is None:
            strings = WordSpace(tokenizer=NgramSplitter(self.n_min, self.n_max))
            counts = strings.learn(texts)
            self._ngrams = strings.terms_
            return counts
        self._ngrams = ngrams
        return self._place_blocks(blocks, ngrams)

    def place(self, texts: Sequence[str]) -> sparse.csr_array:
        """Counts of the learnt n-grams in the texts."""
        blocks = self._count(texts) if isinstance(self._ngrams, Ngrams) else None
        if blocks is None or not isinstance(self._ngrams, Ngrams):
            # Either the learnt n-grams or those of the texts do not fit into numbers.
            strings = WordSpace(tokenizer=NgramSplitter(self.n_min, self.n_max))
            strings.terms_ = self._names().tolist()
            return strings.place(texts)
        return self._place_blocks(blocks, self._ngrams)

    def _count(self, texts: Sequence[str]) -> list[NgramBlock] | None:
        blocks = []
        for block in split_blocks(map(len, texts)):
            counted = count_ngrams(texts[block], self.n_min, self.n_max)
            if counted is None:
                return None
            blocks += counted
        return blocks

    def _place_blocks(self, blocks: list[NgramBlock], ngrams: Ngrams) -> sparse.csr_array:
        blocks.reverse()
        placed = (place_block(blocks.pop(), ngrams) for _ in range(len(blocks)))
        return self._join(placed, len(ngrams))

    def _names(self) -> NDArray[np.object_]:
        if isinstance(self._ngrams, Ngrams):
            return self._ngrams.decode()
        return np.array(self._ngrams, dtype=object)

    def _terms(self, text: str) -> list[str]:
        """The n-grams of one text, as often as they occur."""
        return NgramSplitter(self.n_min, self.n_max).words(text)
