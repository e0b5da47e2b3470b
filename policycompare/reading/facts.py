"""Facts that an official text prints about itself: document number, date of issue, issuer.

Forms after GB/T 9704-2012: the number (发文字号) stands above the title, as 威政发〔2023〕15号; the
issuer and the date close the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from policycompare.numerals import COUNTING, ZEROS, read_digits, read_number

NEAR = 30
"""Filled lines at the beginning of a text in which its own document number stands."""

_NUMBER = re.compile(
    r"[一-鿿]{1,12}(?:\([一-鿿]+\))?\s*[〔\[【(（﹝［]\s*\d{4}\s*[〕\]】)）﹞］]\s*(?:第\s*)?\d{1,5}\s*号"
)
# The year in its brackets, which few lines have and which is found far faster.
_NUMBER_YEAR = re.compile(r"[〔\[【(（﹝［]\s*\d{4}\s*[〕\]】)）﹞］]")
_YEAR = rf"(?<!\d)(?P<year>\d{{4}}|[{COUNTING}{ZEROS}]{{4}})"
_PART = r"(?:\d{1,2}|[〇零]?[一二三四五六七八九十]{1,3})"
# A day that is no day of the calendar (32日) makes the whole no date, not a month.
_WORDED = re.compile(
    rf"{_YEAR}\s*年\s*(?P<month>{_PART})\s*月"
    rf"(?:\s*(?P<day>{_PART})(?:\s*[日号]|$)|(?!\s*[\d〇零一二三四五六七八九十]+\s*[日号]))"
)
_PLAIN = re.compile(
    r"(?<!\d)(?P<year>\d{4})\s*(?P<mark>[-/.])\s*(?P<month>\d{1,2})(?!\d)"
    r"(?:\s*(?P=mark)\s*(?P<day>\d{1,2})(?!\d)日?)?"
)
_ISSUER = re.compile(
    "[一-鿿、]{2,40}?(?:人民政府(?:办公厅|办公室)?|委员会(?:办公厅|办公室)?|办公厅|办公室|厅|局|委|部|院)"
)
_CITED = re.compile("[《〈（(根据按照依据]")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text says of itself; what it does not say is empty."""

    document_number: str = ""
    date: str = ""
    issuer: str = ""


def find_facts(text: str) -> Facts:
    r"""Read number, date and issuer off the lines on which they stand alone.

    >>> find_facts("威政发〔2023〕15号\n关于印发计划的通知\n\n威海市人民政府\n2023年7月6日")
    Facts(document_number='威政发〔2023〕15号', date='2023-07-06', issuer='威海市人民政府')
    """
    lines = [line for raw in text.splitlines() if (line := raw.strip(" \t　\xa0"))]
    signed, issuer = _find_signature(lines)
    return Facts(_find_number(lines[:NEAR]), signed, issuer)


def find_number(text: str) -> str:
    """The first document number in a text, without spaces, or an empty string."""
    if _NUMBER_YEAR.search(text) is None:
        return ""
    match = _NUMBER.search(text)
    return re.sub(r"\s", "", match[0]) if match else ""


def find_date(text: str) -> str:
    """The first date in a text as ``2023-07-06`` or ``2023-07``, or an empty string.

    >>> [find_date(text) for text in ("于2023年7月6日", "二〇二三年十二月三十日", "2023年2月30日")]
    ['2023-07-06', '2023-12-30', '']
    """
    found = [_read(match) for pattern in (_WORDED, _PLAIN) for match in pattern.finditer(text)]
    whole = [one for one in found if len(one) > len("2023-07")]
    return next(iter(whole or filter(None, found)), "")


def is_date_line(line: str) -> bool:
    """Whether a line holds a date and nothing else."""
    line = line.strip("()（） 　")
    matches = [pattern.fullmatch(line) for pattern in (_WORDED, _PLAIN)]
    return any(match is not None and len(_read(match)) > len("2023-07") for match in matches)


def _find_number(lines: Sequence[str]) -> str:
    for line in lines:
        number = find_number(line)
        # A number inside a sentence or a book title is that of another document.
        if number and len(line) <= len(number) + 8 and not _CITED.match(line):
            return number
    return ""


def _find_signature(lines: Sequence[str]) -> tuple[str, str]:
    """The last date that stands alone with the issuer above it; else the last date alone."""
    alone = ""
    for at in range(len(lines) - 1, -1, -1):
        if not is_date_line(lines[at]):
            continue
        above = re.sub(r"\s", "", lines[at - 1]) if at else ""
        if _ISSUER.fullmatch(above):
            return find_date(lines[at]), above
        alone = alone or find_date(lines[at])
    return alone, ""


def _read(match: re.Match[str]) -> str:
    """The ISO form of a printed date; empty where the calendar has no such day."""
    year, month = read_digits(match["year"]), read_number(match["month"])
    day = 1 if match["day"] is None else read_number(match["day"])
    if year is None or month is None or day is None or not 1949 <= year < 2100:
        return ""
    try:
        found = date(year, month, day).isoformat()
    except ValueError:
        return ""
    return found if match["day"] else found[: len("2023-07")]
