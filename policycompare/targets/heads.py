"""What a quantity is about: the noun before or behind it, or the receivers of money."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from policycompare.targets.candidates import Candidate
from policycompare.targets.contexts import WINDOW, Form
from policycompare.targets.deadlines import Deadline, start_of
from policycompare.targets.items import (
    AND_ITEM,
    ITEM,
    Head,
    complete_items,
    split_items,
    split_parallel,
)
from policycompare.targets.receivers import find_receivers, strip_received
from policycompare.targets.tables import alternation


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a candidate.

    ``each`` tells that every head has the quantity (各50家, 分别给予100万元). ``raw`` is the text
    between the head and the quantity: 年均分别下降.
    """

    heads: tuple[Head, ...]
    whole: Head
    each: bool
    raw: str


_EACH = re.compile(r"分别|各(?=$|\d|不|至|最|约|有|建)|(?<!平)均(?=$|\d|达|实|超|突|不)")
_BY_LIST = re.compile(r"按照?(?P<list>[^,。;]{2,60}?)(?:分别|各)")
_SPACED = re.compile(r"[、和及与,]|以及")
_TOTAL = re.compile(r"总量|总数|数量")
"""What belongs to the name where no measure word counts: 用水总量控制在12.5亿立方米以内."""
_TIME = r"[两二三四五]年(?:内|时间)?"
_STRONG_REACH = 24
"""Characters from the start of a head in which a verb may end what is no part of the name."""


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    verb, opening = alternation("verb"), alternation("opening")
    noun = f"(?!{alternation('made_of')})"
    only = r"(?![性型率度力化者商家员期量额值]|用地|资金|规模|标准)"
    nominal = alternation("nominal")
    plain = f"(?:(?!{nominal}){verb}{only}|{nominal}{noun})"
    return {
        "change": re.compile(
            rf"(?:(?:较|(?<!占)比|与|在)\d{{4}}年(?:末|底)?(?:相比|的?基础上)?)?(?:年均|累计|同比|平均|每年|总体)*(?:分别|各|均)*"
            rf"(?:{alternation('rate')}|翻)(?:幅度|率)?$|(?:高于|快于|低于|优于)[一-鿿]{{1,12}}$"
        ),
        "than": re.compile(
            r"[,、]?(?:较|(?<!占)比|与|在|由|从)\d{4}年(?:末|底)?(?:相比|的?基础上|的)?$|[由从]$"
        ),
        "tail": re.compile(rf"(?:{alternation('adverb')}|(?<!平)均|年均(?=分别|各))+$"),
        "opening": re.compile(rf"(?:[、,\s]|{plain}|{opening}|{_TIME})+"),
        "time": re.compile(rf"[、,\s]*{_TIME}"),
        "size": re.compile(rf"总?{alternation('size')}(?=[^,。;、]{{0,6}}$)"),
        "strong": re.compile(alternation("strong")),
        "not_verb": re.compile(rf"{alternation('made_of')}|[一-鿿]{{0,2}}企业$"),
    }


def find_heads(
    text: str, flat: str, candidate: Candidate, form: Form, deadlines: Sequence[Deadline]
) -> Heads:
    """The head or heads of a candidate that was judged to be a promise."""
    if form == "behind":
        return _behind(text, flat, candidate)
    if form == "paid":
        return _paid(text, flat, candidate)
    if form == "size":
        return _size(text, flat, candidate)
    return _before(text, flat, candidate, deadlines)


def _behind(text: str, flat: str, candidate: Candidate) -> Heads:
    stop = min(candidate.segment.end, candidate.end + WINDOW)
    end = _noun_end(flat, candidate.end, stop, candidate.next_start)
    name = re.sub("^的比例(?:开展|进行|实施)?", "", text[candidate.end : end].strip())
    head = Head(candidate.end, end, name)
    return Heads((head,), head, each=False, raw="")


def _noun_end(flat: str, start: int, stop: int, next_start: int) -> int:
    """Where a noun behind its quantity ends: at a list mark only if another quantity follows."""
    depth = 0
    for at in range(start, stop):
        char = flat[at]
        if char == "“":
            depth += 1
        elif char == "”":
            if depth == 0:
                return at
            depth -= 1
        elif char in ",。;:!?|)》\n" or (
            not depth and at < next_start < stop and _SPACED.match(flat, at)
        ):
            return at
    return stop


def _size(text: str, flat: str, candidate: Candidate) -> Heads:
    """设立总规模50亿元的子基金: the size of what stands behind."""
    stop = min(candidate.segment.end, candidate.end + WINDOW)
    end = _noun_end(flat, candidate.end + 1, stop, stop)
    start = max(candidate.previous_end, candidate.start - WINDOW)
    size = _rules()["size"].search(flat[start : candidate.start])
    begin, word = (start + size.start(), size.group()) if size else (candidate.start, "规模")
    head = Head(begin, end, text[candidate.end + 1 : end] + word)
    return Heads((head,), head, each=False, raw="")


