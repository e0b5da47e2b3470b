"""What cannot be a quantity is told or left out, never a wrong number."""

from __future__ import annotations

import time
from dataclasses import replace

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policycompare as pc
from policycompare.numerals import LARGEST, parse_arabic, parse_chinese
from policycompare.targets import read_targets
from tests.conftest import ROOT
from tests.targets_cases import one_clause, read_text

LONG = 100_000
PATIENCE = 30.0
"""Seconds for a clause of 100,000 characters; a machine at rest takes at most 3."""

REPEATED = {
    "promises": "到2025年,培育企业5家、建设平台10个,对国家级、省级中心,分别给予最高100万元、50万元",
    "numbers in a list": "1、",
    "payments without a comma": "同一每个总额不超过3万元补贴",
    "totals without a comma": "三年累计培训1万人次",
    "conditions in a row": "满足年收入低于30万元的机构条件",
    "thousands": "1,111,",
    "numerals": "百千万亿",
    "brackets": "(",
    "quotation marks": "“",
    "years": "2021年、",
    "past years": "2011年达到5家,",
    "digits": "1",
    "ranges": "1-",
    "full coverage": "应评尽评全覆盖",
    "no mark at all": "推动高质量发展建设示范平台",
}


def messages(text: str, **metadata: str) -> list[str]:
    return [str(warning) for warning in read_text(text, **metadata).warnings]


def test_targets_tell_a_number_that_is_too_large() -> None:
    reading = read_text(f"建成基站{'9' * 400}座,培育企业5家。")
    assert [target.value for target in reading.targets] == [5]
    (warning,) = reading.warnings
    assert "too large" in warning.message
    assert (warning.start, warning.end) == (4, 405)


@pytest.mark.parametrize("year", ["2999", "1800", "9999"])
def test_targets_tell_a_year_that_is_no_deadline(year: str) -> None:
    reading = read_text(f"到{year}年,建成平台5家。")
    (target,) = reading.targets
    assert (target.value, target.deadline_year, target.deadline_source) == (5, None, None)
    assert any(f"the year {year}" in message for message in target.warnings)
    assert any(f"the year {year}" in str(warning) for warning in reading.warnings)


def test_targets_tell_a_range_turned_round() -> None:
    (target,) = read_text("建设5-3家示范平台。").targets
    assert (target.value, target.value_max) == (3, 5)
    assert target.warnings == ("the range 5-3家 is turned round",)


def test_targets_tell_a_unit_without_a_number() -> None:
    reading = read_text("规模以上企业达到家,利润率提高。")
    assert reading.targets == ()
    assert "a unit without a number" in messages("规模以上企业达到家,利润率提高。")[0]


def test_targets_tell_a_list_that_does_not_fit_its_names() -> None:
    reading = read_text("对国家级、省级中心,分别给予100万元、50万元、20万元奖励。")
    assert {target.warnings for target in reading.targets} == {("3 values for 2 names",)}


@pytest.mark.parametrize("horizon", ["不久", "2999", "20255", "2025年"])
def test_targets_tell_a_horizon_that_is_no_date(horizon: str) -> None:
    reading = read_text("建成绿色工厂10家。", horizon_end=horizon)
    assert [target.deadline_year for target in reading.targets] == [None]
    assert f"horizon_end is '{horizon}'" in reading.warnings[0].message


def test_targets_take_no_deadline_from_a_horizon_turned_round() -> None:
    reading = read_text("建成绿色工厂10家。", horizon_start="2026", horizon_end="2024")
    assert reading.targets[0].deadline_year is None
    assert "ends (2024) before it begins (2026)" in reading.warnings[0].message


def test_targets_do_not_guess_which_year_this_year_is() -> None:
    reading = read_text("年内建成绿色工厂10家。", issued="")
    assert reading.targets[0].deadline_year is None
    assert "no year of issue" in reading.targets[0].warnings[0]


def test_targets_do_without_sentences_and_text() -> None:
    outline = one_clause("培育企业5家。")
    clause = replace(outline.clauses[0], sentences=())
    assert [t.value for t in read_targets([clause], [outline]).targets] == [5]
    assert read_text("").targets == ()


@pytest.mark.parametrize("name", REPEATED)
def test_targets_read_a_long_clause_in_linear_time(name: str) -> None:
    text = (REPEATED[name] * (LONG // len(REPEATED[name]) + 1))[:LONG]
    begin = time.perf_counter()
    reading = read_text(text)
    assert time.perf_counter() - begin < PATIENCE
    source = one_clause(text).document.text
    assert all(target.quote == source[target.start : target.end] for target in reading.targets)


@settings(deadline=None)  # the first numeral loads cn2an
@given(
    st.text(
        "培育建设到2025年企业达到10.5%万亿元家个、,。;()“”-至全覆盖对给予最高奖励每年的以上一二三百分之",
        max_size=80,
    )
)
def test_targets_of_any_text_are_slices_with_finite_values(text: str) -> None:
    outline = one_clause(text)
    for target in read_targets(outline.clauses, [outline]).targets:
        assert target.quote == outline.document.text[target.start : target.end]
        assert 0 <= target.value < LARGEST
        assert target.value_max is None or target.value <= target.value_max
        assert target.deadline_year is None or 1990 <= target.deadline_year <= 2075


@pytest.mark.parametrize("digits", ["9" * 41, "9" * 17, "1" * 16])
def test_numerals_refuse_what_no_double_holds(digits: str) -> None:
    assert parse_arabic(digits) is None


@pytest.mark.parametrize(
    "text", ["", "三五", "两三", "千百", "一" * 30, "〇一二", "亿一", "万亿一"]
)
def test_numerals_refuse_vague_and_malformed_chinese(text: str) -> None:
    assert parse_chinese(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("十二", 12), ("两千", 2000), ("三万五千", 35000), ("一百零五", 105), ("万", 10000)],
)
def test_numerals_read_chinese(text: str, value: float) -> None:
    assert parse_chinese(text) == value


@pytest.mark.parametrize("char", "零〇一二三四五六七八九两十百千万亿")
def test_numerals_look_a_single_character_up_as_cn2an_reads_it(char: str) -> None:
    numeral = f"一{char}" if char in "百千万亿" else char
    assert parse_chinese(char) == cn2an.cn2an(numeral, "normal")


def test_targets_of_a_list_paid_to_nobody_have_an_empty_name() -> None:
    found = read_text("按人数给予200元、400元补助;培育5家,分别奖励10元、20元。").targets
    assert [target.value for target in found if target.kind == "reward"] == [200, 400, 10, 20]


def test_targets_of_a_list_of_sums_that_pay_for_a_list_of_sums() -> None:
    reading = read_text(
        "年营业收入首次突破1亿元、5亿元、10亿元的,分别给予50万元、100万元、200万元奖励。"
    )
    rewards = [target for target in reading.targets if target.kind == "reward"]
    assert [target.base_value for target in rewards] == [50, 100, 200]
    assert rewards[0].indicator == "年营业收入首次突破1亿元奖励"


def test_targets_of_all_plans_of_the_tests_are_read() -> None:
    for path in sorted((ROOT / "tests" / "cases" / "plans").glob("*/*.txt")):
        outline = pc.outline(path)
        source = outline.document.text
        found = read_targets(outline.clauses, [outline]).targets
        assert found, path
        assert all(target.quote == source[target.start : target.end] for target in found), path
