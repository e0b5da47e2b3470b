"""Which candidates are promises: what stands before and behind a quantity decides.

Three forms are promises: a noun before (绿色工厂50家), a noun behind that a verb governs
(培育3至5家企业), money that is paid (给予最高100万元奖励). An attribute (规模超过500亿元的产业链),
a condition (营业收入增长10%以上的,给予…), a past figure and a name are none.
"""

from __future__ import annotations

import re

from policycompare.targets import patterns
from policycompare.targets.contexts import (
    ATTRIBUTE,
    BASELINE,
    NO_NAME,
    WINDOW,
    Context,
    Verdict,
)
from policycompare.targets.paying import is_condition, is_eligibility, is_money, judge_paid

MOST_OWN_PARTS = 60
"""Largest number of measures or tasks that a plan is taken to count of itself."""


def judge(context: Context) -> Verdict:
    """Decide whether a candidate is a promise."""
    refused = _refuse(context)
    if refused:
        return Verdict(None, refused)
    if context.dimension in ("coverage", "doubling"):
        return Verdict("before", context.dimension)
    if context.dimension == "years":
        return Verdict("paid", "years of payment")
    paid = judge_paid(context) if is_money(context) else None
    if paid is not None:
        return paid
    verdict = _judge_form(context)
    if verdict.reason == NO_NAME and context.has_subject and context.first.verb:
        return Verdict("before", "the subject of the segment before")
    return verdict


