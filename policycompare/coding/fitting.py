"""Fit the run's model to the user's labels, starting from what it knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare.coding.regression import fit_around
from policycompare.coding.weighing import KINDS, LEAST_LABEL
from policycompare.errors import GoldError
from policycompare.report.atomic import stage_files
from policycompare.scoring.model import MAX_LOG_ODDS, to_probability
from policycompare.scoring.names import ADJUSTMENTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.coding.evaluating import CodedEvaluation
    from policycompare.comparison import Comparison
    from policycompare.report.protocol import Row
    from policycompare.scoring import Model

    Real = NDArray[np.float64]
    Whole = NDArray[np.int64]

FULL_FIT = 200
"""Labelled pairs from which every feature gets a multiplier; below, all share one.

Measured with the model fitted to ``corpus/gold`` on samples of another subject (16 draws each,
tried on the pairs outside the sample): with 60 and 120 pairs separate multipliers raise the log
loss of one for all, from 200 on they lower it and raise the average precision by 0.01 to 0.04.
"""

SCALE_SPREAD = 0.3
"""Standard deviation of the prior of the common multiplier around 1; 0.3, 0.5 and 1 were tried."""

SHIFT_SPREAD = 2 * SCALE_SPREAD
"""The same of the shift of the log-odds around 0."""

FEATURE_SPREAD = 1.0
"""The same of a feature's multiplier around the common one; 0.1 to 2 were tried."""

FEATURE_SHIFT_SPREAD = 0.5
"""The same of the shift that goes with them."""

WEIGHT_POWER = 0.5
"""Pairs count in the fit with this power of their weight.

With 1 a few pairs of the largest stratum decide, with 0 the doubtful pairs alone; the root has the
lowest log loss of ``same`` of the three at every sample size but 60 pairs.
"""

LEAST_OF_EACH = 10
"""Labels on either side of a question that a fit needs."""

N_FOLDS = 5
GRID = np.arange(0.05, 0.951, 0.01)
"""Thresholds tried, probabilities."""

TOLERANCE = 0.02
"""F1 below the best that still counts as nearly the best: the middle of those is taken."""


