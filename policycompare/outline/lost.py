"""Titles whose number was lost altogether, told by the gap in the sequence around them."""

from __future__ import annotations

import re

from policycompare.outline.grammar import KIND, Candidate
from policycompare.outline.lines import SENTENCE_END, Hidden, iter_lines
from policycompare.outline.sequence import Placed

MAX_LOST_TITLE = 30
"""Characters of a line that may be a title without its number."""

MAX_GAP = 3
"""Numbers that may be missing between two headings."""

_NO_TITLE = re.compile(r"[,。;:!?|]|^附(?:件|表|录)|\d{4}年\d")


def find_lost_titles(text: str, placed: list[Placed], hidden: Hidden) -> list[Candidate]:
    """A candidate without number for each title that fills a gap between two siblings.

    Where the numbers go from 二 to 四, exactly one line in between that looks like a title (short,
    without a mark, behind the end of a sentence and before prose) is the heading of 三. Where more
    or fewer lines do than numbers are missing, nothing is inferred.
    """
    found: list[Candidate] = []
    last: dict[int, Placed] = {}
    for mark in placed:
        before = last.get(mark.level)
        for level in [level for level in last if level >= mark.level]:
            del last[level]
        last[mark.level] = mark
        gap = _gap(before, mark)
        if before is not None and 0 < gap <= MAX_GAP and KIND[mark.candidate.kind].titled:
            titles = _titles(text, before.candidate.end, mark.candidate.start, hidden)
            if len(titles) == gap:
                kind = mark.candidate.kind
                found += [Candidate(s, s, kind, None, "", "line", reference=False) for s in titles]
    return found


def _gap(before: Placed | None, mark: Placed) -> int:
    if before is None or before.candidate.kind != mark.candidate.kind:
        return 0
    if before.number is None or mark.number is None:
        return 0
    return mark.number - before.number - 1


def _titles(text: str, start: int, end: int, hidden: Hidden) -> list[int]:
    lines = [line for line in iter_lines(text, start, end) if line.start not in hidden]
    return [
        line.start
        for i, line in enumerate(lines[:-1])
        if i > 0
        and 4 <= len(line.text) <= MAX_LOST_TITLE
        and not _NO_TITLE.search(line.text)
        and lines[i - 1].text[-1] in SENTENCE_END
        and lines[i + 1].text[-1] in SENTENCE_END
    ]
