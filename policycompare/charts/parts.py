"""Parts of Vega-Lite specifications that several charts use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from policycompare.charts.style import CONFIG, SCHEMA, SOFT_INK
from policycompare.report.labels import Translate
from policycompare.report.protocol import Row

Spec = dict[str, Any]

EM = 12
"""Pixels of a full-width character in the size of labels."""

TITLE_EM = 13
"""Pixels of a full-width character in the size of subtitles, with some to spare."""

MOST_WIDTH = 1160
"""Pixels of a chart with its labels, so that it fits on a page of 1280."""


def width_of(text: str) -> float:
    """Widths of a text in full-width characters; others count as 0.55.

    Examples
    --------
    >>> width_of("威海"), width_of("ab")
    (2.0, 1.1)
    """
    return round(sum(1.0 if east_asian_width(c) in "WFA" else 0.55 for c in text), 2)


def shortened(text: str, most: float) -> str:
    """Cut a text to a width in full-width characters, with ``…`` where something is cut.

    Examples
    --------
    >>> shortened("健全优质企业梯度培育体系", 6), shortened("智能工厂", 6)
    ('健全优质企…', '智能工厂')
    """
    if width_of(text) <= most:
        return text
    kept, room = "", most - 1
    for character in text:
        room -= width_of(character)
        if room < 0:
            break
        kept += character
    return f"{kept}…"


def wrapped(text: str, pixels: float) -> list[str]:
    """Break a sentence into lines of at most so many pixels, at spaces or between characters."""
    most = max(pixels / TITLE_EM, 12)
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip()) > most:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


CLOSING = ",。;:、)!?”》,.;:)!?"
"""Characters that no line begins with."""


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for character in text:
        wide = east_asian_width(character) in "WF" and character not in CLOSING
        if not pieces or wide or pieces[-1].endswith(" "):
            pieces.append(character)
        elif east_asian_width(pieces[-1][-1]) in "WF" and character not in CLOSING:
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


def base(
    t: Translate,
    name: str,
    *,
    subtitle: str = "",
    description: str,
    pixels: float,
    **values: object,
) -> Spec:
    """Begin a specification: schema, title, subtitle in lines of ``pixels``, description, look."""
    title: Spec = {"text": wrapped(t(f"chart_{name}", **values), pixels * 0.82)}
    if subtitle:
        title["subtitle"] = wrapped(subtitle, pixels)
    return {
        "$schema": SCHEMA,
        "title": title,
        "description": description,
        "config": CONFIG,
        "usermeta": {"chart": name},
    }


def empty(t: Translate, name: str, reason: str, **values: object) -> Spec:
    """Make the chart of nothing: its title and, in words, why there is nothing to see."""
    title = t(f"chart_{name}", **values)
    lines = wrapped(reason, 560)
    return {
        **base(t, name, description=f"{title}. {reason}", pixels=600, **values),
        "data": {"values": [{"reason": lines}]},
        "width": 600,
        "height": 30 + 18 * len(lines),
        "mark": {"type": "text", "align": "left", "baseline": "top", "fontSize": 13,
                 "lineHeight": 18, "color": SOFT_INK},
        "encoding": {"x": {"value": 4}, "y": {"value": 8}, "text": {"field": "reason"}},
    }  # fmt: skip


def axis(title: str | None, **settings: Any) -> Spec:
    """Make an axis whose title is also what a screen reader says."""
    described: Spec = {"description": title} if title else {"aria": False}
    return {"title": title, **described, **settings}


def legend(title: str | None, **settings: Any) -> Spec:
    """Make a legend whose title is also what a screen reader says."""
    described: Spec = {"description": title} if title else {}
    return {"title": title, **described, **settings}


def tooltip(fields: Mapping[str, str], **formats: str) -> list[Spec]:
    """Make a tooltip of fields with their titles, in their order."""
    return [
        {"field": field, "type": "nominal", "title": title}
        if field not in formats
        else {"field": field, "type": "quantitative", "title": title, "format": formats[field]}
        for field, title in fields.items()
    ]


def values(rows: Iterable[Row]) -> Spec:
    """Data inline."""
    return {"values": list(rows)}


def label_pixels(labels: Sequence[str], size: float = EM) -> int:
    """Pixels of the longest of some labels."""
    return ceil(max((width_of(label) for label in labels), default=0) * size)


def distinct(rows: Iterable[Row], field: str) -> list[str]:
    """The values of a field in the order of their first row."""
    return list(dict.fromkeys(str(row[field]) for row in rows))
