"""Find the gutter between two columns of text on a page."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from policycompare.reading.pdf.glyphs import Glyph

# All distances are in em: the size of the characters of the line.
GUTTER_GAP = 0.7
"""Horizontal gap that may be a gutter, in em of the smaller character; Chromium leaves 1 em."""
GUTTER_SLACK = 1.0
"""Points up to which the lines of a column begin at the same place."""
MIN_COLUMN_ROWS = 4
"""Rows that stand in two columns, from which a page has columns."""
COLUMN_FILL = 0.6
"""Share of a column that its middle line fills: cells of a table are shorter."""
MIN_PIECE = 8.0
"""Middle width in em of the pieces of a row: the cells of a table without rules are narrower."""
MIN_COLUMN_WIDTH = 0.2
"""Share of the width of the text that a column has at least."""
COLUMN_ZONE = (0.25, 0.75)
"""Part of the width of a page in which a gutter lies."""


def find_gutter(rows: list[list[Glyph]]) -> float | None:
    """The left edge of the second of two columns of text, or None.

    The lines of a column begin at one place; the two sides must be filled with text, as the
    columns of a table without rules are not.
    """
    edge = min((row[0].x0 for row in rows), default=0.0)
    width = max((row[-1].x1 for row in rows), default=0.0) - edge
    low, high = (edge + share * width for share in COLUMN_ZONE)
    starts = sorted(b.x0 for row in rows for a, b in pairwise(row) if _is_gutter_gap(a, b))
    starts = [start for start in starts if low < start < high]
    support = {s: sum(1 for x in starts if abs(x - s) <= GUTTER_SLACK) for s in starts}
    if not support or max(support.values()) < MIN_COLUMN_ROWS:
        return None
    gutter = max(support, key=lambda start: (support[start], -start)) - GUTTER_SLACK
    halves = [split for row in rows if (split := split_row(row, gutter)) is not None]
    both = [(left, right) for left, right in halves if left and right]
    if len(both) < max(MIN_COLUMN_ROWS, len(rows) - len(halves)):
        return None
    if median(size for left, right in both for size in _piece_sizes(left + right)) < MIN_PIECE:
        return None
    for side in (0, 1):
        widths = [half[side][-1].x1 - half[side][0].x0 for half in both]
        if median(widths) < COLUMN_FILL * max(widths) or max(widths) < MIN_COLUMN_WIDTH * width:
            return None
    return gutter


def _piece_sizes(row: list[Glyph]) -> list[float]:
    """Widths, in em, of the pieces of a row between gaps."""
    cuts = [0, *(at + 1 for at, (a, b) in enumerate(pairwise(row)) if _is_gutter_gap(a, b))]
    ends = [*cuts[1:], len(row)]
    return [(row[e - 1].x1 - row[s].x0) / row[s].size for s, e in zip(cuts, ends, strict=True)]


def _is_gutter_gap(a: Glyph, b: Glyph) -> bool:
    return b.x0 - a.x1 > GUTTER_GAP * min(a.size, b.size)


def split_row(row: list[Glyph], gutter: float) -> tuple[list[Glyph], list[Glyph]] | None:
    """The two halves of a row; None if a line runs across the gutter."""
    left = [glyph for glyph in row if glyph.x0 < gutter]
    right = row[len(left) :]
    if left and left[-1].x1 > gutter + GUTTER_SLACK:
        return None
    if left and right and not _is_gutter_gap(left[-1], right[0]):
        return None
    return left, right
