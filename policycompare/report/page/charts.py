"""The charts of the page: specifications in both languages, with what stands below them."""

from __future__ import annotations

from typing import Any

from policycompare.report.labels import LANGUAGES
from policycompare.report.protocol import ComparisonLike

PLACES = {"coverage": "coverage"}
"""Section of each chart but the targets, of which there is one per indicator."""

N_INDICATORS = 24
"""Indicators with a dot plot; all promises are in the table, and the others are counted."""


def chart_data(comparison: ComparisonLike) -> dict[str, Any]:
    """Give ``{"drawn": [[section, name, [English, Chinese]], …], "n_more": …}``."""
    from policycompare.charts import chart_spec, shared_indicators

    drawn: list[list[Any]] = [
        [section, name, [chart_spec(comparison, name, language=each) for each in LANGUAGES]]
        for name, section in PLACES.items()
    ]
    indicators = [str(name) for name in shared_indicators(comparison)]
    for indicator in indicators[:N_INDICATORS]:
        specs = [
            chart_spec(comparison, "targets", language=each, indicator=indicator)
            for each in LANGUAGES
        ]
        drawn.append(["targets", indicator, specs])
    return {"drawn": drawn, "n_more": max(0, len(indicators) - N_INDICATORS)}
