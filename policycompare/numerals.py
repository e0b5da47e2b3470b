"""Numbers as texts print them: 三, 一百零三, 贰拾, 二〇二三, 3.5万, 三百五十; and back.

Every module that reads or writes a Chinese numeral does it here. What is no number gives None, so
that no caller needs to trust a regular expression to have let only numbers through.
"""

from __future__ import annotations

import re
from math import isfinite

COUNTING = "〇一二三四五六七八九"
"""Digits as texts print them, by value."""

LEGAL = "零壹贰叁肆伍陆柒捌玖"
"""Digits as contracts and cheques print them, by value."""

LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
"""The same in traditional characters."""

ZEROS = "〇零○Ｏ"
"""Characters that stand for 〇 in a year; the last two are common in copied texts."""

WORDS = "〇零一二三四五六七八九十百"
"""Characters of a counting word up to 999."""

LEGAL_WORDS = "壹贰叁参肆伍陆柒捌玖拾佰"
"""The same in formal characters."""

_DIGITS = {
    **{char: value for value, char in enumerate(COUNTING)},
    **dict.fromkeys(ZEROS, 0),
    **{char: value for value, char in enumerate(LEGAL_TRADITIONAL)},
    **{char: value for value, char in enumerate(LEGAL)},
    "两": 2,
    "参": 3,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}

LARGEST = 1e15
"""Above it a double no longer tells neighbouring whole numbers apart (2**53 is about 9e15)."""

LONGEST = 24
"""Characters of a numeral that is read; longer ones are lists that lost their marks."""

_FACTORS = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_QUANTITY_DIGITS = "零〇一二三四五六七八九两"
_VAGUE = re.compile("[一二三四五六七八九两]{2}")

STEMS = "甲乙丙丁戊己庚辛壬癸"
"""The ten heavenly stems, which number lists and annexes."""


def read_count(text: str) -> int | None:
    """Value of a counting word from 0 to 9,999; None for what is none.

    Places descend, and a place left out is a 零: 十十, 百千 and 二三 are no numbers, and 一百三 is
    none either, because it may be 103 or 130.

    Examples
    --------
    >>> [read_count(word) for word in ("七", "十", "二十一", "一百零三", "贰拾", "〇")]
    [7, 10, 21, 103, 20, 0]
    >>> [read_count(word) for word in ("十十", "二三", "一百三", "十零", "", "x")]
    [None, None, None, None, None, None]
    """
    if len(text) == 1 and text in _DIGITS:
        return _DIGITS[text]
    total, digit, place, has_zero = 0, 0, 10_000, False
    for char in text:
        unit, value = _UNITS.get(char), _DIGITS.get(char)
        if unit is not None:
            if unit >= place or (has_zero and not digit):
                return None
            total, digit, place, has_zero = total + (digit or 1) * unit, 0, unit, False
        elif value is None or digit or (has_zero and not value):
            return None
        else:
            digit, has_zero = value, has_zero or not value
    if not text or (has_zero and not digit) or (digit and place > 10 and not has_zero):
        return None
    return total + digit


def read_digits(text: str) -> int | None:
    """Value of a number printed digit by digit, as years are; None for what is none.

    Examples
    --------
    >>> [read_digits(year) for year in ("二〇二三", "二零二三", "2023", "二0二三", "二十三", "")]
    [2023, 2023, 2023, 2023, None, None]
    """
    values = [int(c) if c.isdecimal() else _DIGITS.get(c) for c in text]
    if not values or None in values:
        return None
    return int("".join(map(str, values)))


def read_number(text: str) -> int | None:
    """Value of a whole number in Arabic digits or as a counting word; None for what is none.

    >>> [read_number(number) for number in ("12", "十二", "1二")]
    [12, 12, None]
    """
    return int(text) if text.isdecimal() else read_count(text)


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
    """Value of a quantity in Chinese; None for a vague (三五) or malformed one.

    A single character is looked up, all others are read by cn2an, which knows 点, 万 and 亿, and
    takes 一百三 for 130, as speech does with quantities.

    Examples
    --------
    >>> parse_chinese("三百五十"), parse_chinese("两"), parse_chinese("百"), parse_chinese("三五")
    (350.0, 2.0, 100.0, None)
    """
    if not text or len(text) > LONGEST or _VAGUE.search(text):
        return None
    if len(text) == 1:
        if text in _QUANTITY_DIGITS:
            return float(_DIGITS[text])
        return _FACTORS.get(text)
    if text[0] not in _QUANTITY_DIGITS and text[0] != "十":
        text = "一" + text
    import cn2an  # 0.2 seconds, most of them for tables that only this call needs

    try:
        value = float(cn2an.cn2an(text, "normal"))
    except (ValueError, KeyError):  # it has no unit for a digit behind 亿 read as a tenth (亿一)
        return None
    return value if value < LARGEST else None


def write_count(
    number: int, digits: str = COUNTING, units: str = "十百千", zero: str = "零"
) -> str:
    """A number from 0 to 9,999 in Chinese words; beyond that its Arabic digits.

    >>> [write_count(n) for n in (0, 7, 10, 12, 20, 105, 110, 1024)]
    ['〇', '七', '十', '十二', '二十', '一百零五', '一百一十', '一千零二十四']
    """
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else str(number)
    words = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            words += digits[digit] + (units[power - 1] if power else "")
        elif words and not words.endswith(zero) and number % 10**power:
            words += zero
    # Twelve is 十二 in ordinary numbers and 壹拾贰 in formal ones.
    return words[1:] if units[0] == "十" and 10 <= number < 20 else words


def write_digits(number: int, zero: str = "〇") -> str:
    """A number written digit by digit: 105 as 一〇五."""
    return "".join((zero + COUNTING[1:])[int(digit)] for digit in str(number))


def circled(number: int) -> str:
    """A circled number; 1 to 50 have characters of their own, in three Unicode blocks."""
    for first, low, high in ((0x2460, 1, 20), (0x3251, 21, 35), (0x32B1, 36, 50)):
        if low <= number <= high:
            return chr(first + number - low)
    return f"({number})"
