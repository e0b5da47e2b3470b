"""Values of printed numbers: 2000, 3.5万, 1,200, 三百五十, 百."""

from __future__ import annotations

import re
from math import isfinite

LARGEST = 1e15
"""Above it a double no longer tells neighbouring whole numbers apart (2**53 is about 9e15)."""

_FACTORS = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_DIGITS = dict(zip("零〇一二三四五六七八九两", (0.0, *map(float, range(10)), 2.0), strict=True))
_VAGUE = re.compile("[一二三四五六七八九两]{2}")


def parse_arabic(digits: str, multiplier: str = "") -> float | None:
    """Value of Arabic digits with a multiplier; None where no double holds it exactly.

    Examples
    --------
    >>> parse_arabic("3.5", "万"), parse_arabic("1,200"), parse_arabic("9" * 400)
    (35000.0, 1200.0, None)
    """
    if len(digits) > 40:
        return None
    factor = 1.0
    for char in multiplier:
        factor *= _FACTORS[char]
    value = round(float(digits.replace(",", "")) * factor, 6)
    return value if isfinite(value) and value < LARGEST else None


def parse_chinese(text: str) -> float | None:
    """Value of a Chinese numeral; None for a vague (三五) or malformed one.

    A single character is looked up, all others are read by cn2an.

    Examples
    --------
    >>> parse_chinese("三百五十"), parse_chinese("两"), parse_chinese("百"), parse_chinese("三五")
    (350.0, 2.0, 100.0, None)
    """
    if not text or len(text) > 24 or _VAGUE.search(text):
        return None
    if len(text) == 1:
        return {**_DIGITS, **_FACTORS}.get(text)
    if text[0] not in _DIGITS and text[0] != "十":
        text = "一" + text
    import cn2an  # 0.2 seconds, most of them for tables that only this call needs

    try:
        value = float(cn2an.cn2an(text, "normal"))
    except (ValueError, KeyError):  # it has no unit for a digit behind 亿 read as a tenth (亿一)
        return None
    return value if value < LARGEST else None
