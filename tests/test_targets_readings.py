"""Totals behind a yearly quantity, names that end in 总量, ranges turned round."""

from __future__ import annotations

import pytest

from tests.targets_cases import read_text, targets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "每年培训养老护理员不少于3000人次,三年累计培训1万人次。",
            [("annual", "每年"), ("level", "累计")],
        ),
        ("每年新增床位1000张,累计达到5000张。", [("annual", "每年"), ("level", "累计")]),
        ("每年培训200人,三年共培训600人。", [("annual", "每年"), ("level", "累计")]),
        ("每年累计培训3000人次。", [("annual", "每年")]),
        ("每年举办活动5场,组织培训20场。", [("annual", "每年"), ("annual", "每年")]),
    ],
)
def test_targets_total_of_several_years_ends_each_year(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(t.kind, t.scope) for t in targets(text)] == expected


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("到2025年,用水总量控制在12.5亿立方米以内。", "用水总量"),
        ("到2025年,煤炭消费总量控制在500万吨以内。", "煤炭消费总量"),
        ("到2025年,养老机构总数达到300家。", "养老机构数"),
    ],
)
def test_targets_total_belongs_to_what_no_measure_word_counts(text: str, indicator: str) -> None:
    assert [t.indicator for t in targets(text)] == [indicator]


def test_targets_range_turned_round_is_read_and_told() -> None:
    reading = read_text("培育企业5-3家。")
    (target,) = reading.targets
    assert (target.value, target.value_max) == (3, 5)
    assert target.warnings == ("the range 5-3家 is turned round",)
    assert [str(one) for one in reading.warnings] == [
        "case/1: 企业5-3家: the range 5-3家 is turned round"
    ]


def test_targets_range_that_makes_no_sense_is_told_and_no_target() -> None:
    reading = read_text("培育企业300-2家。")
    assert reading.targets == ()
    assert [str(one) for one in reading.warnings] == ["case/1: 300-2家 cannot be read as a range"]
