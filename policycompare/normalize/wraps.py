"""Hard line wraps: a page whose every line was cut at a fixed width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from unicodedata import east_asian_width

from policycompare.datamodel import Edit

_SENTENCE_END = "。；;：:！!？?…"
_CLOSING = "）)”’」』】"
_MARKER = re.compile(
    r" *(?:第 ?[一二三四五六七八九十百零〇\d]+ ?[编章节条款]|[一二三四五六七八九十百]+[、.．]"
    r"|[壹贰叁肆伍陆柒捌玖拾貳參陸]+[、.]|[(（][一二三四五六七八九十百\d]+[)）]"
    r"|\d{1,3}[.．、](?!\d)|[①-⑳]|——|附[件录件錄表])"
)

_PROSE_MARK = re.compile("[，。；、,;]")
# Marks that may not begin a line: typesetting lets them hang or takes a character along.
_NO_START = "，。、；：！？,.;:!?%）)”’》〕…"

MIN_FULL_LINES = 2
"""Full lines that break off inside a sentence, from which a page can count as wrapped."""
MIN_FULL_SHARE = 0.6
"""Share of full lines among the long lines that break off inside a sentence; 1 on wrapped pages
(fx004, fx016), below 0.1 on pages of paragraphs."""
MIN_FEW_SHARE = 0.9
"""The same where there are only ``MIN_FULL_LINES`` of them."""
MIN_COMMON = 5
"""The same where some lines, such as a footer, are longer than the width of the others."""
MIN_WIDTH = 16
"""Characters; a shorter full line is a list of names, not a wrapped page."""
MAX_WIDTH = 60
"""Characters; wider lines are paragraphs."""

_IsFull = Callable[[str, str], bool]


def edit_wraps(text: str) -> list[Edit]:
    """Join lines that were cut at a fixed width; a page whose lines are paragraphs stays.

    A full line is joined with the next one unless the next is indented on a page that indents
    its paragraphs, or begins with a numbering marker where a sentence has ended.
    """
    lines = text.split("\n")
    is_full = _choose_measure(lines) if len(lines) > MIN_FULL_LINES else None
    if is_full is None:
        return []
    has_indents = _has_indents(lines, is_full)
    edits: list[Edit] = []
    end = -1
    for line, following in pairwise(lines):
        end += len(line) + 1
        if is_full(line, following) and _continues(line, following, has_indents):
            n_trailing = len(line) - len(line.rstrip(" "))
            edits.append(Edit(end - n_trailing, end + 1 + _n_indent(following), ""))
    return edits


def _choose_measure(lines: Sequence[str]) -> _IsFull | None:
    """The test for a full line by whichever measure shows the page to be wrapped, or None."""
    lengths = Counter(len(a.rstrip(" ")) for a, b in pairwise(lines) if _breaks_off(a, b))
    if not lengths:
        return None
    longest = max(len(line.rstrip(" ")) for line in lines)
    common = max(lengths, key=lambda n: (lengths[n], n))
    # How wide an indent was, its plain spaces do not tell: lines without one give the width.
    unindented = [line for line in lines if not line.startswith(" ")] or lines
    n_columns = max(_columns(line.rstrip(" " + _NO_START)) for line in unindented)
    measures: tuple[tuple[_IsFull, float, int], ...] = (
        (_full_by_characters(longest), longest, MIN_FULL_LINES),
        (_full_by_columns(n_columns), n_columns / 2, MIN_FULL_LINES),
        (_full_by_characters(common), common, MIN_COMMON),
    )
    for is_full, width, n_least in measures:
        if MIN_WIDTH <= width <= MAX_WIDTH and _is_wrapped(lines, is_full, width, n_least):
            return is_full
    return None


def _full_by_characters(width: int) -> _IsFull:
    return lambda line, following: len(line.rstrip(" ")) == width


def _full_by_columns(width: int) -> _IsFull:
    """Full means that what comes next did not fit.

    That is a character with the marks that cling to it, or a whole number or Latin word.
    """

    def is_full(line: str, following: str) -> bool:
        piece = _UNBREAKABLE.match(following.lstrip(" "))
        return _columns(line.rstrip(" ")) + (_columns(piece[0]) if piece else 0) > width

    return is_full


_UNBREAKABLE = re.compile(f"(?:[0-9A-Za-z.]+|.)[{re.escape(_NO_START)}]*")


def _is_wrapped(lines: Sequence[str], is_full: _IsFull, width: float, n_least: int) -> bool:
    """Whether the lines that break off inside a sentence are the full ones."""
    n = Counter(
        is_full(line, following)
        for line, following in pairwise(lines)
        if len(line) * 2 >= width and _breaks_off(line, following)
    )
    share = MIN_FEW_SHARE if n[True] == MIN_FULL_LINES else MIN_FULL_SHARE
    return n[True] >= n_least and n[True] >= share * n.total()


def _breaks_off(line: str, following: str) -> bool:
    """Whether a line ends inside a sentence and the next goes on with it.

    One of them must hold a punctuation mark: a list of names is no prose.
    """
    end = line.rstrip(" ")[-1:]
    if not end or end in _SENTENCE_END + _CLOSING:
        return False
    goes_on = bool(following.strip(" ")) and not _MARKER.match(following)
    return goes_on and _PROSE_MARK.search(line + following) is not None


def _has_indents(lines: Sequence[str], is_full: _IsFull) -> bool:
    """Whether the page indents paragraphs: indented lines, while full lines go on unindented."""
    n = Counter(
        _n_indent(following) > 0
        for line, following in pairwise(lines)
        if is_full(line, following) and _breaks_off(line, following)
    )
    return n[False] > n[True] and any(_n_indent(line) for line in lines)


def _continues(line: str, following: str, has_indents: bool) -> bool:
    """Whether the line after a full line belongs to it."""
    if not following.strip(" ") or (has_indents and _n_indent(following) > 0):
        return False
    if not _MARKER.match(following):
        return True
    ends = line.rstrip(" ")[-1:] in _SENTENCE_END + _CLOSING
    return not ends and not _MARKER.match(line)


def _n_indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _columns(line: str) -> int:
    """Width in columns: a Chinese character takes two, so does a space of an indent."""
    return _n_indent(line) + sum(2 if east_asian_width(c) in "WFA" else 1 for c in line)
