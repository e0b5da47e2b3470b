"""How far a pair stands out among its rivals: other partners in the same document.

For a pair (a, b) the rivals of b are the other clauses of b's document that are paired with a, and the
other way round. Two documents are enough; a document of one clause has no rivals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def find_margins(
    score: NDArray[np.float64],
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    documents: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Margin over the best rival, seen from ``a`` and seen from ``b``.

    Parameters
    ----------
    score : numpy.ndarray, shape (n_pairs,)
        Likeness of the pairs, 0 or more; without a rival the margin is the score itself.
    documents : numpy.ndarray of int64, shape (n_clauses,)
        Number of the document of each clause.
    """
    return _margins(score, a, documents[b]), _margins(score, b, documents[a])


def find_ranks(
    score: NDArray[np.float64],
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    documents: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """``1 / (1 + number of better rivals)`` in (0, 1], seen from ``a`` and seen from ``b``."""
    return _ranks(score, a, documents[b]), _ranks(score, b, documents[a])


def _contests(
    score: NDArray[np.float64], clause: NDArray[np.int64], document: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs ordered by contest and falling score; start of each pair's contest in that order."""
    order = np.lexsort((-score, document, clause))
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(clause[order]) != 0) | (np.diff(document[order]) != 0)
    starts = np.flatnonzero(new)
    return order, starts[np.cumsum(new) - 1]


def _margins(
    score: NDArray[np.float64], clause: NDArray[np.int64], document: NDArray[np.int64]
) -> NDArray[np.float64]:
    if not len(score):
        return np.zeros(0)
    order, start = _contests(score, clause, document)
    ordered = score[order]
    place = np.arange(len(order))
    rival = ordered[start]
    second = np.minimum(start + 1, len(order) - 1)
    has_second = (start + 1 < len(order)) & (start[second] == start)
    leads = place == start
    rival[leads] = np.where(has_second, ordered[second], 0.0)[leads]
    margins = np.empty(len(score))
    margins[order] = ordered - rival
    return margins


def _ranks(
    score: NDArray[np.float64], clause: NDArray[np.int64], document: NDArray[np.int64]
) -> NDArray[np.float64]:
    if not len(score):
        return np.zeros(0)
    order, start = _contests(score, clause, document)
    ordered = score[order]
    place = np.arange(len(order))
    # Equal scores of a contest share the place of the first of them.
    tied = np.zeros(len(order), dtype=bool)
    tied[1:] = (ordered[1:] == ordered[:-1]) & (start[1:] == start[:-1])
    first = np.maximum.accumulate(np.where(tied, 0, place))
    ranks = np.empty(len(score))
    ranks[order] = 1 / (1 + first - start)
    return ranks
