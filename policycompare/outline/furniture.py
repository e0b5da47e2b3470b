"""Page furniture: what a web page or a printed page adds around and inside a text."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from policycompare.outline.lines import SENTENCE_END, TABLE_HEAD, Line, Mask, iter_lines
from policycompare.outline.tables import compile_rules

MAX_FURNITURE = 120
"""Characters; longer lines are text even when they open like a label."""

MIN_VERTICAL = 3
"""Lines of one character in a row that make a vertical label (本/文/摘/要)."""

MIN_RUNNING = 3
"""Times a line must recur to be a running head."""

_PAGE_NUMBER = re.compile(
    r"[-—–_·\s]*\d{1,4}[-—–_·\s]*|第\s*\d+\s*页(\s*[,/]?\s*共\s*\d+\s*页)?"
    r"|\d+\s*/\s*\d+|[Pp]age\s*\d+.*"
)
# A rule, a row of stars, the rest of a navigation bar. Brackets may be a marker whose number is
# lost, and a lone mark may have been pushed to the next line by a hard wrap.
_NO_WORD = re.compile(r"[^\w()（）〔〕。,;:、”’…—]+")


def find_furniture(text: str) -> list[Mask]:
    """Lines that are page furniture, as masks with the reason ``furniture``."""
    lines = list(iter_lines(text))
    running = _running_heads(lines)
    vertical = _vertical_labels(lines)
    cells = _numbered_cells(lines)
    return [
        Mask(line.start, line.end, "furniture")
        for i, line in enumerate(lines)
        if i in vertical or line.text in running or (_is_label(line.text) and i not in cells)
    ]


def _is_label(line: str) -> bool:
    if _PAGE_NUMBER.fullmatch(line) or _NO_WORD.fullmatch(line):
        return True
    return (
        len(line) <= MAX_FURNITURE
        and compile_rules("furniture.txt").match(line.replace(" ", "")) is not None
    )


def _running_heads(lines: list[Line]) -> frozenset[str]:
    """Short lines that recur and at least once break a sentence in two."""
    counts = Counter(line.text for line in lines if 4 <= len(line.text) <= 40)
    recurring = {
        text for text, n in counts.items() if n >= MIN_RUNNING and text[-1] not in SENTENCE_END
    }
    return frozenset(
        line.text
        for before, line in pairwise(lines)
        if line.text in recurring and _breaks(before.text)
    )


def _breaks(before: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(before)) or (
        len(before) > 15 and before[-1] not in SENTENCE_END
    )


def _numbered_cells(lines: list[Line]) -> frozenset[int]:
    """Lines that are a number under the table head 序号: they number rows, not pages."""
    head = next((i for i, line in enumerate(lines) if TABLE_HEAD.fullmatch(line.text)), len(lines))
    return frozenset(i for i, line in enumerate(lines) if i > head and line.text.isdigit())


def _vertical_labels(lines: list[Line]) -> frozenset[int]:
    found: list[int] = []
    row: list[int] = []
    for i, line in enumerate([*lines, Line(0, 0, "--")]):
        if len(line.text) == 1 and "\u4e00" <= line.text <= "\u9fff":
            row.append(i)
            continue
        if len(row) >= MIN_VERTICAL:
            found += row
        row = []
    return frozenset(found)
