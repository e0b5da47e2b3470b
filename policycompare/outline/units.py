"""Responsible-unit tails, ``(牵头单位:市科技局;责任单位:市财政局)``: found, cut off, read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

UnitRole = Literal["lead", "responsible"]

_LEAD_LABEL = r"牵头(?:单位|部门|责任单位|领导)?|主办单位|主责单位|主要责任单位"
_RESPONSIBLE_LABEL = (
    r"责任(?:单位|部门|主体)|配合(?:单位|部门)|协办单位|参与单位|负责(?:单位|部门)|实施(?:单位|部门|主体)"
    r"|承办单位|落实单位|完成单位|支持单位|参加单位"
)
_LABEL = re.compile(rf"(?P<lead>{_LEAD_LABEL})[::]|(?P<responsible>{_RESPONSIBLE_LABEL})[::]")
_OPEN_TAIL = re.compile(rf"[(〔\[](?:{_LEAD_LABEL}|{_RESPONSIBLE_LABEL})[::]")
_BARE_TAIL = re.compile(rf"(?:(?<=\n)|(?<=。))(?:{_LEAD_LABEL}|{_RESPONSIBLE_LABEL})[::][^。\n]*$")
_BRACKETS = {"(": ")", "〔": "〕", "[": "]"}
# 省大数据局牵头 / 市财政局按职责分工负责: the verb stands behind its units.
_VERB = re.compile(
    r"(?P<lead>(?:共同|联合)?(?:牵头(?:负责|落实|实施)?))|(?P<responsible>(?:等有关(?:部门|单位))?(?:按照?职责(?:分工)?(?:负责|落实)"
    r"|分工负责|分别负责|具体实施|具体负责|配合|参与|参加|协同|负责(?:落实)?|落实))"
)
_VERB_TAIL = re.compile(
    r"[(〔][^()〔〕。;!?]{2,160}?(?:牵头|负责|配合|参与|参加|具体实施|落实)[)〕]"
)
_UNIT_END = (
    r"(?:局|委|办|厅|政府|部|院|会|中心|公司|[银人支分]行|单位|专班|处|室|站|集团|大学|高校|院校|学院|小组"
    r"|税务|部门|[)〕])"
)
_UNIT = re.compile(rf"[^,;、。:]*{_UNIT_END}$")
_SPLIT = re.compile(r"[、,;]|(?<=[局委办厅])(?=各)")
# A second half that names no unit without its first half: 各区市党委、政府; 开发区工委、管委.
_HALF = re.compile(r"(?:政府|管委会?|党委|工委|管理委员会)")
_REMARK = re.compile(r"以下均|不再一一|下同|排名第一|列第一位")


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit with its role and its offsets into the normalized text."""

    name: str
    role: UnitRole
    start: int
    end: int


def find_unit_tails(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the responsible-unit tails in ``text[start:end]``, brackets included, ascending."""
    spans = []
    for match in _OPEN_TAIL.finditer(text, start, end):
        close = _closing_bracket(text, match.start(), end)
        if close is not None:
            spans.append((match.start(), close + 1))
    for match in _VERB_TAIL.finditer(text, start, end):
        inside = text[match.start() + 1 : match.end() - 1]
        is_new = not any(s < match.end() and match.start() < e for s, e in spans)
        if is_new and _names_units(inside):
            spans.append(match.span())
    if not spans:
        spans += [match.span() for match in _BARE_TAIL.finditer(text[:end], start)]
    return sorted(spans)


def _closing_bracket(text: str, start: int, end: int) -> int | None:
    closers = [_BRACKETS[text[start]]]
    for at in range(start + 1, end):
        char = text[at]
        if char in _BRACKETS:
            closers.append(_BRACKETS[char])
        elif char == closers[-1]:
            closers.pop()
            if not closers:
                return at
    return None


def _names_units(inside: str) -> bool:
    first = _VERB.split(inside, maxsplit=1)[0]
    return bool(first) and any(_UNIT.fullmatch(name.strip()) for name in _SPLIT.split(first))


def read_units(text: str, start: int, end: int) -> list[NamedUnit]:
    """The units that the tail ``text[start:end]`` names, in the order of the text."""
    if text[start] in _BRACKETS:
        start, end = start + 1, end - 1
    labels = list(_LABEL.finditer(text, start, end))
    if not labels:
        return _read_verbs(text, start, end)
    units = []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        stop = following.start() if following else end
        units += _read_list(text, label.end(), stop, "lead" if label["lead"] else "responsible")
    return units


def _read_verbs(text: str, start: int, end: int) -> list[NamedUnit]:
    units: list[NamedUnit] = []
    at = start
    for verb in _VERB.finditer(text, start, end):
        units += _read_list(text, at, verb.start(), "lead" if verb["lead"] else "responsible")
        at = verb.end()
    return units


def _read_list(text: str, start: int, end: int, role: UnitRole) -> list[NamedUnit]:
    units: list[NamedUnit] = []
    at = start
    sentence = text.find("。", start, end)
    for gap in [*_SPLIT.finditer(text, start, sentence if sentence >= 0 else end), None]:
        stop = gap.start() if gap else (sentence if sentence >= 0 else end)
        name = text[at:stop].strip()
        if name and not _REMARK.search(name):
            begin = text.index(name, at, stop)
            if units and _HALF.fullmatch(name):
                first = units.pop()
                units.append(NamedUnit(text[first.start : stop].strip(), role, first.start, stop))
            else:
                units.append(NamedUnit(name, role, begin, begin + len(name)))
        at = gap.end() if gap else stop
    return units
