"""Open a PDF file and take the characters, tables and pictures of each page."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from policycompare.errors import ReadError
from policycompare.reading.model import Clock, Limits, Notes
from policycompare.reading.optional import load_reader

# Some fonts name a radical or a ligature where they show a character (Unicode, Kangxi Radicals,
# Latin ligatures: NFKC; the simplified radicals: EquivalentUnifiedIdeograph.txt).
_SHAPES = re.compile("[\u2e9f\u2ef3\u2f00-\u2fd5\ufb00-\ufb06]")
_RADICALS = str.maketrans(
    "⻓⻔⻋⻢⻅⻚⻛⻜⻥⻦⻩⻬⻮⻰⻉⻘⻁⻄⺠⻆⻨⻣⻤⻙⻝",
    "长门车马见页风飞鱼鸟黄齐齿龙贝青虎西民角麦骨鬼韦食",
)
_UNKNOWN = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff]")
MAX_UNKNOWN_SHARE = 0.05
"""Share of characters without a Unicode value from which the text layer is of no use."""
MIN_PICTURE_SHARE = 0.4
"""Share of a page that a picture covers if the page is a scan."""
MAX_SLOPE = 0.1
"""Slope of a line from which its characters count as rotated."""
MIN_CELLS = 2
"""Rows, and columns, that make a table; a frame around a text has one."""
MAX_CELL_SHARE = 0.6
"""Share of the characters of a page in one cell from which the lines only frame the page."""


@dataclass(slots=True)
class Glyph:
    """A character at its place: points from the left and from the top of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """Its vertical middle in points."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Table:
    """The cells of a table by rows: characters, left and right edge; None where one spans."""

    top: float
    rows: list[list[tuple[list[Glyph], float] | None]]


@dataclass(slots=True)
class Page:
    """What stands on a page."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    tables: list[Table] = field(default_factory=list)
    is_picture: bool = False


def read_pages(data: bytes, name: str, limits: Limits, notes: Notes) -> tuple[list[Page], str]:
    """Read all pages of a PDF file, and the title that its properties name.

    Raises
    ------
    ReadError
        If the file is locked or damaged, has too many pages or takes too long.
    """
    library = load_reader("pdfplumber", "a PDF")
    clock = Clock(name, limits)
    with _quiet(), _explain(name), library.open(io.BytesIO(data)) as document:
        n_pages = len(document.pages)
        if n_pages > limits.max_pages:
            raise ReadError(
                f"{name} has {n_pages:,} pages; allowed are {limits.max_pages:,}; split it."
            )
        pages: list[Page] = []
        for page in document.pages:
            clock.check(f"{len(pages)} of {n_pages} pages")
            # A text may lie twice on the same place to look bold: one of the two is taken.
            pages.append(_read_page(page.dedupe_chars(tolerance=1), len(pages), notes))
            page.close()
        return pages, str(document.metadata.get("Title") or "")


def check_text_layer(pages: list[Page], name: str) -> tuple[str, ...]:
    """Refuse a file without usable text; tell of pages that are only pictures.

    Raises
    ------
    ReadError
        If no page has text, or if the fonts do not tell which characters they show.
    """
    glyphs = [glyph for page in pages for glyph in page.glyphs]
    glyphs += [
        g for page in pages for t in page.tables for row in t.rows for c in row if c for g in c[0]
    ]
    scanned = [page.number + 1 for page in pages if page.is_picture]
    if not any(glyph.text.strip() for glyph in glyphs):
        what = "a scan: its pages are pictures" if scanned else "a PDF file without any text"
        raise ReadError(
            f"{name} is {what}; a PDF file must have a text layer; run text recognition (OCR) on "
            f"it, or look for the text as a web page or DOCX file."
        )
    unknown = sum(1 for glyph in glyphs if "\ufffd" in glyph.text)
    if unknown > MAX_UNKNOWN_SHARE * len(glyphs):
        raise ReadError(
            f"{name} has a text layer that cannot be read: its fonts do not tell which characters "
            f"they show ({unknown:,} of {len(glyphs):,}); a PDF file must tell; run text "
            f"recognition (OCR) on it, or look for the text as a web page or DOCX file."
        )
    warnings: tuple[str, ...] = ()
    if unknown:
        warnings = (f"{unknown} characters have no Unicode value and are given as U+FFFD.",)
    if scanned:
        places = ", ".join(map(str, scanned))
        warnings += (f"page {places} is a picture without text: what stands on it is missing.",)
    return warnings


