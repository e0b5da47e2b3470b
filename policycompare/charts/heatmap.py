"""Heat map of measures and documents: who has what, in part, or not at all."""

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
    number,
    numbered,
    shortened,
    tooltip,
    values,
)
from policycompare.charts.style import STATE_COLOURS, STATE_INK, STATE_SIGNS
from policycompare.datamodel import Gap
from policycompare.report.comparison_cells import document_columns, measure_cells
from policycompare.report.labels import Translate
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.values import joined, rounded

NAME = "heatmap"

COLUMNS = (
    "measure_id",
    "label",
    "n_groups",
    "document",
    "group",
    "state",
    "n_clauses",
    "clauses",
    "headings",
    "nearest_clause",
    "nearest_heading",
    "nearest_p_same",
    "link",
)
"""Columns of the rows."""

MOST_MEASURES = 60
"""Measures that are drawn, those of most groups; the subtitle counts the others."""

ROOMY = 9
"""Documents up to which their names stand upright."""

LABEL_EM = 22
"""Full-width characters of a measure's label."""

ROW = 22
"""Pixels of a measure."""


def rows(comparison: ComparisonLike) -> list[Row]:
    """Each measure in each document, measures of most groups first.

    ``state`` is ``covered`` where the document has a clause of the measure, ``elsewhere`` where
    only another document of its group has one, else the group's ``partial`` or ``absent``.
    """
    clauses, columns = comparison.clauses, document_columns(comparison)
    found: list[Row] = []
    for measure, cells in measure_cells(comparison, columns):
        for cell in cells:
            own = [clauses[i] for i in cell.clauses]
            lacking = "elsewhere" if cell.gap is None else cell.gap.state
            found.append(
                {
                    "measure_id": measure.measure_id,
                    "label": measure.label,
                    "n_groups": len(measure.groups),
                    "document": cell.column.document,
                    "group": cell.column.group,
                    "state": "covered" if own else lacking,
                    "n_clauses": len(own),
                    "clauses": joined(clause.clause_id for clause in own),
                    "headings": joined(clause.heading or clause.text[:30] for clause in own),
                    **_nearest(comparison, cell.gap),
                    "link": f"#{measure.measure_id}",
                }
            )
    return _sorted(found)


def _nearest(comparison: ComparisonLike, gap: Gap | None) -> Row:
    """The clause of a group that is next to what it lacks."""
    if gap is None or gap.nearest is None:
        return {"nearest_clause": "", "nearest_heading": "", "nearest_p_same": None}
    clause = comparison.clauses[gap.nearest]
    return {
        "nearest_clause": clause.clause_id,
        "nearest_heading": clause.heading,
        "nearest_p_same": rounded(gap.p_same),
    }


def _sorted(rows: list[Row]) -> list[Row]:
    """Measures of most groups first, those of the same documents side by side."""
    states: dict[str, list[int]] = {}
    order = tuple(STATE_COLOURS)
    for row in rows:
        states.setdefault(str(row["measure_id"]), []).append(order.index(str(row["state"])))
    place = {measure: i for i, measure in enumerate(states)}

    def key(row: Row) -> tuple[float, list[int], int]:
        measure = str(row["measure_id"])
        return -number(row, "n_groups"), states[measure], place[measure]

    return sorted(rows, key=key)


