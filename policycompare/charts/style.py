"""What all charts look like: one set of colours, signs, fonts and sizes."""

from __future__ import annotations

from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
"""The schema of the specifications, that of Altair 6.3 and of the Vega-Lite in ``data/vega``."""

CJK_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "SimHei",
    "SimSun",
    "DengXian",
    "STHeiti",
    "Heiti SC",
    "Songti SC",
    "AR PL UMing CN",
    "Noto Sans CJK JP",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
)
"""Fonts with Chinese characters; the first that is installed is used."""

FONT = ", ".join((*CJK_FONTS, "sans-serif"))

INK = "#1f2933"
"""Text; 14:1 against white."""

SOFT_INK = "#52606d"
"""Text that explains; 6:1 against white."""

GRID = "#e4e7eb"
NEUTRAL = "#8a94a0"
"""Marks without a colour of their own; 3:1 against white."""

STATE_COLOURS = {
    "covered": "#1a5f96",
    "partial": "#f0c75e",
    "elsewhere": "#a9c6de",
    "absent": "#f1f3f5",
}
"""Fill of each state: told apart by lightness alone, so also without colour vision."""

STATE_INK = {"covered": "#ffffff", "partial": INK, "elsewhere": INK, "absent": SOFT_INK}
"""Text on each state; at least 5:1 against it."""

STATE_SIGNS = {"covered": "●", "partial": "◐", "elsewhere": "–", "absent": "○"}

SHADES = ("#f1f3f5", "#d3e2ef", "#9dc1dd", "#5b95c2", "#1a5f96", "#0f3f66")
"""Shares from 0 to 1, light to dark."""

DARK_FROM = 0.7
"""Share from which white text is read better than black; either has at least 4.5:1."""

BLACK = "#000000"

GROUP_COLOURS = (
    "#0072b2",
    "#b34700",
    "#00755a",
    "#a03d78",
    "#7a6000",
    "#2d6f9e",
    "#8c2d2d",
)
"""Groups, after Okabe and Ito but dark enough for text: 4.5:1 against white."""

PLAIN_COLOUR = GROUP_COLOURS[0]
"""Marks of charts whose groups are told by their labels."""

REST_COLOUR = "#6b7580"
"""All groups beyond :data:`GROUP_COLOURS`, named in the tooltip."""

GROUP_SHAPES = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "triangle-left",
)
"""Shapes beside the colours."""

REST_SHAPE = "circle"

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "#ffffff",
    "view": {"stroke": None},
    "padding": 8,
    "title": {
        "anchor": "start",
        "frame": "bounds",
        "color": INK,
        "subtitleColor": SOFT_INK,
        "fontSize": 15,
        "fontWeight": 600,
        "subtitleFontSize": 12,
        "subtitlePadding": 6,
        "lineHeight": 20,
        "subtitleLineHeight": 17,
        "offset": 14,
    },
    "axis": {
        "labelColor": INK,
        "titleColor": SOFT_INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domainColor": NEUTRAL,
        "tickColor": NEUTRAL,
        "labelLimit": 360,
    },
    "legend": {
        "labelColor": INK,
        "titleColor": SOFT_INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": 260,
    },
    "text": {"color": INK, "fontSize": 12},
}
"""Configuration of every chart."""
