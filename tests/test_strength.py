"""Strength of commitment: words, their places and their scopes."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare.datamodel import STRENGTHS
from policycompare.strength import read_strength
from policycompare.strength.table import read_words
from tests.conftest import ROOT

CASES = [
    json.loads(line)
    for line in (ROOT / "tests" / "cases" / "strength.jsonl").read_text("utf-8").splitlines()
]
WORDS = [
    "鼓励",
    "支持",
    "引导",
    "力争",
    "确保",
    "严格",
    "建设",
    "开展",
    "推动",
    "达到",
    "企业",
    "政策",
    "的",
    "100家",
    ",",
    ";",
    "。",
    "《",
    "》",
    "(",
    ")",
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_strength_of_a_sentence(case: dict[str, str]) -> None:
    assert read_strength(case["text"]).value == case["expect"], read_strength(case["text"])


def test_strength_tells_the_words_and_their_scopes() -> None:
    found = read_strength("鼓励企业建设智能工厂,开展更新,推动转型。")
    assert [(m.text, m.value, m.governed) for m in found.markers] == [
        ("鼓励", "encouraging", False),
        ("开展", "planned", True),
        ("推动", "planned", False),
    ]


@given(st.lists(st.sampled_from(WORDS), max_size=20).map("".join) | st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_strength_markers_point_into_the_sentence(text: str) -> None:
    found = read_strength(text)
    ends = 0
    for marker in found.markers:
        assert text[marker.start : marker.end] == marker.text != ""
        assert marker.start >= ends
        ends = marker.end
    counted = [STRENGTHS.index(m.value) for m in found.markers if not m.governed]
    assert STRENGTHS.index(found.value) == min(counted, default=len(STRENGTHS) - 1)


def test_strength_table_covers_every_value() -> None:
    assert {word.value for word in read_words().words} == set(STRENGTHS) - {"none"}


@pytest.mark.parametrize(
    "text", ["支持企业建设", "围绕企业建设,", "达到", "全面", "(", "《", "1亿"]
)
def test_strength_of_a_huge_sentence_takes_no_quadratic_time(text: str) -> None:
    begin = time.perf_counter()
    read_strength(text * (100_000 // len(text)))
    assert time.perf_counter() - begin < 10
