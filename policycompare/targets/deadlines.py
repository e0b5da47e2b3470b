"""By when: 力争到2025年, 2023年底前, “十四五”末, 年内; and what a document's horizon says."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from policycompare.datamodel import DeadlineSource, Metadata
from policycompare.numerals import COUNTING, read_digits
from policycompare.targets.passages import Segment

EARLIEST, LATEST = 1990, 2075
"""Years that a plan can mean; 2060 (carbon neutrality) is the latest that national plans name."""

NO_DEADLINE = "the year {year} is no deadline that a plan has"
"""What a reader is told of a year that no plan can mean."""

MOST_LOOKED_BACK = 20
"""Deadlines looked back at for one that is not past; keeps the work linear in the text."""

_YEAR = re.compile(
    r"(?<![\d.])(?:(?P<first>\d{4})年?\s?(?:[-—–~～至到]|——)\s?)?"
    rf"(?P<year>\d{{4}}|[{COUNTING}零]{{4}})年"
    r"(?P<day>\d{1,2}月(?:\d{1,2}日)?)?(?:年?底|年?末|上半年|下半年)?(?:之?前|以前)?"
)
_LISTED = re.compile(r"(?P<year>(?<!\d)\d{4})(?=(?:、\d{4}){0,8}(?:[、和及]\d{4})年)")
_PLAN = re.compile(
    r"[“\"](?P<number>十[二三四五六七])五[”\"]\s?(?:期?末|期间|时期|规划期|以来|收官)?"
)
_PLAN_ENDS = {"十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035, "十七": 2040}
"""Last years of the five-year plans, from the first of 1953 to 1957 on."""
_THIS_YEAR = re.compile(
    r"(?<![\d年〇零一二三四五六七八九十两])(?:年内|今年|全年(?!龄)|年底前|本年度?|当年底)"
)
# A year behind one of these is the year of comparison or of the beginning, no deadline.
_BASE_BEFORE = re.compile(
    r"(?:较|(?<!占)比|自|从|与|由|同|相比|对比|相对于?|高于|低于|超过|是|以)\s?$"
)
_BASE_AFTER = re.compile(
    r"\s?(?:为?基[期数准]|相比|基础上|水平|以来|起|印发|发布|出台|开始|的(?:基础|水平|[一-鿿]{0,2}倍)|[一-鿿]{0,6}(?:的基础上|相比))"
)
_PAST_BEFORE = re.compile(r"(?:截至|截止|截止到|截至到)\s?$")
_METADATA_YEAR = re.compile(r"(\d{4})(?:-\d{2}(?:-\d{2})?)?")
_TITLE_HORIZON = re.compile(
    r"(?<!\d)(\d{4})年?(?:\d{1,2}月)?\s?[-—–~～至]+\s?(\d{4})(?!\d)(?P<closed>年|(?=\)))?"
)


@dataclass(frozen=True, slots=True)
class Horizon:
    """What the metadata say about time; None where they say nothing."""

    start: int | None
    end: int | None
    issued: int | None
    warnings: tuple[str, ...] = ()

    @property
    def known(self) -> int | None:
        """The year before which a year is past."""
        return self.start if self.start is not None else self.issued

    @property
    def this_year(self) -> int | None:
        """The year that 年内 means."""
        if self.end is not None and self.end == self.start:
            return self.end
        if self.issued is not None and self.start is not None and self.issued < self.start:
            return None
        return self.issued


@dataclass(frozen=True, slots=True)
class Deadline:
    """A year said at a place of a passage; ``year`` is None where it cannot be a deadline."""

    start: int
    end: int
    year: int | None
    is_past: bool = False
    warning: str = ""


def start_of(deadline: Deadline) -> int:
    """Where a deadline begins: the key for bisecting."""
    return deadline.start


def read_horizon(metadata: Metadata, printed_title: str = "") -> Horizon:
    """Read issue year and horizon; what is no date is told and not used.

    ``printed_title`` is the title that the text itself carries; it is asked where the metadata
    give neither a title nor an end.
    """
    warnings: list[str] = []

    def year(name: str) -> int | None:
        text = getattr(metadata, name).strip()
        match = _METADATA_YEAR.fullmatch(text)
        if text and (match is None or not EARLIEST <= int(match[1]) <= LATEST):
            warnings.append(
                f"{metadata.document}: {name} is {text!r}, but a date is 2025, 2025-12 or "
                "2025-12-31; deadlines are not taken from it"
            )
            return None
        return int(match[1]) if match else None

    start, end, issued = year("horizon_start"), year("horizon_end"), year("issued")
    title = _TITLE_HORIZON.search(metadata.title or printed_title)
    if end is None and not metadata.horizon_end and title:
        first, last = int(title[1]), int(title[2])
        is_sure = metadata.title or (title["closed"] is not None and first <= last)
        if first >= EARLIEST and last <= LATEST and is_sure:
            start, end = first, last
    if start is not None and end is not None and start > end:
        warnings.append(
            f"{metadata.document}: the horizon ends ({end}) before it begins ({start}); deadlines "
            "are not taken from it"
        )
        start = end = None
    return Horizon(start, end, issued, tuple(warnings))


def find_deadlines(flat: str, horizon: Horizon) -> list[Deadline]:
    """Every year that a passage names as a deadline or as past, ascending."""
    # most passages name no year, and a search takes longer than a look
    has_year = "年" in flat
    found = [_read_year(flat, m, horizon) for m in _YEAR.finditer(flat)] if has_year else []
    for match in _LISTED.finditer(flat) if has_year else ():
        found.append(_judge(flat, match.start(), match.end(), int(match["year"]), horizon))
    for match in _PLAN.finditer(flat):
        before = flat[max(0, match.start() - 6) : match.start()]
        if "以来" not in match.group() and not _BASE_BEFORE.search(before):
            year = _PLAN_ENDS[match["number"]]
            is_past = horizon.known is not None and year < horizon.known
            found.append(Deadline(*match.span(), year, is_past))
    for match in _THIS_YEAR.finditer(flat) if has_year else ():
        warning = "" if horizon.this_year else f"{match.group()}: no year of issue tells which year"
        found.append(Deadline(*match.span(), horizon.this_year, warning=warning))
    kept = [one for one in found if one is not None]
    return sorted(kept, key=lambda one: (one.start, one.end))


def _read_year(flat: str, match: re.Match[str], horizon: Horizon) -> Deadline | None:
    year = read_digits(match["year"])
    return None if year is None else _judge(flat, match.start(), match.end(), year, horizon)


def _judge(flat: str, start: int, end: int, year: int, horizon: Horizon) -> Deadline | None:
    before, after = flat[max(0, start - 6) : start], flat[end : end + 14]
    is_value = re.match(r"的\d", after) is not None and (
        re.search("[到至]$", before) is None or re.match(r"的[\d.]+倍", after) is not None
    )
    if is_value or _BASE_BEFORE.search(before) or _BASE_AFTER.match(after):
        return None
    if not EARLIEST <= year <= LATEST:
        return Deadline(start, end, None, warning=NO_DEADLINE.format(year=year))
    is_past = horizon.known is not None and year < horizon.known
    if horizon.known is None and _PAST_BEFORE.search(before) and horizon.end != year:
        is_past = True
    return Deadline(start, end, year, is_past)


@dataclass(frozen=True, slots=True)
class Due:
    """The deadline of one place: the year, where it was read, and all years of its list."""

    year: int | None
    source: DeadlineSource | None
    years: tuple[int, ...] = ()
    is_past: bool = False
    start: int = -1
    warning: str = ""


def due_at(
    deadlines: list[Deadline],
    segment: Segment,
    at: int,
    horizon: Horizon,
    column: Due | None = None,
) -> Due:
    """The deadline in force at a place: the last one said before it, else the document's.

    One said behind it counts in its own segment only, where none stands before. ``column`` is that
    of the table's row; it is surer than the document's and gives way to what the text says.
    """
    n_before = bisect_left(deadlines, at, key=start_of)
    if n_before and deadlines[n_before - 1].start >= segment.sentence_start:
        last = deadlines[n_before - 1]
        where: DeadlineSource = "phrase" if last.start >= segment.start else "sentence"
        return _due(deadlines, n_before - 1, where)
    if n_before < len(deadlines) and deadlines[n_before].start < segment.end:
        return _due(deadlines, n_before, "phrase")
    for one in reversed(deadlines[max(0, n_before - MOST_LOOKED_BACK) : n_before]):
        if one.year is not None and not one.is_past:
            return Due(one.year, "clause", start=one.start)
    if column is not None:
        return column
    return Due(horizon.end, None if horizon.end is None else "document")


def _due(deadlines: list[Deadline], k: int, where: DeadlineSource) -> Due:
    one = deadlines[k]
    first = k
    while (
        first
        and k - first < MOST_LOOKED_BACK
        and 0 <= deadlines[first].start - deadlines[first - 1].end <= 2
    ):
        first -= 1
    years = tuple(d.year for d in deadlines[first : k + 1] if d.year is not None)
    source = None if one.year is None else where
    return Due(one.year, source, years, one.is_past, one.start, one.warning)
