"""Whether probabilities are true: weighted shares of the coders' labels beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from policycompare.coding.weighing import (
    KINDS,
    LEAST_LABEL,
    WeighedPairs,
    divide,
    draw_weights,
    find_interval,
    widen_interval,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.report.protocol import Row

    Real = NDArray[np.float64]

N_BINS = 10
"""Equal bins of [0, 1]."""


def measure_calibration(pairs: WeighedPairs, kind: str) -> dict[str, float]:
    """Brier score and expected calibration error in [0, 1], lower is better, without intervals.

    Both hang on rare labels in large strata, which draws of a draw do not show: in a simulation on
    ``corpus/gold`` a bootstrap interval held the true value in 6 of 10 samples of 200 pairs.
    """
    probability, positive = _columns(pairs, kind)
    weights, bins = pairs.weights, number_bins(probability)
    distance = np.bincount(bins, weights * (probability - positive), minlength=N_BINS)
    return {
        "brier": float(np.average((probability - positive) ** 2, weights=weights)),
        "calibration_error": float(np.abs(distance).sum() / weights.sum()),
    }


def calibration_rows(pairs: WeighedPairs) -> Iterator[Row]:
    """One row per kind and bin of the probability: its mean beside the weighted share of labels."""
    weights = draw_weights(pairs)
    for kind in KINDS:
        probability, positive = _columns(pairs, kind)
        bins = number_bins(probability)
        for k in np.unique(bins).tolist():
            inside = (bins == k).astype(float)
            n_pairs = weights @ inside
            share = divide(weights @ (inside * positive), n_pairs)
            low, high = widen_interval(*find_interval(share), int(inside.sum()))
            yield {
                "kind": kind,
                "from": k / N_BINS,
                "to": (k + 1) / N_BINS,
                "n_coded": int(inside.sum()),
                "n_pairs": float(n_pairs[0]),
                "mean_probability": float(divide(weights @ (inside * probability), n_pairs)[0]),
                "coded_share": float(share[0]),
                "low": low,
                "high": high,
            }


def number_bins(probability: Real) -> NDArray[np.int64]:
    """Number of the equal bin of each probability, from 0; 1.0 is in the last."""
    return np.minimum((probability * N_BINS).astype(np.int64), N_BINS - 1)


def _columns(pairs: WeighedPairs, kind: str) -> tuple[Real, Real]:
    probability = pairs.p_same if kind == "same" else pairs.p_overlap
    return probability, (pairs.labels >= LEAST_LABEL[kind]).astype(float)
