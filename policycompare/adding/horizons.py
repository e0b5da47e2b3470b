"""What a plan reaches to, and whether it is a draft, in force, or a report on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from policycompare.adding.model import Finding, Sure
from policycompare.adding.rules import DATE, read_rules
from policycompare.adding.view import View
from policycompare.numerals import COUNTING, ZEROS, read_digits, read_number
from policycompare.reading.facts import find_date

_YEAR = rf"(\d{{4}}|[{COUNTING}{ZEROS}]{{4}})"
_SPAN = re.compile(rf"{_YEAR}年?\s*(?:[—–―-]{{1,2}}|[~至到])\s*{_YEAR}(?!\d)年?")
_FIVE_YEARS = re.compile('[“"]十([一二三四五六])五[”"]|第十([一二三四五六])个五年')
_FIVE_YEAR_STARTS = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031}
_ONE_YEAR = re.compile(r"(?<![\d〔\[(至到-])(20\d{2})(?:年度?|\S{2,6}年)(?!\d|底|末|前)")
_BY = re.compile(r"(?:到|至)(20\d{2})年(?!\d{1,2}月)")
_IN_FORCE = re.compile(
    rf"自({DATE})起(?:正式)?(?:施行|实施|执行|生效)"
    rf"(?:[,;。]?\s*有效期(?:限)?(?:至|到|截至)({DATE})"
    r"|[,;。]?\s*有效期(?:限)?(?:为)?([一二三四五六七八九十\d]{1,2})年)?"
)
MIN_GOALS = 2
"""Times that 到2025年 must stand in a text to be its horizon."""
MIN_SHARE = 2 / 3
"""Share of all such years that it must have, in [0, 1]; a hint below. Set by judgement."""


def find_horizons(view: View, title: str) -> Iterator[Finding]:
    """Yield the begin and end that the title prints, the time in force, or the goals' year."""
    yield from _of_title(title)
    yield from _in_force(view)
    yield from _of_goals(view)


def find_states(view: View, title: str) -> Iterator[Finding]:
    """Yield what the head of a text says of its status: ``draft``, ``report`` or ``final``."""
    for status in ("report", "draft", "final"):
        for pattern, sure in read_rules()[status]:
            area = view.flat if "起(?:施行" in pattern else view.head
            match = re.search(pattern, area)
            if match is not None:
                yield view.find("status", status, _sure(sure), "text", *match.span())
                break


def _of_title(title: str) -> Iterator[Finding]:
    if span := _SPAN.search(title):
        yield from _both(*_years(span), "certain", span[0])
    elif five := _FIVE_YEARS.search(title):
        start = _FIVE_YEAR_STARTS[five[1] or five[2]]
        yield from _both(str(start), str(start + 4), "certain", five[0])
    elif one := _ONE_YEAR.search(title):
        yield from _both(one[1], one[1], "likely", one[0])


def _years(span: re.Match[str]) -> tuple[str, str]:
    return str(read_digits(span[1])), str(read_digits(span[2]))


def _both(start: str, end: str, sure: Sure, quote: str) -> Iterator[Finding]:
    if start <= end:
        yield Finding("horizon_start", start, sure, "title", quote)
        yield Finding("horizon_end", end, sure, "title", quote)


def _in_force(view: View) -> Iterator[Finding]:
    """本规定自2023年10月1日起施行,有效期至2028年9月30日; 有效期三年."""
    matches = list(_IN_FORCE.finditer(view.flat))
    if not matches:
        return
    match = matches[-1]  # the closing article; earlier ones speak of other rules
    start = find_date(match[1])
    if not start:
        return
    yield view.find("horizon_start", start, "likely", "time in force", *match.span())
    end = find_date(match[2]) if match[2] else _later(start, match[3])
    if end:
        yield view.find("horizon_end", end, "likely", "time in force", *match.span())


def _later(start: str, years: str | None) -> str:
    """The last day of a number of years from a day."""
    if not years or len(start) < len("2023-07-06"):
        return ""
    first = date.fromisoformat(start)
    n = read_number(years)
    if not n:
        return ""
    try:
        return (first.replace(year=first.year + n) - timedelta(days=1)).isoformat()
    except ValueError:  # 29 February
        return first.replace(year=first.year + n, day=28).isoformat()


def _of_goals(view: View) -> Iterator[Finding]:
    found = list(_BY.finditer(view.flat))
    counts = Counter(match[1] for match in found)
    if not counts:
        return
    year, n = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[0]
    first = next(match for match in found if match[1] == year)
    sure: Sure = "likely" if n >= MIN_GOALS and n >= MIN_SHARE * counts.total() else "possible"
    where = f"goals ({n} of {counts.total()} times 到…年)"
    yield view.find("horizon_end", year, sure, where, *first.span())


def _sure(word: str) -> Sure:
    return "certain" if word == "certain" else "likely"
