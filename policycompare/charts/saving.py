"""Save a chart as SVG, PNG or HTML, without a network and whole or not at all."""

from __future__ import annotations

import copy
import json
import warnings
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any

from policycompare.charts.fonts import find_chinese_font
from policycompare.charts.notebook import load
from policycompare.charts.parts import Spec
from policycompare.charts.scripts import csp_hash, vega_scripts
from policycompare.charts.style import CJK_FONTS, FONT
from policycompare.errors import PolicyCompareWarning, UsageError
from policycompare.report.atomic import write_whole

SUFFIXES = (".svg", ".png", ".html")

OPTION = "path="
"""What an error tells the user to change."""

STYLE = "body{margin:16px;font-family:sans-serif}"

DRAW = """
const spec = JSON.parse(document.getElementById("spec").textContent);
new vega.View(vega.parse(vegaLite.compile(spec).spec, {}, {ast: true}), {
  expr: vega.expressionInterpreter, renderer: "svg", hover: true,
  container: document.getElementById("chart"),
}).runAsync();
"""

PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<div id="chart"></div>
<noscript>{description}</noscript>
<script type="application/json" id="spec">{spec}</script>
{scripts}
</body>
</html>
"""


def save_chart(
    chart: Any, path: str | PathLike[str], *, font: str = "", scale: float = 2.0
) -> Path:
    """Save a chart in the format that the name of the file tells, and return the path.

    A PNG is drawn with the first font of a list that is installed and has Chinese characters
    (:func:`chinese_font` says which); a warning says so where there is none. SVG and HTML keep
    text as text, drawn with the fonts of the computer that shows them.

    Parameters
    ----------
    chart : Altair chart or dict
        What :attr:`Comparison.plot` gives, or a Vega-Lite specification with its data inline.
    path : str or path
        A file that ends in ``.svg``, ``.png`` or ``.html``; an earlier one is replaced.
    font : str
        Name of an installed font to use before those of the list.
    scale : float
        Pixels of a PNG per pixel of the chart.

    Raises
    ------
    UsageError
        If the name ends in something else, or SVG and PNG lack vl-convert.
    OutputError
        If the file cannot be written; an earlier one is then left as it was.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(
            f"Cannot save a chart as {path.name}: the name must end in {', '.join(SUFFIXES)}; "
            "give one of these."
        )
    spec = copy.copy(chart) if isinstance(chart, dict) else chart.to_dict()
    if font:
        spec["config"] = {**spec.get("config", {}), "font": f"{font}, {FONT}"}
    if suffix == ".html":
        data = render_html(spec).encode("utf-8")
    else:
        vl_convert = load("vl_convert", "A chart as SVG or PNG")
        data = _render(vl_convert, spec, suffix, font, scale)
    write_whole(path, [data], OPTION)
    return path


def _render(vl_convert: Any, spec: Spec, suffix: str, font: str, scale: float) -> bytes:
    if suffix == ".svg":
        picture: str = vl_convert.vegalite_to_svg(spec)
        return picture.encode("utf-8")
    if not find_chinese_font(vl_convert, font):
        warnings.warn(
            "No font with Chinese characters is installed that a chart asks for, so the PNG shows "
            f"boxes in place of them; install {CJK_FONTS[0]} (Debian and Ubuntu: apt install "
            "fonts-noto-cjk), name another one with font=, or save as .svg or .html.",
            PolicyCompareWarning,
            stacklevel=3,
        )
    data: bytes = vl_convert.vegalite_to_png(spec, scale=scale)
    return data


def chinese_font() -> str:
    """Name of the font that draws Chinese characters in PNG; empty where they would be boxes.

    Raises
    ------
    UsageError
        If vl-convert is not installed.
    """
    return find_chinese_font(load("vl_convert", "A chart as SVG or PNG"))


def render_html(spec: Spec) -> str:
    """Render a page with the chart and all scripts that it needs inside.

    Its policy lets these scripts run and nothing be fetched.
    """
    scripts = [*vega_scripts(), DRAW]
    policy = (
        f"default-src 'none'; script-src {' '.join(map(csp_hash, scripts))}; "
        f"style-src {csp_hash(STYLE)}; img-src data:; base-uri 'none'; form-action 'none'"
    )
    title = spec.get("title") or ""
    text = title.get("text", "") if isinstance(title, dict) else title
    language = spec.get("usermeta", {}).get("language", "en")
    return PAGE.format(
        language="zh-CN" if language == "zh" else "en",
        policy=policy,
        title=escape(text if isinstance(text, str) else " ".join(text)),
        style=STYLE,
        description=escape(str(spec.get("description", ""))),
        # no text of a document can end the element early
        spec=json.dumps(spec, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )
