"""A text without numbering: its paragraphs are the clauses.

A report or a summary announces its parts (``分为总体要求、重点任务、保障措施3大部分``); the
paragraphs that open with an announced part are its clauses, what stands before them is preamble
and what follows them a closing remark. Without such an announcement every paragraph of prose
counts, and a short line above prose is its heading.
"""

from __future__ import annotations

import re
from itertools import pairwise

from policycompare.datamodel import Role
from policycompare.outline.clauses import ClauseSpan
from policycompare.outline.lines import Line, Mask, iter_lines
from policycompare.outline.roles import find_role

MIN_PROSE = 30
"""Characters from which a line without a closing mark counts as prose, not as a heading."""

_ITEM = r"[^、,。;:“”\s]{2,12}"
_ANNOUNCEMENT = re.compile(
    rf"[“]?(?P<items>{_ITEM}(?:”?、“?{_ITEM})+?)[”]?(?:等)?(?:\d{{1,2}}|[两三四五六七八九十]{{1,3}})"
    r"(?:个|大|项|条)?(?:部分|方面|章节|章|板块|领域|维度)"
)
# What may precede the first item of an announcement inside the same run of characters.
_LEAD_WORDS = re.compile(r".*(?:分为|包括|包含|聚焦|围绕|坚持|突出|主要从|分别从|从|在|按照|即|为)")
_OPENING = re.compile(
    r"(?:其中|此外|同时|最后|首先|其次|在|关于|第[一二三四五六七八九十]+(?:部分|,))?[,、“]{0,2}"
)
_SENTENCE_BREAK = re.compile(r"[。!?][”)]?\s*")
_NEWS = re.compile(r".{0,40}(?:讯|电)\s*[(〔][^)〕]{0,30}[)〕]|.{0,12}日讯")


def find_paragraphs(text: str, masked: list[Mask]) -> tuple[list[ClauseSpan], list[Mask]]:
    """Clauses of an unnumbered text, and its other lines as masks with their reason."""
    hidden = {mask.start for mask in masked}
    lines = [line for line in iter_lines(text) if line.start not in hidden]
    announced = _announced_items(text)
    lines = [piece for line in lines for piece in _split_announced(line, announced)]
    parts = {i: key for i, line in enumerate(lines) if (key := _opens_with(line.text, announced))}
    if len(parts) >= 2:
        return _announced_clauses(lines, parts)
    return _prose_clauses(lines)


def _announced_items(text: str) -> list[str]:
    items: list[str] = []
    for match in _ANNOUNCEMENT.finditer(text):
        names = [name.strip("“”") for name in match["items"].split("、")]
        names[0] = _LEAD_WORDS.sub("", names[0]).strip("“”")
        items += [name for name in names if len(name) >= 2]
    return sorted(set(items), key=lambda item: (-len(item), item))


def _split_announced(line: Line, items: list[str]) -> list[Line]:
    """The line, cut before every sentence that opens with an announced part.

    A page may have lost its line breaks; its announcement still tells where the parts begin.
    """
    cuts = [0]
    for stop in _SENTENCE_BREAK.finditer(line.text):
        if _opens_with(line.text[stop.end() :], items):
            cuts.append(stop.end())
    return [
        Line(line.start + a, line.start + a + len(line.text[a:b].rstrip()), line.text[a:b].rstrip())
        for a, b in pairwise([*cuts, len(line.text)])
        if line.text[a:b].strip()
    ]


def _opens_with(line: str, items: list[str]) -> str | None:
    if len(line) < MIN_PROSE:
        return None
    opening = _OPENING.match(line)
    at = opening.end() if opening else 0
    return next((item for item in items if line.startswith(item, at)), None)


def _announced_clauses(
    lines: list[Line], parts: dict[int, str]
) -> tuple[list[ClauseSpan], list[Mask]]:
    first, last = min(parts), max(parts)
    spans = [
        _span(i, line, parts.get(i, ""), find_role(parts.get(i, ""), None))
        for i, line in enumerate(lines)
        if first <= i <= last
    ]
    masks = [
        Mask(line.start, line.end, _outer_role(line.text, before=i < first))
        for i, line in enumerate(lines)
        if not first <= i <= last
    ]
    return spans, masks


def _outer_role(line: str, *, before: bool) -> str:
    if not before:
        return "notice"
    return "title" if len(line) < MIN_PROSE and line[-1] not in "。;:" else "preamble"


def _prose_clauses(lines: list[Line]) -> tuple[list[ClauseSpan], list[Mask]]:
    spans: list[ClauseSpan] = []
    masks: list[Mask] = []
    heading: Line | None = None
    for i, line in enumerate(lines):
        if _NEWS.match(line.text):
            masks.append(Mask(line.start, line.end, "preamble"))
        elif line.text[-1] in "。;!?" or len(line.text) >= MIN_PROSE * 2:
            title = heading.text if heading and i > 1 else ""
            spans.append(_span(i, line, title, find_role(title, None)))
            heading = None
        else:
            masks.append(Mask(line.start, line.end, "title" if not spans else "lead_in"))
            heading = line
    return spans, masks


def _span(index: int, line: Line, heading: str, role: Role) -> ClauseSpan:
    return ClauseSpan(
        start=line.start,
        title_start=line.start,
        body_start=line.start,
        end=line.end,
        heading=heading,
        path=f"¶{index + 1}",
        section="",
        role=role,
        heading_in_body=True,
    )
