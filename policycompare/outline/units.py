"""Responsible-unit tails, ``(牵头单位:市科技局;责任单位:市财政局)``: found, cut off, read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

UnitRole = Literal["lead", "responsible"]

_LEAD_LABEL = r"牵头(?:单位|部门|责任单位)?|主办单位|主责单位|主要责任单位"
_RESPONSIBLE_LABEL = (
    r"责任(?:单位|部门|主体)|配合(?:单位|部门)|协办单位|参与单位|负责(?:单位|部门)|实施(?:单位|部门|主体)"
    r"|承办单位|落实单位|完成单位|支持单位|参加单位"
)
# 责任部门(单位): and 牵头部门、单位: name both kinds at once.
_COLON = r"(?:\([^()\n]{1,4}\)|[、和及](?:单位|部门))?[::]"
# Labels of what is no unit: persons and dates end a list of units.
_OTHER_LABEL = (
    r"(?:责任|分管|牵头|联系|包保|市级|主管)领导|(?:责任|联系|负责|分管|牵头)人|(?:完成|推进|时间|办结|工作)时限"
    r"|(?:完成|推进|办结|实施)(?:时间|期限)|时间(?:进度|节点|安排|要求)|进度安排|备注"
)
_LABEL = re.compile(
    rf"(?P<lead>{_LEAD_LABEL}){_COLON}|(?P<responsible>{_RESPONSIBLE_LABEL}){_COLON}"
    rf"|(?:{_OTHER_LABEL})[::]"
)
_ANY_LABEL = rf"(?:{_LEAD_LABEL}|{_RESPONSIBLE_LABEL}){_COLON}"
_OPEN_TAIL = re.compile(rf"[(〔\[【](?:(?:{_OTHER_LABEL})[::][^()〔〕。\n]{{1,40}}?)?{_ANY_LABEL}")
_BARE_TAIL = re.compile(rf"(?:(?<=\n)|(?<=。))(?:{_ANY_LABEL}[^。\n]*[。\n]*)+$")
_BRACKETS = {"(": ")", "〔": "〕", "[": "]", "【": "】"}
_CLOSERS = ")〕]】"

MAX_TAIL = 2000
"""Characters within which a tail's closing bracket is looked for; the longest of the five
documents has 113. Without a bound a text of unclosed brackets would be read again and again."""
# 省大数据局牵头 / 市财政局按职责分工负责: the verb stands behind its units.
_VERB = re.compile(
    r"(?P<lead>(?:共同|联合)?(?:牵头(?:负责|落实|实施)?))|(?P<responsible>(?:等有关(?:部门|单位))?(?:按照?职责(?:分工)?(?:负责|落实)"
    r"|分工负责|分别负责|组织实施|具体实施|具体负责|配合|参与|参加|协同|负责(?:落实)?|落实))"
)
_VERB_TAIL = re.compile(
    r"[(〔【][^()〔〕【】。;!?]{2,160}?(?:牵头|负责|配合|参与|参加|(?:具体|组织)实施|落实)[)〕】]"
)
# What opens the units of a verb: 此项工作由市民政局牵头,会同市财政局落实.
_OPENING = re.compile(
    r"[,;\s]*(?:(?:此|该|本|上述|以上)(?:项|些)?(?:工作|任务|措施|事项)?,?)?(?:(?:并|共同)?由|会同)?"
)
_SPOKEN_VERB = re.compile("牵头|负责|配合|参与|参加|协同|组织实施|具体实施|落实")
# Verbs of a measure; an office whose name seems to begin with one is the object of the verb.
_DOING = re.compile(
    "加强|完善|建立|强化|成立|健全|推动|推进|加快|深化|支持|鼓励|引导|坚持|明确|形成|发挥|依托|通过|协调|联合|督促|指导"
)
# Who may lead in running text, where 企业牵头,高校参与 names no office.
_OFFICE = re.compile(
    r"(?:[^,;:\s]{1,20}(?:局|厅|委|办|署|部门|政府|委员会|办公室|党委)"
    r"|(?:国家|[省市县区州盟旗](?![属级内域场]))[^,;:\s]{1,18}(?:中心|部|会|院|公司|专班|[银人支分]行))"
)
# A bracket of names alone, behind the last sentence or at the end: (市科技局、市教育局).
_NAMES_TAIL = re.compile(
    r"(?:(?<=。)[(〔【][^()〔〕【】。;!?\n]{3,160}[)〕】]|[(〔【][^()〔〕【】。;!?\n]{3,160}[)〕】]$)"
)
_NAMES_OPENER = re.compile("[(〔【]")
_SURE_UNIT = re.compile(r"(?:省|市|县|区|各|国家)[^,;:]{1,20}(?:局|委|办|厅|政府|委员会|中心|部门)")
_UNIT_END = (
    r"(?:局|委|办|厅|政府|部|院|会|中心|公司|[银人支分]行|单位|专班|处|室|站|集团|大学|高校|院校|学院|小组"
    r"|税务|部门|[)〕])"
)
_UNIT = re.compile(rf"[^,;、。:]*{_UNIT_END}$")
# 工业和信息化局 keeps its 和: between two units it stands behind the end of one and before 市, 各 …
_SPLIT = re.compile(
    r"[、,;\n]|(?<=[局委办厅])(?=各|市|省)|等(?=(?:[省市县区]直?|[省市县]级)?(?:有关|相关|部门|单位))"
    r"|(?<=[局委办厅府部会院])(?:和|及|以及|与|会同)(?=[省市县区各])"
    r"|(?<=[局委办厅府部会院行心])[ ]+"
)
_INNER = re.compile(r"[(〔\[][^()〔〕\[\]\n]*[)〕\]]")
_EMPTY_NAMES = frozenset(("", "等", "部门", "单位", "共同", "分别", "各"))
# A second half that names no unit without its first half: 各区市党委、政府; 开发区工委、管委.
_HALF = re.compile(r"(?:政府|管委会?|党委|工委|管理委员会)")
_REMARK = re.compile(
    r"以下(?:均|各|任务|不再)|不再(?:一一|单独|重复|列)|下同|(?:第一|首)[位个]?.{0,4}(?:为|是|牵头)|列第一|排名?第一|[列排].{0,2}首位"
)


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit with its role and its offsets into the normalized text."""

    name: str
    role: UnitRole
    start: int
    end: int