def _read_page(page: Any, number: int, notes: Notes) -> Page:
    upright = [char for char in page.chars if _is_upright(char)]
    rotated = [char["text"] for char in page.chars if not _is_upright(char)]
    notes.drop("rotated character", "".join(rotated), len(rotated))
    glyphs = [_glyph(char) for char in upright]
    tables = _find_tables(page, glyphs) if page.edges else []
    inside = {
        id(g) for table in tables for row in table.rows for cell in row if cell for g in cell[0]
    }
    area = page.width * page.height
    pictures = [image["width"] * image["height"] for image in page.images]
    notes.drop("picture", "", sum(1 for size in pictures if size < MIN_PICTURE_SHARE * area))
    return Page(
        number,
        float(page.width),
        float(page.height),
        [glyph for glyph in glyphs if id(glyph) not in inside],
        tables,
        is_picture=not glyphs and any(size >= MIN_PICTURE_SHARE * area for size in pictures),
    )


def _is_upright(char: dict[str, Any]) -> bool:
    """Whether a character stands straight; a watermark often runs from corner to corner."""
    across, up = char["matrix"][:2]
    return bool(across > 0 and abs(up) < MAX_SLOPE * across)


def _glyph(char: dict[str, Any]) -> Glyph:
    text = _SHAPES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), char["text"])
    return Glyph(
        _UNKNOWN.sub("\ufffd", text.translate(_RADICALS)),
        char["x0"],
        char["x1"],
        char["top"],
        char["bottom"],
        char["size"],
    )


def _find_tables(page: Any, glyphs: list[Glyph]) -> list[Table]:
    """The ruled tables of a page, by pdfplumber."""
    found: list[Table] = []
    for table in page.find_tables():
        rows = [[_cell(box, glyphs) for box in row.cells] for row in table.rows]
        sizes = [len(cell[0]) for row in rows for cell in row if cell]
        is_frame = max(sizes, default=0) > MAX_CELL_SHARE * len(glyphs) > 0
        filled = sum(1 for size in sizes if size)
        n_columns = max(map(len, rows), default=0)
        # The last row of a table may stand alone on a new page.
        is_table = n_columns > MIN_CELLS or (n_columns == MIN_CELLS and len(rows) >= MIN_CELLS)
        if is_table and filled >= MIN_CELLS and not is_frame:
            found.append(Table(table.bbox[1], rows))
    return found


def _cell(box: Any, glyphs: list[Glyph]) -> tuple[list[Glyph], float] | None:
    if box is None:
        return None
    x0, top, x1, bottom = box
    inside = [g for g in glyphs if x0 <= (g.x0 + g.x1) / 2 < x1 and top <= g.middle < bottom]
    return inside, x1


@contextmanager
def _explain(name: str) -> Iterator[None]:
    """Turn the many errors of the library into one sentence."""
    locked = load_reader("pdfplumber.utils.exceptions", "a PDF").PdfminerException
    try:
        yield
    except ReadError:
        raise
    except (MemoryError, KeyboardInterrupt):
        raise
    # The library has no base class: a damaged file raises whatever its bytes lead to.
    except Exception as error:
        cause = error.args[0] if isinstance(error, locked) and error.args else error
        if "Password" in type(cause).__name__ or "Encryption" in type(cause).__name__:
            raise ReadError(
                f"{name} is a PDF file locked with a password; only open files can be read; save "
                f"it without a password."
            ) from error
        reason = f"{type(cause).__name__}: {cause}".rstrip(": ")
        raise ReadError(
            f"{name} is a damaged PDF file ({reason}); only whole files can be read; download it "
            f"again, or print it to a new PDF file."
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library from logging a line for each odd font."""
    logger = logging.getLogger("pdfminer")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
