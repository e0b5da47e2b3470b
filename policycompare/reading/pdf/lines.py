"""Put the characters of a page together to lines, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from policycompare.reading.pdf.columns import find_gutter, split_row
from policycompare.reading.pdf.glyphs import Glyph, Page

# All distances are in em: the size of the characters of the line.
ROW_SLACK = 0.4
"""Vertical distance of middles up to which two characters stand in one row."""
WIDE_SPACE = 0.8
"""Gap between Chinese characters that is a space; a smaller one comes from justification."""
LATIN_SPACE = 0.15
"""Gap beside a Latin letter or digit that is a space between two of them."""
MAX_DEPTH = 3
"""How often columns are looked for inside a column."""
WIDE_GAP = 1.1
"""Gap inside a line that may part the cells of a table without rules."""

_LATIN = re.compile(r"[A-Za-z0-9]")
_LATIN_NEAR = re.compile(r"[!-~]")
# GB/T 15834-2011 and W3C clreq: signs that begin no line and signs that end none.
NO_START = "，。、；：！？,.;:!?%‰）)”’》〉」』】〕…—·"
NO_END = "（(“‘《〈「『【〔"


@dataclass(slots=True)
class TextLine:
    """A line of text: its place on the page in points, its column and its bounds.

    ``column`` counts the columns from the left, one number for each nesting; it is empty outside of
    columns. ``has_gap`` tells of a wide gap inside, which a line of text rarely has.
    ``left`` and ``right`` are the edges of its column, set when all pages are known; ``starts``
    are the left edges of its characters; ``head_width`` is the width of what cannot be parted from
    its first character. A row of a table has ``is_row`` and cells apart by tabs.
    """

    text: str
    page: int
    column: tuple[int, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    starts: tuple[float, ...] = ()
    head_width: float = 0.0
    is_row: bool = False
    has_gap: bool = False
    left: float = 0.0
    right: float = 0.0

    @property
    def indent(self) -> float:
        """Distance from the left edge of its column in em."""
        return (self.x0 - self.left) / self.size

    @property
    def is_centred(self) -> bool:
        """Whether it stands in the middle of its column, away from both edges."""
        before, behind = self.indent, (self.right - self.x1) / self.size
        return before > 2.5 and abs(before - behind) < max(1.5, 0.1 * (before + behind))


def page_lines(page: Page) -> list[TextLine]:
    """The lines and table rows of a page in reading order."""
    rows = group_rows(page.glyphs)
    lines = _order(rows, page.number)
    for table in page.tables:
        at = next((i for i, line in enumerate(lines) if _follows(line, table.top)), len(lines))
        lines[at:at] = [line for row in table.rows if (line := _table_row(row, page))]
    return lines


def group_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Group characters to rows from top to bottom, each from left to right."""
    rows: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.middle, g.x0)):
        if rows and glyph.middle - middle <= ROW_SLACK * max(glyph.size, 1.0):
            rows[-1].append(glyph)
            middle += (glyph.middle - middle) / len(rows[-1])
        else:
            rows.append([glyph])
            middle = glyph.middle
    inked = ([glyph for glyph in row if glyph.text.strip()] for row in rows)
    return [sorted(row, key=lambda g: (g.x0, g.x1)) for row in inked if row]


def row_text(glyphs: Sequence[Glyph]) -> str:
    """The text of characters in a row; spaces only where the page shows a wide one."""
    pieces: list[str] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None and _is_apart(before, glyph):
            pieces.append(" ")
        pieces.append(glyph.text)
        before = glyph
    return "".join(pieces)


def _is_apart(a: Glyph, b: Glyph) -> bool:
    gap = (b.x0 - a.x1) / max(a.size, b.size, 1.0)
    is_latin = _LATIN_NEAR.match(a.text[-1]) and _LATIN_NEAR.match(b.text[0])
    return gap > (LATIN_SPACE if is_latin else WIDE_SPACE)


