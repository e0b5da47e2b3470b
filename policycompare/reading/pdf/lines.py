"""Put the characters of a page together to lines, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from policycompare.reading.pdf.glyphs import Glyph, Page

# All distances are in em: the size of the characters of the line.
ROW_SLACK = 0.4
"""Vertical distance of middles up to which two characters stand in one row."""
CELL_GAP = 1.8
"""Horizontal gap from which two pieces of a row may belong to two columns."""
WIDE_SPACE = 0.8
"""Gap between Chinese characters that is a space; a smaller one comes from justification."""
LATIN_SPACE = 0.15
"""Gap beside a Latin letter or digit that is a space between two of them."""
MIN_COLUMN_ROWS = 4
"""Rows that stand in two columns, from which a page has columns."""
COLUMN_FILL = 0.6
"""Share of a column that its middle line fills: cells of a table are shorter."""
COLUMN_ZONE = (0.25, 0.75)
"""Part of the width of a page in which a gutter lies."""

_LATIN = re.compile(r"[A-Za-z0-9]")
_LATIN_NEAR = re.compile(r"[!-~]")
# GB/T 15834-2011 and W3C clreq: signs that begin no line and signs that end none.
NO_START = "，。、；：！？,.;:!?%‰）)”’》〉」』】〕…—·"
NO_END = "（(“‘《〈「『【〔"


@dataclass(slots=True)
class TextLine:
    """A line of text: its place on the page in points, its column and its bounds.

    ``left`` and ``right`` are the edges of its column, set when all pages are known; ``starts``
    are the left edges of its characters; ``head_width`` is the width of what cannot be parted from
    its first character. A row of a table has ``is_row`` and cells apart by tabs.
    """

    text: str
    page: int
    column: tuple[int, int]
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    starts: tuple[float, ...] = ()
    head_width: float = 0.0
    is_row: bool = False
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
    rows = [_split_row(row) for row in group_rows(page.glyphs)]
    gutter = _find_gutter(rows, page.width)
    lines = _order(rows, gutter, page.number)
    for table in page.tables:
        at = next((i for i, line in enumerate(lines) if _follows(line, table.top)), len(lines))
        lines[at:at] = [line for row in table.rows if (line := _table_row(row, page, table.top))]
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
    rows = [sorted(row, key=lambda g: (g.x0, g.x1)) for row in rows]
    return [row for row in rows if any(glyph.text.strip() for glyph in row)]


def row_text(glyphs: Sequence[Glyph]) -> str:
    """The text of characters in a row; spaces only where the page shows a wide one."""
    pieces: list[str] = []
    before: Glyph | None = None
    for glyph in (g for g in glyphs if g.text.strip()):
        if before is not None and _is_apart(before, glyph):
            pieces.append(" ")
        pieces.append(glyph.text)
        before = glyph
    return "".join(pieces)


def _is_apart(a: Glyph, b: Glyph) -> bool:
    gap = (b.x0 - a.x1) / max(a.size, b.size, 1.0)
    is_latin = _LATIN_NEAR.match(a.text[-1]) and _LATIN_NEAR.match(b.text[0])
    return gap > (LATIN_SPACE if is_latin else WIDE_SPACE)


def _split_row(row: list[Glyph]) -> list[list[Glyph]]:
    """Cut a row where a wide gap may be a gutter."""
    inked = [glyph for glyph in row if glyph.text.strip()]
    pieces = [[inked[0]]]
    for a, b in zip(inked, inked[1:], strict=False):
        if b.x0 - a.x1 > CELL_GAP * max(a.size, b.size):
            pieces.append([])
        pieces[-1].append(b)
    return pieces


def _find_gutter(rows: list[list[list[Glyph]]], width: float) -> float | None:
    """The place of a gutter between two columns of text, or None."""
    low, high = (share * width for share in COLUMN_ZONE)
    gaps = [(a[-1].x1 + b[0].x0) / 2 for row in rows for a, b in zip(row, row[1:], strict=False)]
    candidates = sorted(gap for gap in gaps if low < gap < high)
    if len(candidates) < MIN_COLUMN_ROWS:
        return None
    gutter = median(candidates)
    both = [row for row in rows if _sides(row, gutter) == {"left", "right"}]
    spanning = [row for row in rows if "span" in _sides(row, gutter)]
    if len(both) < max(MIN_COLUMN_ROWS, len(spanning)):
        return None
    for side in ("left", "right"):
        widths = [_extent(row, gutter, side) for row in both]
        if median(widths) < COLUMN_FILL * max(widths) or max(widths) < 0.2 * width:
            return None
    return gutter


def _sides(row: list[list[Glyph]], gutter: float) -> set[str]:
    return {
        "left" if piece[-1].x1 <= gutter else "right" if piece[0].x0 >= gutter else "span"
        for piece in row
    }


def _extent(row: list[list[Glyph]], gutter: float, side: str) -> float:
    chosen = [p for p in row if (p[-1].x1 <= gutter) == (side == "left")]
    return chosen[-1][-1].x1 - chosen[0][0].x0


def _order(rows: list[list[list[Glyph]]], gutter: float | None, page: int) -> list[TextLine]:
    """Lines in reading order: a band of two columns is read column by column."""
    lines: list[TextLine] = []
    left: list[TextLine] = []
    right: list[TextLine] = []
    for row in rows:
        if gutter is None or "span" in _sides(row, gutter):
            lines += left + right
            left, right = [], []
            lines.append(_line([g for piece in row for g in piece], page, (0, 1)))
            continue
        for side, lines_of_side in ((0, left), (1, right)):
            glyphs = [g for piece in row if (piece[0].x0 >= gutter) == bool(side) for g in piece]
            if glyphs:
                lines_of_side.append(_line(glyphs, page, (side, 2)))
    return lines + left + right


def _line(glyphs: list[Glyph], page: int, column: tuple[int, int]) -> TextLine:
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


def _table_row(
    row: Sequence[tuple[list[Glyph], float] | None], page: Page, top: float
) -> TextLine | None:
    texts = ["" if cell is None else _cell_text(*cell) for cell in row]
    glyphs = [glyph for cell in row if cell for glyph in cell[0]]
    text = "\t".join(texts).rstrip("\t")
    if not text.strip():
        return None
    line = _line(sorted(glyphs, key=lambda g: g.x0), page.number, (0, 1))
    line.text, line.is_row = text, True
    return line


def _cell_text(glyphs: list[Glyph], right: float) -> str:
    """The text of a cell in one line; a line that ends early is followed by a space."""
    text = ""
    before: TextLine | None = None
    for row in group_rows(glyphs):
        line = _line([glyph for glyph in row if glyph.text.strip()], 0, (0, 1))
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
