"""Numbers with a unit: 最高100万元, 3至5家, 3.5万座以上, 百分之三十, 500、300、200万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from policycompare.datamodel import Comparator
from policycompare.numerals import parse_arabic, parse_chinese
from policycompare.targets.tables import Unit, alternation, find_unit, units

_ARABIC = r"\d{1,3}(?:,\d{3}){1,5}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMERALS = "零〇一二三四五六七八九十百千万亿两"
_CHINESE = f"[{_NUMERALS}]{{1,24}}(?:点[零〇一二三四五六七八九]{{1,6}})?"
_CURRENCY = "(?:元|人民币|美元|欧元|港元)"
# 万元 and 亿元 are units; elsewhere 万 and 亿 multiply. 千瓦 is a unit, 5千家 is 5000.
_TIMES = (
    rf"(?:[十百千]?万亿(?!{_CURRENCY})|[十百千]?[万亿](?!{_CURRENCY})|[百千](?!瓦|米|克|卡|分)"
    rf"|[百千]?[万亿](?=[万亿]{_CURRENCY})|[百千](?=[万亿]{_CURRENCY}))?"
)
_RANGE = r"\s?(?:[-—–~～至到]|——)\s?"
# Behind a unit: 5G-A is a name, 15分钟养老服务圈 too; “五个一” counts nothing.
_NOT_BEHIND = (
    r"(?!(?<=[GP])[A-Za-z\d-]|(?<=分钟)[^,。;]{0,8}圈|(?<=小时)[^,。;]{0,8}圈"
    r"|(?<=个)[一二三四五六七八九十\d])"
)
_LETTER = re.compile("[A-Za-z]")
_SUFFIX = re.compile(
    r"(?:(?P<least>(?:及|或)?以上|之上)|(?P<most>(?:及|或)?以[下内]|之内|封顶|(?<=工作日)内(?=办|完|审))|(?P<about>左右|上下))?"
)

MOST_TURNED = 10
"""Largest ratio of the ends of a range turned round (5-3家) that is still read as a range."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit in a passage.

    ``start``/``end`` cover comparator, number, unit and suffix; ``number_start`` is where the
    number begins.
    ``said`` tells whether a comparator is printed; ``is_one`` that the number is a bare 一.
    """

    start: int
    end: int
    number_start: int
    value: float
    value_max: float | None
    unit: Unit
    comparator: Comparator
    said: bool
    verb: str = ""
    is_one: bool = False
    is_bare: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that looks like a quantity and cannot be read as one."""

    start: int
    end: int
    message: str


@cache
def _prefix() -> re.Pattern[str]:
    """Comparators right before a number: 提高到不低于."""
    three = "|".join(f"(?P<{name}>{alternation(name)})" for name in ("least", "most", "about"))
    return re.compile(rf"(?:(?P<equal>{alternation('equal')})\s?)?(?:{three})?\s?$")


@cache
def _distant() -> re.Pattern[str]:
    """Comparators that reach a number over a noun: 不超过合同金额30%."""
    two = (f"(?P<{name}>{alternation('distant_' + name)})" for name in ("least", "most"))
    return re.compile(rf"(?:{'|'.join(two)})(?:[一-鿿]{{1,14}})$")


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(filter(None, units()), key=lambda name: (-len(name), name))
    unit = "(?:" + "|".join(map(re.escape, names)) + ")"
    per = f"(?:/{alternation('per')})?"
    inner = f"(?:{_CURRENCY}|[万亿]元|%|个|家|项|人|次)?"
    return re.compile(
        # what each number begins with, looked at before all else: most characters are none
        rf"(?=[\d{_NUMERALS}])(?:(?<![\d.])(?<!\d,)(?P<shared>(?:(?:{_ARABIC})[、/]){{0,8}})"
        rf"(?:(?P<low>{_ARABIC})(?P<low_times>{_TIMES}){inner}{_RANGE})?"
        rf"(?P<number>{_ARABIC})\s?(?P<times>{_TIMES})"
        rf"|(?<![零〇一二三四五六七八九十百千万亿两数几\d])(?P<fraction>百分之)?"
        rf"(?:(?P<low_chinese>{_CHINESE}){_RANGE})?(?P<chinese>{_CHINESE}))"
        rf"(?P<mid>[多余]?)\s?(?P<unit>(?!{alternation('not_unit')}){unit}{per})?{_NOT_BEHIND}"
    )


def find_quantities(text: str) -> tuple[list[Quantity], list[Doubt]]:
    """Every number with a unit, ascending and not overlapping, and what could not be read."""
    found: list[Quantity] = []
    doubts: list[Doubt] = []
    for match in _pattern().finditer(text):
        is_bare = match["unit"] is None and not match["fraction"]
        if is_bare and not _implied(match) and not _is_index(match):
            continue
        if (
            match["unit"] in ("G", "P") and len(match["number"] or "") < 2
        ):  # 5G is a name, 4000G a width
            continue
        if text[max(0, match.start() - 1) : match.start()] in ("第", "前", "“", "+", "#", "号") or (
            _LETTER.match(text[max(0, match.start() - 1) : match.start()])
        ):
            continue
        read = list(_read(text, match))
        found += [one for one in read if isinstance(one, Quantity)]
        doubts += [one for one in read if isinstance(one, Doubt)]
    return _share_comparators(text, _share_units(text, found)), doubts


