"""The page's template, style and scripts, as shipped in ``policycompare/data/page``."""

from __future__ import annotations

from functools import cache
from importlib import resources

from policycompare.charts.scripts import vega_scripts

TEMPLATES = ("page.html", "summary.html", "tables.html", "record.html", "dialogs.html")
"""Files of the template; the first includes the others."""

STYLES = ("base.css", "tables.css", "dialog.css", "small.css", "print.css")
"""Files of the style, in their order."""

SCRIPTS = (
    "data.js",
    "words.js",
    "elements.js",
    "texts.js",
    "pages.js",
    "measures.js",
    "keys.js",
    "filters.js",
    "waterfall.js",
    "differences.js",
    "pair.js",
    "clause.js",
    "gaps.js",
    "sections.js",
    "charts.js",
    "routes.js",
    "start.js",
)
"""Files of the script, in their order; they share one scope."""


@cache
def read_asset(name: str) -> str:
    """Read one shipped file."""
    source = resources.files("policycompare").joinpath("data", "page", name)
    return source.read_text(encoding="utf-8")


@cache
def page_style() -> str:
    """Give the style as one text."""
    return "\n".join(map(read_asset, STYLES))


@cache
def page_script() -> str:
    """Give the scripts as one text in a scope of its own."""
    return '(() => {\n"use strict";\n' + "\n".join(map(read_asset, SCRIPTS)) + "\n})();\n"


@cache
def vega_script() -> str:
    """Give the vendored Vega as one text."""
    return "\n;".join(vega_scripts())
