"""Four ways to read a clause: its words, its character pairs, its characters, its concepts.

A reading holds rows of length 1 for the heading, the body, both together and the sentences, in one
term space with one weighting, so that the product of any two rows is a cosine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.scoring.concepts import find_all_concepts, read_concepts
from policycompare.scoring.ngrams import count_ngrams
from policycompare.scoring.products import count_terms, normalize_rows, weigh_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.vectors import FieldMatrices

READINGS = ("words", "pairs", "characters", "concepts")
"""Names of the readings, in the order of :func:`read_clauses`."""

UNSEEN_CLAUSES = 10
"""Clauses without a term that are taken to stand beside the compared ones.

They keep what two short documents share from counting for nothing. Not swept.
"""
FAMILY_WEIGHT = 0.75
"""Weight of a concept's family beside the concept: neighbouring concepts are a little alike.

Of 0.5 and 0.75 the better F1(same) in folds by document pair of ``corpus/gold`` (0.876, 0.884);
AP(same) hardly moves (0.919, 0.920). 0.25 was tried with a former model only, and was worse still.
"""


@dataclass(frozen=True, eq=False)
class Reading:
    """Rows of length 1 (or empty), each matrix with the same columns.

    Attributes
    ----------
    heading, body : scipy.sparse.csr_array, shape (n_clauses, n_terms)
    sentences : scipy.sparse.csr_array, shape (n_sentences, n_terms)
    present : scipy.sparse.csr_array, shape (n_clauses, n_terms)
        1 where heading or body holds the term.
    weights : numpy.ndarray, shape (n_terms,)
        Weight of a term, 0 or more.
    """

    heading: sparse.csr_array
    body: sparse.csr_array
    sentences: sparse.csr_array
    present: sparse.csr_array
    weights: NDArray[np.float64]

    def add_fields(self) -> sparse.csr_array:
        """Heading and body added, which count alike however long they are; rows of length 1."""
        return normalize_rows(sparse.csr_array(self.heading + self.body))


@dataclass(frozen=True, eq=False)
class Texts:
    """What the readings read: titles and bodies of the clauses, sentences of the bodies."""

    titles: Sequence[str]
    title_words: Sequence[Sequence[str]]
    bodies: Sequence[str]
    sentences: Sequence[str]


def read_clauses(texts: Texts, matrices: FieldMatrices) -> Iterator[tuple[str, Reading]]:
    """Yield the four readings of the clauses with their names; each is large."""
    yield "words", _read_words(texts, matrices)
    yield "pairs", _read_ngrams(texts, 2)
    yield "characters", _read_ngrams(texts, 1)
    yield "concepts", _read_concepts(texts)


def find_presence(matrix: sparse.csr_array) -> sparse.csr_array:
    """1 where the matrix holds anything but 0."""
    present = sparse.csr_array(matrix, copy=True)
    present.data = np.ones_like(present.data)
    return present


def _build(
    heading: sparse.csr_array,
    body: sparse.csr_array,
    sentences: sparse.csr_array,
    importance: NDArray[np.float64] | float = 1.0,
) -> Reading:
    """A reading of rows of term weights, which are weighed and scaled in place."""
    present = sparse.csr_array(heading + body)
    present.data[:] = 1
    n_with_term = np.bincount(present.indices, minlength=present.shape[1])
    rarity = np.log((present.shape[0] + UNSEEN_CLAUSES) / (1 + n_with_term))
    weights = np.maximum(rarity, 0) * importance
    for rows in (heading, body, sentences):
        rows.data *= weights[rows.indices]
        normalize_rows(rows)
    return Reading(heading, body, sentences, present, weights)


def _read_words(texts: Texts, matrices: FieldMatrices) -> Reading:
    terms = sorted({*matrices.body_terms, *(word for words in texts.title_words for word in words)})
    place = {term: k for k, term in enumerate(terms)}
    columns = np.array([place[term] for term in matrices.body_terms], dtype=np.int32)
    # The matrices' own weights hold an idf, which the reading's weights replace.
    n_with_term = np.bincount(matrices.body_words.indices, minlength=len(columns))
    without = 1 / (np.log((1 + len(texts.titles)) / (1 + n_with_term)) + 1)
    return _build(
        count_terms(texts.title_words, place),
        _widen(weigh_columns(matrices.body_words, without), columns, len(terms)),
        _widen(weigh_columns(matrices.sentence_words, without), columns, len(terms)),
    )


def _widen(matrix: sparse.csr_array, columns: NDArray[np.int32], n_terms: int) -> sparse.csr_array:
    """The matrix in a larger term space; ``columns`` is the new place of each term, ascending."""
    return sparse.csr_array(
        (matrix.data, columns[matrix.indices], matrix.indptr), shape=(matrix.shape[0], n_terms)
    )


def _read_ngrams(texts: Texts, n: int) -> Reading:
    counts = count_ngrams([*texts.titles, *texts.bodies, *texts.sentences], n)
    return _build(*_split(counts, len(texts.titles)))


def _read_concepts(texts: Texts) -> Reading:
    concepts = read_concepts()
    every = (*texts.titles, *texts.bodies, *texts.sentences)
    row, column = find_all_concepts(every)
    n_concepts, families = len(concepts.names), np.array(concepts.families)
    n_columns = n_concepts + int(families.max()) + 1
    counts = sparse.csr_array(
        (np.ones(2 * len(row)), (np.tile(row, 2), np.r_[column, n_concepts + families[column]])),
        shape=(len(every), n_columns),
    )
    counts.sum_duplicates()
    importance = np.where(np.arange(n_columns) < n_concepts, 1.0, FAMILY_WEIGHT)
    return _build(*_split(counts, len(texts.titles)), importance)


def _split(
    counts: sparse.csr_array, n_clauses: int
) -> tuple[sparse.csr_array, sparse.csr_array, sparse.csr_array]:
    """``1 + ln count`` of titles, bodies and sentences, which are stacked in this order."""
    counts.data = 1 + np.log(counts.data)
    return counts[:n_clauses], counts[n_clauses : 2 * n_clauses], counts[2 * n_clauses :]
