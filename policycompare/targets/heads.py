"""What a quantity is about: the noun before or behind it, or the receivers of money, split to items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from policycompare.targets.candidates import Candidate
from policycompare.targets.judging import WINDOW, Form
from policycompare.targets.tables import alternation


@dataclass(frozen=True, slots=True)
class Head:
    """A name with its span in the passage; the name may be completed from its list."""

    start: int
    end: int
    name: str


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


_ITEM = re.compile(r"(?:“[^“”]{0,40}”|\([^()]{0,40}\)|[^、“(]|[“(])+")
_AND = re.compile(r"(?:“[^“”]{0,40}”|\([^()]{0,40}\)|(?!和|及(?!以上)|与|以及)[^、“(]|[“(])+")
_EACH = re.compile(r"分别|各(?=$|\d|不|至|最|约)|均(?=$|\d|达|实|超|突|不)")
_LEVEL = re.compile(
    r"(?:国家|省|市|县|区|地市|县区|世界|行业|企业|部|省部|旗县|盟市|自治区|州|乡镇|村)级(?:(?:及|或)?以上)?"
)
_BEHIND_END = re.compile(r"[,。;:!?、|”)》\n]|(?:和|及|与|以及|并)(?=[^,。;、]{0,30}\d)|$")
_RECEIVED = re.compile(
    r"^(?:于|首次|成功|新|当年|年度|每年|获得|获评|获批|荣获|入选|列入|纳入|认定为?|评为|评定为?|通过|取得|创建为?|被|经|成为|已建或在建的?|的)+"
)
_GENERIC = re.compile(
    r"(?:的)?(?:企业|单位|园区和企业|机构|项目|个人|团队|主体|组织|人员|对象|地区|镇街|平台|载体|产品)(?:等)?$"
)
_PAY_BEGINS = "按照?|依照|分别|一次性|连续|最高|每年|给予|再|另|可|予以|由|其中"


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    verb = alternation("verb")
    adverb = "分别|各|均|总数|总量|数量|力争|努力|确保|争取|预计|累计|共|合计|全面|将|要|基本|稳定|实现|达到?|不断|进一步|逐步|超过"
    opening = (
        "到|至|在|力争|努力|确保|争取|推动|支撑|促进|带动|实现|引导|鼓励|支持|组织|全面|进一步|加快|持续|大力|积极|重点|累计|"
        "每年|每季度?|每月|年均|全年|年内|今年|全市|全省|全区|全县|全国|我市|我省|我区|我县|本市|本省|其中|并|和|及|与|以及|同时|"
        "新|已|再|各|依法依规|按规定|在重点行业|等|将|使|让|"
    )
    return {
        "tail": re.compile(rf"(?:{adverb}|年均(?=分别|各))+$"),
        "opening": re.compile(rf"(?:[、,\s]|{opening}{verb})+"),
        "verb": re.compile(verb),
        "strong": re.compile(
            "(?:每年|每季度|建成并开通|建成|新增|培育|实施|打造|新建|认定|制定发布|制定|创建|开通|淘汰|整治|引进|建设|开展|组建|完成|争创|举办|实现|新培育|推动|形成)"
        ),
        "pays": re.compile(rf"{alternation('reward')}|{_PAY_BEGINS}"),
    }


def find_heads(text: str, flat: str, candidate: Candidate, form: Form) -> Heads:
    """The head or heads of a candidate that was judged to be a promise."""
    if form == "behind":
        return _behind(text, flat, candidate)
    if form == "paid":
        return _paid(text, flat, candidate)
    return _before(text, flat, candidate)


def _behind(text: str, flat: str, candidate: Candidate) -> Heads:
    stop = min(candidate.segment.end, candidate.end + WINDOW)
    end = _BEHIND_END.search(flat, candidate.end, stop)
    noun_end = end.start() if end else stop
    head = Head(candidate.end, noun_end, text[candidate.end : noun_end].strip())
    return Heads((head,), head, each=False, raw="")


def _before(text: str, flat: str, candidate: Candidate) -> Heads:
    start = max(candidate.previous_end, candidate.start - WINDOW)
    tail = _rules()["tail"].search(flat, start, candidate.start)
    end = tail.start() if tail else candidate.start
    raw = flat[end : candidate.start]
    start = _open(flat, start, end)
    whole = Head(start, end, text[start:end])
    each = bool(_EACH.search(raw))
    n_values = len(candidate.quantities)
    items = [whole]
    if each or n_values > 1:
        items = _split(text, whole, _ITEM)
        if len(items) < 2 or (n_values > 1 and len(items) != n_values):
            items = _split(text, whole, _AND)
    elif candidate.dimension in ("coverage", "points", "share"):
        items = _parallel(text, whole)
        each = len(items) > 1
    return Heads(tuple(_complete(items)), whole, each, raw)


def _open(flat: str, start: int, end: int) -> int:
    """Where the head begins behind openings and verbs: 到2025年,力争培育…."""
    rules = _rules()
    year = None
    for year in re.finditer(
        r"(?:\d{4}年(?:年?[底末])?前?|[”\"]期间|[”\"]末)[,、]?", flat[start:end]
    ):
        pass
    if year is not None:
        start += year.end()
    opening = rules["opening"].match(flat, start, end)
    if opening and end - opening.end() >= 2:
        start = opening.end()
    for strong in list(rules["strong"].finditer(flat, start, min(end, start + 24)))[::-1]:
        rest = flat[strong.end() : end]
        if len(rest) >= 4 and not re.match(r"[的率度化力型]|企业数?$|比例|项目$|平台$|机构$", rest):
            opening = rules["opening"].match(flat, strong.end(), end)
            begin = opening.end() if opening else strong.end()
            return begin if end - begin >= 2 else strong.end()
    return start


def _split(text: str, whole: Head, item: re.Pattern[str]) -> list[Head]:
    found = []
    for match in item.finditer(text, whole.start, whole.end):
        start, end = _trim(text, *match.span())
        if end > start:
            found.append(Head(start, end, text[start:end]))
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " 、和及与":
        start += 1
    while end > start and text[end - 1] in " 、等":
        end -= 1
    return start, end


def _parallel(text: str, whole: Head) -> list[Head]:
    """Items of a list whose members end alike: A增速、B增速; the others are one name."""
    parts = _split(text, whole, _AND)
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


def _complete(items: list[Head]) -> Iterator[Head]:
    """Give 国家级、省级、市级工业设计中心 their noun, and 智能家电、轨道交通产业规模 theirs."""
    if len(items) < 2:
        yield from items
        return
    last, first = items[-1].name, items[0].name
    own = _LEVEL.match(last)
    noun = last[own.end() :] if own else last
    measure = re.search(
        r"(?:产业规模|增加值|营业收入|总产值|产值|规模|产量|产能|覆盖率|普及率|占比|比重|比例|数量|投资)$",
        last,
    )
    unit = re.match(r"单位(?:地区生产总值|国内生产总值|生产总值|GDP|工业增加值|产品)", first)
    for item in items:
        name = item.name
        if _LEVEL.fullmatch(name):
            name += noun
        elif measure and not re.search(r"[额率量值比重模入资]$", name):
            name += measure.group()
        elif unit and not name.startswith("单位"):
            name = unit.group() + name
        yield Head(item.start, item.end, name)


def _paid(text: str, flat: str, candidate: Candidate) -> Heads:
    start, end = _receivers(flat, candidate)
    raw = flat[end : candidate.start]
    start, end = _bare_receivers(flat, start, end)
    whole = Head(start, end, text[start:end])
    each = bool(_EACH.search(raw))
    items = _split(text, whole, _ITEM) if each or len(candidate.quantities) > 1 else [whole]
    if len(items) > 1 and len(candidate.quantities) not in (1, len(items)):
        finer = _split(text, whole, _AND)
        items = finer if len(finer) == len(candidate.quantities) else items
    return Heads(tuple(_complete(items)), whole, each, raw)


def _receivers(flat: str, candidate: Candidate) -> tuple[int, int]:
    """The span that names who is paid."""
    segment, pays = candidate.segment, _rules()["pays"]
    start = max(segment.start, candidate.start - WINDOW)
    cut = None
    for cut in pays.finditer(flat, start, candidate.start):
        if cut.group() != "其中":
            break
        start, cut = cut.end(), None
    end = cut.start() if cut else candidate.start
    given = flat[start:end]
    if "对" in given:
        return start + given.rindex("对") + 1, end
    if re.search(r"[一-鿿A-Za-z]{2}", given):
        return start, end
    near = max(segment.part_start, segment.start - WINDOW)
    window = flat[near : max(near, segment.start - 1)]
    given_to = None
    for given_to in re.finditer(r"(?:^|[,;。:])[^,;。]{0,6}?对", window):
        pass
    if given_to is not None:
        return near + given_to.end(), near + len(window)
    return near + window.rfind(",") + 1, near + len(window)


def _bare_receivers(flat: str, start: int, end: int) -> tuple[int, int]:
    """Without what qualifies them: 新认定的, 的企业."""
    name = flat[start:end].rstrip(",、 ")
    end = start + len(name)
    generic = _GENERIC.search(name)
    at = name.rfind("的", 0, generic.start() if generic else len(name))
    if generic and generic.group().startswith("的") and generic.start() > 1:
        end = start + generic.start()
        name, at = flat[start:end], name.rfind("的", 0, generic.start())
    if 0 <= at < len(name) - 2:
        start += at + 1
    opening = _RECEIVED.match(flat, start, end)
    if opening and end - opening.end() >= 2:
        start = opening.end()
    return start, end