@dataclass(frozen=True)
class Refit:
    """A model fitted to the user's labels.

    Attributes
    ----------
    model : Model
    rows : tuple of dict
        Figures of the model before and after, on pairs that the fit did not see.
    warnings : tuple of str
    """

    model: Model
    rows: tuple[Row, ...]
    warnings: tuple[str, ...]

    def write(self, path: str | PathLike[str]) -> Path:
        """Write the model file, replacing an older one whole; use it with ``--model``.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        target = Path(fspath(path))
        text = json.dumps(self.model.as_dict(), ensure_ascii=False, indent=1) + "\n"
        with stage_files(target.parent) as staged:
            staged.add(target.name, [text])
            staged.commit()
        return target


@dataclass(frozen=True)
class _Labelled:
    """The scored coded pairs: contributions of each kind, labels, weights and folds."""

    terms: dict[str, Real]
    base: dict[str, float]
    labels: Whole
    weights: Real
    folds: Whole

    def positive(self, kind: str) -> Real:
        return (self.labels >= LEAST_LABEL[kind]).astype(float)


def fit_coded(
    comparison: Comparison, evaluation: CodedEvaluation, *, name: str = "model.json"
) -> Refit:
    """Fit the run's model to the labels of an evaluation.

    With fewer than :data:`FULL_FIT` pairs the log-odds are recalibrated, ``shift + scale *
    log-odds`` (Platt 1999); with more, every feature's contribution gets a multiplier of its own
    around that scale. Multipliers are not below 0, so no feature changes its direction. Priors
    hold them near the run's model; they are Gaussian, as of ridge regression.

    Raises
    ------
    GoldError
        If there are fewer than :data:`LEAST_OF_EACH` pairs on either side of a question.
    """
    scored, model = comparison.scored, comparison.model
    linear = [k for k, feature in enumerate(scored.feature_names) if feature not in ADJUSTMENTS]
    labelled = _collect(comparison, evaluation, linear)
    _check_enough(labelled)
    fitted = {kind: _fit(labelled, kind) for kind in KINDS}
    held_out = _hold_out(labelled)
    thresholds = {
        kind: _find_threshold(held_out[kind], labelled.positive(kind), labelled.weights)
        for kind in KINDS
    }
    before = _probabilities(labelled, {kind: _unchanged(labelled, kind) for kind in KINDS})
    old = {"same": evaluation.thresholds.same, "any": evaluation.thresholds.overlap}
    rows = tuple(
        {"figure": figure, "before": value, "after": after}
        for (figure, value), (_, after) in zip(
            _figures(labelled, before, old), _figures(labelled, held_out, thresholds), strict=True
        )
    )
    multipliers = {
        kind: dict(zip((scored.feature_names[k] for k in linear), found[:-1], strict=True))
        for kind, found in fitted.items()
    }
    refitted = replace(
        model,
        columns=tuple(
            replace(
                column,
                same=float(column.same * multipliers["same"][column.feature]),
                overlap=float(column.overlap * multipliers["any"][column.feature]),
            )
            for column in model.columns
        ),
        same_intercept=float(fitted["same"][-1]),
        overlap_intercept=float(fitted["any"][-1]),
        same_threshold=thresholds["same"],
        overlap_threshold=thresholds["any"],
        provenance=_provenance(model, evaluation, labelled, rows),
        name=name,
    )
    return Refit(refitted, rows, tuple(_warnings(rows)))


def _collect(comparison: Comparison, evaluation: CodedEvaluation, linear: list[int]) -> _Labelled:
    scored, pairs = comparison.scored, evaluation.pairs
    there = np.flatnonzero(pairs.rows >= 0)
    rows = pairs.rows[there]
    folds = np.zeros(len(there), dtype=np.int64)
    for stratum in np.unique(pairs.strata[there]):
        inside = pairs.strata[there] == stratum
        folds[inside] = np.arange(int(inside.sum())) % N_FOLDS
    return _Labelled(
        terms={
            "same": scored.same_terms[rows][:, linear],
            "any": scored.overlap_terms[rows][:, linear],
        },
        base={"same": scored.same_base, "any": scored.overlap_base},
        labels=pairs.labels[there],
        weights=pairs.weights[there],
        folds=folds,
    )


def _check_enough(labelled: _Labelled) -> None:
    for kind, words in (("same", "labelled 2"), ("any", "labelled 1 or 2")):
        n_positive = int(labelled.positive(kind).sum())
        n_other = len(labelled.labels) - n_positive
        if min(n_positive, n_other) < LEAST_OF_EACH:
            raise GoldError(
                f"{n_positive} of the scored pairs are {words} and {n_other} are not, but a fit "
                f"needs {LEAST_OF_EACH} of each; code a larger sample or leave out --fit."
            )


def _unchanged(labelled: _Labelled, kind: str) -> Real:
    return np.append(np.ones(labelled.terms[kind].shape[1]), labelled.base[kind])


def _fit(labelled: _Labelled, kind: str, inside: NDArray[np.bool_] | None = None) -> Real:
    """Multiplier of each feature and, last, the new intercept."""
    kept = np.ones(len(labelled.labels), dtype=bool) if inside is None else inside
    terms, base = labelled.terms[kind][kept], labelled.base[kind]
    positive, weights = labelled.positive(kind)[kept], labelled.weights[kept] ** WEIGHT_POWER
    weights = weights * len(weights) / weights.sum()
    log_odds = base + terms.sum(axis=1)
    scale, shift = fit_around(
        log_odds[:, None],
        positive,
        weights,
        centre=np.array([1.0, 0.0]),
        spread=np.array([SCALE_SPREAD, SHIFT_SPREAD]),
    )
    n_features = terms.shape[1]
    common = np.append(np.full(n_features, scale), scale * base + shift)
    if len(labelled.labels) < FULL_FIT:
        return common
    spread = np.append(np.full(n_features, FEATURE_SPREAD), FEATURE_SHIFT_SPREAD)
    return fit_around(terms, positive, weights, centre=common, spread=spread)


def _hold_out(labelled: _Labelled) -> dict[str, Real]:
    """Probabilities of every pair by a fit that did not see it."""
    found = {kind: np.zeros(len(labelled.labels)) for kind in KINDS}
    for fold in range(N_FOLDS):
        inside = labelled.folds == fold
        fitted = {kind: _fit(labelled, kind, ~inside) for kind in KINDS}
        for kind, values in _probabilities(labelled, fitted).items():
            found[kind][inside] = values[inside]
    return found


def _probabilities(labelled: _Labelled, fitted: dict[str, Real]) -> dict[str, Real]:
    found = {
        kind: to_probability(
            np.minimum(labelled.terms[kind] @ fitted[kind][:-1] + fitted[kind][-1], MAX_LOG_ODDS)
        )
        for kind in KINDS
    }
    return {"same": found["same"], "any": np.maximum(found["same"], found["any"])}


def _find_threshold(probability: Real, positive: Real, weights: Real) -> float:
    f1 = np.array([_f1(probability >= t, positive, weights) for t in GRID])
    return float(np.median(GRID[f1 >= f1.max() - TOLERANCE]))


def _f1(linked: NDArray[np.bool_], positive: Real, weights: Real) -> float:
    whole = float(weights @ positive + weights @ linked.astype(float))
    return float(2 * (weights * linked) @ positive / whole) if whole else 0.0


def _figures(
    labelled: _Labelled, probability: dict[str, Real], thresholds: dict[str, float]
) -> Iterator[tuple[str, float]]:
    """Weighted F1, log loss and Brier score of both kinds."""
    for kind in KINDS:
        positive, weights, p = labelled.positive(kind), labelled.weights, probability[kind]
        yield f"threshold_{kind}", thresholds[kind]
        yield f"f1_{kind}", _f1(p >= thresholds[kind], positive, weights)
        surprise = -np.log(np.where(positive > 0, p, 1 - p))
        yield f"log_loss_{kind}", float(np.average(surprise, weights=weights))
        yield f"brier_{kind}", float(np.average((p - positive) ** 2, weights=weights))


def _warnings(rows: tuple[Row, ...]) -> Iterator[str]:
    for row in rows:
        before, after = row["before"], row["after"]
        assert isinstance(before, float)
        assert isinstance(after, float)
        if str(row["figure"]).startswith("log_loss") and after >= before:
            yield (
                f"The fit does not lower {row['figure']} on pairs that it did not see "
                f"({before:.4f} before, {after:.4f} after): keep the model as it was."
            )


def _provenance(
    model: Model, evaluation: CodedEvaluation, labelled: _Labelled, rows: tuple[Row, ...]
) -> dict[str, Any]:
    coding = evaluation.coding
    full = len(labelled.labels) >= FULL_FIT
    return {
        "gold": f"sample {coding.sample_id}, coded by hand by {len(coding.coders)}",
        "gold_sha256": coding.fingerprint,
        "n_pairs": len(labelled.labels),
        "n_same": int((labelled.labels == 2).sum()),
        "n_partial": int((labelled.labels == 1).sum()),
        "fitted_with": (
            f"{'multipliers of the features' if full else 'recalibration'} of {model.name}, "
            f"Gaussian priors, weights to the power {WEIGHT_POWER}"
        ),
        "thresholds": "middle of those with nearly the best weighted F1 of held-out pairs",
        "figures": {
            "coded_pairs_held_out": {
                str(row["figure"]): round(float(row["after"] or 0), 4)
                for row in rows
                if not str(row["figure"]).startswith("threshold")
            }
        },
        "base": {
            "model": model.name,
            "gold": model.provenance.get("gold"),
            "gold_sha256": model.provenance.get("gold_sha256"),
        },
        "note": "Fitted to one corpus by its user; the figures are weighted to all its pairs.",
    }
