"""Read a PDF file with a text layer: its paragraphs, without running heads and page numbers."""

from __future__ import annotations

import re

from policycompare.reading.model import ExtractedText, Limits, Notes
from policycompare.reading.pdf.glyphs import check_text_layer, read_pages
from policycompare.reading.pdf.lines import page_lines
from policycompare.reading.pdf.margins import remove_margins
from policycompare.reading.pdf.paragraphs import find_title, join_lines

__all__ = ["read_pdf"]

TITLE_CHARACTERS = 300
"""Characters in which a title must stand that only the file's properties name."""


def read_pdf(data: bytes, name: str, limits: Limits) -> ExtractedText:
    """Read the text of a PDF file.

    Lines are joined to paragraphs over columns and pages, two columns are read one after the other,
    the rows of a ruled table are lines with cells apart by tabs. Running heads, page numbers,
    pictures and rotated text are counted.

    Raises
    ------
    ReadError
        If the file is a scan, locked or damaged, has too many pages or takes too long.
    UsageError
        If pdfplumber is not installed.
    """
    notes = Notes()
    pages, declared = read_pages(data, name, limits, notes)
    warnings = check_text_layer(pages, name)
    lines = remove_margins([page_lines(page) for page in pages], notes)
    paragraphs = join_lines(lines, notes)
    text = "\n".join(paragraph.text for paragraph in paragraphs) + "\n"
    return ExtractedText(
        text,
        "pdf",
        encoding="pdf",
        title=find_title(paragraphs) or _confirm(declared, text),
        warnings=warnings,
        dropped=notes.dropped(),
    )


def _confirm(declared: str, text: str) -> str:
    """The title of the properties if the text begins with it: often it is a file name."""
    squashed = re.sub(r"\W", "", declared)
    head = re.sub(r"\W", "", text[:TITLE_CHARACTERS])
    return " ".join(declared.split()) if squashed and squashed in head else ""
