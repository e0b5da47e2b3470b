"""The layers of the timeline: documents above, measures with their texts below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from policycompare.charts.parts import (
    EM,
    GroupColours,
    Spec,
    axis,
    distinct,
    label_pixels,
    number,
    numbered,
    shortened,
    tooltip,
    values,
    width_of,
)
from policycompare.charts.style import INK, NEUTRAL
from policycompare.report.labels import Translate
from policycompare.report.protocol import Row

WIDTH = 680
ROW = 26
"""Pixels of a measure."""

LANE = 17
"""Pixels of a line of document names."""

LABEL_EM = 16
NAME_EM = 14
"""Full-width characters of a measure's label and of a document's name."""

ASIDE = 46
"""Pixels right of the dates at which undated texts stand."""

DAY = 86_400_000
"""Milliseconds."""

MOST_ASIDE = 3
"""Undated texts up to which their names stand above their marks."""

MOST_HEADS = 6
"""Adopters of a measure up to which each has an arrow head."""

MARGIN = 40 * DAY
"""Time that the dates are kept off the borders, at least."""

MOST_TICKS = 10

_EPOCH = date(1970, 1, 1).toordinal()


class Picture:
    """The timeline of some marks: one per measure and group, in the order of the measures."""

    def __init__(self, marks: Sequence[Row], groups: GroupColours, t: Translate) -> None:
        self._groups = groups
        self._t = t
        self._marks = list(marks)
        self._dated = [mark for mark in marks if mark["date"] is not None]
        self._aside = [mark for mark in marks if mark["date"] is None]
        self._domain = _domain(self._dated)
        self._labels = distinct(marks, "name") if marks else []
        self.pixels = WIDTH + label_pixels(self._labels) + (ASIDE * 2 if self._aside else 0)

    def spec(self) -> Spec:
        """Draw the documents' names above the measures, both on one scale of dates."""
        heads = self._heads()
        n_lanes = 1 + max(int(number(head, "lane")) for head in heads)
        return {
            "spacing": 4,
            "vconcat": [
                {
                    "width": WIDTH,
                    "height": n_lanes * LANE + 6,
                    "view": {"stroke": None},
                    "layer": self._head_layers(heads, n_lanes * LANE + 6),
                },
                {
                    "width": WIDTH,
                    "height": ROW * len(set(distinct(self._marks, "measure_id"))),
                    "layer": self._measure_layers(),
                },
            ],
            "resolve": {"scale": {"x": "independent", "color": "shared", "shape": "shared"}},
        }

    def _x(self, field: str, shown: Spec | None) -> Spec:
        # instants on a plain scale: Vega-Lite mixes up dates where a mark has two ends
        scale = {"domain": list(self._domain), "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": shown}

    def _y(self) -> Spec:
        shown = axis(None, labelExpr=numbered(self._labels), domain=False, ticks=False,
                     grid=True, bandPosition=0.5, labelPadding=10)  # fmt: skip
        return {"field": "place", "type": "ordinal", "axis": shown}

    def _heads(self) -> list[Row]:
        """Each document once, with the line on which its name stands clear of others."""
        first, last = self._domain
        seen: dict[str, Row] = {}
        for mark in self._marks:
            seen.setdefault(str(mark["document"]), mark)
        placed: list[tuple[float, str]] = []
        for mark in seen.values():
            if mark["date"] is not None:
                x = WIDTH * (number(mark, "date") - first) / (last - first)
                placed.append((x, str(mark["document"])))
        aside = distinct(self._aside, "document")
        if len(aside) > MOST_ASIDE:
            aside = [self._t("chart_texts", n=len(aside))]
        placed += [(float(WIDTH + ASIDE), document) for document in aside]
        ends: list[float] = []
        heads: list[Row] = []
        for x, document in sorted(placed, key=lambda item: item[0]):
            name = shortened(document, NAME_EM)
            half = width_of(name) * EM / 2 + 5
            lane = next((i for i, end in enumerate(ends) if end < x - half), len(ends))
            ends[lane : lane + 1] = [x + half]
            heads.append({"name": name, "x": round(x, 1), "lane": lane})
        return heads

    def _head_layers(self, heads: Sequence[Row], height: int) -> list[Spec]:
        data = [
            {**head, "text_y": height - 12 - number(head, "lane") * LANE, "foot": height}
            for head in heads
        ]
        place = {"x": {"field": "x", "type": "quantitative", "scale": None, "axis": None}}
        text = {"type": "text", "fontSize": 12, "color": INK}
        up = {"field": "text_y", "type": "quantitative", "scale": None, "axis": None}
        return [
            {
                "data": values(data),
                "mark": {"type": "rule", "color": "#cbd2d9", "aria": False, "yOffset": 8},
                "encoding": {**place, "y": up, "y2": {"field": "foot"}},
            },
            {
                "data": values(data),
                "mark": text,
                "encoding": {**place, "y": up, "text": {"field": "name"}},
            },
        ]

    def _measure_layers(self) -> list[Spec]:
        drawn = [*self._lines(), *self._bars()]
        for marks in (self._dated, self._aside):
            for draft in (False, True):
                own = [mark for mark in marks if mark["draft"] == draft]
                drawn += [self._dots(own)] if own else []
        return drawn

    def _lines(self) -> list[Spec]:
        """A line from the first text to each later one; arrows where the first is certain."""
        lines: list[Row] = []
        for measure in distinct(self._dated, "measure_id"):
            own = [mark for mark in self._dated if mark["measure_id"] == measure]
            days = sorted(int(number(mark, "date")) for mark in own)
            if days[0] < days[-1]:
                sure = own[0]["role"] != "unordered"
                lines.append({"place": own[0]["place"], "from": days[0], "to": days[-1],
                              "sure": sure})  # fmt: skip
        later = [mark for mark in self._dated if mark["role"] == "adopter"]
        counts = Counter(str(mark["measure_id"]) for mark in later)
        heads = [mark for mark in later if counts[str(mark["measure_id"])] <= MOST_HEADS]
        drawn: list[Spec] = []
        if lines:
            dash = {"condition": {"test": "datum.sure", "value": [1, 0]}, "value": [3, 4]}
            drawn.append({
                "data": values(lines),
                "mark": {"type": "rule", "color": NEUTRAL, "strokeWidth": 1.5, "aria": False},
                "encoding": {"x": self._x("from", self._dates()), "x2": {"field": "to"},
                             "y": self._y(), "strokeDash": dash},
            })  # fmt: skip
        if heads:
            drawn.append({
                "data": values([{"place": h["place"], "date": h["date"]} for h in heads]),
                "mark": {"type": "point", "shape": "triangle-right", "filled": True, "size": 60,
                         "opacity": 1, "color": NEUTRAL, "xOffset": -11, "aria": False},
                "encoding": {"x": self._x("date", self._dates()), "y": self._y()},
            })  # fmt: skip
        return drawn

    def _bars(self) -> list[Spec]:
        """A bar where a date may mean several days."""
        wide = [mark for mark in self._dated if mark["start"] != mark["end"]]
        if not wide:
            return []
        kept = ("place", "start", "end", "group_key")
        return [
            {
                "data": values([{key: mark[key] for key in kept} for mark in wide]),
                "mark": {"type": "rule", "strokeWidth": 14, "opacity": 0.2, "aria": False},
                "encoding": {
                    "x": self._x("start", self._dates()),
                    "x2": {"field": "end"},
                    "y": self._y(),
                    "color": self._groups.colour(),
                },
            }
        ]

    def _dots(self, marks: Sequence[Row]) -> Spec:
        """Marks of texts that are all dated or all not, and all drafts or none."""
        t = self._t
        look = {"filled": False, "fill": "#ffffff"} if marks[0]["draft"] else {"filled": True}
        shown = {"label": t("measure"), "document": t("document"), "group": t("group"),
                 "issued_word": t("chart_issued"), "status_word": t("chart_status"),
                 "role_word": t("chart_role"), "headings": t("clause")}  # fmt: skip
        first = "datum.role == 'first' || datum.role == 'first_dated'"
        kept = (*shown, "place", "date", "role", "group_key", "link")
        dated = (
            self._x("date", self._dates())
            if marks[0]["date"] is not None
            else {"value": WIDTH + ASIDE}
        )
        return {
            "data": values([{key: mark[key] for key in kept} for mark in marks]),
            "mark": {"type": "point", "strokeWidth": 2, "opacity": 1, "cursor": "pointer", **look},
            "encoding": {
                "x": dated,
                "y": self._y(),
                "color": self._groups.colour(),
                "shape": self._groups.shape(),
                "size": {"condition": {"test": first, "value": 150}, "value": 80},
                "tooltip": tooltip(shown),
            },
        }

    def _dates(self) -> Spec:
        ticks, form = month_ticks(*self._domain)
        label = f"utcFormat(datum.value, '{form}')"
        return axis(self._t("chart_timeline_axis"), values=ticks, labelExpr=label, grid=True)


