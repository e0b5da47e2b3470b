"""Which candidates are promises: what stands before and behind a quantity decides.

Three forms are promises: a noun before (绿色工厂50家), a noun behind that a verb governs
(培育3至5家企业), money that is paid (给予最高100万元奖励). An attribute (规模超过500亿元的产业链), a
condition (营业收入增长10%以上的,给予…), a past figure and a name are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from policycompare.targets.candidates import Candidate
from policycompare.targets.deadlines import Due
from policycompare.targets.passages import HIDDEN
from policycompare.targets.tables import alternation

Form = Literal["before", "behind", "paid", "size"]

BASELINE = "the value before a change"
"""Why the 18% of 由18%提高到25% is no promise."""

ATTRIBUTE = "an attribute"
"""Why the 500亿元 of 规模超过500亿元的产业链 is no promise."""

NO_NAME = "nothing is named"
"""Why a quantity at the very start of a segment is no promise by itself."""

WINDOW = 160
"""Characters looked at on each side of a quantity: longer than any head of the five documents (70),
short enough to keep the work linear in the text."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a candidate is a promise or not; ``form`` is None where it is none."""

    form: Form | None
    reason: str


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    verb, nominal = alternation("verb"), alternation("reward_noun")
    adverb = "(?:各|分别|至少|每年|全年|新|累计|共|总共|共计|约|再|先后|力争|陆续|逐步|集中|重点|了|为|每?季度|每月|每批|均)*"
    return {
        "governed": re.compile(
            rf"(?:{verb}|每年|每季度?|每月|为|对|有|拥有){adverb}(?:“|一批|总数)?$"
        ),
        "verb": re.compile(verb),
        "pays": re.compile(rf"{alternation('reward')}"),
        "paid_behind": re.compile(
            rf"(?:/[一-鿿]{{1,3}})?的?(?:{nominal}|[一-鿿]{{0,4}}?{alternation('reward')})"
        ),
        "creation": re.compile(
            rf"{alternation('creates')}(?:成为?|起)?(?:[一1][支个座条批家])?[^,。;、]{{0,24}}$"
        ),
        "size": re.compile(rf"{alternation('size')}(?:达到?|突破|超过?|过|不超过|不低于)?$"),
        "acts": re.compile(rf"[一-鿿“”]{{2,16}}?{alternation('acts')}"),
        "reaches": re.compile(
            r"(?:覆盖|惠及|带动|服务|完成|推动|引导|组织|实现|培训|支持|扶持|帮助)$"
        ),
        "share_of": re.compile(r"的?(?:比例|标准|额度|幅度)"),
        "tail": re.compile(
            rf"(?:的)?{alternation('tail')}(?=$|[,。;:、|”’)的□]|进行|给予|执行|发放|和|以)"
        ),
        "focus": re.compile(alternation("focus")),
        "own": re.compile(rf"[一-鿿]{{0,4}}?{alternation('own')}(?=$|[,。;:、|”’)\n]|,|和|及)"),
        "past": re.compile(alternation("past")),
        "fine": re.compile(alternation("fine")),
        "stock": re.compile(rf"(?:{alternation('stock')}|{alternation('rate')})$"),
        "change": re.compile(alternation("rate")),
    }


_CONDITION_OPENS = re.compile(r"对|凡|符合|经|按照?|依据|根据|鼓励|支持")
_DISTRIBUTED = re.compile(
    r"每(?!年|季|月|半年|两年|学年|学期)|各(?!类|级|项|种|地|有关|相关|部门)|分别|至少"
)
_STOP_BEHIND = re.compile(r"$|[,。;:!?、|”’)》\n□]|(?:和|及|与|以及|并)(?=[^,。;]{0,60}\d)")
_RAISED = re.compile(
    r"(?:左右|以上)?(?:稳步|逐步|进一步|大幅)?(?:提高|提升|增加|增长|上升|扩大|发展|下降|降低|减少|压缩|压减|缩短|缩减)(?:到|至)"
)
_CAPPED = re.compile(
    r"^(?:其中|单个|每|最高|累计|年度|同一|对|单户|单项|总额|上限)|最高|不超过|上限|封顶|一次性"
)
_NAME = re.compile(r"“[^“”]{0,6}$")
_CONTINUES = re.compile(r"[和及与、]|以及|并$")


