"""Strength of the penalty chosen inside each fold: what the choice on all folds flatters.

Run from the root of the repository: ``python benchmarks/nested.py``. For every document pair of
``corpus/gold`` the strength and the own part of both log-odds are chosen, out of a grid, by the
mean of AP(same) and AP(any) of folds among the other document pairs; the pair is then judged by a
model so fitted. The last row is the shipped choice on the same folds.
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.fit_model import measure_gold  # noqa: E402
from benchmarks.quality import judge_by_pair, print_table  # noqa: E402
from policycompare import evaluation  # noqa: E402
from policycompare.scoring import FEATURE_NAMES, fitting  # noqa: E402
from policycompare.scoring.model import Model  # noqa: E402
from tests import goldclauses  # noqa: E402

GRID = tuple(product((0.01, 0.02, 0.03, 0.05), (0.3, 0.5, 1.0)))
"""Strength and own part."""


def fit_with(
    strength: float,
    own_part: float,
    values: NDArray[np.float64],
    labels: NDArray[np.int64],
    keys: NDArray[np.int64],
) -> Model:
    """Fit a model at one place of the grid."""
    with patch.object(fitting, "OWN_PART", own_part):
        return fitting.fit_model(values, labels, keys, strength=strength)


def measure_place(
    place: tuple[float, float],
    values: NDArray[np.float64],
    labels: NDArray[np.int64],
    keys: NDArray[np.int64],
) -> float:
    """Mean of AP(same) and AP(any) in folds among the given pairs."""
    same, overlap = np.zeros(len(labels)), np.zeros(len(labels))
    with patch.object(fitting, "OWN_PART", place[1]):
        for key in np.unique(keys):
            inside = keys == key
            model = fitting.fit_columns(values[~inside], labels[~inside], FEATURE_NAMES, place[0])
            same[inside], overlap[inside] = fitting.predict(model, values[inside], FEATURE_NAMES)
    ap_same = average_precision_score(labels == 2, same)
    return float(ap_same + average_precision_score(labels >= 1, overlap)) / 2


def choose_and_fit(
    values: NDArray[np.float64], labels: NDArray[np.int64], keys: NDArray[np.int64]
) -> Model:
    """Choose a place of the grid among these pairs alone, and fit there."""
    place = max(GRID, key=lambda one: measure_place(one, values, labels, keys))
    print(f"chosen: strength {place[0]}, own part {place[1]}", file=sys.stderr)
    return fit_with(*place, values, labels, keys)


def main() -> None:
    measured = measure_gold(goldclauses.GOLD, goldclauses.CORPUS)
    a, b, _ = measured.gold.pairs()
    folds = evaluation.folds_by_pair(measured.documents, a, b)
    with threadpool_limits(1):
        nested = evaluation.judge_folds(measured.gold, measured.values, folds, choose_and_fit)
        shipped = judge_by_pair(measured)
    rows = (("chosen in each fold", nested), ("as shipped", shipped))
    print_table((name, evaluation.measure_figures(judged)) for name, judged in rows)


if __name__ == "__main__":
    main()