def month_ticks(first: int, last: int) -> tuple[list[int], str]:
    """First days of years or months between two instants, at most ten, and how they are written.

    Examples
    --------
    >>> ticks, form = month_ticks(0, 5 * 366 * DAY)
    >>> len(ticks), ticks[0], form
    (6, 0, '%Y')
    """
    start, end = (date.fromordinal(_EPOCH + at // DAY) for at in (first, last))
    for months in (1, 3, 6, 12, 24, 60, 120, 600):
        days = [
            date(year, month, 1)
            for year in range(start.year, end.year + 1)
            for month in range(1, 13)
            if (year * 12 + month - 1) % months == 0
        ]
        ticks = [instant(day) for day in days if first <= instant(day) <= last]
        if len(ticks) <= MOST_TICKS:
            break
    return ticks, "%Y" if months >= 12 else "%Y-%m"


def instant(day: date) -> int:
    """Milliseconds since 1970 of a day's midnight, UTC: Vega's own measure of time.

    Examples
    --------
    >>> instant(date(1970, 1, 2))
    86400000
    """
    return (day.toordinal() - _EPOCH) * DAY


def _domain(dated: Sequence[Row]) -> tuple[int, int]:
    """First and last instant of the scale, with some room on both sides."""
    instants = [int(number(mark, key)) for mark in dated for key in ("start", "end")]
    first, last = min(instants), max(instants)
    room = max(MARGIN, (last - first) // 18)
    return first - room, last + room
