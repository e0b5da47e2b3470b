"""Fit the run's model to the user's labels, starting from what it knows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policycompare.coding.learning import (
    FULL_FIT,
    WEIGHT_POWER,
    Labelled,
    check_enough,
    collect_labelled,
    figure_pairs,
    find_probabilities,
    find_threshold,
    fit_multipliers,
    hold_out,
    keep_unchanged,
)
from policycompare.coding.weighing import KINDS
from policycompare.report.atomic import write_whole
from policycompare.scoring.names import ADJUSTMENTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from policycompare.coding.evaluating import CodedEvaluation
    from policycompare.comparison import Comparison
    from policycompare.report.labels import Language
    from policycompare.report.protocol import Row
    from policycompare.scoring import Model

    Real = NDArray[np.float64]


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

    def to_html(self, *, language: Language = "en") -> str:
        """Render the figures as self-contained HTML."""
        from policycompare.report.result_views import render_sections

        return render_sections(
            self.model.name, [("", self.rows)], warnings=self.warnings, language=language
        )

    def _repr_html_(self) -> str:
        return self.to_html()

    def write(self, path: str | PathLike[str]) -> Path:
        """Write the model file, replacing an older one whole; use it with ``--model``.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        target = Path(fspath(path))
        text = json.dumps(self.model.as_dict(), ensure_ascii=False, indent=1) + "\n"
        write_whole(target, [text.encode("utf-8")])
        return target


def fit_coded(
    comparison: Comparison, evaluation: CodedEvaluation, *, name: str = "fitted.json"
) -> Refit:
    """Fit the run's model to the labels of an evaluation.

    With fewer than :data:`~policycompare.coding.learning.FULL_FIT` pairs the log-odds are
    recalibrated, ``shift + scale * log-odds`` (Platt 1999); with more, every feature's contribution
    gets a multiplier of its own around that scale. Multipliers are not below 0, so no feature
    changes its direction. Gaussian priors, as of ridge regression, hold them near the run's model.

    Raises
    ------
    GoldError
        If there are fewer than ten pairs on either side of a question.
    """
    scored, model = comparison.scored, comparison.model
    linear = [k for k, feature in enumerate(scored.feature_names) if feature not in ADJUSTMENTS]
    labelled = collect_labelled(scored, evaluation.pairs, linear)
    check_enough(labelled)
    fitted = {kind: fit_multipliers(labelled, kind) for kind in KINDS}
    held_out = hold_out(labelled)
    thresholds = {
        kind: find_threshold(held_out[kind], labelled.positive(kind), labelled.weights)
        for kind in KINDS
    }
    before = find_probabilities(labelled, {kind: keep_unchanged(labelled, kind) for kind in KINDS})
    old = {"same": evaluation.thresholds.same, "any": evaluation.thresholds.overlap}
    rows: tuple[Row, ...] = tuple(
        {"figure": figure, "before": value, "after": after}
        for (figure, value), (_, after) in zip(
            figure_pairs(labelled, before, old),
            figure_pairs(labelled, held_out, thresholds),
            strict=True,
        )
    )
    names = [scored.feature_names[k] for k in linear]
    refitted = replace(
        _multiply(model, names, fitted),
        same_threshold=thresholds["same"],
        overlap_threshold=thresholds["any"],
        provenance=_provenance(model, evaluation, labelled, rows),
        name=name,
    )
    return Refit(refitted, rows, tuple(_warnings(rows)))


def _multiply(model: Model, names: Sequence[str], fitted: Mapping[str, Real]) -> Model:
    """The model with the contribution of each feature multiplied, and new intercepts."""
    same, overlap = (dict(zip(names, fitted[kind][:-1], strict=True)) for kind in KINDS)
    return replace(
        model,
        columns=tuple(
            replace(
                column,
                same=float(column.same * same[column.feature]),
                overlap=float(column.overlap * overlap[column.feature]),
            )
            for column in model.columns
        ),
        same_intercept=float(fitted["same"][-1]),
        overlap_intercept=float(fitted["any"][-1]),
    )


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
    model: Model, evaluation: CodedEvaluation, labelled: Labelled, rows: tuple[Row, ...]
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
        # A model of a run with an embedder is of use with that embedder only.
        **({"embedder": model.embedder} if model.needs_embedder else {}),
        "note": "Fitted to one corpus by its user; the figures are weighted to all its pairs.",
    }
