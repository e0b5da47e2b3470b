"""Bootstrap intervals over clauses: how far a figure hangs on the clauses that were tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from policycompare.evaluation.weighted import (
    FIGURE_NAMES,
    LIKELY,
    measure_weighted,
    number_bins,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.evaluation.judging import JudgedPairs

N_RESAMPLES = 1000
"""Draws of a bootstrap; with 2,000 no bound of a figure on ``corpus/gold`` moved by over 0.01, with
another seed none by over 0.015."""

SEED = 20_231_122
"""Seed of the draws, fixed so that two runs print the same intervals."""

COVERAGE = 0.95
"""Share of the draws that lie inside an interval."""

MAX_CELLS = 4_000_000
"""Weights held at once; more draws than fit are made in turns."""

Interval = tuple[float, float]


def find_intervals(
    pairs: JudgedPairs, *, n_resamples: int = N_RESAMPLES, seed: int = SEED
) -> Mapping[str, Interval]:
    """Percentile interval of every figure; NaN bounds where no draw has a value.

    Clauses are drawn with replacement within each document, so that every document keeps its size;
    pairs weigh the product of the counts of their clauses. What was fitted is not fitted anew: the
    interval says how far the figure hangs on the clauses tried, not on those learnt from. A
    calibration error grows where data are fewer, as in a draw, so that its interval lies high and
    is to be read as an upper bound.

    Parameters
    ----------
    n_resamples : int
        0 for none: both bounds are NaN.
    """
    draws: dict[str, list[NDArray[np.float64]]] = {name: [] for name in FIGURE_NAMES}
    for counts in _draw_counts(pairs, n_resamples, seed):
        for name, values in measure_weighted(pairs, counts).items():
            draws[name].append(values)
    return {name: _find_interval(parts) for name, parts in draws.items()}


def find_chance_error(
    pairs: JudgedPairs, *, n_draws: int = N_RESAMPLES, seed: int = SEED
) -> tuple[float, Interval]:
    """The calibration error that chance alone would make of a perfectly calibrated model.

    Labels of the pairs with ``p_same`` of 0.05 or more are drawn with their own probabilities; the
    result is the mean of ``expected_calibration_error_likely`` over the draws, and its interval;
    NaN without draws or pairs. An error within the interval is no sign of bad calibration.
    """
    rows = np.flatnonzero(pairs.in_gold & (pairs.p_same >= LIKELY))
    if not len(rows) or not n_draws:
        return float("nan"), (float("nan"), float("nan"))
    rows = rows[np.argsort(pairs.p_same[rows])]
    p_same = pairs.p_same[rows]
    # A pair that was tried in several folds has one label.
    pair = np.unique(pairs.a[rows] * len(pairs.documents) + pairs.b[rows], return_inverse=True)[1]
    chance = np.random.default_rng(seed).random((n_draws, int(pair.max()) + 1))
    drawn = chance[:, pair] < p_same
    starts = np.flatnonzero(np.diff(number_bins(p_same), prepend=-1))
    distance = np.add.reduceat(p_same - drawn, starts, axis=1)
    errors = np.abs(distance).sum(axis=1) / len(p_same)
    return float(errors.mean()), _find_interval([errors])


def _draw_counts(pairs: JudgedPairs, n_resamples: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """How often each unit is drawn, shape (n_draws, n_units), in turns."""
    generator = np.random.default_rng(seed)
    is_gold = np.arange(len(pairs.documents)) < pairs.n_gold_units
    stratum = pairs.documents * 2 + is_gold
    at_once = max(1, MAX_CELLS // max(1, len(pairs.a)))
    for begin in range(0, n_resamples, at_once):
        size = min(at_once, n_resamples - begin)
        counts = np.zeros((size, len(stratum)))
        for number in np.unique(stratum):
            units = np.flatnonzero(stratum == number)
            share = np.full(len(units), 1 / len(units))
            counts[:, units] = generator.multinomial(len(units), share, size=size)
        yield counts


def _find_interval(parts: list[NDArray[np.float64]]) -> Interval:
    values = np.concatenate(parts) if parts else np.zeros(0)
    values = values[~np.isnan(values)]
    if not len(values):
        return float("nan"), float("nan")
    low, high = np.quantile(values, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    return float(low), float(high)
