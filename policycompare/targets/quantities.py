"""Numbers with a unit: 最高100万元, 3至5家, 3.5万座以上, 百分之三十, 500、300、200万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from policycompare.datamodel import Comparator
from policycompare.targets.numerals import parse_arabic, parse_chinese
from policycompare.targets.tables import Unit, units

_ARABIC = r"\d{1,3}(?:,\d{3}){1,5}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = "[零〇一二三四五六七八九十百千万亿两]{1,24}(?:点[零〇一二三四五六七八九]{1,6})?"
_CURRENCY = "(?:元|人民币|美元|欧元|港元)"
# 万元 and 亿元 are units; elsewhere 万 and 亿 multiply. 千瓦 is a unit, 5千家 is 5000.
_TIMES = (
    rf"(?:[十百千]?万亿(?!{_CURRENCY})|[十百千]?[万亿](?!{_CURRENCY})|[百千](?!瓦|米|克|卡|分)"
    rf"|[百千]?[万亿](?=[万亿]{_CURRENCY})|[百千](?=[万亿]{_CURRENCY}))?"
)
_RANGE = r"\s?(?:[-–—~～至]|——)\s?"
# What turns a measure word into the beginning of another word: 个月, 部门, 条件.
_NOT_UNIT = (
    r"(?!(?<=个)(?:月|人信息|性|体|旧)|(?<=部)(?:门|委|分|级)|(?<=条)件|(?<=家)(?:庭|电|居|政|长|纺)"
    r"|(?<=人)(?:工|才|均|民|大)|(?<=名)(?:优|牌|校|城)|(?<=户)(?:籍|用|均)|(?<=台)湾|(?<=G)[A-Za-z\d-]"
    r"|(?<=次)(?:方|级)|(?<=分钟|小时)(?:[^,。;]{0,4}圈)|(?<=位)(?:列|居)|(?<=天)(?:然|津|使)"
    r"|(?<=处)(?:理|置|罚|级)|(?<=件)套|(?<=座)谈|(?<=只)有|(?<=场)(?:景|所|地)|(?<=支)(?:持|撑|部)"
    r"|(?<=头)部|(?<=例)(?:如|外)|(?<=块)链|(?<=所)(?:有|得)|[一二三四五六七八九十\d])"
)
_PER = r"(?:/(?:人·月|人·年|平方米|平方公里|立方米|千瓦时|万人|千人|百人|万元|亿元|公顷|公里|人|亩|户|天|日|月|年|床|个|家|次|套|吨|张))?"
_AT_LEAST = "不少于|不低于|不小于|至少|最少|超过|突破|超出|超越|超|跨越|跃上|迈上|站上|大于|多于|高于|达到或超过"
_AT_MOST = "不超过|不高于|不多于|不大于|最高不超过|最多不超过|累计不超过|最高|最多|至多|上限为|控制在|低于|小于|少于|降至"
_ABOUT = "约|大约|接近|近|达到约|约为"
_EQUAL = (
    "达到|达|实现|到达|提高到|提高至|提升到|提升至|增加到|增加至|增长到|增长至|扩大到|扩大至|上升到|上升至|发展到|"
    "下降到|下降至|降低到|降低至|降到|减少到|压减到|压缩到|压缩至|缩短到|缩短至|缩减到|缩减至|控制到|稳定在|保持在|维持在|"
    "为|至|到"
)
_PREFIX = re.compile(
    rf"(?:(?P<equal>{_EQUAL})\s?)?(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<about>{_ABOUT}))?\s?$"
)
_SUFFIX = re.compile(
    r"(?:(?P<least>(?:及|或)?以上|之上)|(?P<most>(?:及|或)?以[下内]|之内|封顶)|(?P<about>左右|上下))?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit in a passage.

    ``start``/``end`` cover comparator, number, unit and suffix; ``number_start`` is the first digit.
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
def _pattern() -> re.Pattern[str]:
    names = sorted(units(), key=lambda name: (-len(name), name))
    unit = "(?:" + "|".join(map(re.escape, names)) + ")"
    inner = f"(?:{_CURRENCY}|[万亿]元|%|个|家|项|人|次)?"
    return re.compile(
        rf"(?:(?<![\d.])(?<!\d,)(?P<shared>(?:(?:{_ARABIC})[、/]){{0,8}})"
        rf"(?:(?P<low>{_ARABIC})(?P<low_times>{_TIMES}){inner}{_RANGE})?"
        rf"(?P<number>{_ARABIC})\s?(?P<times>{_TIMES})"
        rf"|(?<![零〇一二三四五六七八九十百千万亿两数几\d])(?P<fraction>百分之)?"
        rf"(?:(?P<low_chinese>{_CHINESE})(?:{_RANGE}|到))?(?P<chinese>{_CHINESE}))"
        rf"(?P<mid>[多余]?)\s?(?P<unit>{unit}{_PER})?{_NOT_UNIT}"
    )


def find_quantities(text: str) -> tuple[list[Quantity], list[Doubt]]:
    """Every number with a unit, ascending and not overlapping, and what could not be read."""
    found: list[Quantity] = []
    doubts: list[Doubt] = []
    for match in _pattern().finditer(text):
        if match["unit"] is None and not (match["fraction"] or _implied(match)):
            continue
        if match["unit"] == "G" and len(match["number"] or "") < 2:  # 5G is a name, 4000G a width
            continue
        if text[max(0, match.start() - 1) : match.start()] in ("第", "前", "“", "+", "#", "号") or (
            re.match("[A-Za-z]", text[max(0, match.start() - 1) : match.start()])
        ):
            continue
        read = list(_read(text, match))
        found += [one for one in read if isinstance(one, Quantity)]
        doubts += [one for one in read if isinstance(one, Doubt)]
    return _share_comparators(text, found), doubts


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


def _read(text: str, match: re.Match[str]) -> Iterator[Quantity | Doubt]:
    span = match.start(), match.end()
    times, name = match["times"] or "", match["unit"] or "%"
    if match["unit"] is None and not match["fraction"]:
        times, name = times[:-1], times[-1] + "元"
    chinese = match["chinese"]
    if chinese and name.startswith(("元", "美元")) and chinese[-1] in "万亿":
        chinese, name = chinese[:-1], chinese[-1] + name
    high = parse_chinese(chinese) if chinese is not None else parse_arabic(match["number"], times)
    if high is None:
        if chinese is None:
            yield Doubt(*span, f"the number {match['number'][:20]} is too large to be read")
        return
    low, warnings = _low(match, times), ()
    if low is not None and low > high:
        low, high = high, low
        warnings = (f"the range {match.group()[:20]} is turned round",)
    unit = _unit(name)
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


def _unit(name: str) -> Unit:
    """The unit of that name; 万元/亩 is scaled as 万元 is."""
    whole, slash, per = name.partition("/")
    known = units()
    if name in known or not slash:
        return known[name]
    one = known[whole]
    return replace(one, name=name, base=f"{one.base}/{per}", dimension=f"{one.dimension}/{per}")


def _before(text: str, start: int) -> tuple[int, Comparator, bool, str]:
    window = text[max(0, start - 12) : start]
    match = _PREFIX.search(window)
    if match is None or not match.group():
        return start, "=", False, ""
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


def _share_comparators(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give the comparator of one value of a list to the others: 最高50万元、20万元; 4%、5%以上."""
    result = list(found)
    for k in range(1, len(result)):
        one, two = result[k - 1], result[k]
        if one.verb and not two.said and is_list(text, one, two):
            result[k] = replace(two, comparator=one.comparator, verb=one.verb)
    for k in range(len(result) - 1, 0, -1):
        one, two = result[k - 1], result[k]
        if is_list(text, one, two) and two.comparator != "=" and one.comparator == "=":
            result[k - 1] = replace(one, comparator=two.comparator)
    return result


def is_list(text: str, one: Quantity, two: Quantity) -> bool:
    """Whether nothing but a list mark stands between two quantities."""
    return re.fullmatch(r"[、,和及与或]?(?:以及)?\s?", text[one.end : two.start]) is not None
