"""Numbers of markers: 三, 十二, 贰, 12, ⑫, 乙, b."""

from __future__ import annotations

from policycompare.numerals import STEMS, circled, read_count

CIRCLED = {circled(number): number for number in range(1, 51)}
"""Value of each circled number."""


def parse_number(text: str) -> int | None:
    """Value of a number in a marker, from 1 to 999; None where it is no such number.

    Examples
    --------
    >>> [parse_number(n) for n in ("三", "十", "一百零三", "贰", "07", "⑪", "B", "乙", "x5")]
    [3, 10, 103, 2, 7, 11, 2, 2, None]
    """
    if text in CIRCLED:
        return CIRCLED[text]
    if len(text) == 1 and "a" <= text.lower() <= "z":
        return ord(text.lower()) - ord("a") + 1
    if len(text) == 1 and text in STEMS:
        return STEMS.index(text) + 1
    if text.isascii() and text.isdigit():
        value: int | None = int(text)
    else:
        value = read_count(text)
    return value if value is not None and 1 <= value <= 999 else None