def judge(
    flat: str,
    candidate: Candidate,
    due: Due,
    previous: Verdict | None,
    *,
    is_spread: bool,
    has_subject: bool,
) -> Verdict:
    """Decide whether a candidate is a promise.

    Parameters
    ----------
    flat : str
        The passage with its asides hidden.
    candidate : Candidate
    due : Due
        The deadline in force at its place.
    previous : Verdict or None
        That of the candidate before it in the same segment.
    is_spread : bool
        Whether 每条产业链 or the like stands before it in its part: then 一个 is a count.
    has_subject : bool
        Whether the segment before promises something: its subject is then that of 达到95% too.
    """
    before = flat[max(candidate.previous_end, candidate.start - WINDOW) : candidate.start]
    stop = min(candidate.segment.end, candidate.end + WINDOW)
    behind = flat[candidate.end : stop].lstrip(HIDDEN)
    refused = _refuse(flat, candidate, before, behind, due, is_spread=is_spread)
    if refused:
        return Verdict(None, refused)
    if candidate.dimension in ("coverage", "doubling"):
        return Verdict("before", candidate.dimension)
    if candidate.dimension == "years":
        return Verdict("paid", "years of payment")
    if _is_money(candidate):
        paid = _judge_paid(flat, candidate, behind)
        if paid is not None:
            return paid
    verdict = _judge_form(flat, candidate, before, behind, due, previous)
    if verdict.reason == NO_NAME and has_subject and candidate.quantities[0].verb:
        return Verdict("before", "the subject of the segment before")
    return verdict


def _refuse(
    flat: str, candidate: Candidate, before: str, behind: str, due: Due, *, is_spread: bool
) -> str:
    """Why the candidate is no promise whatever its form; empty if nothing speaks against it."""
    rules, segment, first = _rules(), candidate.segment, candidate.quantities[0]
    if due.is_past:
        return "a year that has passed"
    if (
        _NAME.search(flat[max(segment.start - 1, candidate.start - 8) : candidate.start])
        and "”" in behind[:12]
    ):
        return "a name in quotation marks"
    if first.is_one and first.comparator == "=" and not is_spread:
        return "一 as an article"
    if first.is_bare and not first.said and first.unit.dimension != "money":
        return "百, 千 or 万 as many"
    if rules["past"].search(flat, max(segment.start, candidate.start - WINDOW), candidate.start):
        return "a figure reached already"
    part_before = flat[max(segment.part_start, candidate.start - WINDOW) : candidate.end + 8]
    if rules["fine"].search(part_before):
        return "a penalty or a condition of eligibility"
    if first.comparator == "<=" and "同一" in before and first.unit.dimension == "count":
        return "a limit on applications"
    if _RAISED.match(behind):
        return BASELINE
    return ""


def _is_money(candidate: Candidate) -> bool:
    return candidate.dimension.partition("/")[0] in ("money", "share")


def _judge_paid(flat: str, candidate: Candidate, behind: str) -> Verdict | None:
    """Money and shares in a sentence that pays: paid, a condition, or None for neither."""
    rules, segment = _rules(), candidate.segment
    own_text = flat[max(segment.start, candidate.start - WINDOW) : candidate.start]
    if re.search("(?:总额|总规模|总量|预算|规模)$", own_text):
        return None
    if rules["paid_behind"].match(behind):
        if candidate.dimension == "money" and _verb_between(flat, candidate):
            return None
        return Verdict("paid", "a word of payment behind it")
    near = max(segment.part_start, candidate.start - 2 * WINDOW)
    own_start = max(segment.start, near)
    pays_here = rules["pays"].search(flat, own_start, candidate.start) is not None
    if pays_here and "增长" not in flat[own_start : candidate.start][-6:]:
        return Verdict("paid", "a verb of payment before it")
    sentence = max(segment.sentence_start, candidate.start - 2 * WINDOW)
    if re.search("每[一-鿿]{1,4}$", own_text) and rules["pays"].search(flat, sentence, own_start):
        return Verdict("paid", "so much each, in a sentence that pays")
    pays_before = rules["pays"].search(flat, near, own_start) is not None
    if pays_before and _CAPPED.search(flat[own_start : candidate.end]):
        return Verdict("paid", "a cap of what is paid")
    stop = min(segment.part_end, candidate.end + WINDOW)
    later = rules["pays"].search(flat, candidate.end, stop)
    if later is None:
        return None
    if re.search(r"(?:按照?|依照|参照)[^,。;]{0,40}$", flat[own_start : candidate.start]) and (
        _rules()["share_of"].match(behind) or not behind.startswith("的")
    ):
        return Verdict("paid", "by this share")
    return None


def _verb_between(flat: str, candidate: Candidate) -> bool:
    """设立100亿元专项资金 is a fund, not a payment."""
    before = flat[max(candidate.segment.start, candidate.start - 12) : candidate.start]
    return (
        re.search(
            r"(?:设立|安排|投入|组建|筹集|统筹|落实|争取|整合|列支|下达)(?:不少于|总额)?$", before
        )
        is not None
    )


