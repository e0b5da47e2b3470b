"""The comparison table in a notebook: filter it, pick a cell, read the clauses side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policycompare.errors import UsageError
from policycompare.libraries import install_command

if TYPE_CHECKING:
    from policycompare.browse.widget import Browser
    from policycompare.report.labels import Language
    from policycompare.report.protocol import ComparisonLike

__all__ = ["INSTALL_COMMAND", "open_browser"]

INSTALL_COMMAND = install_command("notebooks")


def open_browser(comparison: ComparisonLike, *, language: Language = "en") -> Browser:
    """Build the widget that shows a comparison.

    Raises
    ------
    UsageError
        If anywidget is not installed.
    """
    try:
        from policycompare.browse.widget import Browser
    except ModuleNotFoundError as error:
        if error.name not in ("anywidget", "ipywidgets", "traitlets"):
            raise
        raise UsageError(
            f"Browsing in a notebook needs {error.name}, which is not installed; install it with: "
            f"{INSTALL_COMMAND}, or read the frames c.measures and c.aligned."
        ) from error
    return Browser(comparison, language=language)
