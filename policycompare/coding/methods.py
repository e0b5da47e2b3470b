"""The paragraph of a methods section, filled with the figures of an evaluation."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from policycompare._version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policycompare.coding.evaluating import CodedEvaluation
    from policycompare.report.protocol import Row


def write_methods(evaluation: CodedEvaluation) -> str:
    """Write the paragraph in English; what could not be measured is said to be so."""
    figures = {str(row["figure"]): row for row in evaluation.figures}
    pairs, thresholds = evaluation.pairs, evaluation.thresholds
    return " ".join(
        (
            f"We aligned clauses with policycompare {__version__} (model {evaluation.model},",
            f"threshold {thresholds.same:.2f} for the same measure and {thresholds.overlap:.2f}",
            f"for partial overlap) and validated it on {len(pairs.a)} of",
            f"{pairs.weights.sum():,.0f}",
            "pairs of clauses of different groups, drawn at random within",
            f"{len(pairs.stratum_names)} strata of the program's probability.",
            _coders(evaluation),
            "Weighted by the inverse of the inclusion probability, precision for the same measure",
            f"was {_show(figures, 'precision_same')} and recall {_show(figures, 'recall_same')};",
            f"for the same or partly the same measure {_show(figures, 'precision_any')} and",
            f"{_show(figures, 'recall_any')} (95 % intervals by a rescaled bootstrap within",
            "strata).",
            f"Of {evaluation.n_absent:,} reported absences, an estimated",
            f"{_show(figures, 'false_gap_rate_least_any')} to",
            f"{_show(figures, 'false_gap_rate_most_any')} hide a clause that coders would link at",
            "least in part.",
        )
    )


def _coders(evaluation: CodedEvaluation) -> str:
    n_coders = len(evaluation.coding.coders)
    if n_coders == 1:
        return (
            "One coder labelled them (same, partial, neither) blind to the scores; agreement was "
            "not measured."
        )
    rows = [row for row in evaluation.agreement if row["a"] != "all"]
    kappas = [row["kappa"] for row in rows if isinstance(row["kappa"], float)]
    alphas = [row["alpha"] for row in evaluation.agreement if isinstance(row["alpha"], float)]
    parts = []
    if kappas:
        spread = f"{min(kappas):.2f}"
        spread += f" to {max(kappas):.2f}" if len(kappas) > 1 else ""
        parts.append(f"Cohen's kappa {spread}")
    if alphas:
        parts.append(f"Krippendorff's alpha {alphas[-1]:.2f}")
    measured = f" ({', '.join(parts)} on the sample)" if parts else ""
    return (
        f"{n_coders} coders labelled them (same, partial, neither) blind to the scores and to each "
        f"other{measured}; the median label counts."
    )


def _show(figures: Mapping[str, Row], name: str) -> str:
    row = figures[name]
    value, low, high = (row[column] for column in ("value", "low", "high"))
    if not isinstance(value, float) or isnan(value):
        return "not estimable"
    if not (isinstance(low, float) and isinstance(high, float)) or isnan(low) or isnan(high):
        return f"{value:.2f}"
    return f"{value:.2f} [{low:.2f}, {high:.2f}]"
