"""Agreement of the coders of a sample, on the sample and weighted to the corpus."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from policycompare.evaluation.coders import has_alpha, measure_alpha

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.coding.reading import Coding
    from policycompare.report.protocol import Row

    Labels = NDArray[np.int64]

LABELS = (0, 1, 2)


def agreement_rows(coding: Coding, weights: NDArray[np.float64]) -> Iterator[Row]:
    """One row for every two coders and, with three or more, one for all.

    ``agreement`` is the share of equal labels, ``kappa`` Cohen's over the three labels, ``alpha``
    Krippendorff's for ordinal labels (None without its library), ``f1_same`` and ``f1_any`` those
    of one coder against the other: all of the sample, which holds more doubtful pairs than the
    corpus. ``kappa_weighted`` weighs each pair by what it stands for in the corpus.
    """
    n_coders = len(coding.coders)
    for i, j in combinations(range(n_coders), 2):
        first, second = coding.labels[i], coding.labels[j]
        yield {
            "a": coding.coders[i],
            "b": coding.coders[j],
            "n_pairs": len(first),
            "agreement": float((first == second).mean()),
            "kappa": _kappa(first, second, None),
            "kappa_weighted": _kappa(first, second, weights),
            "alpha": _alpha(coding.labels[[i, j]]),
            "f1_same": _f1(first == 2, second == 2),
            "f1_any": _f1(first >= 1, second >= 1),
        }
    if n_coders > 2:
        alike = (coding.labels == coding.labels[0]).all(axis=0)
        yield {
            "a": "all",
            "b": "all",
            "n_pairs": len(alike),
            "agreement": float(alike.mean()),
            "kappa": None,
            "kappa_weighted": None,
            "alpha": _alpha(coding.labels),
            "f1_same": None,
            "f1_any": None,
        }


def disagreement_rows(coding: Coding) -> Iterator[Row]:
    """One row per pair that coders label differently, widest apart first: to settle by talk."""
    spread = coding.labels.max(axis=0) - coding.labels.min(axis=0)
    for k in sorted(np.flatnonzero(spread).tolist(), key=lambda k: (-spread[k], k)):
        row = coding.key[k]
        labels = zip(coding.coders, coding.labels[:, k].tolist(), strict=True)
        yield {
            "pair_id": row.pair_id,
            "a_clause": row.a_clause,
            "b_clause": row.b_clause,
            "counted_as": int(coding.median[k]),
            **dict(labels),
        }


def _kappa(first: Labels, second: Labels, weights: NDArray[np.float64] | None) -> float | None:
    from sklearn.metrics import cohen_kappa_score

    if len(np.union1d(first, second)) < 2:  # nothing that chance could not do
        return None
    return float(cohen_kappa_score(first, second, labels=LABELS, sample_weight=weights))


def _alpha(labels: Labels) -> float | None:
    if not has_alpha() or len(np.unique(labels)) < 2:
        return None
    return measure_alpha(labels)


def _f1(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> float | None:
    n = int(first.sum() + second.sum())
    return float(2 * (first & second).sum() / n) if n else None
