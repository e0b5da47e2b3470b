"""Words of headings, bodies and sentences, counted by blocks of clauses, and put together.

A body is nearly always its sentences one behind the other, each closed by a mark at which words end
as well: then its counts are the sums of theirs, and it is neither sent to a worker nor cut. A block
tells its words once for all three fields, and they are numbers as soon as they arrive: as strings,
the words of fifty blocks take more memory than the matrices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from policycompare.datamodel.late_sentences import sentence_texts
from policycompare.datamodel.sending import collector_at_rest
from policycompare.datamodel.sent_texts import SentTexts
from policycompare.vectors.weights import Block
from policycompare.vectors.words import WordSplitter, count_texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause

    Integers = NDArray[np.int64]


class Fields(NamedTuple):
    """Texts of a block of clauses.

    Attributes
    ----------
    headings, sentences : sequence of str
    n_sentences : list of int
        Sentences of each clause.
    alone : list of int
        Places in the block of the clauses whose bodies are more than their sentences.
    bodies : sequence of str
        Their bodies.
    """

    headings: SentTexts
    sentences: SentTexts
    n_sentences: list[int]
    alone: list[int]
    bodies: SentTexts


class FieldCounts(NamedTuple):
    """Words of a block of clauses: all its words, and how often each stands in each text."""

    words: list[str]
    headings: sparse.csr_array
    bodies: sparse.csr_array
    sentences: sparse.csr_array


def read_fields(clauses: Sequence[Clause], marks: str) -> Fields:
    """The texts of clauses; words end at each of ``marks``."""
    headings = SentTexts(clause.heading for clause in clauses)
    sentences: list[str] = []
    n_sentences: list[int] = []
    bodies: dict[int, str] = {}
    for place, clause in enumerate(clauses):
        own = sentence_texts(clause)
        sentences += own
        n_sentences.append(len(own))
        if not _adds_up(clause.body, own, marks):
            bodies[place] = clause.body
    # Sent to another process, a text of its own would take more than twice the memory from then on.
    return Fields(
        headings, SentTexts(sentences), n_sentences, list(bodies), SentTexts(bodies.values())
    )


def _adds_up(body: str, sentences: Sequence[str], marks: str) -> bool:
    """Whether the words of a body are those of its sentences."""
    return "".join(sentences) == body and all(one[-1:] in marks for one in sentences[:-1] if one)


def count_block(fields: Fields, tokenizer: WordSplitter) -> FieldCounts:
    """Count all fields at once: what they share is cut once."""
    texts = [*fields.headings, *fields.sentences, *fields.bodies]
    with collector_at_rest():  # a list of pieces for each text, and nothing that is garbage
        words, counts = count_texts(texts, tokenizer)
    n_clauses, n_sentences = len(fields.headings), len(fields.sentences)
    below = counts[n_clauses:]
    bodies = sparse.csr_array(_parts_of_bodies(fields) @ below)
    bodies.sort_indices()
    return FieldCounts(words, *map(_small, (counts[:n_clauses], bodies, below[:n_sentences])))


def _small(counts: sparse.csr_array) -> sparse.csr_array:
    """The same counts in as few bytes each as hold them all: nearly always one."""
    counts.data = counts.data.astype(np.min_scalar_type(counts.data.max(initial=0)))
    return counts


def _parts_of_bodies(fields: Fields) -> sparse.csr_array:
    """What each body consists of: its sentences, or itself, which is counted behind them all."""
    n_sentences = np.array(fields.n_sentences, dtype=np.int64)
    alone = np.array(fields.alone, dtype=np.int64)
    sizes = n_sentences.copy()
    sizes[alone] = 1
    is_sentence = np.ones(len(sizes), dtype=bool)
    is_sentence[alone] = False
    columns = np.empty(sizes.sum(), dtype=np.int64)
    columns[np.repeat(is_sentence, sizes)] = np.flatnonzero(np.repeat(is_sentence, n_sentences))
    columns[np.repeat(~is_sentence, sizes)] = len(fields.sentences) + np.arange(len(alone))
    ends = np.concatenate([[0], np.cumsum(sizes)])
    shape = (len(sizes), len(fields.sentences) + len(alone))
    return sparse.csr_array((np.ones(len(columns), dtype=np.int32), columns, ends), shape)


class GatheredCounts:
    """Counts of all blocks, in words that are numbered as they come.

    Parameters
    ----------
    blocks : iterable of FieldCounts
        Read once, in their order.
    """

    def __init__(self, blocks: Iterable[FieldCounts]) -> None:
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        self._numbers: list[Integers] = []
        self._fields: dict[str, list[sparse.csr_array]] = {
            name: [] for name in FieldCounts._fields[1:]
        }
        for words, *counts in blocks:
            self._numbers.append(np.fromiter(map(numbers.__getitem__, words), dtype=np.int64))
            for gathered, rows in zip(self._fields.values(), counts, strict=True):
                gathered.append(rows)
        self._words = list(numbers)
        self._order = np.array(
            sorted(numbers.values(), key=self._words.__getitem__), dtype=np.int64
        )

    def find_terms(self, field: str) -> tuple[NDArray[np.object_], Integers]:
        """The words of a field in code-point order, and the column of each word; -1 without one."""
        used = np.zeros(len(self._words), dtype=bool)
        for number, counts in zip(self._numbers, self._fields[field], strict=True):
            used[number[counts.indices]] = True
        kept = self._order[used[self._order]]
        columns = np.full(len(used), -1, dtype=np.int64)
        columns[kept] = np.arange(len(kept))
        return np.array([self._words[number] for number in kept], dtype=object), columns

    def take(self, field: str, columns: Integers) -> Iterator[Block]:
        """The counts of a field with these columns, once: each block is let go when it is read."""
        counts = self._fields.pop(field)[::-1]
        for number in self._numbers:
            yield Block(columns[number], counts.pop())
