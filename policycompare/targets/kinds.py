"""Kind and scope of a promise: a level, so much a year, a change, a reward, full coverage."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from policycompare.datamodel import TargetKind
from policycompare.targets.candidates import Candidate
from policycompare.targets.contexts import WINDOW, Form
from policycompare.targets.deadlines import Deadline, start_of
from policycompare.targets.heads import Heads
from policycompare.targets.tables import alternation

# 每年底 is a date; 年均增长 is a change and no quantity of each year.
_PERIOD = re.compile(
    r"(?<!每[生人户床个家])每年(?!底|末|第|\d{1,2}月)|每季度?|每月|每半年|逐年|每学[年期]|年均(?=新增|培|引|建|组|开|举|完|吸|培训)"
    r"|(?<![每全今去当近本半均\d一二三四五六七八九十])年(?:培训|接待|服务|新增|引进|组织|举办|开展|培养|输送|招收|减排)"
)
_NEW = re.compile(
    r"新增|净增|新建|新培育|新认定|新引进|新开工|新设|新开|增设|增加(?!值)|新(?:一批)?(?:改)?扩?建|新发展|新签约|新获批|新创建|新开通|新打造|新招"
)
# 三年累计 ends 每年; 每年累计 does not.
_TOTAL = re.compile(
    r"(?<![每\d])(?:\d{1,2}|[两二三四五六七八九十]{1,2})年(?:内|间|来|期间)?(?:累计|总计|合计|共计?|总共)?(?=[一-鿿])"
    r"|(?<!每年)(?<!年均)(?:累计|总计|共计|合计|总共)"
)
_LED_TO = re.compile(r"(?:[升高加长大展降低少减缩短制]|压减)[到至]")
"""A verb that leads to a level, which is none of each year in a segment without 每年."""
_SUM = re.compile(r"累计|总计|合计|共")
_TO = re.compile(r"[到至为在]|达到?$")
_EVERY_YEAR = re.compile(r"每年|年均|年")


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return {
        "change": re.compile(rf"{alternation('rate')}(?:幅度|力争|不断|分别|各|均|总计|累计)*$"),
        "named": re.compile(
            r"(?:增速|涨幅|增长率|降幅|增幅|下降率|减少率)(?:保持|稳定|达到|实现|年均|平均|分别|高于[一-鿿]{1,12})*$"
        ),
        "relative": re.compile(r"(?<!不)(?:高于|快于|低于|优于)[一-鿿]{1,12}$"),
        "verb": re.compile(alternation("verb")),
    }


def find_period(flat: str, deadlines: Sequence[Deadline], candidate: Candidate) -> str:
    """The word of the period in force, 每年 or 每季度; empty where there is none.

    It reaches over its part, up to the next deadline: 每年新增10家,到2025年达到50家.
    """
    start = max(candidate.segment.part_start, candidate.start - 2 * WINDOW)
    stop = candidate.start + 4 if candidate.start + 4 <= candidate.segment.end else candidate.start
    said = list(_PERIOD.finditer(flat, start, stop))
    if not said:
        return ""
    last = said[-1]
    if _LED_TO.search(candidate.quantities[0].verb) and last.end() <= candidate.segment.start:
        return ""  # 每年新增5000户,费率降至1%以下
    totals = list(_TOTAL.finditer(flat, last.end(), candidate.start))
    if totals and "," in flat[last.end() : totals[-1].start()]:
        return ""  # 每年培训3000人次,三年累计培训1万人次
    if last.group()[0] == "年" and last.group() != "年均" and last.start() < candidate.previous_end:
        return ""  # 年接待 is the period of its own quantity only
    k = bisect_left(deadlines, candidate.start, key=start_of) - 1
    return "" if k >= 0 and deadlines[k].start > last.end() else last.group()


def find_kind(
    flat: str, candidate: Candidate, heads: Heads, form: Form, period: str, value: float
) -> TargetKind:
    """The kind of one promise."""
    if form == "paid":
        return "reward"
    if candidate.dimension == "coverage":
        return "coverage"
    if candidate.dimension in ("points", "doubling", "times") or _is_change(flat, candidate, heads):
        return "growth"
    if period:
        return "annual"
    if (
        candidate.dimension == "share"
        and value == 100
        and re.search("覆盖[率面]$", heads.whole.name)
    ):
        return "coverage"
    return "level"


def _is_change(flat: str, candidate: Candidate, heads: Heads) -> bool:
    rules, first = _rules(), candidate.quantities[0]
    if candidate.dimension == "count" and not re.search(
        r"(?:减少|下降|降低|压减|削减)[^到至]{0,4}$",
        flat[max(candidate.previous_end, first.start - 8) : first.start],
    ):
        return False
    before = flat[max(candidate.previous_end, first.start - 24) : first.start]
    if rules["named"].search(before):
        return True
    if _TO.search(first.verb) and not first.verb.startswith(("不", "超", "达")):
        return False
    if candidate.dimension == "share" or first.verb in ("", "超过", "约"):
        return (
            rules["change"].search(before) is not None
            or rules["relative"].search(before) is not None
        )
    return False


def find_scope(
    flat: str, candidate: Candidate, heads: Heads, form: Form, period: str, carried: str
) -> str:
    """``每年``, ``新增``, ``累计`` or empty."""
    if form == "paid" or candidate.dimension in ("coverage", "doubling", "points"):
        return ""
    if period:
        return "每年" if _EVERY_YEAR.match(period) else ""
    if candidate.dimension in ("share", "times"):
        return ""
    before = flat[max(candidate.previous_end, candidate.start - WINDOW) : candidate.start]
    totals = list(_TOTAL.finditer(before))
    if "累计" in before or (totals and _SUM.search(totals[-1].group())):
        return "累计"
    return "新增" if _NEW.search(before) else carried


def has_own_verb(flat: str, candidate: Candidate) -> bool:
    """Whether a verb stands between the candidate before and this one."""
    start = max(candidate.previous_end, candidate.start - WINDOW)
    first = candidate.quantities[0]
    own = flat[start : candidate.start].lstrip("、,和及与 ")
    return first.verb != "" or _rules()["verb"].match(own) is not None
