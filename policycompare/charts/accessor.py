"""``Comparison.plot``: the charts of a comparison as Altair objects."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policycompare.charts.catalogue import CHARTS, chart_columns, chart_rows, chart_spec
from policycompare.charts.targets import shared_indicators
from policycompare.report.labels import Language
from policycompare.report.protocol import ComparisonLike

if TYPE_CHECKING:
    import pandas as pd


class Plots:
    """The charts of one comparison.

    Every chart is an Altair object that a notebook shows without a network; :meth:`frame` gives
    the data behind it, :meth:`save` writes it to a file. They need the extra ``notebooks`` and
    raise :class:`UsageError` with the command that installs it. While the user has chosen no
    other, the first chart makes Altair show all charts without a network
    (``altair.renderers.enable("default")`` takes that back).
    """

    def __init__(self, comparison: ComparisonLike) -> None:
        self._comparison = comparison

    def coverage(self, *, language: Language = "en") -> Any:
        """Heat map of groups: how much of one is found in the other."""
        return self._draw("coverage", language)

    def heatmap(self, *, language: Language = "en") -> Any:
        """Heat map of measures and documents: who has what, in part, or not at all."""
        return self._draw("heatmap", language)

    def targets(self, indicator: str | None = None, *, language: Language = "en") -> Any:
        """Dot plot of one indicator: who promises how much, by when.

        Parameters
        ----------
        indicator : str, optional
            A name of the column ``indicator`` of :attr:`Comparison.target_comparison`; without
            it the first of :attr:`indicators`.

        Raises
        ------
        UsageError
            If no document promises that indicator.
        """
        return self._draw("targets", language, indicator)

    def timeline(self, *, language: Language = "en") -> Any:
        """Timeline: when each shared measure came up, and in whose text."""
        return self._draw("timeline", language)

    def network(self, *, language: Language = "en") -> Any:
        """Network of groups: how many measures each two of them share."""
        return self._draw("network", language)

    def similarity_map(self, *, language: Language = "en") -> Any:
        """Map of the clauses: those that use the same words lie close."""
        return self._draw("similarity_map", language)

    @property
    def indicators(self) -> list[str]:
        """Indicators that at least two groups promise, those of most groups first."""
        return shared_indicators(self._comparison)

    def frame(self, name: str, indicator: str | None = None) -> pd.DataFrame:
        """Give the data behind a chart as a pandas frame; ``docs/charts.md`` has the columns.

        Parameters
        ----------
        name : str
            ``coverage``, ``heatmap``, ``targets``, ``timeline``, ``network``, ``similarity_map``.
        indicator : str, optional
            For ``targets``: only this one.

        Raises
        ------
        UsageError
            If there is no such chart or indicator.
        """
        import pandas as pd

        rows = chart_rows(self._comparison, name, indicator=indicator)
        return pd.DataFrame(rows, columns=list(chart_columns(name)))

    def save(
        self, chart: Any, path: str | PathLike[str], *, font: str = "", scale: float = 2.0
    ) -> Path:
        """Save a chart as SVG, PNG or HTML: see :func:`policycompare.charts.save_chart`."""
        from policycompare.charts.saving import save_chart

        return save_chart(chart, path, font=font, scale=scale)

    def _draw(self, name: str, language: Language, indicator: str | None = None) -> Any:
        from policycompare.charts.notebook import to_altair

        return to_altair(chart_spec(self._comparison, name, language=language, indicator=indicator))

    def __repr__(self) -> str:
        return f"<Charts of a comparison: {', '.join(CHARTS)}>"
