"""Lines of a normalized text with their offsets, and spans with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

TABLE_HEAD = re.compile(r"序\s?号")
"""The cell that heads the numbers of a table with one cell a line."""

SENTENCE_END = "。;:!?)”》…"


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


def iter_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines of ``text[start:end]`` that hold more than blanks."""
    for match in re.compile(r"[^\n]+").finditer(text, start, len(text) if end is None else end):
        stripped = match.group().strip(" |")
        if stripped:
            at = match.start() + match.group().index(stripped)
            yield Line(at, at + len(stripped), stripped)


def merge_masks(masks: list[Mask]) -> list[Mask]:
    """The masks in text order, those inside another one dropped."""
    merged: list[Mask] = []
    for mask in sorted(masks, key=lambda m: (m.start, -m.end)):
        if not merged or mask.start >= merged[-1].end:
            merged.append(mask)
    return merged
