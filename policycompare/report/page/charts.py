"""The charts of the page: specifications in both languages, and the rows that stand below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from policycompare.charts import chart_rows, chart_spec, shared_indicators
from policycompare.report.labels import LANGUAGES
from policycompare.report.protocol import ComparisonLike, Row

PLACES = {"coverage": "coverage", "network": "coverage", "timeline": "diffusion"}
"""Section of each chart but the targets, of which there is one per indicator.

The heat map of measures is not among them: the comparison table is one. Nor is the map of clauses,
whose distances take longer than the page.
"""

N_INDICATORS = 24
"""Indicators with a dot plot; all promises are in the table, and the others are counted."""


def chart_data(comparison: ComparisonLike) -> dict[str, Any]:
    """Give ``drawn``, the charts, and ``n_more``, how many indicators have none.

    A chart is ``[section, name, [English, Chinese], columns, rows]``.
    """
    indicators = [str(name) for name in shared_indicators(comparison)]
    drawn = [_chart(comparison, section, name) for name, section in PLACES.items()]
    drawn += [_chart(comparison, "targets", name, name) for name in indicators[:N_INDICATORS]]
    return {"drawn": drawn, "n_more": max(0, len(indicators) - N_INDICATORS)}


def _chart(
    comparison: ComparisonLike, section: str, name: str, indicator: str | None = None
) -> list[Any]:
    kind = name if indicator is None else "targets"
    specs = [
        chart_spec(comparison, kind, language=language, indicator=indicator)
        for language in LANGUAGES
    ]
    rows = chart_rows(comparison, kind, indicator=indicator)
    columns = [column for column in rows[0] if column != "link"] if rows else []
    return [section, name, specs, columns, list(_cells(rows, columns))]


def _cells(rows: Sequence[Row], columns: Sequence[str]) -> Iterator[list[Any]]:
    for row in rows:
        yield [row[column] for column in columns]
