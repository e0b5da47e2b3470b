"""The measures of the gold's README for many weightings of the clauses at once.

With every weight 1 they are the plain measures; with the counts of resampled clauses they are the
draws of a bootstrap. A pair weighs the product of the weights of its two clauses; a coverage state,
being one clause's towards a whole document, weighs what its clause does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.evaluation.judging import JudgedPairs

    Real = NDArray[np.float64]
    Mask = NDArray[np.bool_]

N_BINS = 10
"""Equal bins of [0, 1] of the reliability diagram and of the expected calibration error."""

LIKELY = 0.05
"""Probability from which a pair counts in the second calibration error.

Nineteen of twenty pairs of two documents have nothing in common and a probability near 0; over all
pairs they alone make the calibration error small.
"""

FIGURE_NAMES = (
    "f1_same",
    "ap_same",
    "f1_any",
    "ap_any",
    "precision_same",
    "recall_same",
    "precision_any",
    "recall_any",
    "coverage_accuracy",
    "coverage_macro_f1",
    "false_gap_rate",
    "false_gap_rate_same",
    "brier",
    "expected_calibration_error",
    "expected_calibration_error_likely",
)
"""The figures in the order of the report."""

LOWER_IS_BETTER = frozenset(
    (
        "false_gap_rate",
        "false_gap_rate_same",
        "brier",
        "expected_calibration_error",
        "expected_calibration_error_likely",
    )
)
"""Figures of which the least is best; of all others the greatest is."""


def measure_weighted(pairs: JudgedPairs, counts: Real) -> dict[str, Real]:
    """Every figure for every weighting, each of shape (n_weightings,); NaN where nothing counts.

    Parameters
    ----------
    pairs : JudgedPairs
    counts : numpy.ndarray, shape (n_weightings, n_units)
        Weight of each unit, 0 or more.

    Notes
    -----
    ``f1 = 2 TP / (2 TP + FP + FN)`` over all rows. Average precision, Brier score and calibration
    errors take the gold pairs only, as ``p_same`` against label 2 (``ap_any``: ``p_overlap``
    against label 1 or 2). The expected calibration error is the mean distance, over ten equal bins
    weighted by their pairs, of mean probability and share of positives (Naeini et al. 2015);
    ``…_likely`` takes only pairs with ``p_same`` of 0.05 or more. A false gap is a clause and a
    document reported absent that the gold calls covered or partly (``…_same``: covered).
    """
    weights = counts[:, pairs.a] * counts[:, pairs.b]
    gold = pairs.in_gold
    likely = gold & (pairs.p_same >= LIKELY)
    same, some = pairs.labels == 2, pairs.labels >= 1
    figures = {
        **_precision_and_recall("same", weights, same, pairs.found == 2),
        **_precision_and_recall("any", weights, some, pairs.found >= 1),
        "ap_same": _average_precision(weights[:, gold], same[gold], pairs.p_same[gold]),
        "ap_any": _average_precision(weights[:, gold], some[gold], pairs.p_overlap[gold]),
        **_coverage(pairs, counts),
        "brier": _share(
            weights[:, gold] @ (pairs.p_same - same)[gold] ** 2, weights[:, gold].sum(axis=1)
        ),
        "expected_calibration_error": _calibration(weights, pairs, same, gold),
        "expected_calibration_error_likely": _calibration(weights, pairs, same, likely),
    }
    return {name: figures[name] for name in FIGURE_NAMES}


def measure_plain(pairs: JudgedPairs) -> dict[str, float]:
    """Every figure with every clause counted once."""
    once = np.ones((1, len(pairs.documents)))
    return {name: float(values[0]) for name, values in measure_weighted(pairs, once).items()}


def number_bins(probability: Real) -> NDArray[np.int64]:
    """Number of the equal bin of each probability, from 0; 1.0 is in the last."""
    return np.minimum((probability * N_BINS).astype(np.int64), N_BINS - 1)


def _precision_and_recall(kind: str, weights: Real, positive: Mask, found: Mask) -> dict[str, Real]:
    n_hits = weights @ (positive & found).astype(float)
    n_positive, n_found = weights @ positive.astype(float), weights @ found.astype(float)
    return {
        f"f1_{kind}": _share(2 * n_hits, n_positive + n_found),
        f"precision_{kind}": _share(n_hits, n_found),
        f"recall_{kind}": _share(n_hits, n_positive),
    }


def _average_precision(weights: Real, positive: Mask, score: Real) -> Real:
    """Sum over thresholds of the step in recall times precision; ties share one threshold."""
    order = np.argsort(-score, kind="stable")
    ordered = score[order]
    last = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True)[: len(ordered)])
    n_found = np.cumsum(weights[:, order], axis=1)[:, last]
    n_hits = np.cumsum(weights[:, order] * positive[order], axis=1)[:, last]
    step = np.diff(n_hits, axis=1, prepend=0)
    area = (step * _share(n_hits, n_found, empty=0.0)).sum(axis=1)
    return _share(area, weights @ positive.astype(float))


def _coverage(pairs: JudgedPairs, counts: Real) -> dict[str, Real]:
    """Figures of the states of every clause towards every other document, by fold."""
    gold = pairs.select(pairs.in_gold)
    clause = np.concatenate([gold.a, gold.b])
    partner = np.concatenate([gold.b, gold.a])
    n_units, n_documents = len(gold.documents), int(gold.documents.max(initial=0)) + 1
    key = (np.tile(gold.fold, 2) * n_units + clause) * n_documents + gold.documents[partner]
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    if not len(starts):
        nothing = np.full(len(counts), np.nan)
        names = ("coverage_accuracy", "coverage_macro_f1", "false_gap_rate", "false_gap_rate_same")
        return dict.fromkeys(names, nothing)

    def find_states(relations: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.asarray(np.maximum.reduceat(np.tile(relations, 2)[order], starts))

    # The other document stays whole: a clause would lose its state with a partner not drawn.
    weights = counts[:, clause[order][starts]]
    return _figures_of_states(weights, find_states(gold.labels), find_states(gold.found))


def _figures_of_states(
    weights: Real, true: NDArray[np.int64], found: NDArray[np.int64]
) -> dict[str, Real]:
    def add(where: Mask) -> Real:
        return np.asarray(weights @ where.astype(float))

    f1 = [
        _share(2 * add((true == s) & (found == s)), add(true == s) + add(found == s))
        for s in range(3)
    ]
    n_absent = add(found == 0)
    return {
        "coverage_accuracy": _share(add(true == found), weights.sum(axis=1)),
        "coverage_macro_f1": np.mean(f1, axis=0),
        "false_gap_rate": _share(add((found == 0) & (true >= 1)), n_absent),
        "false_gap_rate_same": _share(add((found == 0) & (true == 2)), n_absent),
    }


def _calibration(weights: Real, pairs: JudgedPairs, positive: Mask, rows: Mask) -> Real:
    bins = number_bins(pairs.p_same)
    total = np.zeros(len(weights))
    for k in range(N_BINS):
        inside = rows & (bins == k)
        total += np.abs(weights[:, inside] @ (pairs.p_same - positive)[inside])
    return _share(total, weights[:, rows].sum(axis=1))


def _share(part: Real, whole: Real, *, empty: float = float("nan")) -> Real:
    shares = np.full(np.shape(part), empty)
    np.divide(part, whole, out=shares, where=np.asarray(whole) > 0)
    return shares
