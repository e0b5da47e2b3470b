from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare.datamodel.versions import Mark
from policycompare.tokens import Tokenizer
from policycompare.versions.marks import mark_changes, measure_similarity

CUT = Tokenizer().cut

WORDS = ("支持企业", "建设", "园区", "的", "和", "、", ",", "。", "¶", "亿元")
FIGURES = (
    "到2025年",
    "达到38%",
    "达到36%",
    "2000家",
    "2,500家",
    "增长3.5%",
    "1,234,567元",
    "5G基站",
)
PIECES = st.sampled_from((*WORDS, *FIGURES, "5000", "1+4+N", "５００", "2023-2025年"))
TEXTS = st.lists(PIECES, max_size=14).map("".join)


def changes(text_a: str, text_b: str) -> list[tuple[str, str]]:
    return [(m.a, m.b) for m in mark_changes(text_a, text_b, CUT) if m.kind != "equal"]


@pytest.mark.parametrize(
    ("text_a", "text_b", "expected"),
    [
        ("比重达到38%。", "比重达到36%。", [("38%", "36%")]),
        ("企业达到2000家。", "企业达到2,500家。", [("2000家", "2,500家")]),
        ("增长3.5%左右", "增长3.8%左右", [("3.5%左右", "3.8%左右")]),
        ("扶持100个体户", "扶持200个体户", [("100", "200")]),
        ("投资5000亿元", "投资6000亿元", [("5000亿元", "6000亿元")]),
        (
            "企业2000家,基站100座",
            "企业2500家,基站200座",
            [("2000家", "2500家"), ("100座", "200座")],
        ),
        ("推动制造业数字化转型", "推动制造业绿色化转型", [("数字化转型", "绿色化转型")]),
        ("建设园区", "建设园区", []),
        ("", "建设园区", [("", "建设园区")]),
        ("床位达到38000张,", "床位达到42000张,", [("38000张", "42000张")]),
        ("到2020年建成", "到2025年建成", [("2020年", "2025年")]),
    ],
)
def test_versions_marks_replace_whole_numbers_and_words(
    text_a: str, text_b: str, expected: list[tuple[str, str]]
) -> None:
    assert changes(text_a, text_b) == expected


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_versions_marks_rebuild_both_texts_and_mirror(text_a: str, text_b: str) -> None:
    marks = mark_changes(text_a, text_b, CUT)
    assert "".join(m.a for m in marks) == text_a
    assert "".join(m.b for m in marks) == text_b
    assert all((m.a == m.b) == (m.kind == "equal") for m in marks)
    mirrored = mark_changes(text_b, text_a, CUT)
    assert [(m.b, m.a) for m in mirrored] == [(m.a, m.b) for m in marks]
    assert 0.0 <= measure_similarity(marks) <= 1.0


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_versions_marks_split_no_number(text_a: str, text_b: str) -> None:
    marks = mark_changes(text_a, text_b, CUT)
    for side, text in (("a", text_a), ("b", text_b)):
        borders = set()
        at = 0
        for mark in marks:
            borders.add(at)
            at += len(getattr(mark, side))
        for number in re.finditer(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?%?", text):
            assert borders.isdisjoint(range(number.start() + 1, number.end())), (marks, number)


@given(TEXTS)
@settings(max_examples=50, deadline=None)
def test_versions_marks_of_equal_texts_are_one_piece(text: str) -> None:
    marks = mark_changes(text, text, CUT)
    assert marks == ((Mark("equal", text, text),) if text else ())
    assert measure_similarity(marks) == 1.0


def test_versions_marks_join_rewritten_passages_over_a_function_word() -> None:
    marks = mark_changes(
        "推进政务服务流程再造改革和行政审批事项集中办理",
        "优化中小企业融资环境和信用评价体系建设",
        CUT,
    )
    assert [m.kind for m in marks] == ["replaced"]


def test_versions_marks_of_very_long_texts_are_bounded() -> None:
    sentences = [f"建设第{i}个数字园区和平台,推动企业上云。" for i in range(5000)]
    text_a = "".join(sentences)
    text_b = "".join([*sentences[:2000], "培育智能工厂100家。", *sentences[2001:], "完善机制。"])
    began = time.monotonic()
    marks = mark_changes(text_a, text_b, CUT)
    assert time.monotonic() - began < 20
    assert "".join(m.a for m in marks) == text_a
    assert "".join(m.b for m in marks) == text_b
    assert measure_similarity(marks) > 0.99
