"""Indicators: the name as the text gives it, and the key under which documents meet."""

from __future__ import annotations

import re
from functools import cache

from policycompare.datamodel import TargetKind
from policycompare.targets.tables import Unit, read_lines

# A name that counts already: 人次, 普及率, 长度.
_IS_MEASURE = re.compile(
    r"(?:数|人次|次数|率|量|额|值|幅|速|面积|长度|规模|收入|比重|比例|占比|总数|户次|能力|产能|投资|资金|基金|水平|天数|时间)$"
)
_MEASURES = {"count": "数", "area": "面积", "floor": "面积", "length": "长度"}
"""What the name of a thing gets that is counted or measured so."""

_NEW = re.compile(r"^(?:新增|新培育|新认定|新建|净增)(?=..)")
_PLACE = re.compile(
    r"^(?:全市|全省|全区|全县|全国|我市|我省|我区|我县|本市|本省|全域|全州|全旗)+(?=..)"
)
_GRADE = re.compile(
    r"^(?P<grade>(?:国家|省|市|县|区|世界|省部|部|地市|县区|州|旗县|盟市|自治区)级(?:[、和及](?:国家|省|市|县|区)级)*(?:(?:及|或)?以上)?)"
)
# 工业企业提供节能诊断服务 and 企业的清洁生产审核 count firms.
_ACTING = re.compile(
    r"(?P<who>(?:[一-鿿]{0,6}(?:企业|机构|单位|项目|家庭|学校|医院)))(?:提供|实施|开展|完成|进行|接受|实现|的)"
    r"(?P<what>[一-鿿“”\"]{2,20})"
)
# What stands between a name and its change: 将比2020年分别下降, 较“十三五”末增长.
_COMPARED = re.compile(
    r"(?:将|要|力争|分别|各|总体|(?:较|(?<!占)比|与|在)(?:\d{4}年|“[一-鿿]{1,4}”)(?:末|底)?(?:相比|的?基础上)?"
    r"|(?:较|(?<!占)比)上年)+$"
)
_CHANGES = (
    (r"(?:下降|降低|减少|压减|压缩|缩短|削减|减排|缩减|递减|降幅)", "降幅"),
    (r"(?:提高|提升|上升|扩大)", "提高幅度"),
    (r"(?:增长|增加|递增|增速|增幅|增长率|涨幅)", "增速"),
)
_CHANGE_TAIL = re.compile(
    r"(?P<pace>年均|平均每年|每年|累计|同比|平均)?(?:分别|各|均|总体|不断|保持)*(?:下降|降低|减少|压减|压缩|缩短|削减|减排|缩减|提高|提升|上升|扩大|增长|增加|递增|递减)(?:幅度|率)?$"
)


def name_indicator(
    head: str, raw: str, kind: TargetKind, unit: Unit, behind: str, spread: str
) -> str:
    """Name what a target measures, completed by what the kind adds: 奖励, 覆盖率, 增速, 数."""
    dimension = unit.dimension
    name = _PLACE.sub("", _plain(head))
    if kind == "reward":
        return _name_reward(name, dimension, behind)
    if dimension == "coverage" or (kind == "coverage" and not name.endswith(("率", "面"))):
        bare = re.sub(r"^(?:推动|实现)?覆盖|(?:实现|基本|达到|确保)+$", "", name)
        return f"{bare}覆盖率"
    if kind == "growth":
        return _name_change(name if name.endswith(raw) else name + raw, dimension)
    if dimension in _MEASURES and not _IS_MEASURE.search(name):
        name += {"次": "次数", "场": "场次", "人次": "人次"}.get(unit.name, _MEASURES[dimension])
    if dimension == "share" and not _IS_MEASURE.search(name):
        name += "比例"
    return spread + name


def _plain(name: str) -> str:
    """Without marks around it; a noun phrase of three is turned to name what is counted."""
    name = name.strip(" ,、:的和及与")
    if name.count("“") != name.count("”"):
        name = name.strip("“”")
    acting = _ACTING.fullmatch(name)
    if acting:
        return acting["what"] + acting["who"]
    return name


def _name_reward(name: str, dimension: str, behind: str) -> str:
    what = "补助" if re.match(r"[^。;]{0,40}补", behind) else "奖励"
    if dimension == "years":
        return f"{name}{what}年限"
    return f"{name}{what}比例" if dimension.startswith("share") else f"{name}{what}"


def _name_change(name: str, dimension: str) -> str:
    if dimension == "doubling":
        return re.sub(r"(?:(?:较|比|在)\d{4}年(?:的?基础上)?|实现|力争)+$", "", name)
    tail = _CHANGE_TAIL.search(name)
    if tail is None:
        return (
            re.sub(r"(?:高于|快于|低于|优于)(?P<than>[一-鿿]{1,12})$", r"高于\g<than>幅度", name)
            if dimension == "points"
            else name
        )
    stem = _COMPARED.sub("", name[: tail.start()])
    pace = "年均" if tail["pace"] in ("年均", "平均每年", "每年") else ""
    for pattern, noun in _CHANGES:
        if re.search(pattern, tail.group()):
            return f"{stem}{pace}{noun}"
    return name


@cache
def _synonyms() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = (line.split("\t") for line in read_lines("target_indicators.tsv"))
    return tuple((re.compile(pattern), name) for name, pattern in rows)


@cache
def _short_forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = (line.split("\t") for line in read_lines("target_short_forms.tsv"))
    return tuple((re.compile(pattern), name) for pattern, name in rows)


def split_grade(indicator: str) -> tuple[str, str]:
    """Who awards the title, and the indicator without it.

    Examples
    --------
    >>> split_grade("省级及以上重点实验室数")
    ('省级以上', '重点实验室数')
    """
    match = _GRADE.match(indicator)
    if match is None:
        return "", indicator
    grade = re.sub("[及或]以上", "以上", match["grade"])
    return grade, indicator[match.end() :] or indicator


def key_of(indicator: str) -> str:
    """The normalized name under which targets of several documents meet.

    Grades, quotation marks, 的 and short forms are levelled; then the table of synonyms is asked.

    Examples
    --------
    >>> key_of("规上工业企业数"), key_of("省级以上制造业单项冠军企业数")
    ('规模以上工业企业数', '制造业单项冠军企业数')
    """
    _, name = split_grade(_NEW.sub("", indicator))
    name = re.sub(r"[“”\"'\s的]|\([^()]*\)", "", name.replace("”“", "”、“"))
    for pattern, plain in _short_forms():
        name = pattern.sub(plain, name)
    for pattern, canonical in _synonyms():
        if pattern.fullmatch(name):
            return canonical
    return name
