"""Charts of a comparison as Vega-Lite specifications: plain dicts with their data inline.

They need neither Altair nor pandas, so the page can show them after the bare installation;
``Comparison.plot`` gives the same as Altair charts.
"""

from __future__ import annotations

from policycompare.charts.catalogue import (
    CHARTS,
    chart_columns,
    chart_rows,
    chart_spec,
    shared_indicators,
)
from policycompare.charts.saving import chinese_font, save_chart

__all__ = [
    "CHARTS",
    "chart_columns",
    "chart_rows",
    "chart_spec",
    "chinese_font",
    "save_chart",
    "shared_indicators",
]