def _judge_form(
    flat: str, candidate: Candidate, before: str, behind: str, due: Due, previous: Verdict | None
) -> Verdict:
    rules = _rules()
    if _is_condition(flat, candidate):
        return Verdict(None, "a condition of payment")
    if rules["tail"].match(behind) and not (behind.startswith("的") and _is_attribute(behind)):
        return _judge_before(flat, candidate, before, due)
    if behind.startswith("的"):
        if candidate.dimension == "share" and rules["reaches"].search(before):
            return Verdict("behind", "a share that a verb reaches")
        is_inside = previous is not None and previous.form == "behind"
        return Verdict(None, ATTRIBUTE) if is_inside else _judge_attribute(flat, candidate)
    if _STOP_BEHIND.match(behind):
        return _judge_before(flat, candidate, before, due)
    return _judge_behind(flat, candidate, before, behind, previous)


def _is_attribute(behind: str) -> bool:
    return re.match(r"的(?:目标|增长|标准|比例|水平|规模|速度|幅度|增速)", behind) is None


def _is_condition(flat: str, candidate: Candidate) -> bool:
    """Whether a payment follows whose receivers this quantity chooses."""
    segment = candidate.segment
    stop = min(segment.part_end, candidate.end + WINDOW)
    pays = _rules()["pays"].search(flat, candidate.end, stop)
    if pays is None:
        return False
    between = flat[candidate.end : pays.start()]
    opened = list(_CONDITION_OPENS.finditer(between))
    if opened and re.search(r"[,;]", between[: opened[-1].start()]):
        return False
    own = flat[max(segment.part_start, candidate.start - WINDOW) : candidate.start]
    return "的" in between or re.search(r"(?:对|凡)[^,;]*$|每[^,;年季月]{0,6}$", own) is not None


def _judge_attribute(flat: str, candidate: Candidate) -> Verdict:
    """打造一支总营收规模5000亿的方阵 promises the size; 规模超过500亿元的产业链 is an attribute."""
    rules = _rules()
    own = flat[max(candidate.segment.start, candidate.start - WINDOW) : candidate.start]
    is_size = rules["creation"].search(own) and rules["size"].search(own)
    is_counted = candidate.next_start < candidate.segment.end
    if candidate.dimension != "count" and is_size and not is_counted and "对" not in own:
        return Verdict("size", "the size of what is created")
    return Verdict(None, ATTRIBUTE)


def _judge_before(flat: str, candidate: Candidate, before: str, due: Due) -> Verdict:
    """A noun stands before the quantity: 绿色工厂50家, 利润率达到7%."""
    rules = _rules()
    noun = before.strip(" 、和及与")
    if not re.search(r"[一-鿿A-Za-z”)%]", noun):
        return Verdict(None, NO_NAME)
    if (
        re.search(rf"{alternation('own')}(?:共|共计|合计)?$", noun)
        and not candidate.quantities[0].said
    ):
        return Verdict(None, "a count of the document's own parts")
    first = candidate.quantities[0]
    if candidate.dimension == "times":
        return Verdict("before", "a multiple")
    if candidate.dimension == "money" and not first.verb and not rules["stock"].search(noun):
        return Verdict(None, "money without a noun that it measures")
    if first.said or rules["change"].search(noun[-8:]):
        return Verdict("before", "said to be reached")
    own = flat[
        max(candidate.segment.sentence_start, candidate.start - 2 * WINDOW) : candidate.start
    ]
    if due.source in ("phrase", "sentence") or rules["verb"].search(own) or "每" in own:
        return Verdict("before", "in a sentence that promises")
    return Verdict(None, "no verb and no deadline promises it")


def _judge_behind(
    flat: str, candidate: Candidate, before: str, behind: str, previous: Verdict | None
) -> Verdict:
    """The noun stands behind: 培育50家企业; it needs a verb that governs the quantity."""
    rules = _rules()
    if rules["own"].match(behind) and not candidate.quantities[0].said:
        return Verdict(None, "a count of the document's own parts")
    if re.search(r"等$", before):
        return Verdict(None, "a list that was just given")
    first = candidate.quantities[0]
    if candidate.dimension.startswith(("time", "workdays")):
        return Verdict(None, "a time that is part of a name")
    if rules["governed"].search(before) or first.verb == "为":
        return Verdict("behind", "governed by a verb")
    if not before.strip("、,和及 ") and rules["acts"].match(behind):
        return Verdict("behind", "its noun acts")
    if previous is not None and previous.form == "behind" and _CONTINUES.search(before):
        return Verdict("behind", "in the list of one that is governed")
    is_said = first.said and first.verb not in ("为", "至", "到", "")
    if is_said and candidate.dimension == "count" and not before.strip():
        return Verdict("behind", "said to be reached")
    return Verdict(None, "no verb governs it")


def is_spread(flat: str, start: int, at: int) -> bool:
    """Whether 每条产业链, 各县 or 分别 stands in ``flat[start:at]``."""
    return _DISTRIBUTED.search(flat, max(start, at - 2 * WINDOW), at) is not None