def spec(rows: Sequence[Row], t: Translate) -> Spec:
    """Draw the states as coloured cells with a sign in each."""
    if not rows:
        return empty(NAME, t("chart_heatmap"), t("chart_heatmap_empty"))
    measures, documents = distinct(rows, "measure_id"), distinct(rows, "document")
    shown = set(measures[:MOST_MEASURES])
    cells = _cells([row for row in rows if row["measure_id"] in shown], t)
    labels = {str(cell["place"]): str(cell["name"]) for cell in cells}
    roomy = len(documents) <= ROOMY
    step = max(60, label_pixels(documents) + 10) if roomy else max(14, 780 // len(documents))
    started = base(
        NAME,
        t("chart_heatmap"),
        subtitle=_subtitle(measures, len(shown), t),
        description=_description(rows, len(measures), len(documents), t),
        pixels=step * len(documents) + label_pixels(labels.values()),
    )
    sign = {"type": "text", "fontSize": 13 if step > 20 else 10, "aria": False}
    ink = {state: colour for state, colour in STATE_INK.items() if _has(cells, state)}
    y_axis = axis(None, labelExpr=numbered(list(labels.values())), domain=False, ticks=False,
                  labelLimit=(LABEL_EM + 4) * EM, labelPadding=6)  # fmt: skip
    turned = {"labelAngle": 0} if roomy else {"labelAngle": -60, "labelAlign": "left"}
    x_axis = axis(None, orient="top", domain=False, ticks=False, labelPadding=6, **turned)
    return {
        **started,
        "data": values(cells),
        "width": {"step": step},
        "height": {"step": ROW},
        "encoding": {
            "x": {"field": "document", "type": "nominal", "sort": documents, "axis": x_axis},
            "y": {"field": "place", "type": "ordinal", "axis": y_axis},
        },
        "layer": [
            _rectangles(cells, t),
            {
                "mark": sign,
                "encoding": {
                    "text": {"field": "sign"},
                    "color": {
                        "field": "state",
                        "type": "nominal",
                        "scale": {"domain": list(ink), "range": list(ink.values())},
                        "legend": None,
                    },
                },
            },
        ],
        "resolve": {"scale": {"color": "independent"}},
    }


def _has(cells: Sequence[Row], state: str) -> bool:
    return any(cell["state"] == state for cell in cells)


def _subtitle(measures: Sequence[str], n_shown: int, t: Translate) -> str:
    notes = [t("chart_heatmap_subtitle")]
    if n_shown < len(measures):
        notes.append(t("chart_first_measures", n=n_shown, of=len(measures)))
    return t("chart_joint").join(notes)


def _description(rows: Sequence[Row], n: int, n_documents: int, t: Translate) -> str:
    counts = {state: sum(row["state"] == state for row in rows) for state in STATE_COLOURS}
    told = ", ".join(f"{t(f'chart_state_{state}')} {count}" for state, count in counts.items())
    return t("chart_heatmap_described", n=n, n_documents=n_documents, counts=told)


def _cells(rows: Sequence[Row], t: Translate) -> list[Row]:
    place = {measure: i for i, measure in enumerate(distinct(rows, "measure_id"))}
    cells: list[Row] = []
    for row in rows:
        state, n_clauses = str(row["state"]), number(row, "n_clauses")
        near = t("chart_nearest", heading=row["nearest_heading"]) if row["nearest_clause"] else ""
        cells.append(
            {
                "measure_id": row["measure_id"],
                "place": place[str(row["measure_id"])],
                "name": f"{row['measure_id']} {shortened(str(row['label']), LABEL_EM)}",
                "label": row["label"],
                "document": row["document"],
                "state": state,
                "state_word": _state_word(state, t),
                "sign": STATE_SIGNS[state] + (f"{n_clauses:.0f}" if n_clauses > 1 else ""),
                "says": str(row["headings"]) or near or "–",
                "link": row["link"],
            }
        )
    return cells


def _state_word(state: str, t: Translate) -> str:
    return f"{STATE_SIGNS[state]} {t(f'chart_state_{state}')}"


def _rectangles(cells: Sequence[Row], t: Translate) -> Spec:
    states = [state for state in STATE_COLOURS if _has(cells, state)]
    colours = [STATE_COLOURS[state] for state in states]
    shown = {
        "label": t("measure"),
        "document": t("document"),
        "state_word": t("state"),
        "says": t("clause"),
    }
    return {
        "mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 2, "cursor": "pointer"},
        "encoding": {
            "color": {
                "field": "state_word",
                "type": "nominal",
                "scale": {"domain": [_state_word(s, t) for s in states], "range": colours},
                "legend": legend(
                    t("state"), orient="bottom", direction="horizontal",
                    symbolStrokeColor="#8a94a0", symbolStrokeWidth=1,
                ),
            },
            "tooltip": tooltip(shown),
        },
    }  # fmt: skip
