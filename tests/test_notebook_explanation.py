"""The view of a pair: both texts with their marks, and the bars of the waterfall."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import policycompare as pc
from policycompare.report.explanation_rows import WATERFALL
from policycompare.report.folding import fold_rows, fold_table, show_cell
from policycompare.report.marked_texts import differing_numbers, marked_pieces
from policycompare.report.waterfall import waterfall_bars
from policycompare.reuse import Reuse, SharedSpan
from tests.explaining import make_explanation, pair_ids
from tests.viewing import HOSTILE, LONG, read_view, shown


def test_notebook_explanation_has_both_texts_side_by_side(comparison: pc.Comparison) -> None:
    for k in range(0, len(comparison.links), 40):
        explanation = comparison.explain(*pair_ids(comparison, k))
        html = explanation.to_html()
        text = shown(html)
        for side, clause in (("a", explanation.a), ("b", explanation.b)):
            assert f'<div class="side" data-side="{side}">' in html
            assert clause.text in text
            assert f"characters {clause.start} to {clause.end}" in text
        assert html.count('<svg class="bar"') == 2 * sum(
            row["part"] in WATERFALL for row in explanation.rows(fold=True)
        )


def test_notebook_explanation_shows_hostile_texts_as_text() -> None:
    plain = make_explanation()
    evil = replace(plain.a, text=HOSTILE + LONG, heading=HOSTILE, section=HOSTILE)
    html = make_explanation(a=evil).to_html()
    page = read_view(html)
    assert '<script>alert("x")</script></style>' in "".join(page.text)
    assert "U+202E" in html
    assert '<details class="long">' in html


@given(st.text("甲乙1234,.%家", max_size=30), st.text("甲乙1234,.%家", max_size=30))
def test_notebook_marks_keep_every_character(text: str, other: str) -> None:
    n = len(text) // 2
    reuse = Reuse(0.0, 0.0, "reworded", (SharedSpan(0, 0, n),) if n else ())
    pieces = marked_pieces(text, other, reuse, "a")
    assert "".join(piece for piece, _ in pieces) == text
    marked = sum(len(piece) for piece, kinds in pieces if "reuse" in kinds)
    assert marked == n


@pytest.mark.parametrize(
    ("text", "other", "found"),
    [
        ("建成100家", "建成100家", []),
        ("建成100家", "建成100个", ["100家"]),
        ("增长7.5%左右", "增长7%左右", ["7.5%"]),
        ("投资3万亿元", "投资3亿元", ["3万亿元"]),
        ("到2025年", "到 2025 年", []),
        ("1,200家", "1200家", []),
        ("没有", "2家", []),
    ],
)
def test_notebook_marks_numbers_that_the_other_text_lacks(
    text: str, other: str, found: list[str]
) -> None:
    assert [text[a:b] for a, b in differing_numbers(text, other)] == found


def test_notebook_bars_go_from_sum_to_sum() -> None:
    rows = list(make_explanation().rows())
    shown_rows = [row for row in rows if row["part"] in WATERFALL]
    base, contribution, total, probability = waterfall_bars(shown_rows, "same", 0.4)
    # the scale goes from -1 (the base of same) to 3 (the sum of overlap)
    assert (base.start, base.width, base.tick) == (0.0, 25.0, 25.0)
    assert (contribution.start, contribution.width, contribution.kind) == (0.0, 81.25, "plus")
    assert (total.start, total.width, total.kind) == (25.0, 56.25, "total")
    assert (probability.start, probability.width, probability.tick) == (0.0, 90.0, 40.0)


def test_notebook_bars_of_nothing_have_no_width() -> None:
    explanation = make_explanation(same_base=0.0, overlap_base=0.0, contributions=())
    rows = [row for row in explanation.rows() if row["part"] in WATERFALL]
    assert [bar.width for bar in waterfall_bars(rows, "same", 0.5)[:-1]] == [0.0, 0.0]
    assert not re.search("nan|inf", explanation.to_html())


def test_folding_keeps_a_single_row_in_sight() -> None:
    assert len(fold_table(["n"], [[k] for k in range(11)]).first) == 11
    folded = fold_table(["n"], [[k] for k in range(12)])
    assert (len(folded.first), len(folded.further), folded.n_unlisted) == (10, 2, 0)
    folded = fold_table(["n"], [[k] for k in range(30)], n_listed=20)
    assert (len(folded.first), len(folded.further), folded.n_unlisted) == (10, 10, 10)


def test_folding_aligns_columns_of_numbers_and_fills_missing_cells() -> None:
    folded = fold_rows([{"a": 1, "b": "甲"}, {"a": None, "c": True}])
    assert folded.headings == ("a", "b", "c")
    assert folded.first == (("1", "甲", ""), ("", "", "True"))
    assert folded.numeric == {0}
    assert fold_table(["p"], [[0.999], [None]], probabilities=(0,)).first == (("1.00",), ("",))


def test_folding_writes_no_number_that_is_none() -> None:
    assert show_cell(float("nan")) == ""
    assert show_cell(float("inf")) == "inf"
    assert show_cell(-0.00004) == "-0.00004"
