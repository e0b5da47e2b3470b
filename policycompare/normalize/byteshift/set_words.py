"""Words that no dictionary holds: list markers, numbers with measures, pairs of marks.

All values are natural logarithms of probabilities, set by hand and checked with
benchmarks/byteshift.py.
"""

from __future__ import annotations

from collections.abc import Iterator

MARKS: dict[str, float] = {
    **dict.fromkeys("，。、,", -4.0),
    **dict.fromkeys("；：（）“”《》—\n", -6.0),
    **dict.fromkeys('.;:()%" ％·', -7.0),
    **dict.fromkeys("０１２３４５６７８９", -7.0),
    **dict.fromkeys("　〔〕‘’！？．＋／", -10.0),
}
"""Cost of a mark as a word of its own."""

_INDENTED_MARKER = -6.0
_MARKER = -9.0
_LATER_MARKER = -0.3
_COUNT = -11.0
# Three years taken as the usual period: an assumption, which decides 近三年 in one damaged case.
_YEARS = {
    **dict.fromkeys("三", -8.0),
    **dict.fromkeys("两五", -9.0),
    **dict.fromkeys("一十几", -10.5),
    **dict.fromkeys("二四六", -11.5),
    **dict.fromkeys("七八九百", -12.5),
}
_PAIR = -8.0
_DIGIT = -4.0

EXPECTED_MARKER = -4.0
LATER_EXPECTED_MARKER = -0.5
UNEXPECTED_MARKER = -3.0
"""Cost of the list marker that continues the running sequence, what each further number adds to
it, and what is added to the usual cost of all other markers."""

_ONES = "一二三四五六七八九"
NUMBERS = [ten + one for ten in ("", "十", "二十", "三十") for one in ("", *_ONES)][1:]
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_NUMERALS = (*_ONES, "十", "两", "几", "百", "千")
_MEASURES = "年月日个项类批家次级条章大万亿倍所名"
_BEFORE_YEARS = ("近", "满", "前", "连续")
_AFTER_YEARS = ("内", "后", "来", "以上", "以内")
_PAIRS = (
    *(
        "，“",
        "”，",
        "），",
        "）。",
        "）、",
        "）；",
        "：“",
        "”。",
        "》，",
        "》。",
        "》、",
        "《“",
        "”》",
    ),
    *("。”", "”、", "、“", "“”", "；（", "。（", "》（", "％，", "％。", "％、", "％；", "％）"),
)
_BEFORE_LINE_END = {"。": -6.0, "；": -6.5, "：": -8.0, "）": -8.0}


def marker_forms(number: str) -> Iterator[str]:
    """The list markers of a Chinese number, indented and not."""
    for form in (f"（{number}）", f"({number})", f"{number}、"):
        yield form
        yield f"\u3000{form}"


def set_words() -> Iterator[tuple[str, float]]:
    """Yield each word with the natural logarithm of its probability."""
    for position, number in enumerate(NUMBERS):
        later = position * _LATER_MARKER
        for form in marker_forms(number):
            yield form, (_INDENTED_MARKER if form[0] == "\u3000" else _MARKER) + later
        wide = str(position + 1).translate(_WIDE)
        for end in "．、.":
            yield f"\u3000{wide}{end}", _INDENTED_MARKER + later
        yield f"\u3000（{wide}）", _INDENTED_MARKER + later
        yield f"{wide}．", _MARKER + later
    yield from _numbers()
    for pair in _PAIRS:
        yield pair, _PAIR
    for mark, cost in _BEFORE_LINE_END.items():
        yield f"{mark}\n", cost


def _numbers() -> Iterator[tuple[str, float]]:
    for numeral in _NUMERALS:
        for measure in _MEASURES:
            yield numeral + measure, _COUNT
    # Conditions for an application count years: 近三年, 连续三年.
    for before in _BEFORE_YEARS:
        for numeral, cost in _YEARS.items():
            yield f"{before}{numeral}年", cost
    for numeral, cost in _YEARS.items():
        for after in _AFTER_YEARS:
            # Laws write 二年以内 where other texts write 两年.
            yield f"{numeral}年{after}", _YEARS["两"] if numeral == "二" else cost
    digits = "０１２３４５６７８９"
    for a in digits:
        for unit in (*digits, *"％年月日个项家万亿"):
            yield a + unit, 2 * _DIGIT
        for b in digits:
            for unit in (*digits, *"％年月日个项家万亿"):
                yield a + b + unit, 3 * _DIGIT
    for year in range(1990, 2051):
        yield str(year).translate(_WIDE) + "年", _COUNT
