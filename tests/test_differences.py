"""Differences of a pair: sentences, figures, deadlines, scope; symmetric and bounded."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policycompare as pc
from policycompare.contrasts import Contrasts
from policycompare.datamodel import Change, Differences, Target
from policycompare.differences import (
    MAX_WORK,
    SentenceWeights,
    align_sentences,
    compare_targets,
    find_scopes,
)
from policycompare.report.difference_rows import difference_cells, difference_rows
from policycompare.report.labels import translator
from tests.outlining import outline

WORDS = [
    "建设", "智能", "工厂", "引进", "人才", "力争", "到2025年", "达到", "100家", "50家", "平台",
]  # fmt: skip
SENTENCES = st.lists(
    st.lists(
        st.sampled_from(
            [
                "建设",
                "智能",
                "工厂",
                "引进",
                "人才",
                "力争",
                "到2025年",
                "达到",
                "100家",
                "50家",
                "平台",
                "绿色",
            ]
        ),
        max_size=6,
    ).map(lambda words: "".join(words) + "。"),
    max_size=5,
)
PLAIN = Target(
    clause_id="d/1", document="d", quote="", start=0, end=0, text="", indicator="绿色工厂",
    indicator_key="绿色工厂数", value=50, value_max=None, unit="家", base_value=50,
    base_value_max=None, base_unit="家", comparator="=", kind="level",
)  # fmt: skip


@given(SENTENCES, SENTENCES)
@settings(max_examples=200, deadline=None)
def test_differences_sentences_mirror_and_are_each_told_once(a: list[str], b: list[str]) -> None:
    weights = SentenceWeights.from_texts([*a, *b])
    found, mirrored = align_sentences(a, b, weights), align_sentences(b, a, weights)
    assert sorted((j, i, s) for i, j, s in found.shared) == sorted(mirrored.shared)
    assert (found.only_a, found.only_b) == (mirrored.only_b, mirrored.only_a)
    assert sorted([i for i, _, _ in found.shared] + list(found.only_a)) == list(range(len(a)))
    assert sorted([j for _, j, _ in found.shared] + list(found.only_b)) == list(range(len(b)))
    assert all(0 <= s <= 1 for _, _, s in found.shared)


def test_differences_equal_clauses_share_every_sentence() -> None:
    texts = ["建设智能工厂10家。", "引进人才。", "引进人才。"]
    found = align_sentences(texts, texts, SentenceWeights.from_texts(texts))
    assert [(i, j) for i, j, _ in found.shared] == [(0, 0), (1, 1), (2, 2)]


def test_differences_a_changed_figure_leaves_the_sentence_shared() -> None:
    a, b = ["到2025年,绿色工厂达到50家。"], ["到2027年,绿色工厂达到80家。", "引进人才。"]
    found = align_sentences(a, b, SentenceWeights.from_texts([*a, *b]))
    assert found.shared == ((0, 0, 1.0),)
    assert found.only_b == (1,)


def test_differences_of_huge_clauses_are_bounded_and_said() -> None:
    a = [f"第{i}项支持企业建设智能工厂。" for i in range(6000)]
    b = [*a[:10], *(f"第{i}项鼓励企业引进人才。" for i in range(6000))]
    begin = time.perf_counter()
    found = align_sentences(a, b, SentenceWeights.from_texts([*a, *b]))
    assert time.perf_counter() - begin < 10
    assert len(a) * sum(map(len, b)) > MAX_WORK
    assert len(found.shared) == 10
    assert found.n_cut == len(a) * len(b) - 10


def test_differences_one_huge_sentence_takes_no_quadratic_time() -> None:
    a, b = ["支持企业建设" * 17_000], ["支持企业建设智能工厂。"]
    begin = time.perf_counter()
    align_sentences(a, b, SentenceWeights.from_texts([*a, *b]))
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("培育国家、省级平台和市级及以上园区。", ("国家级", "省级", "市级以上")),
        ("省级以上制造业单项冠军", ("省级以上",)),
        ("世界级集群", ("世界级",)),
        ("区县级、镇级", ("区县级", "镇级")),
        ("高级人才、升级版、级别", ()),
        ("全市规模以上工业", ()),
        ("国家级国家级", ("国家级",)),
    ],
)
def test_differences_scopes_are_found(text: str, expect: tuple[str, ...]) -> None:
    assert find_scopes(text) == expect


def test_differences_targets_of_one_indicator_are_compared() -> None:
    a = replace(PLAIN, deadline_year=2025, comparator=">=", grade="省级")
    b = replace(PLAIN, value=80, base_value=80, deadline_year=2027, grade="市级以上")
    found = compare_targets([a], [b])
    assert found.numbers == (Change("绿色工厂数", "≥50家", "80家"),)
    assert found.deadlines == (Change("绿色工厂数", "2025", "2027"),)
    assert found.scopes == (Change("绿色工厂数", "省级", "市级以上"),)


def test_differences_equal_and_foreign_targets_are_no_change() -> None:
    other = replace(PLAIN, indicator_key="园区数")
    assert compare_targets([PLAIN], [PLAIN]) == ((), (), ())
    assert compare_targets([PLAIN], [other]) == ((), (), ())
    assert compare_targets([PLAIN], [replace(PLAIN, base_unit="%")]) == ((), (), ())
    nameless = replace(PLAIN, indicator_key="")
    assert compare_targets([nameless], [replace(nameless, base_value=9)]) == ((), (), ())


TARGETS = st.lists(
    st.builds(
        lambda value, year, grade: replace(
            PLAIN, value=value, base_value=value, deadline_year=year, grade=grade
        ),
        st.sampled_from([10, 20, 30]),
        st.sampled_from([None, 2025, 2027]),
        st.sampled_from(["", "省级", "国家级"]),
    ),
    max_size=4,
)


@given(TARGETS, TARGETS)
@settings(max_examples=200, deadline=None)
def test_differences_of_targets_mirror(a: list[Target], b: list[Target]) -> None:
    for one, two in zip(compare_targets(a, b), compare_targets(b, a), strict=True):
        assert sorted((c.indicator, c.a, c.b) for c in one) == sorted(
            (c.indicator, c.b, c.a) for c in two
        )


TEXT = """一、任务
1.抓绿色。到2025年,省级以上绿色工厂达到50家。确保完成任务。引进人才。(牵头单位:市工信局)
2.抓绿色。力争到2027年,市级以上绿色工厂达到80家。扩大投资。(牵头单位:市发改委)
"""


def contrast(text: str) -> tuple[pc.Outline, Differences]:
    found = outline(text)
    clauses = found.compared()
    return found, Contrasts(clauses, [found]).of(0, 1)


def test_differences_of_two_clauses_in_cells() -> None:
    _, found = contrast(TEXT)
    cells = difference_cells(found)
    assert cells["lead_relation"] == "other"
    assert cells["units_only_a"] == "市工信局 (lead)"
    assert (cells["n_shared_sentences"], cells["n_only_a"], cells["n_only_b"]) == (1, 2, 1)
    assert cells["only_a"] == "确保完成任务; 引进人才"
    assert cells["a_strength"] == "binding 1; planned 2"
    assert str(cells["changed_strength"]).endswith(": planned ↔ striving")
    assert "省级以上 ↔ 市级以上" in str(cells["changed_scope"])
    assert "50家 ↔ 80家" in str(cells["changed_numbers"])
    assert "2025 ↔ 2027" in str(cells["changed_deadlines"])
    assert cells["n_uncompared_sentences"] == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_differences_rows_hold_every_sentence_with_its_place(language: str) -> None:
    outlined, found = contrast(TEXT)
    rows = list(difference_rows(found, translator(language)))  # type: ignore[arg-type]
    source = outlined.document.text
    for row in rows:
        if str(row["part"]).startswith("sentence only in"):
            start, end = row["start"], row["end"]
            assert isinstance(start, int)
            assert isinstance(end, int)
            assert source[start:end] == (row["a_value"] or row["b_value"])
    assert [row["part"] for row in rows] == [
        "lead units", "responsible units", "changed number", "changed deadline", "changed scope",
        "changed scope", "changed strength", "shared sentence", "sentence only in a",
        "sentence only in a", "sentence only in b",
    ]  # fmt: skip
    assert all(row["text"] for row in rows)


def test_differences_of_the_corpus_mirror(comparison: pc.Comparison) -> None:
    contrasts = Contrasts(comparison.clauses, comparison.outlines)
    sources = {o.document.name: o.document.text for o in comparison.outlines}
    for link in comparison.links:
        found, mirrored = contrasts.of(link.a, link.b), contrasts.of(link.b, link.a)
        assert found.only_a == mirrored.only_b
        assert {(s.a, s.b) for s in found.shared} == {(s.b, s.a) for s in mirrored.shared}
        assert found.units.lead == mirrored.units.lead
        a = sources[comparison.clauses[link.a].document]
        assert all(len(a[s.a.start : s.a.end]) > 1 for s in found.shared)
    aligned = comparison.aligned
    assert (aligned["n_shared_sentences"] > 0).sum() > 20
    assert set(aligned["lead_relation"]) == {"same", "other", "unknown"}
