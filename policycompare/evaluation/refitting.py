"""The model refitted without what it is tried on, on the clauses that the program itself found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from policycompare.evaluation.folds import (
    documents_left_out,
    find_relations,
    folds_by_pair,
    number_document_pairs,
)
from policycompare.evaluation.judging import JudgedPairs, PairMapping, join_folds
from policycompare.scoring.fitting import fit_model, predict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import ScoredPairs
    from policycompare.scoring import Model
    from policycompare.settings import Settings

    Mask = NDArray[np.bool_]
    Whole = NDArray[np.int64]
    Real = NDArray[np.float64]

FOLDS: dict[str, Callable[[Sequence[str], Whole, Whole], list[Mask]]] = {
    "folds_by_pair": folds_by_pair,
    "documents_left_out": documents_left_out,
}
"""The two ways to leave out what is tried."""

MIN_FIT_PAIRS = 2
"""Pairs of documents that a fit needs: its thresholds come from folds among them."""


@dataclass(frozen=True)
class Refitted:
    """Rows judged by models that never saw them.

    Attributes
    ----------
    judged : JudgedPairs
        At the thresholds of each fold's own model, which come from folds within its fit.
    at_fixed : JudgedPairs
        The same probabilities at one pair of thresholds for all folds.
    """

    judged: JudgedPairs
    at_fixed: JudgedPairs


def refit(
    kind: str,
    mapping: PairMapping,
    scored: ScoredPairs,
    fixed: Model,
    progress: Callable[[int, int], None],
) -> Refitted | str:
    """Fit to the pairs outside each fold, judge those inside it; or say why that cannot be.

    Parameters
    ----------
    kind : str
        ``folds_by_pair`` or ``documents_left_out``.
    fixed : Model
        Its thresholds are tried beside the folds' own.
    progress : callable
        Told how many folds are done, and how many there are.
    """
    rows = mapping.blank
    folds = FOLDS[kind]([str(d) for d in rows.documents], rows.a, rows.b)
    task = _Task(mapping, scored)
    if (reason := task.find_hindrance(folds)) is not None:
        return f"{kind} is not measured: {reason}"
    judged, at_fixed = [], []
    # The matrices are small: more threads take twice the time together, and far more on a busy
    # machine, where they wait for each other.
    with threadpool_limits(1):
        for k, inside in enumerate(folds):
            own, other = task.judge_fold(inside, fixed)
            judged.append(own)
            at_fixed.append(other)
            progress(k + 1, len(folds))
    return Refitted(join_folds(judged), join_folds(at_fixed))


class _Task:
    """The scored pairs with their labels, and which of them are in the gold."""

    def __init__(self, mapping: PairMapping, scored: ScoredPairs) -> None:
        rows = mapping.blank
        self._mapping = mapping
        self._scored = scored
        self._labels = rows.labels[mapping.row]
        self._in_gold = rows.in_gold[mapping.row]
        documents = [str(d) for d in rows.documents]
        self._keys = number_document_pairs(documents, rows.a, rows.b)[mapping.row]

    def find_hindrance(self, folds: Sequence[Mask]) -> str | None:
        for inside in folds:
            fit = self._fit_rows(inside)
            if len(np.unique(self._keys[fit])) < MIN_FIT_PAIRS:
                return (
                    f"a fit needs {MIN_FIT_PAIRS} pairs of documents beside those left out; code "
                    "more documents."
                )
            # The thresholds leave out a further pair, and what is left must show both answers.
            for key in np.unique(self._keys[fit]):
                left = self._labels[fit & (self._keys != key)]
                if not (left == 2).any() or not (left == 0).any():
                    return "a fold would be fitted to no pair of label 2 or to none of label 0."
        return None

    def judge_fold(self, inside: Mask, fixed: Model) -> tuple[JudgedPairs, JudgedPairs]:
        fit = self._fit_rows(inside)
        names = self._scored.feature_names
        model = fit_model(
            self._scored.features[fit], self._labels[fit], self._keys[fit], names=names
        )
        tried = inside[self._mapping.row]
        p_same, p_overlap = predict(model, self._scored.features[tried], names)

        def judge(thresholds: Model) -> JudgedPairs:
            found = find_relations(thresholds, p_same, p_overlap)
            return self._mapping.judge(found, p_same, p_overlap, tried).select(inside)

        return judge(model), judge(fixed)

    def _fit_rows(self, inside: Mask) -> Mask:
        return ~inside[self._mapping.row] & self._in_gold


def with_thresholds(model: Model, settings: Settings) -> Model:
    """The model with the thresholds of a run, which may have been told others."""
    same, overlap = settings.same_threshold, settings.overlap_threshold
    return replace(
        model,
        same_threshold=model.same_threshold if same is None else same,
        overlap_threshold=model.overlap_threshold if overlap is None else overlap,
    )
