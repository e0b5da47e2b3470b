"""Numbers as numbering prints them: 三, 十二, 贰, 12, ⑫."""

from __future__ import annotations

_DIGITS = {
    **{c: i for i, c in enumerate("〇一二三四五六七八九")},
    "零": 0,
    "两": 2,
    **{c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", start=1)},
    "参": 3,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100}

CHINESE = "〇零一二三四五六七八九十百"
FORMAL = "壹贰叁参肆伍陆柒捌玖拾佰"

STEMS = "甲乙丙丁戊己庚辛壬癸"

# Circled numbers stand in several Unicode blocks: 1-20, 21-35, 36-50.
CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)}
CIRCLED |= {chr(0x3251 + i): i + 21 for i in range(15)}
CIRCLED |= {chr(0x32B1 + i): i + 36 for i in range(15)}


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
        value = int(text)
        return value if 1 <= value <= 999 else None
    return _parse_chinese(text)


def _parse_chinese(text: str) -> int | None:
    total, digit = 0, None
    for char in text:
        if char in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = None
        elif char in _DIGITS:
            # Two digits in a row (二三) are a place-value number such as a year, never numbering.
            if digit:
                return None
            digit = _DIGITS[char]
        else:
            return None
    total += digit or 0
    return total if 1 <= total <= 999 else None


def to_chinese(number: int) -> str:
    """A number from 1 to 99 as Chinese numbering prints it.

    Examples
    --------
    >>> [to_chinese(n) for n in (3, 10, 12, 40)]
    ['三', '十', '十二', '四十']
    """
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    head = "" if tens == 0 else ("" if tens == 1 else digits[tens]) + "十"
    return head + (digits[ones] if ones else "")
