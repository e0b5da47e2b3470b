"""Best sentence matches of a pair of clauses, aggregated both ways."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.scoring.products import pick_from_blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.scoring.products import Block


@dataclass(frozen=True, eq=False)
class SentenceRows:
    """The sentences of all clauses.

    Attributes
    ----------
    rows : scipy.sparse.csr_array or numpy.ndarray, shape (n_sentences, n_terms)
        Of length 1 (or empty), so that products are cosines.
    weights : numpy.ndarray, shape (n_sentences,)
        How much a sentence counts in a mean.
    owner : numpy.ndarray of int64, shape (n_sentences,)
        Position of the clause of each sentence, ascending.
    n_clauses : int
    """

    rows: sparse.csr_array | NDArray[np.float64]
    weights: NDArray[np.float64]
    owner: NDArray[np.int64]
    n_clauses: int

    @cached_property
    def limits(self) -> NDArray[np.int64]:
        """First sentence of each clause, and the number of sentences, shape (n_clauses + 1,)."""
        return np.searchsorted(self.owner, np.arange(self.n_clauses + 1))

    @cached_property
    def columns(self) -> sparse.csr_array | NDArray[np.float64]:
        """The rows turned, shape (n_terms, n_sentences)."""
        return self.rows.T if isinstance(self.rows, np.ndarray) else self.rows.T.tocsr()

    def best_in_clauses(self, start: int, stop: int) -> NDArray[np.float64]:
        """Best cosine of each sentence of clauses ``start`` to ``stop`` with each clause."""
        cosines = self.rows[self.limits[start] : self.limits[stop]] @ self.columns
        if not isinstance(cosines, np.ndarray):
            cosines = cosines.toarray()
        best = np.zeros((cosines.shape[0], self.n_clauses))
        full = np.flatnonzero(np.diff(self.limits))
        if cosines.size:
            best[:, full] = np.maximum.reduceat(cosines, self.limits[full], axis=1)
        return best

    def pick(
        self, block: Block, first: NDArray[np.int64], second: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """``block``'s values of the pairs; a block opens a row per sentence, over all sentences."""
        n_sentences = len(self.owner)
        width = n_sentences * max(1, -(-n_sentences // max(1, self.n_clauses)))
        return pick_from_blocks(block, first, second, self.n_clauses, width)


def match_sentences(
    sentences: SentenceRows, first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.float64]:
    """How well the sentences of ``first`` are found in ``second``, shape (n_pairs,), in [0, 1].

    The weighted mean of each sentence's best cosine; 0 where a clause has no sentence.
    """
    total = np.bincount(sentences.owner, sentences.weights, minlength=sentences.n_clauses)

    def block(start: int, stop: int) -> NDArray[np.float64]:
        best = sentences.best_in_clauses(start, stop)
        rows = slice(sentences.limits[start], sentences.limits[stop])
        collect = sparse.csr_array(
            (sentences.weights[rows], (sentences.owner[rows] - start, np.arange(len(best)))),
            shape=(stop - start, len(best)),
        )
        scale = np.where(total[start:stop] > 0, total[start:stop], 1)
        return np.asarray(collect @ best) / scale[:, None]

    return sentences.pick(block, first, second)


def find_best_sentences(
    sentences: SentenceRows, first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Cosine of the two most similar sentences of each pair, shape (n_pairs,), in [0, 1]."""

    def block(start: int, stop: int) -> NDArray[np.float64]:
        best = np.zeros((stop - start, sentences.n_clauses))
        owner = sentences.owner[sentences.limits[start] : sentences.limits[stop]] - start
        np.maximum.at(best, owner, sentences.best_in_clauses(start, stop))
        return best

    return sentences.pick(block, first, second)
