"""Numbers as lists print them: 一, (一), 甲, ①, IV, b; for DOCX numbering and HTML lists."""

from __future__ import annotations

from collections.abc import Callable

from policycompare.numerals import (
    LEGAL,
    LEGAL_TRADITIONAL,
    STEMS,
    circled,
    write_count,
    write_digits,
)

_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


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


def _fullwidth(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


def counting(number: int) -> str:
    """``chineseCounting`` of Word: words to 99, digit by digit above."""
    return write_count(number) if number < 100 else write_digits(number)


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
    "chineseCountingThousand": write_count,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": write_count,
    "taiwaneseDigital": lambda number: write_digits(number, "○"),
    "japaneseCounting": write_count,  # what WPS and the Chinese Word write for 一, 二, 三
    "japaneseDigitalTenThousand": write_digits,
    "ideographDigital": write_digits,
    "koreanDigital2": write_digits,
    "chineseLegalSimplified": lambda number: write_count(number, LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: write_count(number, LEGAL_TRADITIONAL, "拾佰仟"),
    "japaneseLegal": lambda number: write_count(number, LEGAL_TRADITIONAL, "拾佰仟"),
    "ideographTraditional": _from_list(STEMS),
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
    "cjk-ideographic": (write_count, "、"),
    "simp-chinese-informal": (write_count, "、"),
    "trad-chinese-informal": (write_count, "、"),
    "simp-chinese-formal": (lambda number: write_count(number, LEGAL, "拾佰仟"), "、"),
    "trad-chinese-formal": (lambda number: write_count(number, LEGAL_TRADITIONAL, "拾佰仟"), "、"),
    "cjk-decimal": (write_digits, "、"),
    "cjk-heavenly-stem": (_from_list(STEMS), "、"),
    "cjk-earthly-branch": (_from_list(_BRANCHES), "、"),
}
"""List styles of CSS that number; ``disc``, ``none`` and the like do not."""
