"""Labelled pairs and what is learnt from them: multipliers of the features, held out by folds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from policycompare.coding.regression import fit_around
from policycompare.coding.weighing import KINDS, LEAST_LABEL, WeighedPairs
from policycompare.errors import GoldError
from policycompare.scoring.model import MAX_LOG_ODDS, to_probability

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import ScoredPairs

    Real = NDArray[np.float64]
    Whole = NDArray[np.int64]

FULL_FIT = 200
"""Labelled pairs from which every feature gets a multiplier; below, all share one.

Measured with the model fitted to ``corpus/gold`` on samples of another subject (24 draws each, log
loss on the pairs outside the sample): with 80 to 160 pairs separate multipliers are about 1 % worse
than one for all, with 200 they are level, with 250 and 300 up to 2 % better.
"""

SCALE_SPREAD = 0.3
"""Standard deviation of the prior of the common multiplier around 1; 0.3, 0.5 and 1 were tried."""

SHIFT_SPREAD = 2 * SCALE_SPREAD
"""The same of the shift of the log-odds around 0."""

FEATURE_SPREAD = 1.0
"""The same of a feature's multiplier around the common one; 0.1 to 2 were tried."""

FEATURE_SHIFT_SPREAD = 0.5
"""The same of the shift that goes with them."""

WEIGHT_POWER = 0.5
"""Pairs count in the fit with this power of their weight.

With 1 a few pairs of the largest stratum decide, with 0 the doubtful pairs alone; the root has the
lowest log loss of ``same`` of the three at every sample size but 60 pairs.
"""

LEAST_OF_EACH = 10
"""Labels on either side of a question that a fit needs."""

N_FOLDS = 5
GRID = np.arange(0.05, 0.951, 0.01)
"""Thresholds tried, probabilities."""

TOLERANCE = 0.02
"""F1 below the best that still counts as nearly the best: the middle of those is taken."""


@dataclass(frozen=True)
class Labelled:
    """The scored coded pairs, by kind where a dict: contributions, labels, weights and folds."""

    terms: dict[str, Real]
    base: dict[str, float]
    labels: Whole
    weights: Real
    folds: Whole

    def positive(self, kind: str) -> Real:
        """1 for a pair of the kind, else 0, shape (n_pairs,)."""
        return (self.labels >= LEAST_LABEL[kind]).astype(float)


def collect_labelled(scored: ScoredPairs, pairs: WeighedPairs, linear: Sequence[int]) -> Labelled:
    """The coded pairs that were scored, in folds that each hold every stratum.

    Parameters
    ----------
    linear : sequence of int
        Features whose contributions add up to the log-odds before they are limited.
    """
    there = np.flatnonzero(pairs.rows >= 0)
    rows = pairs.rows[there]
    folds = np.zeros(len(there), dtype=np.int64)
    for stratum in np.unique(pairs.strata[there]):
        inside = pairs.strata[there] == stratum
        folds[inside] = np.arange(int(inside.sum())) % N_FOLDS
    same_terms, overlap_terms = scored.weigh(scored.features[rows])
    return Labelled(
        terms={"same": same_terms[:, linear], "any": overlap_terms[:, linear]},
        base={"same": scored.same_base, "any": scored.overlap_base},
        labels=pairs.labels[there],
        weights=pairs.weights[there],
        folds=folds,
    )


def check_enough(labelled: Labelled) -> None:
    """Raise a GoldError if there are too few labels on either side of a question."""
    for kind, words in (("same", "labelled 2"), ("any", "labelled 1 or 2")):
        n_positive = int(labelled.positive(kind).sum())
        n_other = len(labelled.labels) - n_positive
        if min(n_positive, n_other) < LEAST_OF_EACH:
            raise GoldError(
                f"{n_positive} of the scored pairs are {words} and {n_other} are not, but a fit "
                f"needs {LEAST_OF_EACH} of each; code a larger sample or leave out --fit."
            )


def keep_unchanged(labelled: Labelled, kind: str) -> Real:
    """The multipliers of a model that stays as it is."""
    return np.append(np.ones(labelled.terms[kind].shape[1]), labelled.base[kind])


def fit_multipliers(labelled: Labelled, kind: str, inside: NDArray[np.bool_] | None = None) -> Real:
    """Multiplier of each feature and, last, the new intercept."""
    kept = np.ones(len(labelled.labels), dtype=bool) if inside is None else inside
    terms, base = labelled.terms[kind][kept], labelled.base[kind]
    positive, weights = labelled.positive(kind)[kept], labelled.weights[kept] ** WEIGHT_POWER
    weights = weights * len(weights) / weights.sum()
    log_odds = base + terms.sum(axis=1)
    scale, shift = fit_around(
        log_odds[:, None],
        positive,
        weights,
        centre=np.array([1.0, 0.0]),
        spread=np.array([SCALE_SPREAD, SHIFT_SPREAD]),
    )
    n_features = terms.shape[1]
    common = np.append(np.full(n_features, scale), scale * base + shift)
    if len(labelled.labels) < FULL_FIT:
        return common
    spread = np.append(np.full(n_features, FEATURE_SPREAD), FEATURE_SHIFT_SPREAD)
    return fit_around(terms, positive, weights, centre=common, spread=spread)


def hold_out(labelled: Labelled) -> dict[str, Real]:
    """Probabilities of every pair by a fit that did not see it."""
    found = {kind: np.zeros(len(labelled.labels)) for kind in KINDS}
    for fold in range(N_FOLDS):
        inside = labelled.folds == fold
        fitted = {kind: fit_multipliers(labelled, kind, ~inside) for kind in KINDS}
        for kind, values in find_probabilities(labelled, fitted).items():
            found[kind][inside] = values[inside]
    return found


def find_probabilities(labelled: Labelled, fitted: dict[str, Real]) -> dict[str, Real]:
    """``p_same`` and ``p_overlap`` of every pair, by kind."""
    found = {
        kind: to_probability(
            np.minimum(labelled.terms[kind] @ fitted[kind][:-1] + fitted[kind][-1], MAX_LOG_ODDS)
        )
        for kind in KINDS
    }
    return {"same": found["same"], "any": np.maximum(found["same"], found["any"])}


def find_threshold(probability: Real, positive: Real, weights: Real) -> float:
    """The middle of the thresholds with nearly the best weighted F1."""
    f1 = np.array([_f1(probability >= t, positive, weights) for t in GRID])
    return float(np.median(GRID[f1 >= f1.max() - TOLERANCE]))


def _f1(linked: NDArray[np.bool_], positive: Real, weights: Real) -> float:
    whole = float(weights @ positive + weights @ linked.astype(float))
    return float(2 * (weights * linked) @ positive / whole) if whole else 0.0


def figure_pairs(
    labelled: Labelled, probability: dict[str, Real], thresholds: dict[str, float]
) -> Iterator[tuple[str, float]]:
    """Weighted F1, log loss and Brier score of both kinds."""
    for kind in KINDS:
        positive, weights, p = labelled.positive(kind), labelled.weights, probability[kind]
        yield f"threshold_{kind}", thresholds[kind]
        yield f"f1_{kind}", _f1(p >= thresholds[kind], positive, weights)
        surprise = -np.log(np.where(positive > 0, p, 1 - p))
        yield f"log_loss_{kind}", float(np.average(surprise, weights=weights))
        yield f"brier_{kind}", float(np.average((p - positive) ** 2, weights=weights))
