"""How long a brief is, and which part gives way where it is longer than two pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from unicodedata import east_asian_width

from policycompare.report.brief.sentences import Section
from policycompare.report.labels import Language


@dataclass(frozen=True)
class Page:
    """How much the layout of the DOCX file holds.

    Attributes
    ----------
    ems : float
        Full-width characters in a line of body text.
    lines : float
        Lines of body text on two pages; measured with LibreOffice, with a reserve for other fonts.
    """

    ems: float
    lines: float


PAGES: dict[Language, Page] = {"en": Page(43.0, 98.0), "zh": Page(40.0, 80.0)}

TITLE_LINES, HEADING_LINES = 3.5, 1.6
"""What a title with its subtitle and a heading take, in lines."""


@dataclass(frozen=True)
class Limits:
    """How many sentences a part may have; what goes beyond is counted and named with its file."""

    covers: int = 4
    shared: int = 6
    absent: int = 6
    partial: int = 5
    targets: int = 6
    units: int = 4
    origin: int = 3
    doubts: int = 6
    groups: int = 8
    group_absent: int = 1
    group_partial: int = 1


LEAST = Limits(1, 2, 2, 2, 2, 1, 1, 2, 1, 0, 0)
"""Below this nothing is cut; a brief that is longer then is longer."""

ORDER_ONE = ("shared", "units", "origin", "targets", "partial", "absent", "doubts", "covers")
ORDER_ALL = ("shared", "units", "origin", "targets", "doubts", "group_partial", "group_absent")
"""Parts of a brief about one group and about all: the one with most room gives way first, of equal
ones the first named. Whole groups give way last."""


def tighten(limits: Limits, group: str | None, n_groups: int) -> Limits | None:
    """Take one sentence off the part that has most room; None where nothing is left to take."""
    order = ORDER_ALL if group is None else ORDER_ONE
    room = {name: getattr(limits, name) - getattr(LEAST, name) for name in order}
    name = max(order, key=lambda name: room[name])
    if room[name] > 0:
        return replace(limits, **{name: getattr(limits, name) - 1})
    n_told = min(limits.groups, n_groups)
    if group is None and n_told > LEAST.groups:
        return replace(limits, groups=n_told - 1)
    return None


def count_lines(sections: Sequence[Section], page: Page) -> float:
    """Estimate the lines that sections take with the title."""
    lines = TITLE_LINES + HEADING_LINES * len(sections)
    for section in sections:
        for block in section.blocks():
            # A mark such as [12] takes about two characters, a paragraph its indent.
            ems = 2.0 + sum(measure_ems(sentence.text) + 1.5 for sentence in block)
            lines += ceil(ems / page.ems)
    return lines


def measure_ems(text: str) -> float:
    """Width in full-width characters; others count as half.

    Examples
    --------
    >>> measure_ems("威海市 60")
    4.5
    """
    return sum(1.0 if east_asian_width(sign) in "WFA" else 0.5 for sign in text)
