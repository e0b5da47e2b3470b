"""Numbers as lists print them: 一, (一), 甲, ①, IV, b; for DOCX numbering and HTML lists."""

from __future__ import annotations

from collections.abc import Callable

_COUNTING = "〇一二三四五六七八九"
_LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def chinese(number: int, digits: str = _COUNTING, units: str = "十百千", zero: str = "零") -> str:
    """A number from 0 to 9,999 in Chinese words.

    >>> [chinese(n) for n in (0, 7, 10, 12, 20, 105, 110, 1024)]
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


def digit_by_digit(number: int, zero: str = "〇") -> str:
    """A number written digit by digit: 105 as 一〇五."""
    return "".join((zero + _COUNTING[1:])[int(digit)] for digit in str(number))


def roman(number: int) -> str:
    """A Roman number in capitals.

    >>> [roman(n) for n in (4, 9, 14, 40)]
    ['IV', 'IX', 'XIV', 'XL']
    """
    if not 0 < number < 4000:
        return str(number)
    words = ""
    for value, sign in _ROMAN:
        words += sign * (number // value)
        number %= value
    return words


def letters(number: int) -> str:
    """A, B … Z, AA, BB … as Word counts."""
    if number < 1:
        return str(number)
    repeats, place = divmod(number - 1, 26)
    return chr(ord("A") + place) * (repeats + 1)


def _from_list(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _from_block(first: int, count: int, tail: str = "") -> Callable[[int], str]:
    """Characters of a Unicode block; beyond its end the plain number."""
    return lambda number: chr(first + number - 1) if 0 < number <= count else f"{number}{tail}"


def circled(number: int) -> str:
    """A circled number; 1 to 50 have characters of their own."""
    for first, low, high in ((0x2460, 1, 20), (0x3251, 21, 35), (0x32B1, 36, 50)):
        if low <= number <= high:
            return chr(first + number - low)
    return f"({number})"


def _fullwidth(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


def counting(number: int) -> str:
    """``chineseCounting`` of Word: words to 99, digit by digit above."""
    return chinese(number) if number < 100 else digit_by_digit(number)


# ST_NumberFormat of ISO/IEC 29500-1, 17.18.59; those that are not here do not occur in Chinese
# documents and are told as a warning.
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _fullwidth,
    "decimalFullWidth2": _fullwidth,
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "chineseCounting": counting,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": chinese,
    "taiwaneseDigital": lambda number: digit_by_digit(number, "○"),
    "japaneseCounting": chinese,  # what WPS and the Chinese Word write for 一, 二, 三
    "japaneseDigitalTenThousand": digit_by_digit,
    "ideographDigital": digit_by_digit,
    "koreanDigital2": digit_by_digit,
    "chineseLegalSimplified": lambda number: chinese(number, _LEGAL_SIMPLIFIED, "拾佰仟"),
    "ideographLegalTraditional": lambda number: chinese(number, _LEGAL_TRADITIONAL, "拾佰仟"),
    "japaneseLegal": lambda number: chinese(number, _LEGAL_TRADITIONAL, "拾佰仟"),
    "ideographTraditional": _from_list(_STEMS),
    "ideographZodiac": _from_list(_BRANCHES),
    "ideographEnclosedCircle": _from_block(0x3280, 10),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedFullstop": _from_block(0x2488, 20, "."),
    "decimalEnclosedParen": lambda number: f"({number})",
    "numberInDash": lambda number: f"-{number}-",
    "ordinal": lambda number: f"{number}.",
}
"""Number formats of Word by name."""

# CSS Counter Styles Level 3: name, format and what stands behind the number.
CSS_FORMATS: dict[str, tuple[Callable[[int], str], str]] = {
    "decimal": (str, ". "),
    "decimal-leading-zero": (lambda number: f"{number:02}", ". "),
    "lower-roman": (lambda number: roman(number).lower(), ". "),
    "upper-roman": (roman, ". "),
    "lower-alpha": (lambda number: letters(number).lower(), ". "),
    "lower-latin": (lambda number: letters(number).lower(), ". "),
    "upper-alpha": (letters, ". "),
    "upper-latin": (letters, ". "),
    "cjk-ideographic": (chinese, "、"),
    "simp-chinese-informal": (chinese, "、"),
    "trad-chinese-informal": (chinese, "、"),
    "simp-chinese-formal": (lambda number: chinese(number, _LEGAL_SIMPLIFIED, "拾佰仟"), "、"),
    "trad-chinese-formal": (lambda number: chinese(number, _LEGAL_TRADITIONAL, "拾佰仟"), "、"),
    "cjk-decimal": (digit_by_digit, "、"),
    "cjk-heavenly-stem": (_from_list(_STEMS), "、"),
    "cjk-earthly-branch": (_from_list(_BRANCHES), "、"),
}
"""List styles of CSS that number; ``disc``, ``none`` and the like do not."""
