"""Lines of a normalized text with their offsets, and spans with a reason."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policycompare.datamodel import NormalizedText

TABLE_HEAD = re.compile(r"序\s?号")
"""The cell that heads the numbers of a table with one cell a line."""

_LINE = re.compile(r"[^\n]+")

SENTENCE_END = "。;:!?)”》…"


def normalized_span(normalized: NormalizedText, start: int, end: int) -> tuple[int, int]:
    """The normalized span behind a span of the source, without blanks at its borders."""
    text = normalized.text
    begin = int(normalized.ends.searchsorted(start, side="right"))
    stop = max(begin, int(normalized.starts.searchsorted(end, side="left")))
    while begin < stop and text[begin] in " \n|":
        begin += 1
    while stop > begin and text[stop - 1] in " \n|":
        stop -= 1
    return begin, stop


class Line(NamedTuple):
    """One line without its line break and outer blanks; offsets into the normalized text."""

    start: int
    end: int
    text: str


class Mask(NamedTuple):
    """A span of the normalized text set aside, with the reason."""

    start: int
    end: int
    reason: str


class Hidden:
    """Spans set aside, asked for a place or a stretch in logarithmic time.

    Parameters
    ----------
    spans : sequence of tuple
        ``(start, end, …)``, in any order; they may overlap.
    """

    def __init__(self, spans: Sequence[tuple[int, int] | Mask]) -> None:
        self.spans: list[tuple[int, int]] = []
        for start, end in sorted((span[0], span[1]) for span in spans):
            if self.spans and start < self.spans[-1][1]:
                end = max(end, self.spans[-1][1])
                start = self.spans.pop()[0]
            self.spans.append((start, end))
        self._starts = [start for start, _ in self.spans]

    def __contains__(self, at: object) -> bool:
        """Whether the place ``at`` lies in a span."""
        assert isinstance(at, int)
        i = bisect_right(self._starts, at) - 1
        return i >= 0 and at < self.spans[i][1]

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans that begin in ``[start, end)``, ascending."""
        return self.spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def iter_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines of ``text[start:end]`` that hold more than blanks."""
    for match in _LINE.finditer(text, start, len(text) if end is None else end):
        whole = match.group()
        stripped = whole.strip(" |")
        if stripped:
            at = match.start() + (whole.index(stripped) if stripped[0] != whole[0] else 0)
            yield Line(at, at + len(stripped), stripped)


def merge_masks(masks: list[Mask]) -> list[Mask]:
    """The masks in text order, those inside another one dropped."""
    merged: list[Mask] = []
    for mask in sorted(masks, key=lambda m: (m.start, -m.end)):
        if not merged or mask.start >= merged[-1].end:
            merged.append(mask)
    return merged
