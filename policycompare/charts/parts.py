"""Parts of Vega-Lite specifications that several charts use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from policycompare.charts.style import (
    CONFIG,
    GROUP_COLOURS,
    GROUP_SHAPES,
    REST_COLOUR,
    REST_SHAPE,
    SCHEMA,
    SOFT_INK,
)
from policycompare.report.labels import Translate
from policycompare.report.protocol import Row

Spec = dict[str, Any]

EM = 12
"""Pixels of a full-width character in the size of labels and subtitles."""

NARROW = 0.55
"""Width of any other character, in full-width ones."""

_PIECE = re.compile(r"[⺀-￮][,。;:、)!?”》,.;:)!?%]*|[^\s⺀-￮]+\s*|\s+")
"""What a line is broken between: words with their space, and characters with what closes them."""


def width_of(text: str) -> float:
    """Widths of a text in full-width characters.

    Examples
    --------
    >>> width_of("威海"), width_of("ab")
    (2.0, 1.1)
    """
    return round(sum(1.0 if east_asian_width(c) in "WFA" else NARROW for c in text), 2)


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
    """Break a text into lines of at most so many pixels, at spaces or between characters.

    Examples
    --------
    >>> wrapped("数值相差悬殊,横轴采用对数刻度。", 84)
    ['数值相差悬殊,', '横轴采用对数刻', '度。']
    """
    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and width_of(lines[-1] + piece.rstrip()) > pixels / EM:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return lines


def base(
    name: str, title: str, *, subtitle: str = "", description: str = "", pixels: float
) -> Spec:
    """Begin a specification: schema, title and subtitle in lines of ``pixels``, description."""
    heading: Spec = {"text": wrapped(title, pixels * 0.8)}
    if subtitle:
        heading["subtitle"] = wrapped(subtitle, pixels)
    return {
        "$schema": SCHEMA,
        "title": heading,
        "description": description or f"{title}. {subtitle}",
        "config": CONFIG,
        "usermeta": {"chart": name},
    }


def empty(name: str, title: str, reason: str) -> Spec:
    """Make the chart of nothing: its title and, in words, why there is nothing to see."""
    lines = wrapped(reason, 520)
    mark = {"type": "text", "align": "left", "baseline": "top", "fontSize": 13, "lineHeight": 18}
    return {
        **base(name, title, description=f"{title}. {reason}", pixels=600),
        "data": values([{"reason": reason}]),
        "width": 600,
        "height": 30 + 18 * len(lines),
        "mark": {**mark, "color": SOFT_INK, "text": lines},
        "encoding": {"x": {"value": 4}, "y": {"value": 8}},
    }


def axis(title: str | None, **settings: Any) -> Spec:
    """Make an axis whose title is also what a screen reader says."""
    described: Spec = {"description": title} if title else {"aria": False}
    return {"title": title, **described, **settings}


def legend(title: str, **settings: Any) -> Spec:
    """Make a legend whose title is also what a screen reader says."""
    return {"title": title, "description": title, **settings}


def tooltip(fields: Mapping[str, str]) -> list[Spec]:
    """Make a tooltip of fields with their titles, in their order."""
    return [{"field": field, "type": "nominal", "title": title} for field, title in fields.items()]


def values(rows: Iterable[Row]) -> Spec:
    """Data inline."""
    return {"values": list(rows)}


def numbered(labels: Sequence[str]) -> str:
    """Expression of an axis over 0, 1, 2 … that shows labels, of which two may be the same."""
    return f"{json.dumps(list(labels), ensure_ascii=False)}[datum.value]"


def label_pixels(labels: Iterable[str], size: float = EM) -> int:
    """Pixels of the longest of some labels."""
    return ceil(max((width_of(label) for label in labels), default=0) * size)


def distinct(rows: Iterable[Row], field: str) -> list[str]:
    """The values of a field in the order of their first row."""
    return list(dict.fromkeys(str(row[field]) for row in rows))


def number(row: Row, field: str) -> float:
    """A number of a row; 0 where there is none."""
    value = row[field]
    return float(value) if isinstance(value, int | float) else 0.0


class GroupColours:
    """Colour and shape of each group: the same in every chart of a comparison.

    Groups beyond the colours share one of their own and are named in the tooltip.

    Parameters
    ----------
    rows : sequence of mapping
        With ``group`` and ``group_number``, the place of the group in the whole comparison.
    """

    def __init__(self, rows: Iterable[Row], t: Translate) -> None:
        numbers = {str(row["group"]): int(number(row, "group_number")) for row in rows}
        n_own = len(GROUP_COLOURS)
        rest = t("chart_other_groups", n=sum(place >= n_own for place in numbers.values()))
        order = sorted(numbers, key=lambda group: numbers[group])
        self._title = t("group")
        self.keys = {group: group if numbers[group] < n_own else rest for group in order}
        """What the legend calls each group."""
        place = {self.keys[group]: min(numbers[group], n_own) for group in order}
        self._names = list(place)
        self._colours = [(*GROUP_COLOURS, REST_COLOUR)[i] for i in place.values()]
        self._shapes = [(*GROUP_SHAPES, REST_SHAPE)[i] for i in place.values()]

    def colour(self) -> Spec:
        """Colour by the field ``group_key``."""
        return self._encoding(self._colours)

    def shape(self) -> Spec:
        """Shape by the field ``group_key``; one legend with the colour."""
        return self._encoding(self._shapes)

    def _encoding(self, range_: list[str]) -> Spec:
        return {
            "field": "group_key",
            "type": "nominal",
            "scale": {"domain": self._names, "range": range_},
            "legend": legend(self._title, symbolOpacity=1),
        }
