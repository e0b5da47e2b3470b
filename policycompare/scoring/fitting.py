"""Fit the additive model to labelled pairs with scikit-learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from policycompare.scoring.model import Column, Model, to_probability
from policycompare.scoring.names import ADJUSTMENTS, FEATURE_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]

STRENGTH = 0.02
"""Inverse of the strength of the L2 penalty (scikit-learn's C) on standardized columns.

Swept over 0.01, 0.02, 0.03, 0.05 and 0.1: AP(same) on ``corpus/gold``, folds by document pair,
grows with it from 0.901 to 0.905, and on a subject it was not fitted to
falls from 0.80 to 0.77.
"""


GRID = np.round(np.arange(0.05, 0.8001, 0.005), 3)
"""Thresholds tried, probabilities."""
SAME_TOLERANCE = 0.02
"""F1 (same) below the best that is still nearly the best; of 0, 0.01 and 0.02 the steadiest."""
OVERLAP_TOLERANCE = 0.01
"""F1 (any) given up for fewer false gaps: on ``corpus/gold`` they fall from 0.28 to 0.21 for it."""


def fit_model(
    values: Values,
    labels: NDArray[np.int64],
    folds: NDArray[np.int64],
    *,
    names: Sequence[str] = FEATURE_NAMES,
    strength: float = STRENGTH,
    provenance: Mapping[str, Any] | None = None,
) -> Model:
    """Fit both log-odds to all pairs; thresholds come from folds among the same pairs.

    Parameters
    ----------
    values : numpy.ndarray, shape (n_pairs, n_features)
        Feature values, one column per name; the adjustments are among the names.
    labels : numpy.ndarray of int, shape (n_pairs,)
        2 same, 1 partial, 0 neither.
    folds : numpy.ndarray of int, shape (n_pairs,)
        Fold of each pair, two different at least. The thresholds are chosen when each fold is
        scored by a model fitted to the others: for ``same`` the middle of those with nearly the
        best F1, for ``overlap`` the lowest of them, because a gap reported where there is none
        does more harm than a partial link too many.
    """
    held_out_same = np.zeros(len(labels))
    held_out_overlap = np.zeros(len(labels))
    for fold in np.unique(folds):
        inside = folds == fold
        model = _fit(values[~inside], labels[~inside], names, strength)
        same, overlap = predict(model, values[inside], names)
        held_out_same[inside], held_out_overlap[inside] = same, overlap
    plateau = find_plateau(held_out_same, labels == 2, tolerance=SAME_TOLERANCE)
    same_threshold = float(np.median(plateau))
    linked = np.where(held_out_same >= same_threshold, 1.0, held_out_overlap)
    plateau = find_plateau(linked, labels >= 1, tolerance=OVERLAP_TOLERANCE)
    model = _fit(values, labels, names, strength)
    return Model(
        columns=model.columns,
        same_intercept=model.same_intercept,
        overlap_intercept=model.overlap_intercept,
        same_threshold=same_threshold,
        overlap_threshold=float(plateau[0]),
        provenance=provenance or {},
    )


def predict(model: Model, values: Values, names: Sequence[str]) -> tuple[Values, Values]:
    """``p_same`` and ``p_overlap`` of pairs, each of shape (n_pairs,)."""
    same_terms, overlap_terms = model.contributions(values, names)
    p_same = to_probability(model.same_intercept + same_terms.sum(axis=1))
    p_overlap = to_probability(model.overlap_intercept + overlap_terms.sum(axis=1))
    return p_same, np.maximum(p_same, p_overlap)


def find_plateau(probability: Values, positive: NDArray[np.bool_], *, tolerance: float) -> Values:
    """The thresholds of a grid whose F1 is at most ``tolerance`` below the best, ascending.

    The single best threshold of a few hundred links is an accident of the sample; the plateau
    around it is not.
    """
    f1 = np.array(
        [
            2 * (positive & (probability >= t)).sum() / (positive.sum() + (probability >= t).sum())
            if (positive | (probability >= t)).any()
            else 0.0
            for t in GRID
        ]
    )
    return np.asarray(GRID[f1 >= f1.max() - tolerance])


def _fit(values: Values, labels: NDArray[np.int64], names: Sequence[str], strength: float) -> Model:
    used = [k for k, name in enumerate(names) if name not in ADJUSTMENTS]
    mean = values[:, used].mean(axis=0)
    scale = values[:, used].std(axis=0)
    scale[scale == 0] = 1
    standardized = (values[:, used] - mean) / scale
    same = _regress(standardized, labels == 2, strength)
    overlap = _regress(standardized, labels >= 1, strength)
    return Model(
        columns=tuple(
            Column(names[k], None, *map(float, (mean[i], scale[i], same[0][i], overlap[0][i])))
            for i, k in enumerate(used)
        ),
        same_intercept=same[1],
        overlap_intercept=overlap[1],
        same_threshold=0.5,
        overlap_threshold=0.5,
    )


def _regress(
    standardized: Values, positive: NDArray[np.bool_], strength: float
) -> tuple[Values, float]:
    regression = LogisticRegression(C=strength, max_iter=2000, tol=1e-8)
    regression.fit(standardized, positive)
    return regression.coef_[0], float(regression.intercept_[0])
