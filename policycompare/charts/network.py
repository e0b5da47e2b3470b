"""Network of groups: how many measures each two of them share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from policycompare.charts.layout import spring_layout
from policycompare.charts.parts import (
    Spec,
    base,
    empty,
    legend,
    number,
    shortened,
    tooltip,
    values,
)
from policycompare.charts.style import INK, NEUTRAL, PLAIN_COLOUR
from policycompare.report.labels import Translate
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.values import joined

NAME = "network"

COLUMNS = (
    "part",
    "a",
    "b",
    "x",
    "y",
    "x2",
    "y2",
    "n_clauses",
    "n_measures",
    "measures",
    "labels",
)
"""Columns of the rows."""

SIDE = 560
"""Pixels of the plane."""

MOST_NUMBERED = 8
"""Groups up to which the number stands at each line."""

MOST_COMPLETE = 12
"""Groups up to which all lines are drawn; beyond, the strongest of each group."""

STRONGEST = 2
"""Lines of each group that are drawn where there are too many."""

WIDEST, NARROW_WIDEST = 16, 5
LARGEST, SMALL_LARGEST = 1400, 260
"""Pixels of the widest line, and square pixels of the largest circle, of few and of many groups."""

N_LABELS = 6
"""Measures that the tooltip of a line names."""


def rows(comparison: ComparisonLike) -> list[Row]:
    """Groups (``part`` is ``node``) and each two that share a measure (``edge``).

    ``x`` and ``y`` of a node, and ``x2``, ``y2`` of the other end of an edge, are in [-1, 1].
    """
    groups = list(comparison.group_order)
    measures = comparison.findings.measures
    weights = np.zeros((len(groups), len(groups)))
    shared: dict[tuple[int, int], list[int]] = {}
    for place, measure in enumerate(measures):
        for a, b in combinations(sorted(map(groups.index, measure.groups)), 2):
            shared.setdefault((a, b), []).append(place)
    owned = [sum(group in m.groups for m in measures) for group in groups]
    for (a, b), both in shared.items():
        weights[a, b] = weights[b, a] = len(both) / np.sqrt(owned[a] * owned[b])
    places = spring_layout(weights).tolist()
    found: list[Row] = [
        {
            **_ends(group, "", places[i], [None, None]),
            "part": "node",
            "n_clauses": sum(own == group for own in comparison.groups),
            "n_measures": owned[i],
            "measures": "",
            "labels": "",
        }
        for i, group in enumerate(groups)
    ]
    for (a, b), both in sorted(shared.items()):
        found.append(
            {
                **_ends(groups[a], groups[b], places[a], places[b]),
                "part": "edge",
                "n_clauses": None,
                "n_measures": len(both),
                "measures": joined(measures[i].measure_id for i in both),
                "labels": joined(measures[i].label for i in both),
            }
        )
    return found


def _ends(a: str, b: str, start: Sequence[float], end: Sequence[float | None]) -> Row:
    return {"part": "", "a": a, "b": b, "x": start[0], "y": start[1], "x2": end[0], "y2": end[1]}


def spec(rows: Sequence[Row], t: Translate) -> Spec:
    """Draw the groups as circles and what they share as lines."""
    nodes = [row for row in rows if row["part"] == "node"]
    edges = [row for row in rows if row["part"] == "edge"]
    if not edges:
        return empty(NAME, t("chart_network"), t("chart_network_empty"))
    drawn = edges if len(nodes) <= MOST_COMPLETE else _strongest(edges)
    most = max(edges, key=lambda row: number(row, "n_measures"))
    notes = [t("chart_network_subtitle")]
    if len(drawn) < len(edges):
        notes.append(t("chart_network_some", n=STRONGEST, of=len(edges)))
    told = t("chart_network_most", a=most["a"], b=most["b"], n=most["n_measures"])
    started = base(
        NAME,
        t("chart_network"),
        subtitle=t("chart_joint").join(notes),
        description=t("chart_network_described", n=len(nodes), most=told),
        pixels=SIDE + 90,
    )
    many = len(nodes) > MOST_COMPLETE
    layers = [_lines(drawn, t, NARROW_WIDEST if many else WIDEST)]
    largest = SMALL_LARGEST if many else LARGEST
    if len(nodes) <= MOST_NUMBERED:
        layers.append(_numbers(drawn))
    return {
        **started,
        "width": SIDE,
        "height": SIDE - 100,
        "layer": [*layers, _circles(nodes, t, largest), _names(nodes, largest)],
        "resolve": {"scale": {"size": "independent"}},
    }


def _strongest(edges: Sequence[Row]) -> list[Row]:
    kept: set[int] = set()
    of_group: dict[str, list[int]] = {}
    for i, edge in enumerate(edges):
        for end in ("a", "b"):
            of_group.setdefault(str(edge[end]), []).append(i)
    for places in of_group.values():
        places.sort(key=lambda i: (-number(edges[i], "n_measures"), i))
        kept.update(places[:STRONGEST])
    return [edges[i] for i in sorted(kept)]


def _at(field: str) -> Spec:
    domain = [-1.15, 1.15]
    return {"field": field, "type": "quantitative", "scale": {"domain": domain}, "axis": None}


def _lines(edges: Sequence[Row], t: Translate, widest: int) -> Spec:
    most = max(number(edge, "n_measures") for edge in edges)
    data: list[Row] = []
    for edge in edges:
        labels = str(edge["labels"]).split("; ")
        listed = "; ".join(labels[:N_LABELS])
        if len(labels) > N_LABELS:
            listed += t("chart_network_more", n=len(labels) - N_LABELS)
        told = t("chart_network_n", n=edge["n_measures"], labels=listed)
        data.append({**edge, "pair": f"{edge['a']} – {edge['b']}", "told": told})
    return {
        "data": values(data),
        "mark": {"type": "rule", "color": NEUTRAL, "opacity": 0.55, "strokeCap": "round"},
        "encoding": {
            "x": _at("x"), "y": _at("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"},
            "strokeWidth": {
                "field": "n_measures", "type": "quantitative",
                "scale": {"domain": [0, most], "range": [0.5, widest]},
                "legend": legend(t("chart_network_shared"), tickCount=3, symbolType="stroke"),
            },
            "tooltip": tooltip({"pair": t("chart_network_pair"),
                                "told": t("chart_network_shared")}),
        },
    }  # fmt: skip


def _numbers(edges: Sequence[Row]) -> Spec:
    """The number of each line, off its middle, where lines of a square would cross."""
    data: list[Row] = [
        {
            "at_x": number(edge, "x") * 0.64 + number(edge, "x2") * 0.36,
            "at_y": number(edge, "y") * 0.64 + number(edge, "y2") * 0.36,
            "n_measures": edge["n_measures"],
        }
        for edge in edges
    ]
    halo = {"type": "text", "fontWeight": 600, "fontSize": 13, "aria": False}
    place = {"x": _at("at_x"), "y": _at("at_y"), "text": {"field": "n_measures"}}
    return {
        "data": values(data),
        "layer": [
            {"mark": {**halo, "stroke": "#ffffff", "strokeWidth": 5}, "encoding": place},
            {"mark": {**halo, "color": INK}, "encoding": place},
        ],
    }


def _circles(nodes: Sequence[Row], t: Translate, largest: int) -> Spec:
    shown = {"a": t("group"), "n_clauses": t("chart_network_clauses"), "n_measures": t("measure")}
    return {
        "data": values(nodes),
        "mark": {"type": "circle", "color": PLAIN_COLOUR, "opacity": 1, "stroke": "#ffffff",
                 "strokeWidth": 2},
        "encoding": {
            "x": _at("x"), "y": _at("y"),
            "size": {"field": "n_clauses", "type": "quantitative",
                     "scale": {"domainMin": 0, "range": [40, largest]}, "legend": None},
            "tooltip": tooltip(shown),
        },
    }  # fmt: skip


def _names(nodes: Sequence[Row], largest: int) -> Spec:
    many = len(nodes) > MOST_COMPLETE
    most = max(number(node, "n_clauses") for node in nodes) or 1.0
    data: list[Row] = [
        {
            "x": node["x"],
            "y": node["y"],
            "name": shortened(str(node["a"]), 14),
            "below": (number(node, "n_clauses") / most * largest / np.pi) ** 0.5 + 6,
        }
        for node in nodes
    ]
    halo = {"type": "text", "fontSize": 11 if many else 14, "baseline": "top", "aria": False,
            "dy": {"expr": "datum.below"}}  # fmt: skip
    place = {"x": _at("x"), "y": _at("y"), "text": {"field": "name"}}
    return {
        "data": values(data),
        "layer": [
            {"mark": {**halo, "stroke": "#ffffff", "strokeWidth": 4}, "encoding": place},
            {"mark": {**halo, "color": INK}, "encoding": place},
        ],
    }
