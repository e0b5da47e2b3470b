"""Dot plot of one indicator: who promises how much, by when."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from policycompare.charts.parts import (
    Spec,
    axis,
    base,
    empty,
    label_pixels,
    legend,
    numbered,
    shortened,
    tooltip,
    values,
)
from policycompare.charts.style import PLAIN_COLOUR, SOFT_INK
from policycompare.errors import UsageError
from policycompare.report.columns import TARGET_COMPARISON
from policycompare.report.kept import found_once
from policycompare.report.labels import Translate
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.target_rows import (
    places_of,
    show_quantity,
    target_comparison_rows,
)

NAME = "targets"

COLUMNS = (*TARGET_COMPARISON, "link", "measure")
"""Columns of the rows."""

WIDTH = 620
ROW = 30
"""Pixels of one promise."""

APART = 50
"""Largest over smallest value from which the scale is logarithmic."""

N_NEAR = 5
"""Indicators like an unknown one that an error names."""

KIND_SHAPES = {
    "level": "circle",
    "annual": "square",
    "growth": "triangle-up",
    "reward": "diamond",
    "coverage": "cross",
}

LEVEL_YEAR = 9999
"""Where promises without a deadline are sorted: behind all that have one."""


@found_once
def _all_rows(comparison: ComparisonLike) -> tuple[Row, ...]:
    places = places_of(comparison)
    links = {key: f"#{value}" for key, value in places.measure_of.items()}
    return tuple(
        {
            **row,
            "link": f"#clause={row['clause_id']}",
            "measure": links.get(str(row["clause_id"]), ""),
        }
        for row in target_comparison_rows(comparison.target_reading.targets, places)
    )


def shared_indicators(comparison: ComparisonLike) -> list[str]:
    """Indicators that at least two groups promise, those of most groups first.

    Their names are those of the column ``indicator`` of ``target_comparison.csv``.
    """
    shared = (row for row in _all_rows(comparison) if int(row["n_groups"] or 0) > 1)
    return list(dict.fromkeys(str(row["indicator"]) for row in shared))


def rows(comparison: ComparisonLike, indicator: str | None = None) -> list[Row]:
    """Promises of one indicator, or of all, as in ``target_comparison.csv``, with links.

    Raises
    ------
    UsageError
        If no document promises that indicator.
    """
    every = _all_rows(comparison)
    if indicator is None:
        return list(every)
    names = dict.fromkeys(str(row["indicator"]) for row in every)
    if indicator not in names:
        raise UsageError(_unknown(indicator, list(names), shared_indicators(comparison)))
    return [row for row in every if row["indicator"] == indicator]


def _unknown(indicator: str, names: Sequence[str], shared: Sequence[str]) -> str:
    near = [name for name in names if indicator and (indicator in name or name in indicator)]
    near += [n for n in get_close_matches(indicator, names, N_NEAR, 0.5) if n not in near]
    meant = f"did you mean {' or '.join(near[:N_NEAR])}? " if near else ""
    known = (
        f"Two or more groups promise {', '.join(shared)}" if shared else "No indicator is shared"
    )
    return (
        f"No document promises the indicator {indicator!r}; {meant}{known}; "
        "c.target_comparison lists all."
    )


def spec(rows: Sequence[Row], t: Translate, indicator: str | None = None) -> Spec:
    """Draw the promises of one indicator; without one the first of the rows is drawn."""
    indicator = indicator or (str(rows[0]["indicator"]) if rows else "")
    shown = [row for row in rows if row["indicator"] == indicator]
    if not shown:
        return empty(NAME, t("chart_targets", indicator=indicator), t("chart_targets_empty"))
    units = list(dict.fromkeys(str(row["unit"]) for row in shown))
    marks = _marks(shown, t)
    log = _is_log(shown)
    notes = [t("chart_targets_subtitle")]
    notes += [t("chart_targets_log")] if log else []
    notes += [t("chart_targets_units", units=", ".join(units))] if len(units) > 1 else []
    promises = "; ".join(f"{mark['label']} {mark['quantity']}" for mark in marks)
    started = base(
        NAME,
        t("chart_targets", indicator=indicator),
        subtitle=" ".join(notes),
        description=t("chart_targets_described", indicator=indicator, promises=promises),
        pixels=WIDTH + label_pixels(str(mark["label"]) for mark in marks),
    )
    scale: dict[str, Any] = {"type": "log"} if log else {"zero": True}
    unit = units[0] if len(units) == 1 else ""
    x = {
        "field": "value", "type": "quantitative",
        "scale": {**scale, "nice": True, "padding": 12},
        "axis": axis(t("chart_targets_value", unit=unit) if unit else t("value"), tickCount=6),
    }  # fmt: skip
    y = {
        "field": "place", "type": "ordinal",
        "axis": axis(None, labelExpr=numbered([str(m["label"]) for m in marks]), domain=False,
                     ticks=False, grid=True, labelPadding=8),
    }  # fmt: skip
    return {
        **started,
        "data": values(marks),
        "width": WIDTH,
        "height": {"step": ROW},
        "encoding": {"y": y},
        "layer": [*_ranges(x, marks), *_arrows(x, marks), _dots(x, marks, t), _quantities(x)],
    }


def _is_log(rows: Sequence[Row]) -> bool:
    numbers = [float(row["value"] or 0) for row in rows]
    return min(numbers) > 0 and max(numbers) / min(numbers) >= APART


def _marks(rows: Sequence[Row], t: Translate) -> list[Row]:
    """The rows with what is shown of them, by group, deadline and value."""
    groups = {str(row["group"]): number for number, row in reversed(list(enumerate(rows)))}
    order = sorted(rows, key=lambda r: (groups[str(r["group"])], r["deadline_year"] or LEVEL_YEAR,
                                        str(r["document"]), float(r["value"] or 0)))  # fmt: skip
    marks: list[Row] = []
    for number, row in enumerate(order):
        year = row["deadline_year"]
        label = shortened(str(row["document"]), 22)
        by = t("chart_by_year", year=year) if year else t("chart_no_deadline")
        extra = "".join(f" {row[name]}" for name in ("scope", "grade") if row[name])
        marks.append({
            **row,
            "label": f"{label} · {by}",
            "place": number,
            "quantity": show_quantity(row) + extra,
            "gap": 28 if row["comparator"] == ">=" else 12,
            "kind_word": t(f"chart_kind_{row['kind']}"),
            "end": row["value"] if row["value_max"] is None else row["value_max"],
            "by": by,
        })  # fmt: skip
    return marks


def _ranges(x: Spec, marks: Sequence[Row]) -> list[Spec]:
    if all(mark["value_max"] is None for mark in marks):
        return []
    mark = {"type": "rule", "strokeWidth": 5, "color": PLAIN_COLOUR, "opacity": 0.45}
    return [
        {
            "transform": [{"filter": "isValid(datum.value_max)"}],
            "mark": {**mark, "aria": False},
            "encoding": {"x": x, "x2": {"field": "value_max"}},
        }
    ]


def _arrows(x: Spec, marks: Sequence[Row]) -> list[Spec]:
    """At least and at most: an arrow to the side that is open."""
    mark = {"type": "text", "fontSize": 20, "color": PLAIN_COLOUR, "aria": False}
    return [
        {
            "transform": [{"filter": f"datum.comparator == '{comparator}'"}],
            "mark": {**mark, "text": arrow, "align": align, "dx": dx},
            "encoding": {"x": x},
        }
        for comparator, arrow, align, dx in ((">=", "→", "left", 5), ("<=", "←", "right", -5))
        if any(one["comparator"] == comparator for one in marks)
    ]


def _dots(x: Spec, marks: Sequence[Row], t: Translate) -> Spec:
    kinds = [kind for kind in KIND_SHAPES if any(mark["kind"] == kind for mark in marks)]
    words = [t(f"chart_kind_{kind}") for kind in kinds]
    return {
        "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1, "cursor": "pointer",
                 "color": PLAIN_COLOUR},
        "encoding": {
            "x": x,
            "shape": {
                "field": "kind_word", "type": "nominal",
                "scale": {"domain": words, "range": [KIND_SHAPES[kind] for kind in kinds]},
                "legend": legend(t("chart_kind"), orient="bottom", direction="horizontal")
                if len(kinds) > 1 else None,
            },
            "tooltip": tooltip({
                "document": t("document"), "quote": t("chart_quote"), "quantity": t("promise"),
                "by": t("deadline"), "kind_word": t("chart_kind"), "clause_id": t("clause"),
            }),
        },
    }  # fmt: skip


def _quantities(x: Spec) -> Spec:
    return {
        "mark": {
            "type": "text",
            "align": "left",
            "dx": {"expr": "datum.gap"},
            "color": SOFT_INK,
            "aria": False,
        },
        "encoding": {"x": {**x, "field": "end"}, "text": {"field": "quantity"}},
    }
