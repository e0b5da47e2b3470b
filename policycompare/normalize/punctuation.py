"""One form for the width of punctuation, for quotes, and for the zero in years."""

from __future__ import annotations

import re

from policycompare.datamodel import Edit
from policycompare.normalize.characters import HAN

# Full-width ASCII (U+FF01..U+FF5E) lies 0xFEE0 above ASCII.
_WIDTH = {0xFF01 + i: chr(0x21 + i) for i in range(94)}
_FORMS = {
    "∶": ":", "︰": ":", "ː": ":", "｡": "。", "､": "、", "｢": "“", "｣": "”",
    "「": "“", "」": "”", "『": "‘", "』": "’", "〝": "“", "〞": "”", "〟": "”", "‟": "“", "„": "“",
    "‛": "‘", "‧": "·", "・": "·", "･": "·", "∙": "·", "⋅": "·", "⋯": "…", "￥": "¥", "￡": "£",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-", "―": "—", "─": "—",
    "◯": "○",
}  # fmt: skip
_TABLE = _WIDTH | {ord(a): b for a, b in _FORMS.items()}
_WIDE = re.compile("[" + "".join(map(chr, _TABLE)) + "]")


def edit_width(text: str) -> list[Edit]:
    """Give full-width ASCII, corner quotes, dots and dashes one form each."""
    table = _TABLE
    return [Edit(m.start(), m.end(), table[ord(m[0])]) for m in _WIDE.finditer(text)]


_STRAIGHT_DOUBLE = re.compile('"')
_STRAIGHT_SINGLE = re.compile(f"(?<![A-Za-z0-9])'|'(?![A-Za-z0-9])|(?<=[A-Za-z0-9])'(?=[{HAN}])")


def edit_quotes(text: str) -> list[Edit]:
    """Turn straight quotes that stand in pairs within a line into “ ” and ‘ ’."""
    edits = _pair_quotes(text, '"', _STRAIGHT_DOUBLE, "“”")
    edits += _pair_quotes(text, "'", _STRAIGHT_SINGLE, "‘’")
    return sorted(edits, key=lambda edit: edit.start)


def _pair_quotes(text: str, quote: str, pattern: re.Pattern[str], marks: str) -> list[Edit]:
    """Alternate opening and closing marks on every line with an even number of quotes."""
    if quote not in text:
        return []
    edits: list[Edit] = []
    at = 0
    for line in text.split("\n"):
        places = [m.start() for m in pattern.finditer(line)] if quote in line else []
        if len(places) % 2 == 0:
            edits += [Edit(at + p, at + p + 1, marks[i % 2]) for i, p in enumerate(places)]
        at += len(line) + 1
    return edits


_DOUBLED = re.compile(
    r"(?<![A-Za-z0-9]),+(?=[,。;:、!?])|(?<=[A-Za-z0-9]),+(?=[。;:、!?]|,(?![A-Za-z0-9]))"
)


def edit_doubled(text: str) -> list[Edit]:
    """Drop a comma before another mark, as in ``,。``: the later mark is the real one.

    Copying pages put a comma before every mark (fx052). Between Latin characters ``,,`` stays:
    there it is an empty field.
    """
    return [Edit(m.start(), m.end(), "") for m in _DOUBLED.finditer(text)]


_NUMERALS = "一二三四五六七八九〇"
# Cyrillic О, Greek Ο, Latin O, white circles and the digit 0 stand for 〇 in copied years.
_ZEROS = "ОоΟοOo0○"
_NUMERAL_RUN = re.compile(
    f"[{_NUMERALS}][{_NUMERALS}{_ZEROS}]{{1,2}}(?:[{_NUMERALS}]|[{_ZEROS}](?=年))"
)
_DIGIT_YEAR = re.compile("(?<![0-9A-Za-z])[12][0-9ОоΟοOo]{3}(?=年)")


def edit_years(text: str) -> list[Edit]:
    """Give the zero of a year one form: ``二О二六年``, ``2O26年`` get 〇 and 0."""
    edits = [
        Edit(m.start() + i, m.start() + i + 1, "〇")
        for m in _NUMERAL_RUN.finditer(text)
        if sum(c in _NUMERALS for c in m[0]) >= 2
        for i, c in enumerate(m[0])
        if c in _ZEROS
    ]
    edits += [
        Edit(m.start() + i, m.start() + i + 1, "0")
        for m in _DIGIT_YEAR.finditer(text)
        for i, c in enumerate(m[0])
        if not c.isdigit()
    ]
    return sorted(edits, key=lambda edit: edit.start)
