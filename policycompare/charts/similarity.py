"""Map of the clauses: those that use the same words lie close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from policycompare.charts.layout import plane_map
from policycompare.charts.parts import (
    EM,
    GroupColours,
    Spec,
    base,
    distinct,
    empty,
    number,
    shortened,
    tooltip,
    values,
    width_of,
)
from policycompare.charts.style import INK
from policycompare.report.kept import found_once
from policycompare.report.labels import Translate
from policycompare.report.protocol import ComparisonLike, Row

NAME = "similarity_map"

COLUMNS = (
    "clause_id",
    "document",
    "group",
    "group_number",
    "heading",
    "text",
    "measure_id",
    "label",
    "n_groups",
    "x",
    "y",
    "stress",
    "link",
)
"""Columns of the rows."""

WIDTH, HEIGHT = 720, 540

FEWEST = 3
"""Clauses that a map needs."""

FEWEST_GROUPS = 3
"""Groups that share a measure whose name stands on the map."""

LABEL_EM = 12
QUOTE = 80
"""Characters of a clause in the tooltip."""


@found_once
def _found(comparison: ComparisonLike) -> tuple[Row, ...]:
    vectors = _unit_vectors(comparison)
    worded = np.flatnonzero(np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel() > 0)
    points, stress = plane_map(vectors[worded])
    measure_of = {i: m for m in comparison.findings.measures for i in m.clauses}
    found: list[Row] = []
    for i, (x, y) in zip(worded.tolist(), points.tolist(), strict=True):
        clause, measure = comparison.clauses[i], measure_of.get(i)
        found.append(
            {
                "clause_id": clause.clause_id,
                "document": clause.document,
                "group": comparison.groups[i],
                "group_number": comparison.group_order.index(comparison.groups[i]),
                "heading": clause.heading,
                "text": clause.text,
                "measure_id": measure.measure_id if measure else "",
                "label": measure.label if measure else "",
                "n_groups": len(measure.groups) if measure else 0,
                "x": x,
                "y": y,
                "stress": round(stress, 4),
                "link": f"#clause={clause.clause_id}",
            }
        )
    return tuple(found)


def rows(comparison: ComparisonLike) -> list[Row]:
    """Each compared clause with its place ``x``, ``y``; ``stress`` is that of the whole map.

    A clause without any word that is weighed has no place and no row.
    """
    return list(_found(comparison))


def _unit_vectors(comparison: ComparisonLike) -> Any:
    """Word weights of heading and body side by side, rows of length 1."""
    from scipy import sparse

    matrices = comparison.matrices
    both = sparse.hstack([matrices.heading_words, matrices.body_words]).tocsr()
    lengths = np.sqrt(np.asarray(both.multiply(both).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_array(sparse.diags_array(scale) @ both)


def spec(rows: Sequence[Row], t: Translate) -> Spec:
    """Draw the clauses as marks coloured by group, with the names of widely shared measures."""
    if len(rows) < FEWEST:
        return empty(NAME, t("chart_similarity_map"), t("chart_similarity_empty"))
    groups = distinct(rows, "group")
    stress = f"{number(rows[0], 'stress'):.2f}"
    counts = {"n": len(rows), "n_groups": len(groups)}
    started = base(
        NAME,
        t("chart_similarity_map"),
        subtitle=t("chart_similarity_subtitle", stress=stress),
        description=t("chart_similarity_described", stress=stress, **counts),
        pixels=WIDTH + 60,
    )
    return {
        **started,
        "width": WIDTH,
        "height": HEIGHT,
        "layer": [_marks(rows, GroupColours(rows, t), t), _names(rows)],
    }


def _at(field: str) -> Spec:
    scale = {"zero": False, "nice": False, "padding": 24}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def _marks(rows: Sequence[Row], groups: GroupColours, t: Translate) -> Spec:
    data: list[Row] = [
        {
            "x": row["x"],
            "y": row["y"],
            "clause_id": row["clause_id"],
            "group_key": groups.keys[str(row["group"])],
            "group": row["group"],
            "heading": row["heading"] or "–",
            "quote": shortened(str(row["text"]), QUOTE),
            "label": f"{row['measure_id']} {row['label']}",
            "link": row["link"],
        }
        for row in rows
    ]
    shown = {"heading": t("clause"), "quote": t("chart_quote"), "group": t("group"),
             "label": t("measure"), "clause_id": "id"}  # fmt: skip
    few = len(rows) <= 300
    return {
        "data": values(data),
        "mark": {"type": "point", "filled": True, "size": 70 if few else 26,
                 "opacity": 0.8 if few else 0.6, "cursor": "pointer"},
        "encoding": {"x": _at("x"), "y": _at("y"), "color": groups.colour(),
                     "shape": groups.shape(), "tooltip": tooltip(shown)},
    }  # fmt: skip


def _names(rows: Sequence[Row]) -> Spec:
    halo = {"type": "text", "fontSize": 11, "dy": -13, "aria": False}
    place = {"x": _at("x"), "y": _at("y"), "text": {"field": "name"}}
    return {
        "data": values(_placed_names(rows)),
        "layer": [
            {"mark": {**halo, "stroke": "#ffffff", "strokeWidth": 3}, "encoding": place},
            {"mark": {**halo, "color": INK}, "encoding": place},
        ],
    }


def _placed_names(rows: Sequence[Row]) -> list[Row]:
    """Names of measures at their middle, those of most groups first, none over another."""
    members: dict[str, list[Row]] = {}
    for row in rows:
        if number(row, "n_groups") >= FEWEST_GROUPS:
            members.setdefault(str(row["measure_id"]), []).append(row)
    xs, ys = ([number(row, side) for row in rows] for side in ("x", "y"))
    scale_x = WIDTH / ((max(xs) - min(xs)) or 1.0)
    scale_y = HEIGHT / ((max(ys) - min(ys)) or 1.0)
    names: list[Row] = []
    boxes: list[tuple[float, float, float]] = []
    order = sorted(members.values(), key=lambda own: (-number(own[0], "n_groups"), -len(own)))
    for own in order:
        x, y = (sum(number(row, side) for row in own) / len(own) for side in ("x", "y"))
        name = shortened(str(own[0]["label"]), LABEL_EM)
        half = width_of(name) * EM / 2
        box = (x * scale_x, y * scale_y, half)
        if all(abs(box[0] - b[0]) > half + b[2] or abs(box[1] - b[1]) > 15 for b in boxes):
            boxes.append(box)
            names.append({"x": x, "y": y, "name": name, "link": f"#{own[0]['measure_id']}"})
    return names
