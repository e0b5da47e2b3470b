from __future__ import annotations

import json
import re
from typing import Literal

import pytest
from rich.cells import cell_len

import policycompare as pc
from policycompare.boilerplate import Boilerplate
from policycompare.report.difference_rows import DIFFERENCE_PARTS
from policycompare.report.explanation import mark_pieces
from policycompare.report.explanation_rows import (
    COLUMNS,
    N_CONTRIBUTIONS,
    N_TERMS,
    explanation_rows,
    split_text,
)
from policycompare.report.formats import render_rows
from policycompare.report.labels import LANGUAGES
from policycompare.report.sentences import RANKED_KINDS, read_sentences
from policycompare.reuse import measure_reuse
from tests.explaining import (
    make_explanation,
    many_contributions,
    pair_ids,
    render,
    text_of,
)


def test_explanation_shows_contributions_sum_terms_and_marked_texts() -> None:
    text = render(make_explanation())
    assert "+3.250" in text
    assert "+2.250" in text
    assert "0.900" in text
    assert "Shared terms (25):" in text
    assert "词19 0.810; further terms: 5" in text
    assert "词20" not in text
    assert "第1项工程。[支持企业建设智能工厂]和数字化车间。" in text
    assert "到2025年,[支持企业建设智能工厂]100家。" in text
    assert max(map(cell_len, text.splitlines())) <= 100


def test_explanation_marks_spans_in_the_order_of_the_text() -> None:
    pieces = [("甲乙", "reuse"), ("丙", ""), ("丁", "reuse"), ("戊", "boilerplate")]
    assert mark_pieces(pieces).plain == "[甲乙]丙[丁]{戊}"


def test_explanation_pieces_make_up_the_texts() -> None:
    explanation = make_explanation()
    for side, clause in (("a", explanation.a), ("b", explanation.b)):
        pieces = split_text(explanation, side)
        assert "".join(text for text, _ in pieces) == clause.text
        assert [text for text, kind in pieces if kind] == ["支持企业建设智能工厂"]


def test_explanation_marks_boilerplate_apart_and_tells_its_share() -> None:
    plain = make_explanation()
    known = Boilerplate(["支持企业建设智能工厂"] * 3)
    common = make_explanation(reuse=measure_reuse(plain.a, plain.b, known))
    text = render(common)
    assert "{支持企业建设智能工厂}和数字化车间。" in text
    assert "Shared text in [brackets]: 0% of a, 0% of b, reworded" in text
    assert "in {braces}: 59% of a, 45% of b" in text
    assert "braces" not in render(plain)
    values = {row["part"]: row["value"] for row in common.rows()}
    assert values["reuse of a"] == 0
    assert values["boilerplate of a"] == common.reuse.boilerplate_a


def test_explanation_sums_run_to_the_log_odds() -> None:
    explanation = make_explanation(contributions=many_contributions(30))
    for fold in (True, False):
        same, overlap = 0.0, 0.0
        for row in explanation.rows(fold=fold):
            if row["part"] == "sum":
                break
            same += float(str(row["same"]))
            overlap += float(str(row["overlap"]))
            assert row["same_sum"] == pytest.approx(same, abs=1e-9)
            assert row["overlap_sum"] == pytest.approx(overlap, abs=1e-9)
        assert row["same"] == pytest.approx(same, abs=1e-9)
        assert row["overlap_sum"] == pytest.approx(overlap, abs=1e-9)


@pytest.mark.parametrize("n", [N_CONTRIBUTIONS, N_CONTRIBUTIONS + 1, N_CONTRIBUTIONS + 2, 30])
def test_explanation_small_contributions_are_counted_and_named(n: int) -> None:
    parts = many_contributions(n)
    rows = list(make_explanation(contributions=parts).rows(fold=True))
    shown = [row["name"] for row in rows if row["part"] == "contribution"]
    small = [row for row in rows if row["part"] == "small contributions"]
    assert len(shown) + sum(int(str(row["value"])) for row in small) == n
    if n <= N_CONTRIBUTIONS + 1:
        assert not small
        return
    (row,) = small
    assert all(part.feature in str(row["text"]) for part in parts[N_CONTRIBUTIONS:])
    most = max(part.same for part in parts[N_CONTRIBUTIONS:])
    assert f"none above {most:.3f}" in str(row["text"])


def test_explanation_terms_inside_longer_ones_are_hidden_and_counted() -> None:
    terms = (("智能工厂", 0.5), ("智能", 0.4), ("工厂", 0.3), ("建设", 0.2))
    rows = list(make_explanation(shared_terms=terms).rows())
    assert [(r["name"], r["value"]) for r in rows if r["part"] == "shared term"] == [
        ("智能工厂", 0.5),
        ("建设", 0.2),
    ]
    (hidden,) = (row for row in rows if row["part"] == "contained terms")
    assert hidden["value"] == 2
    assert "智能; 工厂" in str(hidden["text"])


