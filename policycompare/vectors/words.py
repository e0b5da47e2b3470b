"""Tf-idf over words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from scipy import sparse

from policycompare.tokens.counting import WordCounts, count_lists
from policycompare.vectors.spaces import VectorSpace
from policycompare.vectors.weights import Block, split_blocks

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray


class WordSplitter(Protocol):
    """What the word vectors need of a tokenizer.

    One that can also ``count_words(texts)`` (see :class:`policycompare.tokens.Tokenizer`) is asked
    for the counts of a block of texts at once. One that has ``marks``, a string of characters at
    which words end wherever they stand, is not asked about texts whose parts it was asked about.
    """

    def words(self, text: str) -> list[str]:
        """The words of ``text`` that carry meaning."""


@runtime_checkable
class WordCounter(WordSplitter, Protocol):
    """A tokenizer that counts the words of many texts at once."""

    def count_words(self, texts: Sequence[str]) -> WordCounts:
        """Count what ``words`` gives for each of ``texts``."""


class WordSpace(VectorSpace):
    """Tf-idf over words.

    Parameters
    ----------
    tokenizer : object with a method ``words(text)``, or None
        Splits a text; None splits at white space, for texts that are already cut.
    dtype : numpy dtype
        Of the weights; they are computed in float64 and, if told so, rounded to float32.
    """

    terms_: list[str]

    def __init__(
        self, *, tokenizer: WordSplitter | None = None, dtype: DTypeLike = np.float64
    ) -> None:
        self.tokenizer = tokenizer
        self.dtype = dtype

    def learn(self, texts: Sequence[str]) -> sparse.csr_array:
        """Learn the words of the texts; give their counts."""
        return self._learn_counts(list(self._count(texts)))

    def _learn_counts(self, blocks: Sequence[WordCounts]) -> sparse.csr_array:
        self.terms_ = sorted(set().union(*(block.words for block in blocks)))
        return self._place_counts(blocks)

    def place(self, texts: Sequence[str]) -> sparse.csr_array:
        """Counts of the learnt words in the texts."""
        return self._place_counts(self._count(texts))

    def _place_counts(self, blocks: Iterable[WordCounts]) -> sparse.csr_array:
        column = {term: column for column, term in enumerate(self.terms_)}
        placed = (
            Block(np.array([column.get(word, -1) for word in words], dtype=np.int64), counts)
            for words, counts in blocks
        )
        return self._join(placed, len(column))

    def _count(self, texts: Sequence[str]) -> Iterator[WordCounts]:
        for block in split_blocks(map(len, texts)):
            yield count_texts(texts[block], self.tokenizer)

    def _names(self) -> NDArray[np.object_]:
        return np.array(self.terms_, dtype=object)

    def _terms(self, text: str) -> list[str]:
        """The words of one text, as often as they occur."""
        return text.split() if self.tokenizer is None else self.tokenizer.words(text)


def count_texts(texts: Sequence[str], tokenizer: WordSplitter | None) -> WordCounts:
    """Count the words of a block of texts; a tokenizer of None splits at white space."""
    if isinstance(tokenizer, WordCounter):
        return tokenizer.count_words(texts)
    split = str.split if tokenizer is None else tokenizer.words
    return count_lists([split(text) for text in texts])
