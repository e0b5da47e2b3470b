"""One form for the width of punctuation, for quotes, and for the zero in years."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policycompare.datamodel import Edit

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


_DOUBLE_QUOTES = re.compile('[“”"]')
# A straight single quote between Latin characters is an apostrophe.
_SINGLE_QUOTES = re.compile("[‘’]|(?<![A-Za-z0-9])'|'(?![A-Za-z0-9])")


def edit_quotes(text: str) -> list[Edit]:
    """Turn straight quotes into “ ” and ‘ ’ on every line where they then stand in pairs.

    A straight quote may close a curly one: pages print ``“揭榜挂帅"``.
    """
    edits = _pair_quotes(text, '"', _DOUBLE_QUOTES, "“”")
    edits += _pair_quotes(text, "'", _SINGLE_QUOTES, "‘’")
    return sorted(edits, key=lambda edit: edit.start)


def _pair_quotes(text: str, straight: str, pattern: re.Pattern[str], marks: str) -> list[Edit]:
    if straight not in text:
        return []
    edits: list[Edit] = []
    at = 0
    for line in text.split("\n"):
        if straight in line:
            edits += _pair_line_quotes(line, at, pattern, marks)
        at += len(line) + 1
    return edits


def _pair_line_quotes(
    line: str, offset: int, pattern: re.Pattern[str], marks: str
) -> Iterable[Edit]:
    """Edits of one line; none where a quote would stay open or close what was not opened."""
    edits = []
    is_open = False
    for match in pattern.finditer(line):
        mark = match[0] if match[0] in marks else marks[is_open]
        if (mark == marks[1]) != is_open:
            return ()
        is_open = not is_open
        if mark != match[0]:
            edits.append(Edit(offset + match.start(), offset + match.end(), mark))
    return () if is_open else edits


_DOUBLED = re.compile(
    r"(?<![A-Za-z0-9]),+(?=[,。;:、!?])|(?<=[A-Za-z0-9]),+(?=[。;:、!?]|,(?![A-Za-z0-9]))"
)

_COMMA_BEFORE = re.compile(",[,。;:、!?]")


def edit_doubled(text: str) -> list[Edit]:
    """Drop a comma before another mark, as in ``,。``: the later mark is the real one.

    Copying pages put a comma before every mark (fx052). Between Latin characters ``,,`` stays:
    there it is an empty field.
    """
    if _COMMA_BEFORE.search(text) is None:
        return []  # In far less time than the pattern with its conditions takes.
    return [Edit(m.start(), m.end(), "") for m in _DOUBLED.finditer(text)]


_NUMERALS = "一二三四五六七八九〇"
# Cyrillic О, Greek Ο, Latin O, white circles and the digit 0 stand for 〇 in copied years.
_ZEROS = "ОоΟοOo0○"
_NUMERAL_RUN = re.compile(
    f"[{_NUMERALS}][{_NUMERALS}{_ZEROS}]{{1,2}}(?:[{_NUMERALS}]|[{_ZEROS}](?=年))"
)
_DIGIT_YEAR = re.compile("(?<![0-9A-Za-z])[12][0-9ОоΟοOo]{3}(?=年)")

# What every edit of either needs: a wrong zero behind a right digit.
_SIGNS = (re.compile(f"[{_NUMERALS}][{_ZEROS}]"), re.compile("[0-9][ОоΟοOo]"))


def edit_years(text: str) -> list[Edit]:
    """Give the zero of a year one form: ``二О二六年``, ``2O26年`` get 〇 and 0."""
    if all(sign.search(text) is None for sign in _SIGNS):
        return []
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