def _implied(match: re.Match[str]) -> bool:
    """总营收规模5000亿: 亿 without a unit counts money behind a noun that money measures."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    times = match["times"] or ""
    return (
        times[-1:] in ("亿", "万")
        and re.search(
            "(?:规模|营收|收入|产值|总量|资产|总额|GDP|投资|市值|交易额)(?:达到?|突破|超过?|过)?$",
            before,
        )
        is not None
    )


def _is_index(match: re.Match[str]) -> bool:
    """农田灌溉水有效利用系数提高到0.58: a coefficient has no unit."""
    before = match.string[max(0, match.start() - 10) : match.start()]
    return (
        match["number"] is not None
        and not match["times"]
        and re.match(
            r"[\d.]*(?:以上|以下|左右|以内)?(?=$|[,。;、)”])", match.string[match.end() :][:6]
        )
        is not None
        and re.search(
            "(?:系数|指数)(?:提高到|达到?|提升到|降至|控制在|不低于|不高于|超过|稳定在)+$", before
        )
        is not None
    )


def _read(text: str, match: re.Match[str]) -> Iterator[Quantity | Doubt]:
    span = match.start(), match.end()
    times, name = match["times"] or "", match["unit"] or "%"
    if match["unit"] is None and not match["fraction"]:
        is_money = times[-1:] in ("万", "亿")
        times, name = (times[:-1], times[-1] + "元") if is_money else (times, "")
    chinese = match["chinese"]
    if chinese and name.startswith(("元", "美元")) and chinese[-1] in "万亿":
        chinese, name = chinese[:-1], chinese[-1] + name
    high = parse_chinese(chinese) if chinese is not None else parse_arabic(match["number"], times)
    if high is None:
        if chinese is None:
            yield Doubt(*span, f"the number {match['number'][:20]} is too large to be read")
        return
    low = None if text[match.start() - 1 : match.start()] in ("从", "由") else _low(match, times)
    warnings: tuple[str, ...] = ()
    if low is not None and low > MOST_TURNED * high:
        yield Doubt(*span, f"{match.group()[:20]} cannot be read as a range")
        return
    if low is not None and low > high:
        low, high = high, low
        warnings = (f"the range {match.group()[:20]} is turned round",)
    unit = find_unit(name)
    assert unit is not None
    at = match.start("number") if match["number"] else match.start("chinese")
    shared = [parse_arabic(n, times) for n in re.split("[、/]", match["shared"] or "") if n]
    start, comparator, said, verb = _before(text, match.start())
    end, comparator, said = _after(text, match, comparator, said)
    for value in shared:
        if value is not None:
            yield Quantity(start, end, at, value, None, unit, comparator, said, verb)
    yield Quantity(
        start=start,
        end=end,
        number_start=match.start(),
        value=high if low is None else low,
        value_max=None if low is None else high,
        unit=unit,
        comparator=comparator,
        said=said,
        verb=verb,
        is_one=chinese == "一" and low is None,
        is_bare=chinese is not None and chinese[0] in "百千万亿" and not match["fraction"],
        warnings=warnings,
    )


def _low(match: re.Match[str], times: str) -> float | None:
    """The lower end of a range; it takes the multiplier of the upper end (3至5万人)."""
    if match["low_chinese"]:
        return parse_chinese(match["low_chinese"])
    if match["low"] is None:
        return None
    return parse_arabic(match["low"], match["low_times"] or times)


def _before(text: str, start: int) -> tuple[int, Comparator, bool, str]:
    window = text[max(0, start - 12) : start]
    match = _prefix().search(window)
    if match is None or not match.group():
        far = _distant().search(text[max(0, start - 20) : start])
        if far is None:
            return start, "=", False, ""
        return start, ">=" if far["least"] else "<=", True, far.group()
    comparator: Comparator = (
        ">=" if match["least"] else "<=" if match["most"] else "~" if match["about"] else "="
    )
    return start - len(match.group()), comparator, True, match.group().strip()


def _after(
    text: str, match: re.Match[str], comparator: Comparator, said: bool
) -> tuple[int, Comparator, bool]:
    suffix = _SUFFIX.match(text, match.end())
    assert suffix is not None
    if suffix["least"] or match["mid"]:
        comparator = ">="
    elif suffix["most"]:
        comparator = "<="
    elif suffix["about"]:
        comparator = "~"
    return suffix.end(), comparator, said or bool(suffix.group())


def _share_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """3个、5个工作日以内: the 个 of the first is that of 个工作日."""
    result = list(found)
    for k in range(len(result) - 1, 0, -1):
        one, two = result[k - 1], result[k]
        is_longer = (
            one.unit.name == "个" and two.unit.name.startswith("个") and two.unit != one.unit
        )
        if is_longer and is_list(text, one, two):
            result[k - 1] = replace(one, unit=two.unit)
    return result


def _share_comparators(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give the comparator of one value of a list to the others: 最高50万元、20万元; 4%、5%以上."""
    result = list(found)
    for k in range(1, len(result)):
        one, two = result[k - 1], result[k]
        if one.verb and not two.said and is_list(text, one, two):
            result[k] = replace(two, comparator=one.comparator, verb=one.verb)
    for k in range(len(result) - 1, 0, -1):
        one, two = result[k - 1], result[k]
        alike = one.unit.base == two.unit.base and not two.verb
        if alike and is_list(text, one, two) and "=" == one.comparator != two.comparator:
            result[k - 1] = replace(one, comparator=two.comparator)
    return result


def is_list(text: str, one: Quantity, two: Quantity) -> bool:
    """Whether nothing but a list mark stands between two quantities."""
    if (
        text[two.start : two.number_start].rstrip().endswith(("到", "至"))
    ):  # 从300家增加到600家 is a change
        return False
    return re.fullmatch(r"[、,和及与或]?(?:以及)?\s?", text[one.end : two.start]) is not None
