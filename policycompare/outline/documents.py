"""Several documents on one page: where the next one begins."""

from __future__ import annotations

import re

from policycompare.outline.grammar import Candidate
from policycompare.outline.lines import SENTENCE_END, Hidden, Line, iter_lines
from policycompare.outline.parts import ENACTED, ISSUER, opens_back_matter

MIN_TITLE, MAX_TITLE = 8, 70
"""Characters of a line that may be the title of a document."""

# What official texts call themselves (《党政机关公文处理工作条例》 art. 8, and the usual kinds of
# rules and plans).
_TITLE = re.compile(
    r"[^。;:!?|]*(?:通知|意见|方案|办法|规定|条例|细则|通告|公告|决定|决议|批复|答复|函|规划|纲要|计划|措施|政策|要点|须知|规则)"
    r"(?:[(〔][^)〕]{1,14}[)〕])?"
)
_FIRST_KINDS = frozenset({"chinese", "article", "chapter", "formal", "arabic", "part", "division"})


def find_documents(text: str, candidates: list[Candidate], hidden: Hidden) -> list[int]:
    """Where the documents of a page begin, 0 first.

    A further document begins at a line that is a title, behind the end of a sentence, a signature
    or a date, if the numbering of the text above it begins again with 1 below it. What follows the
    opening of an annex or a drafting note is no further document.
    """
    starts = [0]
    marks = [c for c in candidates if c.context == "line" and c.start not in hidden]
    if len(marks) < 2:
        return starts
    lines = [line for line in iter_lines(text, marks[0].start) if line.start not in hidden]
    seen: dict[str, int] = {}
    title: Line | None = None
    at = 0
    for i, line in enumerate(lines):
        if opens_back_matter(lines, i):
            break
        if at < len(marks) and marks[at].start <= line.end:
            mark = marks[at]
            begins = mark.number == 1 and mark.kind in _FIRST_KINDS
            if title is not None and begins and seen.get(mark.kind, 0) > 1:
                starts.append(title.start)
                seen = {}
            title = None
            while at < len(marks) and marks[at].start <= line.end:
                seen[marks[at].kind] = max(seen.get(marks[at].kind, 0), marks[at].number or 0)
                at += 1
        elif title is None:
            title = _title(lines, i)
    return starts


def _title(lines: list[Line], i: int) -> Line | None:
    """Where the title begins that line ``i`` ends: with it, or with the issuer printed above it."""
    if not _is_title(lines[i].text):
        return None
    if i > 0 and _ends(lines[i - 1].text):
        return lines[i]
    has_issuer = i > 1 and ISSUER.fullmatch(lines[i - 1].text) and _ends(lines[i - 2].text)
    return lines[i - 1] if has_issuer else None


def _is_title(line: str) -> bool:
    return MIN_TITLE <= len(line) <= MAX_TITLE and _TITLE.fullmatch(line) is not None


def _ends(before: str) -> bool:
    return before[-1] in SENTENCE_END or ENACTED.search(before) is not None
