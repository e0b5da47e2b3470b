"""The words that many pairs of clauses share, by a compiled kernel.

:func:`policycompare.report.evidence.find_shared_terms` says what they are and what they weigh; this
gives the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from policycompare.code_points import stretches
from policycompare.compiling import kernel, map_in_threads
from policycompare.report.evidence import N_SHARED_TERMS, SharedTerms
from policycompare.report.protocol import MatricesLike
from policycompare.report.values import joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCALE = 1e9
"""Weights are ranked after rounding to nine decimals."""

NEAR_TIE = 1e-6
"""Distance of a scaled weight from a half that leaves rounding in doubt, far above its error."""


class _Rows(NamedTuple):
    """Rows of a matrix in order of their words: bounds, numbers of words, weights."""

    bounds: NDArray[np.int64]
    words: NDArray[np.int32]
    weights: NDArray[np.float64]


class SharedTermBlocks:
    """Lists the words that two clauses share, for many pairs at once."""

    def __init__(self, matrices: MatricesLike) -> None:
        self._plain = SharedTerms(matrices)
        body, heading = list(matrices.body_terms), list(matrices.heading_terms)
        self._words = [str(word) for word in sorted({*body, *heading})]
        numbers = {word: number for number, word in enumerate(self._words)}
        self._rows = (
            *_in_order(matrices.body_words, body, numbers),
            *_in_order(matrices.heading_words, heading, numbers),
        )

    def find(
        self, first: NDArray[np.int64], second: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], list[str]]:
        """Number of shared words, and the cell of the weightiest of them, of each pair."""
        counts = np.zeros(len(first), dtype=np.int64)
        best = np.empty((len(first), N_SHARED_TERMS), dtype=np.int32)
        doubtful = np.zeros(len(first), dtype=np.bool_)

        def find(stretch: tuple[int, int]) -> None:
            part = slice(*stretch)
            _share(*self._rows, first[part], second[part], counts[part], best[part], doubtful[part])

        for _ in map_in_threads(find, stretches(len(first))):
            pass
        words = self._words
        cells = [
            joined([words[k] for k in row[:n]])
            for row, n in zip(best.tolist(), counts.tolist(), strict=True)
        ]
        for pair in np.flatnonzero(doubtful).tolist():
            terms = self._plain.of(int(first[pair]), int(second[pair]))
            cells[pair] = joined(term for term, _ in terms[:N_SHARED_TERMS])
        return counts, cells


def _in_order(matrix: Any, terms: Sequence[Any], numbers: dict[str, int]) -> _Rows:
    """The rows of a matrix with the numbers of its words, each row's ascending."""
    number_of = np.array([numbers[term] for term in terms], dtype=np.int32)
    words = number_of[matrix.indices]
    weights = np.asarray(matrix.data, dtype=np.float64)
    bounds = np.asarray(matrix.indptr, dtype=np.int64)
    # where they do not ascend another row must begin; a row's number for each weight would be large
    if not np.isin(np.flatnonzero(words[1:] <= words[:-1]) + 1, bounds).all():
        order = np.lexsort((words, np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))))
        words, weights = words[order], weights[order]
    return _Rows(bounds, words, weights)


@kernel
def _share(
    bounds_1: NDArray[np.int64],
    words_1: NDArray[np.int32],
    weights_1: NDArray[np.float64],
    bounds_2: NDArray[np.int64],
    words_2: NDArray[np.int32],
    weights_2: NDArray[np.float64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    counts: NDArray[np.int64],
    best: NDArray[np.int32],
    doubtful: NDArray[np.bool_],
) -> None:
    """Fill ``counts``, and ``best`` with the weightiest words of each pair, the weightiest first.

    Words of both fields are met in one order, so that each is weighed when it is met.
    """
    n_best = best.shape[1]
    scaled = np.empty(n_best)
    for pair in range(len(first)):
        a, b = first[pair], second[pair]
        x, y = bounds_1[a], bounds_1[b]
        u, v = bounds_2[a], bounds_2[b]
        n_kept = 0
        while True:
            while x < bounds_1[a + 1] and y < bounds_1[b + 1] and words_1[x] != words_1[y]:
                if words_1[x] < words_1[y]:
                    x += 1
                else:
                    y += 1
            while u < bounds_2[a + 1] and v < bounds_2[b + 1] and words_2[u] != words_2[v]:
                if words_2[u] < words_2[v]:
                    u += 1
                else:
                    v += 1
            in_1 = x < bounds_1[a + 1] and y < bounds_1[b + 1]
            in_2 = u < bounds_2[a + 1] and v < bounds_2[b + 1]
            if not in_1 and not in_2:
                break
            word = words_1[x] if in_1 else words_2[u]
            if in_2 and words_2[u] < word:
                word = words_2[u]
            weight = 0.0
            if in_1 and words_1[x] == word:
                weight += weights_1[x] * weights_1[y]
                x += 1
                y += 1
            if in_2 and words_2[u] == word:
                weight += weights_2[u] * weights_2[v]
                u += 1
                v += 1
            counts[pair] += 1
            product = weight * SCALE
            if abs(product - np.floor(product) - 0.5) < NEAR_TIE:
                doubtful[pair] = True
            value = np.rint(product)
            # words come in ascending order, so an equal one that came before stays before
            place = n_kept
            while place > 0 and scaled[place - 1] < value:
                place -= 1
            if place < n_best:
                if n_kept < n_best:
                    n_kept += 1
                for k in range(n_kept - 1, place, -1):
                    scaled[k], best[pair, k] = scaled[k - 1], best[pair, k - 1]
                scaled[place], best[pair, place] = value, word
