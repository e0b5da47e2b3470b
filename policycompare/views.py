"""What a notebook shows of a comparison: the view of the result, and the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policycompare.browse.widget import Browser
    from policycompare.report.labels import Language
    from policycompare.report.protocol import ComparisonLike


class ComparisonViews:
    """Methods of a comparison that show it."""

    def to_html(self: ComparisonLike, *, language: Language = "en") -> str:
        """Render headline, coverage, overlaps and gaps as HTML that needs nothing beside it."""
        from policycompare.report.result_views import render_comparison

        return render_comparison(self, language=language)

    def _repr_html_(self: ComparisonLike) -> str:
        from policycompare.report.result_views import render_comparison

        return render_comparison(self)

    def browse(self: ComparisonLike, *, language: Language = "en") -> Browser:
        """Open the comparison table in a notebook: filter it, pick a cell, read side by side.

        ``selected`` of the result holds the ids of the two clauses that are being read, for the
        next cell of the notebook.

        Raises
        ------
        UsageError
            If anywidget, of the extra ``notebooks``, is not installed.
        """
        from policycompare.browse import open_browser

        return open_browser(self, language=language)