def find_unit_tails(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the responsible-unit tails in ``text[start:end]``, brackets included, ascending."""
    spans: list[tuple[int, int]] = []
    for match in _OPEN_TAIL.finditer(text, start, end):
        if spans and match.start() < spans[-1][1]:
            continue
        spans.append((match.start(), _tail_end(text, match.start(), end)))
    for match in _VERB_TAIL.finditer(text, start, end):
        inside = text[match.start() + 1 : match.end() - 1]
        is_new = not any(s < match.end() and match.start() < e for s, e in spans)
        if is_new and _names_units(inside):
            spans.append(match.span())
    if not spans and text.find(":", start, end) >= 0:
        spans += [match.span() for match in _BARE_TAIL.finditer(text, start, end)]
    if not spans and _NAMES_OPENER.search(text, start, end):
        for match in _NAMES_TAIL.finditer(text, start, _solid_end(text, start, end)):
            names = _SPLIT.split(text[match.start() + 1 : match.end() - 1])
            if all(_SURE_UNIT.fullmatch(name.strip().removesuffix("等")) for name in names):
                spans.append(match.span())
    if not spans and (spoken := _spoken_tail(text, start, end)):
        spans.append(spoken)
    return sorted(spans)


def _spoken_tail(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The last sentence if it only says who acts (市民政局牵头,市财政局配合)."""
    last = _solid_end(text, start, end)
    stop = last - text.startswith("。", last - 1)
    begin = max(text.rfind(mark, start, stop) for mark in "。!?\n") + 1
    if begin <= start or stop - begin > MAX_TAIL:
        return None
    offices: list[str] = []
    at = begin
    for verb in _VERB.finditer(text, begin, stop):
        first = _names_start(text, at, verb.start())
        names = read_list(text, first, verb.start(), "lead" if verb["lead"] else "responsible")
        if first < verb.start() and not names:
            return None
        offices += [unit.name for unit in names]
        at = verb.end()
    is_whole = not text[at:stop].strip(" |")
    named = bool(offices) and all(map(_is_office, offices))
    return (begin, last) if is_whole and named else None


def _is_office(name: str) -> bool:
    return (
        _OFFICE.fullmatch(name) is not None
        and _SPOKEN_VERB.search(name) is None
        and _DOING.match(name) is None
    )


def _names_start(text: str, at: int, end: int) -> int:
    opening = _OPENING.match(text, at, end)
    return opening.end() if opening else at


def _solid_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _tail_end(text: str, start: int, end: int) -> int:
    """End of the tail that begins at ``start``; one that is not closed ends with its line."""
    close = _closing_bracket(text, start, min(end, start + MAX_TAIL))
    if close is not None:
        return close + 1
    stops = (text.find(mark, start, end) for mark in "。\n")
    return min((stop for stop in stops if stop >= 0), default=end)


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
        start, end = start + 1, end - (text[end - 1] in _CLOSERS)
    labels = list(_LABEL.finditer(text, start, end))
    if not labels:
        return _read_verbs(text, start, end)
    units = []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        stop = following.start() if following else end
        if label["lead"] is None and label["responsible"] is None:
            continue
        units += read_list(text, label.end(), stop, "lead" if label["lead"] else "responsible")
    return units


def _read_verbs(text: str, start: int, end: int) -> list[NamedUnit]:
    units: list[NamedUnit] = []
    at = start
    for verb in _VERB.finditer(text, start, end):
        role: UnitRole = "lead" if verb["lead"] else "responsible"
        units += read_list(text, _names_start(text, at, verb.start()), verb.start(), role)
        at = verb.end()
    return units if at > start else read_list(text, start, end, "responsible")


def read_list(text: str, start: int, end: int, role: UnitRole) -> list[NamedUnit]:
    """The units of a list without labels, ``市科技局、市财政局``, all in one role."""
    units: list[NamedUnit] = []
    sentence = text.find("。", start, end)
    for at, stop in _pieces(text, start, end if sentence < 0 else sentence):
        begin, stop = _trimmed(text, at, stop)
        name = text[begin:stop]
        if name in _EMPTY_NAMES or _REMARK.search(name):
            continue
        if units and _HALF.fullmatch(name):
            begin = units.pop().start
        units.append(NamedUnit(text[begin:stop], role, begin, stop))
    return units


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a list at its separators; 各县(市、区)政府 is one name."""
    inner = [match.span() for match in _INNER.finditer(text, start, end)]
    pieces, at = [], start
    for gap in _SPLIT.finditer(text, start, end):
        while inner and inner[0][1] <= gap.start():
            inner.pop(0)
        if inner and inner[0][0] < gap.start():
            continue
        pieces.append((at, gap.start()))
        at = gap.end()
    return [*pieces, (at, end)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out blanks, 等 at the end and a closing bracket that nothing opened."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and (
        text[end - 1].isspace()
        or text[end - 1] == "等"
        or (text[end - 1] in _CLOSERS and not any(c in _BRACKETS for c in text[start:end]))
    ):
        end -= 1
    return start, end
