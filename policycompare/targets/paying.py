"""Money that is paid to somebody, and the conditions that choose who."""

from __future__ import annotations

import re

from policycompare.targets import patterns
from policycompare.targets.contexts import Context, Verdict


def is_money(context: Context) -> bool:
    """Whether the quantity is a sum or a share, which alone are paid."""
    return context.dimension.partition("/")[0] in ("money", "share")


def judge_paid(context: Context) -> Verdict | None:
    """Judge a sum or share that may be paid; None where that is not decided here."""
    pays = patterns.any_of("reward")
    own = context.in_segment
    if patterns.CAP_OF_EACH.search(own) and pays.search(own):
        return Verdict("paid", "a cap of what each is paid")
    if patterns.BUDGET.search(own):
        return None
    if patterns.paid_behind().match(context.behind):
        is_fund = context.dimension == "money" and patterns.funded().search(own)
        return None if is_fund else Verdict("paid", "a word of payment behind it")
    if pays.search(own) and "增长" not in own[-6:]:
        return Verdict("paid", "a verb of payment before it")
    earlier = _earlier(context.in_sentence, own)
    if patterns.EACH.search(own) and pays.search(earlier):
        return Verdict("paid", "so much each, in a sentence that pays")
    printed = context.flat[context.candidate.start : context.candidate.end]
    if pays.search(_earlier(context.in_part, own)) and patterns.CAPPED.search(own + printed):
        return Verdict("paid", "a cap of what is paid")
    if not pays.search(context.rest_of_part) or not patterns.BY_SHARE.search(own):
        return None
    is_attribute = context.behind.startswith("的")
    if is_attribute and not re.match("的(?:比例|标准|额度|幅度)", context.behind):
        return None
    return Verdict("paid", "by this share")


def is_eligibility(context: Context) -> bool:
    """Whether the quantity chooses who is entitled: 对年收入低于30万元的机构给予补贴."""
    is_threshold = context.dimension == "money" and context.first.said
    chooses = patterns.chosen() if is_threshold else patterns.eligible()
    if patterns.MEETS.search(context.in_segment) and "条件" in context.behind:
        return True
    if chooses.match(context.behind) is None:
        return False
    return patterns.paid_just_before().search(context.before) is None


def _earlier(whole: str, own: str) -> str:
    return whole[: len(whole) - len(own)]


def is_condition(context: Context) -> bool:
    """Whether a payment follows whose receivers this quantity chooses."""
    pays = patterns.any_of("reward").search(context.rest_of_part)
    if pays is None:
        return False
    between = context.rest_of_part[: pays.start()]
    opened = list(patterns.CONDITION_OPENS.finditer(between))
    if opened and re.search("[,;]", between[: opened[-1].start()]):
        return False
    return "的" in between or patterns.RECEIVERS.search(context.in_part) is not None
