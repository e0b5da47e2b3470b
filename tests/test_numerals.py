"""Chinese numerals: what is a number has one value everywhere, what is none has none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycompare.numerals import (
    COUNTING,
    read_count,
    read_digits,
    read_number,
    write_count,
    write_digits,
)
from policycompare.outline.numerals import parse_number
from policycompare.reading.facts import find_date, find_facts, is_date_line

SIGNS = "〇零一二三四五六七八九十百千两壹贰拾佰年月日万0１x "


def test_numerals_read_what_they_write() -> None:
    assert [read_count(write_count(n)) for n in range(10_000)] == list(range(10_000))
    assert [read_digits(write_digits(n)) for n in range(10_000)] == list(range(10_000))


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("十", 10),
        ("百", 100),
        ("二百五十", 250),
        ("一百一十二", 112),
        ("一百〇三", 103),
        ("两百", 200),
    ],
)
def test_numerals_read_counting_words(word: str, value: int) -> None:
    assert read_count(word) == value


@pytest.mark.parametrize(
    "word",
    [
        "",
        "十十",
        "十十一",
        "二十十",
        "十百",
        "一百一百",
        "二三",
        "零零三",
        "一百零",
        "一百三",
        "零十",
        "年",
    ],
)
def test_numerals_give_nothing_for_what_is_no_number(word: str) -> None:
    assert read_count(word) is None
    assert parse_number(word) is None


@given(st.text(SIGNS, max_size=8))
def test_numerals_read_any_text_without_an_error(text: str) -> None:
    for value in (read_count(text), read_digits(text), read_number(text)):
        assert value is None or value >= 0
    assert find_date(f"{text}年{text}月{text}日") in (
        "",
        find_date(f"{text}年{text}月{text}日")[:10],
    )


@given(
    st.text(COUNTING, min_size=1, max_size=4), st.text("十" + COUNTING[1:], min_size=1, max_size=3)
)
def test_numerals_of_a_date_are_a_day_of_the_calendar_or_nothing(year: str, part: str) -> None:
    found = find_date(f"{year}年{part}月{part}日")
    assert found == "" or (len(year) == 4 and read_count(part) is not None)


@pytest.mark.parametrize(
    "printed",
    [
        "二〇二三年十十月一日",
        "二〇二三年十月十十日",
        "2023年13月1日",
        "2023年0月1日",
        "2023年2月30日",
        "2023年1月32日",
        "2023年1月132日",
        "二〇二三年二月三十日",
        "2023-13-01",
        "2023-02-30",
        "2023年123月",
        "12023年5月1日",
        "2023-2025",
    ],
)
def test_facts_take_an_impossible_date_for_none(printed: str) -> None:
    assert find_date(printed) == ""
    assert not is_date_line(printed)
    assert find_facts(f"威海市人民政府\n{printed}").date == ""


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("二〇二三年十月一日", "2023-10-01"),
        ("二○二三年十二月三十一日", "2023-12-31"),
        ("二零二三年七月", "2023-07"),
        ("2023 年 7 月 6 日", "2023-07-06"),
        ("2023.7.6", "2023-07-06"),
        ("2023年7月,即2023年7月6日", "2023-07-06"),
        ("2023-07-06 10:20", "2023-07-06"),
        ("2023年7月", "2023-07"),
    ],
)
def test_facts_read_dates_in_both_kinds_of_digits(printed: str, iso: str) -> None:
    assert find_date(printed) == iso
