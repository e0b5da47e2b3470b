"""Rows of precision and recall by threshold, and of the reliability diagram."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from policycompare.evaluation.weighted import N_BINS, number_bins

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.evaluation.judging import JudgedPairs
    from policycompare.report.protocol import Row

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Probabilities at which precision and recall are reported."""


def threshold_rows(run: str, pairs: JudgedPairs) -> Iterator[Row]:
    """Precision, recall and F1 where a pair counts from each of :data:`THRESHOLDS`.

    Pairs of clauses that stand for no gold clause count as false positives.
    """
    for relation, probability, positive in _relations(pairs):
        for threshold in THRESHOLDS:
            found = probability >= threshold
            n_hits, n_found = int((positive & found).sum()), int(found.sum())
            n_positive = int(positive.sum())
            yield {
                "run": run,
                "relation": relation,
                "threshold": threshold,
                "precision": _share(n_hits, n_found),
                "recall": _share(n_hits, n_positive),
                "f1": _share(2 * n_hits, n_positive + n_found),
                "n_found": n_found,
            }


def reliability_rows(run: str, pairs: JudgedPairs) -> Iterator[Row]:
    """Pairs of the gold by bin of their probability, with what share of them is positive.

    A bin without a pair has no row.
    """
    gold = pairs.select(pairs.in_gold)
    for relation, probability, positive in _relations(gold):
        bins = number_bins(probability)
        for k in np.unique(bins):
            inside = bins == k
            mean = float(probability[inside].mean())
            observed = float(positive[inside].mean())
            yield {
                "run": run,
                "relation": relation,
                "bin": f"{k / N_BINS:.1f} to {(k + 1) / N_BINS:.1f}",
                "n_pairs": int(inside.sum()),
                "mean_p": mean,
                "observed_share": observed,
                "distance": mean - observed,
            }


def _relations(
    pairs: JudgedPairs,
) -> Iterator[tuple[str, NDArray[np.float64], NDArray[np.bool_]]]:
    yield "same", pairs.p_same, pairs.labels == 2
    yield "any", pairs.p_overlap, pairs.labels >= 1


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
