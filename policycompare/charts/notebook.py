"""Charts as Altair objects, and how a notebook shows them without a network.

JupyterLab 4 draws Vega-Lite 5 from its own copy and does not know the type of version 6 that
Altair 6 sends; Altair's own default fetches its scripts from the network. So the charts are sent
as version 5, which draws these specifications the same, with an SVG picture for all that draw
neither (GitHub, nbconvert).
"""

from __future__ import annotations

from typing import Any

from policycompare.charts.parts import Spec
from policycompare.libraries import load_library

RENDERER = "policycompare"
"""Name of the renderer in ``altair.renderers``."""

LAB_TYPE = "application/vnd.vegalite.v5+json"
LAB_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def load(module: str, purpose: str) -> Any:
    """Import a module of the extra ``notebooks``.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    return load_library(module, purpose, "notebooks")


def to_altair(spec: Spec) -> Any:
    """Make an Altair chart of a specification, validated against Altair's schema.

    The data stay as they are: checking thousands of rows against the schema would take longer
    than all the rest, and they are plain values.

    Raises
    ------
    UsageError
        If Altair is not installed.
    """
    altair = load("altair", "A chart")
    enable_offline(altair)
    datasets: dict[str, Any] = {}
    bare = _without_data(spec, datasets)
    kinds = {"layer": altair.LayerChart, "vconcat": altair.VConcatChart}
    kind = next((kinds[key] for key in kinds if key in spec), altair.Chart)
    chart = kind.from_dict(bare)
    chart["datasets"] = datasets
    return chart


def _without_data(node: Any, datasets: dict[str, Any]) -> Any:
    """The same specification with each inline table moved into ``datasets`` and named there."""
    if isinstance(node, list):
        return [_without_data(part, datasets) for part in node]
    if not isinstance(node, dict):
        return node
    if set(node) == {"values"}:
        name = f"rows-{len(datasets)}"
        datasets[name] = node["values"]
        return {"name": name}
    # the values of an axis or a condition are no table
    return {
        key: _without_data(part, datasets) if key == "data" or not _is_table(part) else part
        for key, part in node.items()
    }


def _is_table(node: Any) -> bool:
    return isinstance(node, dict) and set(node) == {"values"}


def enable_offline(altair: Any) -> None:
    """Let notebooks draw without a network, unless the user chose how Altair shows charts."""
    # An installed package is found by its entry point; one that is only on the path is not.
    if RENDERER not in altair.renderers.names():
        altair.renderers.register(RENDERER, mime_bundle)
    if altair.renderers.active == "default":
        altair.renderers.enable(RENDERER)


def mime_bundle(spec: Spec, **_: Any) -> dict[str, Any]:
    """What a notebook gets of a chart: the specification for JupyterLab, and a picture."""
    vl_convert = load("vl_convert", "The picture of a chart")
    return {
        LAB_TYPE: {**spec, "$schema": LAB_SCHEMA},
        "image/svg+xml": vl_convert.vegalite_to_svg(spec),
    }
