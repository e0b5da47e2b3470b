"""Hard line wraps: a page whose every line was cut at a fixed width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from unicodedata import east_asian_width

from policycompare.datamodel import Edit

_SENTENCE_END = "。；;：:！!？?…"
_CLOSING = "）)”’」』】"
_MARKER = re.compile(
    r" *(?:第 ?[一二三四五六七八九十百零〇\d]+ ?[编章节条款]|[一二三四五六七八九十百]+[、.．]"
    r"|[壹贰叁肆伍陆柒捌玖拾貳參陸]+[、.]|[(（][一二三四五六七八九十百\d]+[)）]"
    r"|\d{1,3}[.．、](?!\d)|[①-⑳]|——|附[件录件錄表])"
)

MIN_FULL_LINES = 3
"""Full lines that break off inside a sentence, from which a page can count as wrapped."""
MIN_FULL_SHARE = 0.6
"""Share of full lines among the long lines that break off inside a sentence; 1 on wrapped pages
(fx004, fx016), below 0.1 on pages of paragraphs."""
MIN_WIDTH = 16
"""Characters; a shorter full line is a list of names, not a wrapped page."""
MAX_WIDTH = 60
"""Characters; wider lines are paragraphs."""
MAX_HANG = 3
"""Columns by which a full line may fall short: the next character is two columns wide, and a
punctuation mark that may not begin a line takes one more character with it."""


def edit_wraps(text: str) -> list[Edit]:
    """Join lines that were cut at a fixed width; a page whose lines are paragraphs stays.

    A full line is joined with the next one unless the next begins with a numbering marker where
    a sentence has ended, or where the full line is itself a heading.
    """
    lines = text.split("\n")
    if len(lines) <= MIN_FULL_LINES:
        return []
    is_full = _find_full_lines(lines)
    edits: list[Edit] = []
    at = 0
    for i, line in enumerate(lines[:-1]):
        at += len(line)
        if is_full(line) and _continues(line, lines[i + 1]):
            indent = len(lines[i + 1]) - len(lines[i + 1].lstrip(" "))
            trailing = len(line) - len(line.rstrip(" "))
            edits.append(Edit(at - trailing, at + 1 + indent, ""))
        at += 1
    return edits


def _find_full_lines(lines: Sequence[str]) -> Callable[[str], bool]:
    """The test for a full line, by whichever measure shows the page to be wrapped."""
    for measure, slack in ((len, 0), (_columns, MAX_HANG)):
        width = max(measure(line.rstrip(" ")) for line in lines)
        if _is_wrapped(lines, measure, width, slack):
            return lambda line, m=measure, w=width - slack: m(line.rstrip(" ")) >= w  # type: ignore[misc]
    return lambda line: False


def _is_wrapped(
    lines: Sequence[str], measure: Callable[[str], int], width: int, slack: int
) -> bool:
    """Whether the lines that break off inside a sentence are the full ones."""
    unit = 2 if measure is _columns else 1
    if not MIN_WIDTH * unit <= width <= MAX_WIDTH * unit:
        return False
    n = Counter(
        measure(line.rstrip(" ")) >= width - slack
        for line, following in zip(lines, lines[1:], strict=False)
        if _breaks_off(line, following) and measure(line) * 2 >= width
    )
    return n[True] >= MIN_FULL_LINES and n[True] >= MIN_FULL_SHARE * n.total()


def _breaks_off(line: str, following: str) -> bool:
    """Whether a line ends inside a sentence and the next goes on with it."""
    end = line.rstrip(" ")[-1:]
    return bool(end) and end not in _SENTENCE_END + _CLOSING and _is_text(following)


def _continues(line: str, following: str) -> bool:
    """Whether the line after a full line belongs to it."""
    if not following.strip(" "):
        return False
    if not _MARKER.match(following):
        return True
    ends = line.rstrip(" ")[-1:] in _SENTENCE_END + _CLOSING
    return not ends and not _MARKER.match(line)


def _is_text(line: str) -> bool:
    return bool(line.strip(" ")) and not _MARKER.match(line)


def _columns(line: str) -> int:
    """Width in columns: a Chinese character takes two, so does a space of an indent."""
    indent = len(line) - len(line.lstrip(" "))
    return indent + sum(2 if east_asian_width(c) in "WFA" else 1 for c in line)
