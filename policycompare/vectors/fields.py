"""The matrices of the compared clauses, one per field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.tasks import LateItems, map_in_processes
from policycompare.vectors.chars import CharNgramSpace
from policycompare.vectors.field_counts import (
    FieldCounts,
    GatheredCounts,
    count_block,
    read_fields,
)
from policycompare.vectors.weights import join_blocks, measure_idf, split_blocks, weigh_counts
from policycompare.vectors.words import WordSplitter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause

MIN_CHARACTERS_TO_SHARE = 4_000_000
"""Characters from which worker processes cut the words.

Reckoned, not measured: one process counts these in about 3 s of CPU time, and a worker takes about
1 s to start with numpy, scipy and the dictionary.
"""


@dataclass(frozen=True, eq=False)
class FieldMatrices:
    """Tf-idf matrices of the compared clauses; every non-empty row has length 1.

    Attributes
    ----------
    heading_words, body_words : scipy.sparse.csr_array, shape (n_clauses, n_terms)
        Each with its own terms.
    sentence_words : scipy.sparse.csr_array, shape (n_sentences, n_terms)
        In the columns and with the idf of ``body_words``.
    sentence_clause : numpy.ndarray of int64, shape (n_sentences,)
        Position of the clause of each sentence, ascending.
    heading_terms, body_terms : numpy.ndarray of str, shape (n_terms,)
        The words behind the columns of ``heading_words`` and ``body_words``.
    headings, bodies : sequence of str
        The texts, of which the matrices of characters are made when they are asked for: those of
        bodies are several times as large as those of words, and only a cut run needs them.
    """

    heading_words: sparse.csr_array
    body_words: sparse.csr_array
    sentence_words: sparse.csr_array
    sentence_clause: NDArray[np.int64]
    heading_terms: NDArray[np.object_]
    body_terms: NDArray[np.object_]
    headings: Sequence[str]
    bodies: Sequence[str]

    @cached_property
    def heading_chars(self) -> sparse.csr_array:
        """Character n-grams of the headings, shape (n_clauses, n_terms), with their own terms."""
        return CharNgramSpace().fit_transform(self.headings)

    @cached_property
    def body_chars(self) -> sparse.csr_array:
        """Character n-grams of the bodies, shape (n_clauses, n_terms), with their own terms."""
        return CharNgramSpace().fit_transform(self.bodies)

    def __repr__(self) -> str:
        return (
            f"<FieldMatrices of {self.body_words.shape[0]} clauses and "
            f"{len(self.sentence_clause)} sentences: {len(self.body_terms)} words>"
        )


def build_field_matrices(
    clauses: Sequence[Clause], tokenizer: WordSplitter, *, n_workers: int = 1
) -> FieldMatrices:
    """Vectorize heading, body and sentences of ``clauses``.

    Parameters
    ----------
    clauses : sequence of Clause
        The compared clauses, in the order of the corpus.
    tokenizer : Tokenizer
        Cuts the texts into words.
    n_workers : int
        Processes that count words, from ``MIN_CHARACTERS_TO_SHARE`` characters on; 1 means none
        beside the main one. The number changes no result.

    Raises
    ------
    PolicyCompareError
        If a process ends before its work is done, e.g. for lack of memory.
    """
    counted = GatheredCounts(_count_fields(clauses, tokenizer, n_workers))
    heading_terms, columns = counted.find_terms("headings")
    headings = join_blocks(counted.take("headings", columns), len(heading_terms), np.float64)
    weigh_counts(headings, measure_idf(headings))
    body_terms, columns = counted.find_terms("bodies")
    bodies = join_blocks(counted.take("bodies", columns), len(body_terms), np.float64)
    idf = measure_idf(bodies)
    weigh_counts(bodies, idf)
    sentences = join_blocks(counted.take("sentences", columns), len(body_terms), np.float64)
    weigh_counts(sentences, idf)
    return FieldMatrices(
        heading_words=headings,
        body_words=bodies,
        sentence_words=sentences,
        sentence_clause=np.repeat(
            np.arange(len(clauses), dtype=np.int64), [len(clause.sentences) for clause in clauses]
        ),
        heading_terms=heading_terms,
        body_terms=body_terms,
        headings=[clause.heading for clause in clauses],
        bodies=[clause.body for clause in clauses],
    )


def _count_fields(
    clauses: Sequence[Clause], tokenizer: WordSplitter, n_workers: int
) -> Iterator[FieldCounts]:
    sizes = [len(clause.text) for clause in clauses]
    marks = getattr(tokenizer, "marks", "")
    blocks = LateItems(lambda block: read_fields(clauses[block], marks), list(split_blocks(sizes)))
    work = partial(count_block, tokenizer=tokenizer)
    if min(n_workers, len(blocks)) > 1 and sum(sizes) >= MIN_CHARACTERS_TO_SHARE:
        return map_in_processes(work, blocks, min(n_workers, len(blocks)))
    return map(work, blocks)