def _refuse(context: Context) -> str:
    """Why the candidate is no promise whatever its form; empty if nothing speaks against it."""
    first, own = context.first, context.in_segment
    reasons = {
        "a year that has passed": context.due.is_past,
        "a name in quotation marks": _is_quoted(context),
        "一 as an article": first.is_one
        and first.comparator == "="
        and not context.is_spread
        and context.dimension != "times",
        "百, 千 or 万 as many": first.is_bare and not first.said and context.dimension != "money",
        "a figure reached already": patterns.past().search(patterns.BASE_OF_SHARE.sub("", own))
        is not None,
        "a figure that is reported": first.verb == "为"
        and patterns.REPORTED.match(own) is not None,
        "a penalty or a condition of eligibility": _is_fine(context),
        "a threshold that chooses who is entitled": is_eligibility(context),
        "a limit of what is paid": first.comparator == "<="
        and not is_money(context)
        and patterns.any_of("reward").search(context.in_part) is not None,
        "a limit on applications": first.comparator == "<="
        and context.dimension == "count"
        and "同一" in context.before,
        BASELINE: patterns.raised().match(context.behind) is not None,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _is_quoted(context: Context) -> bool:
    start = context.candidate.start
    before = context.flat[max(context.candidate.segment.start - 1, start - 8, 0) : start]
    return patterns.NAME_OPENS.search(before) is not None and "”" in context.behind[:12]


def _is_fine(context: Context) -> bool:
    end = context.candidate.end
    before = patterns.BASE_OF_SHARE.sub("", context.in_part)
    around = before + context.flat[context.candidate.start : end + 8]
    return patterns.any_of("fine").search(around) is not None


def _judge_form(context: Context) -> Verdict:
    behind = context.behind
    if is_condition(context):
        return Verdict(None, "a condition of payment")
    if patterns.tail().match(behind) and not patterns.WORDS_OF_ATTRIBUTE.match(behind):
        return _judge_before(context)
    if behind.startswith("的"):
        return _judge_attribute(context)
    is_spent = context.dimension == "share" and patterns.SPENT.match(behind)
    if is_spent or patterns.STOP_BEHIND.match(behind):
        return _judge_before(context)
    return _judge_behind(context)


def _judge_attribute(context: Context) -> Verdict:
    """打造一支总营收规模5000亿的方阵 promises the size; 规模超过500亿元的产业链 is an attribute."""
    own = context.in_segment
    if context.dimension == "share" and patterns.any_of("reaches", "$").search(context.before):
        return Verdict("behind", "a share that a verb reaches")
    if context.dimension == "share" and patterns.SPENT_OF.match(context.behind):
        return Verdict("behind", "a share of what is spent")
    if context.dimension == "share" and re.match("的比例(?:开展|进行|实施)", context.behind):
        return Verdict("behind", "a share of what is done")
    is_counted = context.candidate.next_start < context.candidate.segment.end or (
        context.previous is not None and context.previous.form == "behind"
    )
    is_size = patterns.creation().search(own) and patterns.size().search(own)
    if context.dimension != "count" and is_size and not is_counted and "对" not in own:
        return Verdict("size", "the size of what is created")
    return Verdict(None, ATTRIBUTE)


def _judge_before(context: Context) -> Verdict:
    """A noun stands before the quantity: 绿色工厂50家, 利润率达到7%."""
    noun, first = context.before.strip(" 、和及与"), context.first
    if not patterns.HAS_NAME.search(noun):
        return Verdict(None, NO_NAME)
    if _may_be_own(context) and patterns.any_of("own", "(?:共|共计|合计)?$").search(noun):
        return Verdict(None, "a count of the document's own parts")
    if context.dimension == "times":
        return Verdict("before", "a multiple")
    if context.dimension == "age" and not re.search("(?:寿命|年龄)(?:再|延长|提高|增加)*$", noun):
        return Verdict(None, "an age that chooses persons")
    is_measured = patterns.measured().search(noun) is not None
    if context.dimension == "money" and not first.verb and not is_measured:
        return Verdict(None, "money without a noun that it measures")
    if first.said or patterns.any_of("rate").search(noun[-8:]):
        return Verdict("before", "said to be reached")
    told = context.in_sentence
    is_due = context.due.source in ("phrase", "sentence")
    if is_due or patterns.any_of("verb").search(told) or "每" in told:
        return Verdict("before", "in a sentence that promises")
    return Verdict(None, "no verb and no deadline promises it")


def _may_be_own(context: Context) -> bool:
    """Whether the number is one that a document may count its own parts by."""
    first = context.first
    return context.dimension == "count" and not first.said and first.value <= MOST_OWN_PARTS


def _judge_behind(context: Context) -> Verdict:
    """The noun stands behind: 培育50家企业; it needs a verb that governs the quantity."""
    before, behind, first = context.before, context.behind, context.first
    if _may_be_own(context) and patterns.own_behind().match(behind):
        return Verdict(None, "a count of the document's own parts")
    if before.endswith("等"):
        return Verdict(None, "a list that was just given")
    if context.dimension == "workdays" and patterns.DONE.match(behind):
        return _judge_before(context)
    if context.dimension.startswith(("time", "workdays", "bandwidth", "age")):
        return Verdict(None, "a time, speed or age that is part of a name")
    if patterns.governed().search(before) or first.verb == "为":
        return Verdict("behind", "governed by a verb")
    if first.said and patterns.WITH.search(before) and patterns.JOINED.match(behind):
        return Verdict("behind", "partners of what is done together")
    if patterns.hoped().fullmatch(before) and patterns.acts().match(behind):
        return Verdict("behind", "its noun acts")
    is_listed = context.previous is not None and context.previous.form == "behind"
    if is_listed and patterns.CONTINUES.search(before):
        return Verdict("behind", "in the list of one that is governed")
    is_said = first.said and first.verb not in ("为", "至", "到", "")
    if is_said and context.dimension == "count" and not before.strip():
        return Verdict("behind", "said to be reached")
    return Verdict(None, "no verb governs it")


def is_spread(flat: str, start: int, at: int) -> bool:
    """Whether 每条产业链, 各县 or 分别 stands in ``flat[start:at]``."""
    return re.search(patterns.DISTRIBUTED, flat[max(start, at - 2 * WINDOW) : at]) is not None
