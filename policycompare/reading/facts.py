"""Facts that an official text prints about itself: document number, date of issue, issuer.

Forms after GB/T 9704-2012: the number (发文字号) stands above the title, as 威政发〔2023〕15号; the
issuer and the date close the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

NEAR = 30
"""Filled lines at the beginning of a text in which its own document number stands."""

_NUMBER = re.compile(
    r"[一-鿿]{1,12}(?:\([一-鿿]+\))?\s*[〔\[【(（﹝［]\s*\d{4}\s*[〕\]】)）﹞］]\s*(?:第\s*)?\d{1,5}\s*号"
)
_DAY = re.compile(r"(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*日?")
_MONTH = re.compile(r"(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*月?")
_CHINESE_DAY = re.compile(
    "([一二三四五六七八九〇零○Ｏ]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_DIGITS = {
    **dict(zip("一二三四五六七八九", range(1, 10), strict=True)),
    **dict.fromkeys("〇零○Ｏ", 0),
}
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
    match = _NUMBER.search(text)
    return re.sub(r"\s", "", match[0]) if match else ""


def find_date(text: str) -> str:
    """The first date in a text as ``2023-07-06`` or ``2023-07``, or an empty string.

    >>> [find_date(text) for text in ("于2023年7月6日", "二〇二三年十二月三十日", "2023/13/40")]
    ['2023-07-06', '2023-12-30', '']
    """
    for match in _DAY.finditer(text):
        if found := _iso(*(int(part) for part in match.groups())):
            return found
    for match in _CHINESE_DAY.finditer(text):
        year = int("".join(str(_DIGITS[char]) for char in match[1]))
        if found := _iso(year, _small(match[2]), _small(match[3])):
            return found
    for match in _MONTH.finditer(text):
        if found := _iso(int(match[1]), int(match[2]), 1):
            return found[:7]
    return ""


def is_date_line(line: str) -> bool:
    """Whether a line holds a date and nothing else."""
    line = line.strip("()（） 　")
    return any(pattern.fullmatch(line) for pattern in (_DAY, _CHINESE_DAY))


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


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat() if 1949 <= year < 2100 else ""
    except ValueError:
        return ""


def _small(text: str) -> int:
    """Value of a Chinese number up to 99.

    >>> [_small(n) for n in ("七", "十", "十二", "二十", "三十一")]
    [7, 10, 12, 20, 31]
    """
    if "十" not in text:
        return _DIGITS[text[0]]
    tens, _, ones = text.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
