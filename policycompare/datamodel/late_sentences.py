"""Sentences of a clause that are cut out of the text of their document when they are asked for.

A clause has some six, and as objects with texts and numbers of their own they take as much memory
as all the rest of it. As columns they take sixteen bytes each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np

from policycompare.datamodel.lazy import LazySequence
from policycompare.datamodel.outlines import Clause, Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray


class PackedSentences(NamedTuple):
    """The sentences of all clauses of a document.

    Attributes
    ----------
    sizes : list of int
        How many each clause has.
    rows : numpy.ndarray of int32, shape (n_sentences, 4)
        Start and end in the normalized text, start and end in the source.
    """

    sizes: list[int]
    rows: NDArray[np.int32]


class LateSentences(LazySequence[Sentence]):
    """The sentences of one clause; equal to a tuple of them, and sent as one."""

    __slots__ = ("_first", "_n", "_rows", "_text")

    def __init__(self, text: str, rows: NDArray[np.int32], first: int, n: int) -> None:
        self._text, self._rows, self._first, self._n = text, rows, first, n

    def __len__(self) -> int:
        """How many sentences there are."""
        return self._n

    def __hash__(self) -> int:  # type: ignore[override]
        """That of an equal tuple, for the clause that holds them."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[Callable[..., tuple[Sentence, ...]], tuple[Any, ...]]:
        return tuple, (list(self),)

    def texts(self) -> list[str]:
        """The texts of the sentences, without the rest of them."""
        text = self._text
        return [text[at:end] for at, end, _, _ in self._own(0, self._n).tolist()]

    def rows_in(self, text: str) -> NDArray[np.int32] | None:
        """The rows of the sentences; None where they are cut out of another text."""
        return self._own(0, self._n) if self._text is text else None

    def _own(self, start: int, stop: int) -> NDArray[np.int32]:
        # a view is made when it is asked for: as an object it takes more than it holds
        return self._rows[self._first + start : self._first + stop]

    def _entries(self, start: int, stop: int) -> Iterator[Sentence]:
        text = self._text
        for at, end, *span in self._own(start, stop).tolist():
            yield Sentence(text[at:end], *span)


def sentence_texts(clause: Clause) -> list[str]:
    """The texts of the sentences of a clause."""
    own = clause.sentences
    return own.texts() if isinstance(own, LateSentences) else [one.text for one in own]


class SentenceTexts(Sequence[list[str]]):
    """The texts of the sentences of each of some clauses, made when they are asked for."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses

    def __len__(self) -> int:
        """How many clauses there are."""
        return len(self._clauses)

    @overload
    def __getitem__(self, index: int) -> list[str]: ...

    @overload
    def __getitem__(self, index: slice) -> SentenceTexts: ...

    def __getitem__(self, index: int | slice) -> list[str] | SentenceTexts:
        if isinstance(index, slice):
            return SentenceTexts(self._clauses[index])
        return sentence_texts(self._clauses[index])

    def __iter__(self) -> Iterator[list[str]]:
        return map(sentence_texts, self._clauses)


def pack_sentences(text: str, lists: Iterable[Sequence[Sentence]]) -> PackedSentences | None:
    """The sentences of the clauses of a document, or None if one does not stand in its text.

    Parameters
    ----------
    text : str
        The normalized text.
    lists : iterable of sequence of Sentence
        Those of each clause.
    """
    sizes: list[int] = []
    parts = [np.zeros((0, 4), dtype=np.int32)]
    end = 0
    for sentences in lists:
        sizes.append(len(sentences))
        rows = sentences.rows_in(text) if isinstance(sentences, LateSentences) else None
        if rows is None:
            found: list[tuple[int, int, int, int]] = []
            for one in sentences:
                # mostly behind the one before it
                at = text.find(one.text, end)
                if at < 0 and (at := text.find(one.text)) < 0:
                    return None
                end = at + len(one.text)
                found.append((at, end, one.start, one.end))
            rows = np.array(found, dtype=np.int32).reshape(-1, 4)
        parts.append(rows)
    return PackedSentences(sizes, np.concatenate(parts))


def late_sentences(text: str, packed: PackedSentences) -> Iterator[LateSentences]:
    """The sentences of each clause."""
    for first, stop in pairwise(accumulate(packed.sizes, initial=0)):
        yield LateSentences(text, packed.rows, first, stop - first)
