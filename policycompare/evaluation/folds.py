"""Cross-validation on pairs of documents: what was fitted never saw what it is tried on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from policycompare.evaluation.figures import Judgement
from policycompare.evaluation.gold import Gold
from policycompare.scoring.fitting import predict
from policycompare.scoring.names import FEATURE_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.scoring.model import Model

    Fit = Callable[[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]], Model]


def folds_by_pair(
    documents: Sequence[str], a: NDArray[np.int64], b: NDArray[np.int64]
) -> list[NDArray[np.bool_]]:
    """Rows to test in each fold: all pairs of one pair of documents."""
    keys = number_document_pairs(documents, a, b)
    return [keys == key for key in np.unique(keys)]


def documents_left_out(
    documents: Sequence[str], a: NDArray[np.int64], b: NDArray[np.int64]
) -> list[NDArray[np.bool_]]:
    """Rows to test in each fold: every pair that touches one document; each row is tested twice."""
    names, codes = np.unique(documents, return_inverse=True)
    return [(codes[a] == k) | (codes[b] == k) for k in range(len(names))]


def number_document_pairs(
    documents: Sequence[str], a: NDArray[np.int64], b: NDArray[np.int64]
) -> NDArray[np.int64]:
    """A number for the two documents of each pair, in either order, shape (n_pairs,)."""
    names, codes = np.unique(documents, return_inverse=True)
    return np.asarray(
        np.minimum(codes[a], codes[b]) * len(names) + np.maximum(codes[a], codes[b]), dtype=np.int64
    )


def judge_folds(
    gold: Gold,
    values: NDArray[np.float64],
    folds: Sequence[NDArray[np.bool_]],
    fit: Fit,
    names: Sequence[str] = FEATURE_NAMES,
) -> list[Judgement]:
    """Fit to the rows outside each fold, judge the rows inside it.

    Parameters
    ----------
    values : numpy.ndarray, shape (n_pairs, n_features)
        Feature values of ``gold.pairs()``.
    fit : callable
        ``fit(values, labels, document_pairs)`` gives a model with its thresholds.
    names : sequence of str
        Name of each column of ``values``.
    """
    a, b, labels = gold.pairs()
    documents = tuple(clause.document for clause in gold.clauses)
    keys = number_document_pairs(documents, a, b)
    judgements = []
    for inside in folds:
        model = fit(values[~inside], labels[~inside], keys[~inside])
        p_same, p_overlap = predict(model, values[inside], names)
        found = find_relations(model, p_same, p_overlap)
        judgements.append(
            Judgement(a[inside], b[inside], labels[inside], found, p_same, p_overlap, documents)
        )
    return judgements


def find_relations(
    model: Model, p_same: NDArray[np.float64], p_overlap: NDArray[np.float64]
) -> NDArray[np.int64]:
    """2 same, 1 partial, 0 neither, at the model's thresholds, shape (n_pairs,)."""
    partial = (p_overlap >= model.overlap_threshold).astype(np.int64)
    return np.where(p_same >= model.same_threshold, 2, partial)
