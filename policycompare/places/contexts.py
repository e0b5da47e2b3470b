"""Why a text may name another place: the rules of ``data/name_rules.tsv`` on the words around."""

from __future__ import annotations

import re
from functools import cache

from policycompare.places.table import read_rules

PART_ENDS = ",。;:!?\n"
"""What ends the part of a sentence in which a word may explain a name; 、 does not."""


def find_excuse(text: str, start: int, end: int, *, city_or_short: bool) -> str:
    """Name the rule that explains why ``text[start:end]``, a run of names, stands there.

    Parameters
    ----------
    text : str
        Normalized text of the clause.
    start, end : int
        The run: names joined by 、 share what explains one of them.
    city_or_short : bool
        Whether names of institutions may begin with it (深圳华为技术有限公司).

    Returns
    -------
    str
        ``title``, ``institution``, ``before``, ``after`` or ``partner``; empty where no rule holds.
    """
    before, after = _before(text, start), _after(text, end)
    if text.rfind("《", 0, start) > text.rfind("》", 0, start):
        return "title"
    if city_or_short and _any("institution_after", after):
        return "institution"
    if _any("before", before):
        return "before"
    if _any("after", after):
        return "after"
    if _any("partner_before", before) and _any("partner_after", after):
        return "partner"
    return ""


def _before(text: str, start: int) -> str:
    begin = max(text.rfind(mark, 0, start) for mark in PART_ENDS) + 1
    return text[begin:start]


def _after(text: str, end: int) -> str:
    ends = [place for mark in PART_ENDS if (place := text.find(mark, end)) >= 0]
    return text[end : min(ends, default=len(text))]


def _any(kind: str, part: str) -> bool:
    return any(pattern.search(part) for pattern in _patterns(kind))


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in read_rules()[kind])
