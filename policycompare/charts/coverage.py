"""Heat map of groups: how much of the row's clauses is found in the column."""

from __future__ import annotations

from collections.abc import Sequence

from policycompare.charts.parts import (
    EM,
    Spec,
    axis,
    base,
    distinct,
    empty,
    label_pixels,
    legend,
    shortened,
    tooltip,
    values,
)
from policycompare.charts.style import BLACK, DARK_FROM, SHADES
from policycompare.report.labels import Translate
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.streamed_columns import COVERAGE
from policycompare.report.summaries import coverage_rows

NAME = "coverage"

COLUMNS = COVERAGE
"""Columns of the rows."""

ROOMY = 14
"""Groups up to which a cell has room for two lines."""

LABEL_EM = 16
"""Full-width characters of a group's name."""


def rows(comparison: ComparisonLike) -> list[Row]:
    """Each ordered pair of groups: what :attr:`Comparison.coverage` holds."""
    return list(coverage_rows(comparison))


def spec(rows: Sequence[Row], t: Translate) -> Spec:
    """Draw the shares as a heat map with the numbers in the cells."""
    if not rows:
        return empty(NAME, t("chart_coverage"), t("chart_coverage_empty"))
    groups = distinct(rows, "a")
    roomy = len(groups) <= ROOMY
    size = 76 if len(groups) <= 6 else 56 if roomy else max(18, 900 // len(groups))
    width = size * len(groups)
    pixels = width + label_pixels([shortened(g, LABEL_EM) for g in groups])
    started = base(
        NAME,
        t("chart_coverage"),
        subtitle=t("chart_coverage_subtitle" if roomy else "chart_coverage_plain"),
        description=t("chart_coverage_described", n=len(groups), most=_most(rows, t)),
        pixels=max(pixels, 420),
    )
    return {
        **started,
        "data": values(_cells(rows, t, roomy=roomy)),
        "width": width,
        "height": (54 if roomy else size) * len(groups),
        "encoding": {
            "x": {"field": "b", "type": "nominal", "sort": groups, "axis": _axis(t, "b", roomy)},
            "y": {"field": "a", "type": "nominal", "sort": groups, "axis": _axis(t, "a", roomy)},
        },
        "layer": [_rectangles(t), *_texts(roomy, size)],
    }


def _most(rows: Sequence[Row], t: Translate) -> str:
    known = [row for row in rows if row["covered_share"] is not None]
    if not known:
        return t("chart_coverage_nothing")
    row = max(known, key=lambda row: float(row["covered_share"] or 0))
    return t("chart_coverage_most", a=row["a"], b=row["b"], share=_percent(row["covered_share"]))


def _percent(share: object) -> str:
    return "–" if share is None else f"{float(str(share)):.0%}"


def _cells(rows: Sequence[Row], t: Translate, *, roomy: bool) -> list[Row]:
    return [
        {
            **row,
            "number": _percent(row["covered_share"]).removesuffix("" if roomy else "%"),
            "partly": f"+{_percent(row['partial_share'])}",
            "covered": t("chart_coverage_n", n=row["n_covered"], of=row["n_clauses"]),
            "in_part": t("chart_coverage_n", n=row["n_partial"], of=row["n_clauses"]),
            "missing": t("chart_coverage_n", n=row["n_absent"], of=row["n_clauses"]),
            "dark": row["covered_share"] is not None and float(row["covered_share"]) >= DARK_FROM,
        }
        for row in rows
    ]


def _axis(t: Translate, side: str, roomy: bool) -> Spec:
    shared = {"labelLimit": LABEL_EM * EM, "domain": False, "ticks": False, "labelPadding": 6}
    if side == "a":
        return axis(t("chart_coverage_rows"), titleAngle=-90, **shared)
    angle = {"labelAngle": 0} if roomy else {"labelAngle": -60, "labelAlign": "left"}
    return axis(t("chart_coverage_columns"), orient="top", **angle, **shared)


def _rectangles(t: Translate) -> Spec:
    return {
        "mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 2},
        "encoding": {
            "color": {
                "field": "covered_share",
                "type": "quantitative",
                "scale": {"domain": [0, 1], "range": list(SHADES)},
                "legend": legend(t("chart_coverage_share"), format=".0%", gradientLength=120),
            },
            "tooltip": tooltip({
                "a": t("chart_row"), "b": t("chart_column"), "covered": t("covered"),
                "in_part": t("partial"), "missing": t("absent"),
            }),
        },
    }  # fmt: skip


def _texts(roomy: bool, size: int) -> list[Spec]:
    ink = {"condition": {"test": "datum.dark", "value": "#ffffff"}, "value": BLACK}
    mark = {"type": "text", "aria": False}
    number = {**mark, "fontSize": 16 if roomy else min(12, size * 0.5)}
    layers: list[Spec] = [
        {
            "mark": {**number, "dy": -7 if roomy else 0, "fontWeight": 600},
            "encoding": {"text": {"field": "number"}, "color": ink},
        }
    ]
    if roomy:
        layers.append(
            {
                "mark": {**mark, "fontSize": 12, "dy": 11},
                "encoding": {"text": {"field": "partly"}, "color": ink},
            }
        )
    return layers
