"""Take running heads and page numbers off the pages."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import product

from policycompare.reading.model import Notes
from policycompare.reading.pdf.lines import TextLine

EDGE_ROWS = 2
"""Rows from the upper and the lower edge of a page in which heads and numbers stand."""
SAME_PLACE = 6.0
"""Points up to which the same text on two pages stands at the same height."""
HEAD_SHARE = 0.4
"""Share of the pages on which a running head stands; of two kinds, each stands on half of them."""

MAX_NUMBERS = 4
"""Numbers of a running head that are looked at."""

Signature = tuple[str, float, tuple[tuple[int, bool], ...]]

_MARKED_NUMBER = re.compile(
    r"(?:[-—–―－·•]+\s*\d{1,4}\s*[-—–―－·•]+"
    r"|第\s*\d{1,4}\s*页(?:[\s,，/、(（]*共\s*\d{1,4}\s*页[)）]?)?"
    r"|\d{1,4}\s*/\s*\d{1,4}|(?:Page|P\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
    r"|(?:https?|file)://\S+\s+\d{1,4}/\d{1,4})",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\d{1,4}")
# What Chromium prints above a page: 7/6/23, 10:00 AM and the title of the window.
_PRINT_HEAD = re.compile(
    r"(?:\d{1,2}/\d{1,2}/\d{2,4}|\d{4}/\d{1,2}/\d{1,2}),?\s*(?:[上下]午)?\s*"
    r"\d{1,2}:\d\d(?:\s*[AP]M)?\b.*"
)


def remove_margins(pages: Sequence[list[TextLine]], notes: Notes) -> list[list[TextLine]]:
    """Drop running heads and page numbers, and count them.

    A running head is the same text, figures apart, at the same height on many pages. A page number
    is the outermost row with a number in dashes or the like; a bare number must count with the
    pages.
    """
    numbers = _find_numbers(pages)
    dropped = _keep_inner(pages, numbers | _find_heads(pages))
    for lines in pages:
        for line in lines:
            if id(line) in dropped:
                is_number = _MARKED_NUMBER.fullmatch(line.text) or _BARE_NUMBER.fullmatch(line.text)
                notes.drop("page number" if is_number else "running head", line.text)
    return [[line for line in lines if id(line) not in dropped] for lines in pages]


def _edges(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """The outer rows of a page, the outermost ones first: top, bottom, second, last but one."""
    ordered = sorted((line for line in lines if not line.is_row), key=lambda line: line.top)
    rows: list[list[TextLine]] = []
    for line in ordered:
        if rows and line.top - rows[-1][0].top < 0.5 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    places = [place for depth in range(EDGE_ROWS) for place in (depth, len(rows) - 1 - depth)]
    unique = dict.fromkeys(place for place in places if 0 <= place < len(rows))
    return [rows[place] for place in unique]


def _find_numbers(pages: Sequence[list[TextLine]]) -> set[int]:
    found: set[int] = set()
    bare: dict[int, list[TextLine]] = {}
    for number, lines in enumerate(pages):
        for row in _edges(lines)[:2]:
            for line in row:
                if _MARKED_NUMBER.fullmatch(line.text) or _PRINT_HEAD.fullmatch(line.text):
                    found.add(id(line))
                elif _BARE_NUMBER.fullmatch(line.text):
                    bare.setdefault(int(line.text) - number, []).append(line)
    for lines in bare.values():
        if len(lines) > 1 or len(pages) == 1:
            found |= {id(line) for line in lines}
    return found


def _keep_inner(pages: Sequence[list[TextLine]], dropped: set[int]) -> set[int]:
    """Take back a second row whose outer row stays: it is text that two pages happen to share."""
    kept: set[int] = set()
    for lines in pages:
        rows = _edges(lines)
        for outer, inner in zip(rows[:2], rows[2:], strict=False):
            if not all(id(line) in dropped for line in outer):
                kept |= {id(line) for line in inner}
    return dropped - kept


def _find_heads(pages: Sequence[list[TextLine]]) -> set[int]:
    """Lines one of whose signatures stands on enough pages."""
    signed = [(line, _signatures(line)) for lines in pages for row in _edges(lines) for line in row]
    places: dict[Signature, set[int]] = {}
    for line, signatures in signed:
        for signature in signatures:
            places.setdefault(signature, set()).add(line.page)
    enough = max(2, HEAD_SHARE * len(pages))
    return {id(line) for line, found in signed if any(len(places[s]) >= enough for s in found)}


def _signatures(line: TextLine) -> list[Signature]:
    """What lines of one running head have in common: text, height, and numbers.

    A number is the same on every page or counts with the pages, so each gives two signatures; so
    does the height, which may lie near the border of two steps.
    """
    text = re.sub(r"\s", "", line.text)
    masked = re.sub(r"\d+", "#", text)
    numbers = [int(number) for number in re.findall(r"\d+", text)][:MAX_NUMBERS]
    heights = {math.floor(line.top / SAME_PLACE), math.floor(line.top / SAME_PLACE + 0.5) + 0.5}
    choices = product(*(((n, False), (n - line.page, True)) for n in numbers))
    return [(masked, height, choice) for choice in choices for height in heights]
