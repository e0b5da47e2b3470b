"""The likeness of sentences by a compiled kernel, for many pairs of clauses.

The pairs of characters of a clause's sentences are numbered once, each sentence's in ascending
order, so that what two sentences share is found in one walk through both.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from policycompare.compiling import kernel
from policycompare.differences.sentences import (
    SHARED_SIMILARITY,
    SentenceWeights,
    count_pairs,
    number_pairs,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_CLAUSES = 50_000
"""Clauses whose numbers are kept: a clause meets many others. About 3 KB each."""


NEARLY_SHARED = 0.49 * SHARED_SIMILARITY
"""Part of the weight of both together from which a pair is looked at closely: a little too low."""


class _Numbered(NamedTuple):
    """The pairs of characters of some sentences: numbers, weights, bounds, weight together."""

    pairs: NDArray[np.int32]
    weights: NDArray[np.int32]
    bounds: NDArray[np.int64]
    totals: NDArray[np.int64]


class CompiledWeights(SentenceWeights):
    """Weights of pairs of characters whose sums a kernel adds up; results are the same."""

    def __init__(self, weights: Mapping[str, int], highest: int) -> None:
        super().__init__(weights, highest)
        # frozen for its users
        object.__setattr__(self, "_numbers", {})
        object.__setattr__(self, "_kept", OrderedDict())

    _numbers: dict[str, int]
    _kept: OrderedDict[tuple[str, ...], _Numbered]

    def similarities(self, a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, float]]:
        """Yield (place in ``a``, place in ``b``, likeness) of the sentences that are shared."""
        one, two = self._number(tuple(a)), self._number(tuple(b))
        found = np.empty((len(a) * len(b), 3), dtype=np.int64)
        n_found = _find_shared(*one, two.pairs, two.bounds, two.totals, found)
        for place, shared, total in found[:n_found].tolist():
            similarity = 2 * shared / total
            if similarity >= SHARED_SIMILARITY:
                yield *divmod(place, len(b)), similarity

    def _number(self, texts: tuple[str, ...]) -> _Numbered:
        kept = self._kept.get(texts)
        if kept is not None:
            self._kept.move_to_end(texts)
            return kept
        sentences = [
            sorted((self._number_of(pair), pair) for pair in number_pairs(count_pairs(text)))
            for text in texts
        ]
        flat = [entry for sentence in sentences for entry in sentence]
        weights = [self.weights.get(pair[:2], self.highest) for _, pair in flat]
        bounds = np.array([0, *accumulate(map(len, sentences))], dtype=np.int64)
        sums = np.append(0, np.cumsum(weights, dtype=np.int64))
        numbered = _Numbered(
            np.array([number for number, _ in flat], dtype=np.int32),
            np.array(weights, dtype=np.int32),
            bounds,
            np.diff(sums[bounds]),
        )
        self._kept[texts] = numbered
        if len(self._kept) > N_CLAUSES:
            self._kept.popitem(last=False)
        return numbered

    def _number_of(self, pair: str) -> int:
        return self._numbers.setdefault(pair, len(self._numbers))


@kernel
def _find_shared(
    pairs_a: NDArray[np.int32],
    weights_a: NDArray[np.int32],
    bounds_a: NDArray[np.int64],
    totals_a: NDArray[np.int64],
    pairs_b: NDArray[np.int32],
    bounds_b: NDArray[np.int64],
    totals_b: NDArray[np.int64],
    found: NDArray[np.int64],
) -> int:
    """Fill ``found`` with what may be shared sentences; return how many they are.

    Each is its place among all pairs of sentences, the weight that both have, and that of both
    together. None is left out whose likeness reaches the threshold.
    """
    n_found, place = 0, 0
    for i in range(len(totals_a)):
        for j in range(len(totals_b)):
            x, y = bounds_a[i], bounds_b[j]
            shared = 0
            while x < bounds_a[i + 1] and y < bounds_b[j + 1]:
                if pairs_a[x] < pairs_b[y]:
                    x += 1
                elif pairs_a[x] > pairs_b[y]:
                    y += 1
                else:
                    shared += weights_a[x]
                    x += 1
                    y += 1
            total = totals_a[i] + totals_b[j]
            if total > 0 and shared >= NEARLY_SHARED * total:
                found[n_found, 0], found[n_found, 1], found[n_found, 2] = place, shared, total
                n_found += 1
            place += 1
    return n_found
