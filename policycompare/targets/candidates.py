"""Places that may promise a quantity: lists of quantities, full coverage, doubling."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from policycompare.datamodel import Comparator
from policycompare.numerals import parse_chinese
from policycompare.targets.passages import Segment
from policycompare.targets.quantities import Quantity, is_list
from policycompare.targets.tables import Unit

COVERAGE = Unit("%", "%", 1.0, "coverage")
TIMES = Unit("倍", "倍", 1.0, "doubling")
YEARS = Unit("年", "年", 1.0, "years")

_CLOSED = r"(?=$|[,。;:!?、|”’)□\n]|(?:和|及|与|以及|并|目标|的目标))"
_FULL = re.compile(
    rf"(?:(?:实现|达到|确保|基本|100%|百分之百)*(?:全面?覆盖|100%覆盖|覆盖率(?:达到?|实现)?100%)){_CLOSED}"
)
_EACH = re.compile(rf"应(?P<verb>[一-鿿]{{1,2}})尽(?P=verb){_CLOSED}")
_TIMES = re.compile(r"(?:实现|力争|努力)*(?:再)?翻(?P<n>[一两二三四])?番(?P<more>以上)?")
_YEARS = re.compile(
    r"连续(?P<n>[2-9]|10|[两二三四五六七八九十])年(?=(?:分别|每年)?(?:给予|奖励|补助|补贴|资助))"
)
_DOUBLINGS = {None: 1, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4}


FAR = 1 << 60
"""Beyond any text."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Quantities that stand side by side in one segment (one, mostly).

    ``previous_end`` is where the promise before it in the segment ends, or the segment begins.
    ``subject_end`` is where its name ends if a value of today stands between the two
    (利用率由18%提高到25%), else -1. ``next_start`` is where the next candidate begins, or far away.
    """

    quantities: tuple[Quantity, ...]
    segment: Segment
    previous_end: int
    subject_end: int = -1
    next_start: int = FAR

    @property
    def start(self) -> int:
        """Where its first quantity begins, comparator included."""
        return self.quantities[0].start

    @property
    def end(self) -> int:
        """Where its last quantity ends, suffix included."""
        return self.quantities[-1].end

    @property
    def dimension(self) -> str:
        """The dimension of its first quantity."""
        return self.quantities[0].unit.dimension


def find_candidates(
    flat: str, quantities: Sequence[Quantity], segments: Sequence[Segment]
) -> list[Candidate]:
    """Group quantities to lists and put them into their segments, ascending."""
    fixed = _fixed(flat)
    taken = [(one.start, one.end) for one in fixed]
    free = [q for q in quantities if not _overlaps(q, taken)]
    starts = [segment.start for segment in segments]
    found: list[Candidate] = []
    groups = _group(flat, sorted([*free, *fixed], key=lambda q: (q.start, q.end)))
    nexts = [*(group[0].start for group in groups), FAR][1:]
    for group, next_start in zip(groups, nexts, strict=True):
        k = bisect_right(starts, group[0].number_start) - 1
        if k < 0 or group[0].number_start >= segments[k].end:
            continue
        segment = segments[k]
        found.append(Candidate(tuple(group), segment, segment.start, next_start=next_start))
    return found


def _overlaps(quantity: Quantity, taken: Sequence[tuple[int, int]]) -> bool:
    k = bisect_right(taken, (quantity.end, 0)) - 1
    return k >= 0 and taken[k][1] > quantity.start


def _fixed(flat: str) -> list[Quantity]:
    """全覆盖, 应评尽评 and 翻一番 as quantities, ascending and not overlapping."""
    # few passages hold the character that a form needs, and a search takes longer than a look
    found = [_full(m) for m in _FULL.finditer(flat)] if "覆盖" in flat else []
    full_ends = [one.end for one in found]
    for match in _EACH.finditer(flat) if "尽" in flat else ():
        # 全覆盖、应评尽评 is one promise said twice.
        k = bisect_right(full_ends, match.start())
        beside = k and match.start() - full_ends[k - 1] <= 1
        if not beside:
            found.append(_full(match))
    for match in _TIMES.finditer(flat) if "番" in flat else ():
        value = float(2 ** _DOUBLINGS[match["n"]])
        comparator: Comparator = ">=" if match["more"] else "="
        found.append(
            Quantity(*match.span(), match.start(), value, None, TIMES, comparator, said=True)
        )
    for match in _YEARS.finditer(flat) if "连续" in flat else ():
        years = float(match["n"]) if match["n"].isdigit() else parse_chinese(match["n"])
        if years is not None:
            found.append(
                Quantity(*match.span(), match.start("n"), years, None, YEARS, "=", said=True)
            )
    found.sort(key=lambda one: one.start)
    kept: list[Quantity] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _full(match: re.Match[str]) -> Quantity:
    return Quantity(*match.span(), match.start(), 100.0, None, COVERAGE, "=", said=True)


def _group(flat: str, quantities: Sequence[Quantity]) -> list[list[Quantity]]:
    groups: list[list[Quantity]] = []
    for quantity in quantities:
        last = groups[-1][-1] if groups else None
        alike = last is not None and last.unit.base == quantity.unit.base
        fixed = quantity.unit in (COVERAGE, TIMES, YEARS)
        if last is not None and alike and not fixed and is_list(flat, last, quantity):
            groups[-1].append(quantity)
        else:
            groups.append([quantity])
    return groups