def _order(
    rows: list[list[Glyph]], page: int, column: tuple[int, ...] = (), depth: int = 0
) -> list[TextLine]:
    """Lines in reading order: a band of columns is read column by column.

    Short lines between lines that run across the gutter are no band.
    """
    gutter = find_gutter(rows) if depth < MAX_DEPTH else None
    if gutter is None:
        return [_line(row, page, column) for row in rows]
    lines: list[TextLine] = []
    band: tuple[list[list[Glyph]], list[list[Glyph]]] = ([], [])
    for row in rows:
        halves = split_row(row, gutter)
        if halves is None:
            lines += [*_read_band(band, page, column, depth), _line(row, page, column)]
            band = ([], [])
            continue
        for side, glyphs in enumerate(halves):
            if glyphs:
                band[side].append(glyphs)
    return [*lines, *_read_band(band, page, column, depth)]


def _read_band(
    band: Sequence[list[list[Glyph]]], page: int, column: tuple[int, ...], depth: int
) -> list[TextLine]:
    left, right = band
    if not (left and right):
        return [_line(row, page, column) for row in left + right]
    return [
        *_order(left, page, (*column, 0), depth + 1),
        *_order(right, page, (*column, 1), depth + 1),
    ]


def _line(glyphs: list[Glyph], page: int, column: tuple[int, ...]) -> TextLine:
    return TextLine(
        text=row_text(glyphs),
        page=page,
        column=column,
        x0=glyphs[0].x0,
        x1=glyphs[-1].x1,
        top=min(g.top for g in glyphs),
        bottom=max(g.bottom for g in glyphs),
        size=max(1.0, median(g.size for g in glyphs)),
        starts=tuple(g.x0 for g in glyphs),
        head_width=_head_width(glyphs),
        has_gap=any(b.x0 - a.x1 > WIDE_GAP * a.size for a, b in pairwise(glyphs)),
    )


def _head_width(glyphs: Sequence[Glyph]) -> float:
    """Width of the first characters between which no line may break."""
    last = 0
    while last + 1 < len(glyphs):
        here, following = glyphs[last].text, glyphs[last + 1].text
        gap = glyphs[last + 1].x0 - glyphs[last].x1
        is_word = bool(_LATIN.match(here[-1]) and _LATIN.match(following[0]))
        sticks = is_word and gap < LATIN_SPACE * glyphs[last].size
        if not (sticks or following[0] in NO_START or here[-1] in NO_END):
            break
        last += 1
    return glyphs[last].x1 - glyphs[0].x0


def _follows(line: TextLine, top: float) -> bool:
    return line.top >= top and not line.is_row


def _table_row(row: Sequence[tuple[list[Glyph], float] | None], page: Page) -> TextLine | None:
    texts = ["" if cell is None else _cell_text(*cell) for cell in row]
    glyphs = [glyph for cell in row if cell for glyph in cell[0]]
    text = "\t".join(texts).rstrip("\t")
    if not text.strip():
        return None
    line = _line(sorted(glyphs, key=lambda g: g.x0), page.number, ())
    line.text, line.is_row = text, True
    return line


def _cell_text(glyphs: list[Glyph], right: float) -> str:
    """The text of a cell in one line; a line that ends early is followed by a space."""
    text = ""
    before: TextLine | None = None
    for row in group_rows(glyphs):
        line = _line(row, 0, ())
        if before is not None:
            room = right - before.x1 - line.head_width
            text += " " if room > 1.5 * line.size or is_latin_seam(text, line.text) else ""
        text += line.text
        before = line
    return text


def is_latin_seam(before: str, after: str) -> bool:
    """Whether two texts meet in Latin letters, so that a space belongs between them."""
    return bool(
        before
        and after
        and before[-1].isascii()
        and before[-1].isalpha()
        and after[0].isascii()
        and after[0].isalpha()
    )
