"""The clauses of a run in shards of whole documents, their rows made shard by shard.

The number of shards changes no result: what a term weighs is counted over all shards, and a pair
and its rivals lie in the two shards of its documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from scipy import sparse

from policycompare.datamodel.late_sentences import sentence_texts
from policycompare.datamodel.sent_texts import SentTexts
from policycompare.scoring.counting import (
    ShardTexts,
    Terms,
    count_shard,
    counts_of,
    keep_parts,
)
from policycompare.scoring.products import count_terms, make_rows, weigh_columns
from policycompare.scoring.texts import find_core, find_title
from policycompare.scoring.weighing import Shard, weigh_shard, weigh_terms
from policycompare.tasks import LateItems

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause
    from policycompare.scoring.spool import Spool
    from policycompare.vectors import FieldMatrices

    Whole = NDArray[np.int64]

SHARD_CLAUSES = 16_000
"""Clauses of a shard, about; their rows take some 12 KB each, those of two shards at a time."""

MOST_SHARDS = 16
"""Beyond that shards are larger: each is read once for each other."""


class WordSplitter(Protocol):
    """What scoring needs of a tokenizer."""

    def words(self, text: str) -> list[str]:
        """The words of ``text`` that carry meaning."""


@dataclass(frozen=True, eq=False)
class ShardClauses:
    """Which clauses a shard holds.

    Attributes
    ----------
    name : str
        What it is called in the spool.
    clauses : numpy.ndarray of int64, shape (n,)
        Positions, ascending; of whole documents.
    """

    name: str
    clauses: Whole


def cut_shards(documents: Whole) -> list[ShardClauses]:
    """Cut clauses into shards between documents.

    Parameters
    ----------
    documents : numpy.ndarray of int64, shape (n_clauses,)
        Number of the document of each clause, those of one document together.
    """
    n_clauses = len(documents)
    size = max(SHARD_CLAUSES, -(-n_clauses // MOST_SHARDS))
    ends = np.flatnonzero(np.diff(documents, append=-1)) + 1
    bounds = [0]
    while bounds[-1] < n_clauses:
        fits = int(np.searchsorted(ends, bounds[-1] + size, side="right")) - 1
        # A document that is longer than a shard is one all the same.
        least = int(np.searchsorted(ends, bounds[-1], side="right"))
        bounds.append(int(ends[max(fits, least)]))
    return [
        ShardClauses(f"shard-{k:03}", np.arange(start, stop))
        for k, (start, stop) in enumerate(pairwise(bounds))
    ]


@dataclass(frozen=True, eq=False)
class RowMaker:
    """Makes the rows of the clauses of a run, shard by shard.

    Attributes
    ----------
    clauses : sequence of Clause
    matrices : FieldMatrices
        Of the same clauses.
    tokenizer : Tokenizer
        The one that the matrices were built with.
    spool : Spool
        Where the rows go.
    run : callable
        ``run(work, items)`` yields ``work(item)`` of each item, in order, here or elsewhere.
    """

    clauses: Sequence[Clause]
    matrices: FieldMatrices
    tokenizer: WordSplitter
    spool: Spool
    run: Callable[..., Iterator[Any]] = map

    def make(
        self,
        shards: Sequence[ShardClauses],
        *,
        documents: Whole | None = None,
        apart: Sequence[ShardClauses] = (),
    ) -> None:
        """Make the rows of all shards.

        Parameters
        ----------
        shards : sequence of ShardClauses
            Each clause in one of them.
        documents : numpy.ndarray of int64, shape (n_clauses,), optional
            Number of the document of each clause, if the rows of documents are to be added up.
        apart : sequence of ShardClauses
            Clauses of these shards that are wanted by themselves too.
        """
        every = (*shards, *apart)
        titles = [find_title(clause) for clause in self.clauses]
        title_words = [self.tokenizer.words(title) for title in titles]
        cores = [find_core(words, t) for words, t in zip(title_words, titles, strict=True)]
        found = list(self._count_words(every, title_words))
        texts = LateItems(lambda shard: self._read(shard, titles, cores), every)
        for terms, others in zip(
            found, self.run(partial(count_shard, spool=self.spool), texts), strict=True
        ):
            terms.update(others)
        names = tuple(found[0])
        # What is wanted by itself was counted with its shard.
        counted = found[: len(shards)]
        weigh_terms(
            {name: [terms[name] for terms in counted] for name in names},
            len(self.clauses),
            self.spool,
        )
        wanted = [self._describe(shard, documents) for shard in every]
        for _ in self.run(partial(weigh_shard, spool=self.spool), wanted):
            pass
        for shard in every:
            for name in names:
                self.spool.drop(counts_of(shard.name, name))

    def _read(self, shard: ShardClauses, titles: Sequence[str], cores: Sequence[str]) -> ShardTexts:
        places = shard.clauses.tolist()
        held = [self.clauses[i] for i in places]
        return ShardTexts(
            shard=shard.name,
            titles=SentTexts(titles[i] for i in places),
            cores=SentTexts(cores[i] for i in places),
            sections=SentTexts(clause.section for clause in held),
            bodies=SentTexts(clause.body for clause in held),
            sentences=SentTexts(text for clause in held for text in sentence_texts(clause)),
        )

    def _describe(self, shard: ShardClauses, documents: Whole | None) -> Shard:
        n_sentences = [len(self.clauses[i].sentences) for i in shard.clauses.tolist()]
        numbers = None
        if documents is not None:
            numbers = np.unique(documents[shard.clauses], return_inverse=True)[1]
        return Shard(shard.name, np.array(n_sentences, dtype=np.int64), numbers)

    def _count_words(
        self, shards: Sequence[ShardClauses], title_words: Sequence[Sequence[str]]
    ) -> Iterator[dict[str, Terms]]:
        """Keep the words of each shard, of which the matrices hold those of bodies."""
        matrices = self.matrices
        terms = sorted({*matrices.body_terms, *(word for words in title_words for word in words)})
        place = {term: k for k, term in enumerate(terms)}
        columns = np.array([place[term] for term in matrices.body_terms], dtype=np.int32)
        # The matrices' own weights hold an idf, which the readings' weights replace.
        n_with_term = np.bincount(matrices.body_words.indices, minlength=len(columns))
        without = 1 / (np.log((1 + len(self.clauses)) / (1 + n_with_term)) + 1)
        limits = np.searchsorted(matrices.sentence_clause, np.arange(len(self.clauses) + 1))
        for shard in shards:
            held = shard.clauses
            counts = limits[held + 1] - limits[held]
            sentences = np.arange(counts.sum()) + np.repeat(
                limits[held] - np.cumsum(counts) + counts, counts
            )
            bodies, rows = (
                _widen(weigh_columns(take(matrix, places), without), columns, len(terms))
                for matrix, places in (
                    (matrices.body_words, held),
                    (matrices.sentence_words, sentences),
                )
            )
            headings = count_terms([title_words[i] for i in held.tolist()], place)
            codes = np.arange(len(terms))
            parts = headings, bodies, rows
            yield {"words": keep_parts(shard.name, "words", parts, codes, self.spool)}


def take(matrix: sparse.csr_array, rows: Whole) -> sparse.csr_array:
    """Some rows of a matrix; a view where they stand together."""
    if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
        return matrix[int(rows[0]) : int(rows[-1]) + 1]
    return matrix[rows]


def _widen(matrix: sparse.csr_array, columns: NDArray[np.int32], n_terms: int) -> sparse.csr_array:
    """The matrix in a larger term space; ``columns`` is the new place of each term, ascending."""
    return make_rows(matrix.data, columns[matrix.indices], matrix.indptr, n_terms)
