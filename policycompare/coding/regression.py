"""Logistic regression that starts from given coefficients: a Gaussian prior around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Real = NDArray[np.float64]


def fit_around(columns: Real, positive: Real, weights: Real, *, centre: Real, spread: Real) -> Real:
    """Coefficients of highest posterior probability, none below 0 but the last (the intercept).

    Parameters
    ----------
    columns : numpy.ndarray, shape (n_pairs, n_columns)
    positive : numpy.ndarray, shape (n_pairs,)
        0 or 1.
    weights : numpy.ndarray, shape (n_pairs,)
        How often each pair counts.
    centre, spread : numpy.ndarray, shape (n_columns + 1,)
        Mean and standard deviation of the prior of each coefficient, the intercept last.

    Returns
    -------
    numpy.ndarray, shape (n_columns + 1,)
    """
    design = np.column_stack([columns, np.ones(len(columns))])

    def loss(coefficients: Real) -> tuple[float, Real]:
        log_odds = design @ coefficients
        distance = (coefficients - centre) / spread
        value = weights @ (np.logaddexp(0, log_odds) - positive * log_odds)
        slope = design.T @ (weights * (expit(log_odds) - positive)) + distance / spread
        return float(value + distance @ distance / 2), slope

    bounds = [(0.0, None)] * columns.shape[1] + [(None, None)]
    found = minimize(loss, np.maximum(centre, 0), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x, dtype=np.float64)