def _before(text: str, flat: str, candidate: Candidate, deadlines: Sequence[Deadline]) -> Heads:
    start = max(candidate.previous_end, candidate.start - WINDOW)
    end = candidate.subject_end if candidate.subject_end >= 0 else candidate.start
    for rule in ("tail", "change", "tail", "than"):
        found = _rules()[rule].search(flat, start, end)
        is_change = rule == "change" and candidate.dimension == "count"
        if found and not is_change:
            end = found.start()
            total = _TOTAL.match(flat, end) if candidate.dimension != "count" else None
            end = total.end() if total else end
    raw = flat[end : candidate.start]
    start = _open(flat, start, end, deadlines)
    whole = Head(start, end, text[start:end])
    each = bool(_EACH.search(raw))
    n_values = len(candidate.quantities)
    items = [whole]
    if each or n_values > 1:
        items = split_items(text, start, end, ITEM)
        if len(items) < 2 or (n_values > 1 and len(items) != n_values):
            items = split_items(text, start, end, AND_ITEM)
    elif candidate.dimension in ("coverage", "points", "share"):
        items = split_parallel(text, whole)
        each = len(items) > 1
    return Heads(tuple(complete_items(items or [whole])), whole, each, raw)


def _open(flat: str, start: int, end: int, deadlines: Sequence[Deadline]) -> int:
    """Where the head begins behind a deadline, openings and verbs: 到2025年,力争培育…."""
    rules = _rules()
    k = bisect_left(deadlines, end, key=start_of) - 1
    if k >= 0 and start <= deadlines[k].start and deadlines[k].end <= end:
        start = deadlines[k].end
    start = _skip(flat, start, end)
    stop = min(end, start + _STRONG_REACH)
    for strong in reversed(list(rules["strong"].finditer(flat, start, stop))):
        begin = _skip(flat, strong.end(), end)
        if end - begin >= 2 and not rules["not_verb"].match(flat, strong.end(), end):
            return begin
    return start


def _skip(flat: str, start: int, end: int) -> int:
    """Behind openings and verbs; where they are all there is (三年改造), behind the time only."""
    for rule in ("opening", "time"):
        opening = _rules()[rule].match(flat, start, end)
        if opening and end - opening.end() >= 2:
            return opening.end()
    return start


def _paid(text: str, flat: str, candidate: Candidate) -> Heads:
    start, end, words = find_receivers(flat, candidate)
    words = max(words, candidate.start - 2 * WINDOW)
    raw = flat[max(words, candidate.segment.start) : candidate.start]
    whole = Head(start, end, text[start:end] or _counted_before(flat, text, candidate))
    each = bool(_EACH.search(raw))
    n_values = len(candidate.quantities)
    items = split_items(text, start, end, ITEM) if each or n_values > 1 else [whole]
    if len(items) > 1 and n_values not in (1, len(items)):
        finer = split_items(text, start, end, AND_ITEM)
        items = finer if len(finer) == n_values else items
    if len(items) != n_values and (each or n_values > 1):
        by_list = _BY_LIST.search(flat, words, candidate.start)
        listed = split_items(text, *by_list.span("list"), ITEM) if by_list else []
        qualified = _qualified(text, flat, whole)
        items = next((one for one in (listed, qualified) if len(one) == n_values > 1), items)
    return Heads(tuple(complete_items(items or [whole])), whole, each, raw)


def _counted_before(flat: str, text: str, candidate: Candidate) -> str:
    """一等奖1个,奖励100万元: what the segment before counts is what is paid for."""
    end = max(candidate.segment.part_start, candidate.segment.start - 1)
    start = max(candidate.segment.part_start, end - WINDOW)
    start = max(start, flat.rfind(",", start, end) + 1)
    return re.sub(r"\d+[一-鿿]{1,2}$", "", text[start:end])


def _qualified(text: str, flat: str, whole: Head) -> list[Head]:
    """评定为五级、四级、三级的养老机构: the members stand before the noun that they share."""
    begin = max(0, whole.start - WINDOW)
    begin = max(begin, *(flat.rfind(mark, begin, whole.start) + 1 for mark in ",;。:对"))
    if whole.start > begin and flat[whole.start - 1] == "的":
        end, noun = whole.start - 1, whole.name
    else:
        return []
    items = split_items(text, begin, end, ITEM)
    return [Head(item.start, item.end, strip_received(item.name) + noun) for item in items]
