"""Read a saved web page: its main text by lines, without menus, and what it says about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policycompare.errors import ReadError
from policycompare.reading.html.facts import (
    choose_facts,
    find_fields,
    find_title,
    is_index,
    read_meta,
)
from policycompare.reading.html.furniture import keep_main_lines
from policycompare.reading.html.main_block import find_main, is_prose
from policycompare.reading.html.page import decode_page, parse_page
from policycompare.reading.html.writer import Line, Writer
from policycompare.reading.model import ExtractedText, Limits, Notes

__all__ = ["read_html"]

TITLE_LINES = 6
"""Lines at the beginning of the main text in which its title may stand."""


def read_html(data: bytes, name: str, limits: Limits, *, encoding: str = "") -> ExtractedText:
    """Read the main text of a web page.

    Every paragraph, heading, list item and table row is a line; cells of a row are apart by tabs;
    numbers that a browser puts before list items are text. What is left out is counted.

    Raises
    ------
    ReadError
        If the page does not decode, is nested too deeply or holds no text.
    UsageError
        If lxml or trafilatura is not installed.
    """
    decoded = decode_page(data, name, encoding)
    root = parse_page(decoded.text, name)
    notes = Notes()
    lines = Writer(root, notes).write()
    if not lines:
        raise ReadError(
            f"{name} is a page without text: it is built by a script or shown in a frame; a page "
            f"must hold its text; print it to PDF from the browser, or copy the text."
        )
    meta, fields = read_meta(root), find_fields(lines)
    title = find_title(root, meta, lines)
    main = find_main(decoded.text, root, lines)
    kept = _without_index(keep_main_lines(lines, main, notes), notes)
    warnings = (*decoded.warnings, *_warn_outside(lines, kept, notes))
    body = [line.text for line in kept]
    facts = choose_facts(meta, fields)
    return ExtractedText(
        "\n".join(_with_title(title, body, lines)) + "\n",
        "html",
        encoding=decoded.encoding,
        title=title,
        date=facts["date"],
        issuer=facts["issuer"],
        document_number=facts["document_number"],
        fields=fields,
        warnings=warnings,
        dropped=notes.dropped(),
    )


def _without_index(lines: list[Line], notes: Notes) -> list[Line]:
    kept = [line for line in lines if not is_index(line)]
    for line in lines:
        if is_index(line):
            notes.drop("row of the index table", line.text)
    return kept


def _with_title(title: str, body: list[str], lines: Sequence[Line]) -> list[str]:
    """Put the title first if the page shows it above the main text."""
    squashed = _squash(title)
    if not squashed or squashed in _squash("".join(body[:TITLE_LINES])):
        return body
    is_shown = any(_squash(line.text) == squashed for line in lines)
    return [title, *body] if is_shown else body


def _warn_outside(lines: list[Line], kept: list[Line], notes: Notes) -> tuple[str, ...]:
    """Tell of sentences that stand outside of the main text: they may belong to it."""
    inside = {id(line) for line in kept}
    outside = [line for line in lines if id(line) not in inside and is_prose(line)]
    outside = [line for line in outside if not is_index(line) and "。" in line.text]
    if not outside:
        return ()
    n_characters = sum(len(line.text) for line in outside)
    return (
        f"{len(outside)} lines with sentences ({n_characters} characters) stand outside of the "
        f"main text and are left out; the first begins {outside[0].text.strip()[:30]!r}.",
    )


def _squash(text: str) -> str:
    return re.sub(r"\W", "", text)
