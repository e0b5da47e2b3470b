"""Which clause of one version became which of the other: one to one, then splits and merges.

1. Pairs that the model takes for the same, or that share much distinctive text, may be
   counterparts. Among them the assignment with the greatest total weight is taken, each clause once
   (``scipy.optimize.linear_sum_assignment``).
2. Two clauses left over are counterparts too where each is the other's likeliest in the whole of
   the other version and they share some text: the model, fitted to plans of different governments,
   does not know that these two come of one another.
3. A clause still left over that passed its text on to a clause with a counterpart of its own was
   merged into it; mirrored, it was split off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.versions.evidence import Evidence

PASSED_SHARE = 0.35
"""Share in [0, 1] of distinctive text from which a clause was passed on, whatever the model says.

corpus/gold, 4,868 pairs of the four numbered documents: the highest of those labelled unrelated is
0.06, of those labelled partial 0.30; of the 28 counterparts of the two versions of 威海 15 have it.
"""

SOME_SHARE = 0.10
"""Share in [0, 1] of distinctive text that pairs below the model's threshold need.

Of the pairs of corpus/gold that are each other's likeliest but below the model's threshold, one has
it: 9 of 威海 2021 and 10 of 2023, labelled same. The others, of documents of different governments,
have 0.06 at most and are mostly labelled partial.
"""

WEAK_P = 0.10
"""Probability in [0, 1] of ``same`` that they need too."""

TIE = 1e-3
"""Weight of the place in the documents: less than any difference in wording."""

_DECIMALS = 9
"""Weights are rounded, so that the last bit of a processor decides nothing."""


class Matching(NamedTuple):
    """Pairs of positions (a, b): counterparts one to one, and what was split off or merged."""

    pairs: tuple[tuple[int, int], ...]
    extras: tuple[tuple[int, int], ...]


def match_clauses(
    evidence: Evidence, *, same_threshold: float, overlap_threshold: float
) -> Matching:
    """Match the clauses of two versions.

    Parameters
    ----------
    evidence : Evidence
    same_threshold, overlap_threshold : float
        Probabilities in [0, 1] from which the model takes a pair for the same, or for partial.
    """
    shared = np.maximum(evidence.shared_a, evidence.shared_b)
    strong = (evidence.p_same >= same_threshold) | (shared >= PASSED_SHARE) | evidence.equal
    weights = np.where(strong, _weigh(evidence, same_threshold), 0.0)
    pairs = _assign(weights)
    pairs |= _find_weak(evidence, shared, pairs, overlap_threshold)
    extras = _find_extras(evidence, shared, pairs, same_threshold)
    return Matching(tuple(sorted(pairs)), tuple(sorted(extras)))


def _weigh(evidence: Evidence, same_threshold: float) -> NDArray[np.float64]:
    """How much a pair is worth above one that is barely the same."""
    certain = np.maximum(evidence.p_same - same_threshold, 0.0)
    # Of clauses that say the same word for word the model knows nothing but their places.
    certain[evidence.equal] = 1.0 - same_threshold
    wording = (evidence.shared_a + evidence.shared_b) / 2
    weights = certain + wording + evidence.equal + TIE * (1 + evidence.near)
    return np.round(weights, _DECIMALS)


def _assign(weights: NDArray[np.float64]) -> set[tuple[int, int]]:
    """Pairs with the greatest total weight, each clause once; a weight of 0 is no pair."""
    n_a, n_b = weights.shape
    a, b = np.nonzero(weights)
    graph = sparse.coo_array((np.ones(len(a)), (a, b + n_a)), shape=(n_a + n_b, n_a + n_b))
    n_parts, part_of = connected_components(graph, directed=False)
    pairs: set[tuple[int, int]] = set()
    for part in range(n_parts):
        members = np.flatnonzero(part_of == part)
        rows, columns = members[members < n_a], members[members >= n_a] - n_a
        if len(rows) and len(columns):
            block = weights[np.ix_(rows, columns)]
            for i, j in zip(*linear_sum_assignment(block, maximize=True), strict=True):
                if block[i, j] > 0:
                    pairs.add((int(rows[i]), int(columns[j])))
    return pairs


def _find_weak(
    evidence: Evidence,
    shared: NDArray[np.float64],
    pairs: set[tuple[int, int]],
    overlap_threshold: float,
) -> set[tuple[int, int]]:
    p = evidence.p_same
    if not p.size:
        return set()
    likeliest = (p == p.max(axis=0, keepdims=True)) & (p == p.max(axis=1, keepdims=True))
    weak = likeliest & (p >= WEAK_P) & (evidence.p_overlap >= overlap_threshold)
    weak &= shared >= SOME_SHARE
    for i, j in pairs:
        weak[i, :] = weak[:, j] = False
    return _assign(np.where(weak, np.round(p, _DECIMALS), 0.0))


def _find_extras(
    evidence: Evidence,
    shared: NDArray[np.float64],
    pairs: set[tuple[int, int]],
    same_threshold: float,
) -> set[tuple[int, int]]:
    """Attach each clause left over to the clause that has most of its text, if it has enough."""
    likely = (evidence.p_same >= same_threshold) & (shared >= SOME_SHARE)
    taken_a, taken_b = ({pair[side] for pair in pairs} for side in (0, 1))
    extras = set()
    for own_share, taken, others, turned in (
        (evidence.shared_a, taken_a, taken_b, False),
        (evidence.shared_b.T, taken_b, taken_a, True),
    ):
        worth = np.where(likely.T if turned else likely, 1.0, 0.0) + own_share
        enough = worth >= PASSED_SHARE
        for i in set(range(len(worth))) - taken:
            open_to = [j for j in sorted(others) if enough[i, j]]
            if open_to:
                best = max(open_to, key=lambda j: (round(float(worth[i, j]), _DECIMALS), -j))
                extras.add((best, i) if turned else (i, best))
    return extras