def test_explanation_unfolded_rows_hold_every_term() -> None:
    explanation = make_explanation()
    for fold, n in ((True, N_TERMS), (False, 25)):
        rows = explanation.rows(fold=fold)
        assert sum(row["part"] == "shared term" for row in rows) == n


def test_explanation_rows_are_the_same_in_every_form(comparison: pc.Comparison) -> None:
    explanation = comparison.explain(*pair_ids(comparison, 0))
    rows = list(explanation.rows(fold=True))
    assert all(tuple(row) == COLUMNS for row in rows)
    parsed = json.loads(render_rows(rows, "json"))
    assert [row["text"] for row in parsed] == [row["text"] for row in rows]
    assert render_rows(rows, "md").count("\n") == len(rows) + 2
    terminal = "".join(render(explanation).split())
    page = text_of(explanation.to_html())
    for row in rows:
        if row["part"] in ("base", "contribution", "small contributions", "sum", "probability"):
            figure = f"{row['same']:.3f}".lstrip("-")
            for form in (terminal, page):
                assert figure in form
            assert "".join(str(row["text"]).split()) in page


def test_explanation_is_readable_at_a_hundred_columns(comparison: pc.Comparison) -> None:
    for k in range(0, len(comparison.links), 60):
        explanation = comparison.explain(*pair_ids(comparison, k))
        for language in LANGUAGES:
            text = render(explanation, language=language)
            assert max(map(cell_len, text.splitlines())) <= 100


def test_explanation_contributions_carry_both_sides_and_a_sentence(
    comparison: pc.Comparison,
) -> None:
    explanation = comparison.explain(*pair_ids(comparison, 3))
    a, b = explanation.a, explanation.b
    expected = {"heading": (a.heading, b.heading), "role": (a.role, b.role), "": ("", "")}
    expected["length"] = (str(len(a.body)), str(len(b.body)))
    seen = set()
    for row in explanation.rows():
        if row["part"] == "contribution":
            sentence = read_sentences()[str(row["name"])]
            sides = expected.get(sentence.sides, explanation.sides.get(sentence.sides))
            assert (row["a_value"], row["b_value"]) == sides
            ranked = re.search(r": [+-]?\d\.\d+ \((more than in|no pair)", str(row["text"]))
            assert bool(ranked) == (sentence.kind in RANKED_KINDS), row
            seen.add(sentence.sides)
    assert set(expected) <= seen


def test_explanation_sides_agree_with_the_features_made_of_them(
    comparison: pc.Comparison,
) -> None:
    for k in range(0, len(comparison.links), 40):
        explanation = comparison.explain(*pair_ids(comparison, k))
        values = {part.feature: part.value for part in explanation.contributions}
        one, two = (float(side.strip("%")) / 100 for side in explanation.sides["position"])
        assert values["position_gap"] == pytest.approx(abs(one - two), abs=0.0101)
        same_role = explanation.sides["role"][0] == explanation.sides["role"][1]
        assert values["role_differs"] == (not same_role)


def test_explanation_says_how_many_pairs_have_less(comparison: pc.Comparison) -> None:
    explanation = comparison.explain(*pair_ids(comparison, 0))
    k = 5
    name = comparison.scored.feature_names[k]
    column = comparison.scored.features[:, k]
    value = next(p.value for p in explanation.contributions if p.feature == name)
    assert explanation.below[name] == sum(x < value for x in column) / len(column)


def test_explanation_rows_of_chinese_hold_chinese_sentences() -> None:
    explanation = make_explanation(contributions=many_contributions(30))
    for row in explanation_rows(explanation, fold=True, language="zh"):
        if row["part"] in ("base", "contribution", "small contributions", "sum"):
            assert re.search("[一-鿿]", str(row["text"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_explanation_tells_the_differences_in_every_form(
    comparison: pc.Comparison, language: Literal["en", "zh"]
) -> None:
    explanation = comparison.explain(*pair_ids(comparison, 0))
    rows = [r for r in explanation.rows(language=language) if r["part"] in DIFFERENCE_PARTS]
    assert rows[0]["part"] == "lead units"
    assert explanation.differences is not None
    n_sole = len(explanation.differences.only_a) + len(explanation.differences.only_b)
    assert sum(str(row["part"]).startswith("sentence only") for row in rows) == n_sole > 0
    flat = "".join(render(explanation, language=language).split())
    page = text_of(explanation.to_html(language=language))
    for row in rows:
        for form in (flat, page):
            assert "".join(str(row["text"]).split())[:8] in form
        assert "".join(str(row["a_value"]).split()) in page


def test_explanation_without_differences_has_no_rows_of_them() -> None:
    assert not {r["part"] for r in make_explanation().rows()} & set(DIFFERENCE_PARTS)
