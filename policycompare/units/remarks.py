"""Remarks in a text that say who is responsible for more than one clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policycompare.datamodel import UnitRole
from policycompare.units.names import normalize_unit

# 以下均需各区市党委、政府和开发区工委、管委负责落实,不再一一列出
_BLANKET = re.compile(
    r"以下[^。;()〔〕\n]{0,10}?(?:均|都)(?:需要?|须|应当?|要)?由?(?P<names>[^。;()〔〕\n]{2,80}?)"
    r"(?:按.{0,8})?(?P<verb>牵头|负责|落实|配合|承担|组织实施|参与|为责任单位|为牵头单位)"
)
# 各区市政府为责任单位,以下不再列出
_BEFORE = re.compile(
    r"(?P<names>各[^。;:\n]{1,60}?)(?:均|都)?(?P<verb>为责任单位|为牵头单位|负责落实|负责),?(?:以下|下文)(?:均)?不再"
)
# 责任单位:市工信局,各区市政府,下同
_DITTO = re.compile(
    r"(?:^|[、,;:(])(?P<names>[^、,;:()。\n]{2,30}(?:\([^()\n]{1,8}\)[^、,;:()。\n]{0,12})?)[,(](?:以)?下同"
)
# 排在第一位的为牵头单位; no sentence about a place such as 规模位居全国第一,由市工信局牵头
_ORDER = re.compile(
    r"[列排位居][名序在于]{0,2}(?:第一|首)[位个名]?[的者]?"
    r"(?P<body>(?:责任|[省市县区][直级])?(?:单位|部门))?"
    r"(?:(?:,?[均即]?(?:作为|为|是)(?:[该本各][项条]?(?:工作|任务|事项)的?)?)?总?牵头(?:责任)?(?:单位|部门)"
    r"|(?(body)(?:负责)?总?牵头|(?!)))"
)
_PARTS = re.compile(r"[、,]|(?:和|及|以及)(?=[各省市县区]|开发区|高新|经)")
_HALF = re.compile(r"(?:人民)?政府|管委会?|党委|党?工委|管理委员会")


@dataclass(frozen=True, slots=True)
class Remark:
    """One unit named for all clauses behind ``at``; offsets into the normalized text."""

    name: str
    role: UnitRole
    start: int
    end: int
    at: int


def find_remarks(text: str) -> list[Remark]:
    """The units that a text names once for the rest of it, in the order of the text.

    Examples
    --------
    >>> text = "(责任单位:市科技局。以下均需各区市政府和开发区管委负责落实,不再一一列出)"
    >>> [remark.name for remark in find_remarks(text)]
    ['各区市政府', '开发区管委']
    """
    remarks = []
    for pattern in (_BLANKET, _BEFORE, _DITTO):
        for match in pattern.finditer(text):
            verb = match.groupdict().get("verb") or ""
            role: UnitRole = "lead" if "牵头" in verb else "responsible"
            for start, end in _split(text, *match.span("names")):
                remarks.append(Remark(text[start:end], role, start, end, match.end()))
    kept = (r for r in remarks if normalize_unit(r.name).kind in ("collective", "area"))
    return sorted(set(kept), key=lambda r: (r.start, r.end, r.at))


def first_leads(text: str) -> bool:
    """Whether a text says that the unit named first leads."""
    return _ORDER.search(text) is not None


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the names of a list; 各区市党委、政府 is one."""
    pieces: list[tuple[int, int]] = []
    at = start
    for gap in [*_PARTS.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        if pieces and _HALF.fullmatch(text, at, stop):
            pieces[-1] = (pieces[-1][0], stop)
        elif stop > at:
            pieces.append((at, stop))
        at = gap.end() if gap else stop
    yield from pieces
