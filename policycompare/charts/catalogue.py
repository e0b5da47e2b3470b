"""The charts by name: their rows, and the specification that draws them."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import Any

from policycompare.charts.parts import Spec
from policycompare.charts.targets import shared_indicators
from policycompare.errors import UsageError
from policycompare.report.labels import LANGUAGES, Language, translator
from policycompare.report.protocol import ComparisonLike, Row

__all__ = ["CHARTS", "chart_rows", "chart_spec", "shared_indicators"]

_MODULES = {
    "coverage": "coverage",
    "heatmap": "heatmap",
    "targets": "targets",
    "timeline": "timeline",
    "network": "network",
    "similarity_map": "similarity",
}

CHARTS = tuple(_MODULES)
"""Names of the charts, in the order in which a page shows them."""


def chart_rows(comparison: ComparisonLike, name: str, *, indicator: str | None = None) -> list[Row]:
    """Build the data behind a chart: rows of plain values, the same in every language.

    Parameters
    ----------
    name : str
        One of :data:`CHARTS`.
    indicator : str, optional
        For ``targets``: only this indicator; all without it.

    Raises
    ------
    UsageError
        If there is no such chart or indicator, or another chart is asked for an indicator.
    """
    module = _module(name, indicator)
    if name == "targets":
        found: list[Row] = module.rows(comparison, indicator)
    else:
        found = module.rows(comparison)
    return found


def chart_spec(
    comparison: ComparisonLike,
    name: str,
    *,
    language: Language = "en",
    indicator: str | None = None,
) -> Spec:
    """Build the Vega-Lite specification of a chart, with its data inline.

    A datum that stands for a measure or clause has a field ``link`` (``#m12``,
    ``#clause=weihai-2023/二(一)3``).

    Parameters
    ----------
    name : str
        One of :data:`CHARTS`.
    language : {"en", "zh"}
        Language of titles, axes, legends and descriptions.
    indicator : str, optional
        What ``targets`` shows; without it the first of :func:`shared_indicators`.

    Raises
    ------
    UsageError
        If there is no such chart, language or indicator, or another chart is asked for an
        indicator.
    """
    module = _module(name, indicator)
    if language not in LANGUAGES:
        raise UsageError(
            f"There is no language {language!r} of charts; choose one of {', '.join(LANGUAGES)}."
        )
    t = translator(language)
    if name == "targets":
        wanted = indicator or next(iter(shared_indicators(comparison)), None)
        drawn: Spec = module.spec(module.rows(comparison, wanted), t, wanted)
    else:
        drawn = module.spec(module.rows(comparison), t)
    drawn["usermeta"]["language"] = language
    return drawn


def chart_columns(name: str) -> tuple[str, ...]:
    """Columns of the data behind a chart, in their order.

    Raises
    ------
    UsageError
        If there is no such chart.
    """
    columns: tuple[str, ...] = _module(name, None).COLUMNS
    return columns


def _module(name: str, indicator: str | None) -> Any:
    if name not in _MODULES:
        near = get_close_matches(str(name), CHARTS, 1, 0.5)
        meant = f"did you mean {near[0]}? " if near else ""
        raise UsageError(f"There is no chart {name!r}; {meant}The charts are {', '.join(CHARTS)}.")
    if indicator is not None and name != "targets":
        raise UsageError(
            f"The chart {name} has no indicator; leave it out, or ask for the chart targets."
        )
    return import_module(f"policycompare.charts.{_MODULES[name]}")
