"""Best sentence matches of a pair of clauses, aggregated both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.scoring.products import pick_from_blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray


def match_sentences(
    sentences: sparse.csr_array,
    weights: NDArray[np.float64],
    owner: NDArray[np.int64],
    n_clauses: int,
    first: NDArray[np.int64],
    second: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How well the sentences of ``first`` are found in ``second``: weighted mean, and the best.

    Parameters
    ----------
    sentences : scipy.sparse.csr_array, shape (n_sentences, n_terms)
        Rows of length 1 (or empty), so that products are cosines.
    weights : numpy.ndarray, shape (n_sentences,)
        How much a sentence counts in the mean.
    owner : numpy.ndarray of int64, shape (n_sentences,)
        Position of the clause of each sentence, ascending.

    Returns
    -------
    mean, best : numpy.ndarray, shape (n_pairs,)
        In [0, 1]; 0 where a clause has no sentence.
    """
    if not len(owner):
        return np.zeros(len(first)), np.zeros(len(first))
    columns = sentences.T.tocsr()
    limits = np.searchsorted(owner, np.arange(n_clauses + 1))
    full = np.flatnonzero(np.diff(limits))
    total = np.bincount(owner, weights=weights, minlength=n_clauses)

    def best_in_clauses(start: int, stop: int) -> NDArray[np.float64]:
        """Best cosine of each sentence of the clauses with a sentence of each clause."""
        cosines = (sentences[limits[start] : limits[stop]] @ columns).toarray()
        best = np.zeros((cosines.shape[0], n_clauses))
        if len(cosines):
            best[:, full] = np.maximum.reduceat(cosines, limits[full], axis=1)
        return best

    def mean_block(start: int, stop: int) -> NDArray[np.float64]:
        best = best_in_clauses(start, stop)
        rows = slice(limits[start], limits[stop])
        collect = sparse.csr_array(
            (weights[rows], (owner[rows] - start, np.arange(len(best)))),
            shape=(stop - start, len(best)),
        )
        scale = np.where(total[start:stop] > 0, total[start:stop], 1)
        return np.asarray(collect @ best) / scale[:, None]

    def best_block(start: int, stop: int) -> NDArray[np.float64]:
        best = best_in_clauses(start, stop)
        found = np.zeros((stop - start, n_clauses))
        np.maximum.at(found, owner[limits[start] : limits[stop]] - start, best)
        return found

    # A block of clauses opens one row per sentence, over columns per sentence.
    width = len(owner) * max(1, -(-len(owner) // max(1, n_clauses)))
    mean = pick_from_blocks(mean_block, first, second, n_clauses, width)
    best = pick_from_blocks(best_block, first, second, n_clauses, width)
    return mean, best
