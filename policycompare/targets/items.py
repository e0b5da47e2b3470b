"""Lists of names: split at their marks, completed from their first or last member."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """A name with its span in the passage; the name may be completed from its list."""

    start: int
    end: int
    name: str


ITEM = re.compile(r"(?:“[^“”]{0,40}”|\([^()]{0,40}\)|[^、“(]|[“(])+")
"""A member of a list whose mark is 、; marks in quotation marks and brackets divide nothing."""

AND_ITEM = re.compile(r"(?:“[^“”]{0,40}”|\([^()]{0,40}\)|(?!和|及(?!以上)|与|以及)[^、“(]|[“(])+")
"""The same where 和, 及 and 与 divide too."""

LEVEL = re.compile(
    r"(?:国家|省|市|县|区|地市|县区|世界|行业|企业|部|省部|旗县|盟市|自治区|州|乡镇|村)级"
    r"(?:(?:及|或)?以上)?"
)
"""A grade such as 国家级, alone in a list whose last member has the noun."""

_MEASURE = re.compile(
    r"(?:产业规模|增加值|营业收入|总产值|产值|规模|产量|产能|覆盖率|普及率|占比|比重|比例|数量|投资"
    r"|播种面积|面积)$"
)
_HAS_MEASURE = re.compile(r"[额率量值比重模入资耗积度]$")
_PRIZE_NUMBERS = "特一二三四五"
_PRIZE = re.compile(rf"[{_PRIZE_NUMBERS}](?P<noun>等.+)")
"""科学技术奖一、二、三等奖: prizes whose number alone is listed."""

_PER_UNIT = re.compile(r"单位(?:地区生产总值|国内生产总值|生产总值|GDP|工业增加值|产品)")


def split_items(text: str, start: int, end: int, item: re.Pattern[str]) -> list[Head]:
    """The members of the list ``text[start:end]``."""
    found = []
    for match in item.finditer(text, start, end):
        first, last = _trim(text, *match.span())
        if last > first:
            found.append(Head(first, last, text[first:last]))
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " 、和及与":
        start += 1
    while end > start and text[end - 1] in " 、等":
        end -= 1
    return start, end


def split_parallel(text: str, whole: Head) -> list[Head]:
    """Items of a list whose members end alike: A增速、B增速; the others are one name."""
    parts = split_items(text, whole.start, whole.end, AND_ITEM)
    if len(parts) < 2:
        return [whole]
    ending = parts[-1].name[-2:]
    items: list[Head] = []
    at = whole.start
    for part in parts:
        if part.name.endswith(ending):
            begin, _ = _trim(text, at, part.end)
            items.append(Head(begin, part.end, text[begin : part.end]))
            at = part.end
    return items if len(items) > 1 else [whole]


def complete_items(items: list[Head]) -> Iterator[Head]:
    """Give 国家级、省级、市级工业设计中心 their noun, and 智能家电、轨道交通产业规模 theirs."""
    if len(items) < 2:
        yield from items
        return
    last, first = items[-1].name, items[0].name
    prize = _PRIZE.match(last)
    if prize and first[-1] in _PRIZE_NUMBERS and len(first) > 1:
        for number, item in enumerate(items):
            which = item.name[-1] if number < len(items) - 1 else last[0]
            yield Head(item.start, item.end, f"{first[:-1]}{which}{prize['noun']}")
        return
    own = LEVEL.match(last)
    noun = last[own.end() :] if own else last
    measure = _MEASURE.search(last)
    unit = _PER_UNIT.match(first)
    for item in items:
        name = item.name
        if LEVEL.fullmatch(name):
            name += noun
        elif measure and not _HAS_MEASURE.search(name):
            name += measure.group()
        elif unit and not name.startswith("单位"):
            name = unit.group() + name
        yield Head(item.start, item.end, name)
