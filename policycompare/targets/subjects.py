"""Names that the text says only once: 制造业增加值占比稳中有升,占全市GDP比重达到36%."""

from __future__ import annotations

import re
from functools import cache

from policycompare.targets.candidates import Candidate
from policycompare.targets.contexts import WINDOW
from policycompare.targets.items import LEVEL, Head
from policycompare.targets.tables import alternation

_OF_WHAT = re.compile(
    r"(?:相关|全)?(?:产业|行业)?(?P<measure>(?:产值|产业|总|核心)*(?:规模|产值|总产值|营收|营业收入|增加值)(?:规模)?)"
)
_GRADED = re.compile(rf"(?P<grade>{LEVEL.pattern})(?=.)")
_OWN_PLACE = re.compile(r"^(?:“|国家|省|市|县|区|全国|国际|世界|本土|[一-鿿]{1,3}[省市])")
_ONLY_GRADE = re.compile(rf"{LEVEL.pattern}")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternation('opening')}|{alternation('verb')}|做大做强|做优做强|突破发展|大力发展|重点发展)+"
    )


def complete_name(
    flat: str, text: str, candidate: Candidate, head: Head, last: Head | None, last_name: str
) -> str:
    """The name of a head, completed from what stands before it in its sentence.

    Parameters
    ----------
    flat, text : str
        The passage with and without its asides hidden.
    candidate : Candidate
    head : Head
        The head as it stands in the text.
    last : Head or None
        The head before it in the same part.
    last_name : str
        That head's completed name; empty without one.
    """
    name = head.name.strip(" 、,")
    if not name:
        return last_name
    if name.startswith("占"):
        return _subject_before(flat, candidate) + name
    if _OF_WHAT.fullmatch(name):
        what = _object_before(flat, text, candidate)
        return what + (name.removeprefix("产业") if what.endswith("产业") else name)
    if last is not None and _ONLY_GRADE.fullmatch(name):
        noun = _GRADED.sub("", last_name)
        return name + noun
    return _inherit_grade(flat, candidate, name, last, last_name)


def _previous_segment(flat: str, candidate: Candidate) -> tuple[int, int]:
    """The two segments before this one at most, in its sentence."""
    end = max(candidate.segment.sentence_start, candidate.segment.start - 1)
    return max(candidate.segment.sentence_start, end - WINDOW), end


def _subject_before(flat: str, candidate: Candidate) -> str:
    start, end = _previous_segment(flat, candidate)
    segments = re.split("[,;、]", flat[start:end])
    found = re.match(r"([一-鿿A-Za-z\d]{2,24}?)(?=占|比重|稳|持续|不断)", segments[-1])
    return found[1] if found else ""


def _object_before(flat: str, text: str, candidate: Candidate) -> str:
    """大力发展传感器、功率半导体产业,到2025年产业产值达…: what is developed."""
    start, end = _previous_segment(flat, candidate)
    for segment in reversed(re.split("[,;]", text[start:end])):
        bare = re.sub(r"\d{4}年.*$", "", segment)
        lead = _lead().match(bare)
        rest = bare[lead.end() :] if lead else ""
        if len(rest) >= 2 and re.search(r"(?:产业|行业|制造|业|集群|产业链|经济)$", rest):
            return rest
    return ""


def _inherit_grade(
    flat: str, candidate: Candidate, name: str, last: Head | None, last_name: str
) -> str:
    """省级及以上重点实验室10家、技术创新中心11家: the grade reaches over the list."""
    if last is None or candidate.dimension != "count" or _OWN_PLACE.match(name):
        return name
    grade = _GRADED.match(last_name)
    between = flat[last.end : candidate.start]
    is_list = "、" in between[:12] and not re.search("[,;。]", between)
    return grade["grade"] + name if grade and is_list else name
