"""Likeness of two clauses: what is blended, how well their sentences are found in each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.pair_products import ClauseRows, multiply_clauses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]

BLEND: dict[str, float] = {
    "words": 1 / 6,
    "pairs": 1 / 6,
    "characters": 1 / 6,
    "concepts": 1 / 2,
}
"""Shares of the four readings in a blended likeness, which stays in [0, 1].

Not fitted: what the eye reads off the text counts half, what the table of concepts adds the other
half.
"""


def match_pairs(
    rows: sparse.csr_array, weights: Values, limits: NDArray[np.int64], pairs: Pairs
) -> dict[str, Values]:
    """The features made of sentences, from their rows.

    A side's match is the weighted mean of each sentence's best cosine, 0 where a clause has no
    sentence.

    Parameters
    ----------
    rows : scipy.sparse.csr_array, shape (n_sentences, n_terms)
    weights : numpy.ndarray, shape (n_sentences,)
    limits : numpy.ndarray of int64, shape (n_clauses + 1,)
        First sentence of each clause, and the number of sentences.
    """
    sentences = ClauseRows(rows, limits)
    n_clauses = len(limits) - 1
    owner = np.repeat(np.arange(n_clauses), sentences.counts)
    total = np.bincount(owner, weights, minlength=n_clauses)
    total = np.where(total > 0, total, 1)
    # The clause with fewer sentences comes first: its sentences are columns of a dense table.
    swapped = sentences.counts[pairs[0]] > sentences.counts[pairs[1]]
    first = np.where(swapped, pairs[1], pairs[0])
    second = np.where(swapped, pairs[0], pairs[1])
    forth, back, best = (np.zeros(len(first)) for _ in range(3))
    for block in multiply_clauses(sentences, sentences, first, second):
        one, other = first[block.pairs], second[block.pairs]
        own_weights = weights[limits[one][:, None] + np.arange(block.products.shape[1])]
        tops = np.maximum.reduceat(block.products, block.starts, axis=0)
        forth[block.pairs] = (tops * own_weights).sum(axis=1) / total[one]
        others = block.products.max(axis=1)
        sums = np.add.reduceat(others * weights[block.right_rows], block.starts)
        back[block.pairs] = sums / total[other]
        best[block.pairs] = tops.max(axis=1)
    return {**both("sentences", (forth, back)), "sentence_best": best}


def both(name: str, values: tuple[Values, Values]) -> dict[str, Values]:
    """The smaller and the larger of two directed values."""
    return {f"{name}_least": np.minimum(*values), f"{name}_most": np.maximum(*values)}


def interleave(matrices: Sequence[sparse.csr_array]) -> sparse.csr_array:
    """Row ``i`` of each matrix, then row ``i + 1`` of each."""
    n_clauses, n_rows = matrices[0].shape[0], len(matrices)
    order = np.arange(n_clauses * n_rows).reshape(n_rows, n_clauses).T.ravel()
    return sparse.csr_array(sparse.vstack(matrices, format="csr"))[order]


def by_clause(rows: sparse.csr_array, n_rows: int) -> ClauseRows:
    """Rows of which each clause has the same number."""
    return ClauseRows(rows, np.arange(0, rows.shape[0] + 1, n_rows))
