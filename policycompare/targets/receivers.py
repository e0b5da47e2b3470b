"""Who is paid: 对新认定的国家级、省级单项冠军企业,分别给予…."""

from __future__ import annotations

import re
from functools import cache

from policycompare.targets.candidates import Candidate
from policycompare.targets.contexts import WINDOW
from policycompare.targets.tables import alternation

_BEGINS = (
    "按照?|依照|(?<![一-鿿])(?:依据|根据|经|并|视|结合|参照)|择优|分别|一次性|分阶段|连续|[两二三四五]年内|以(?=“)|最高|给予"
    "|再|另|可|予以|由|其中|每[年家个户人床张亩件项台套篇月次单餐]|每新增|同一|单个"
)
_TO = re.compile(r"(?:^|[,;。:])[^,;。]{0,6}?对")
_REMARK = re.compile("根据|依据|按|经|视|结合|参照|给予")
"""Openings of a segment that names nobody."""

_COUNTED = re.compile(r"\d[一-鿿]{1,3}(?<!的)$")
"""建设食堂100个,每个补助20万元: the name is that of the promise before."""

_RECEIVED = re.compile(
    r"(?:于|首次|成功|新(?=认定|获|评|入选|列入|纳入|通过)|认定(?=[一-鿿]{3})|当年|年度|每年|获得|获评|获批|荣获|入选|列入|纳入|认定为?|评为|评定为?|通过|取得"
    r"|创建为?|被|经|成为|已建成|或|的)+"
)
_GENERIC = re.compile(
    r"(?:的)?(?:(?:企业|单位|园区|机构|项目|个人|团队|主体|组织|人员|对象|地区|镇街|平台|载体|产品)"
    r"(?:和|及|、)?)+(?:等)?$"
)


@cache
def _pays() -> re.Pattern[str]:
    return re.compile(rf"{alternation('reward')}|{_BEGINS}")


def find_receivers(flat: str, candidate: Candidate) -> tuple[int, int, int]:
    """The span that names who is paid, and where the words of payment behind it begin."""
    start, end = _whole(flat, candidate)
    return *_bare(flat, start, end), end


def strip_received(name: str) -> str:
    """A receiver without 评定为 or the like before it."""
    opening = _RECEIVED.match(name)
    return name[opening.end() :] if opening and opening.end() < len(name) else name


def _whole(flat: str, candidate: Candidate) -> tuple[int, int]:
    segment = candidate.segment
    start, end = max(segment.start, candidate.start - WINDOW), candidate.start
    if flat[candidate.previous_end : candidate.previous_end + 1] == "、":
        start = candidate.previous_end + 1  # 给予承建企业最高200万元、场景开放方最高50万元
    for cut in _pays().finditer(flat, start, candidate.start):
        if cut.group() not in ("其中", "单个", "同一"):
            end = cut.start()
            break
        start = cut.end()
    given = flat[start:end]
    if "对" in given:
        return start + given.rindex("对") + 1, end
    if re.search(r"[一-鿿A-Za-z]{2}", given):
        return start, end
    near = max(segment.part_start, segment.start - WINDOW)
    window = flat[near : max(near, segment.start - 1)]
    to = list(_TO.finditer(window))
    if to:
        begin = near + to[-1].end()
        cut_off = _pays().search(flat, begin + 2, near + len(window))
        return begin, cut_off.start() if cut_off else near + len(window)
    last = window.rfind(",") + 1
    while last and _REMARK.match(window, last):
        window = window[: last - 1]
        last = window.rfind(",") + 1
    if _COUNTED.search(window[last:]):
        return candidate.start, candidate.start
    return near + last, near + len(window)


def _bare(flat: str, start: int, end: int) -> tuple[int, int]:
    """Without what qualifies them: 新认定的, 的企业."""
    name = flat[start:end].rstrip(",、 的")
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
