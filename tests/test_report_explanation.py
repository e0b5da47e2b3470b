from __future__ import annotations

import io
import json
import re
import string
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from rich.cells import cell_len

import policycompare as pc
from policycompare.boilerplate import Boilerplate
from policycompare.datamodel import Contribution
from policycompare.explanation import Explanation, SharedText
from policycompare.report.explanation import mark_pieces, print_explanation
from policycompare.report.explanation_rows import (
    COLUMNS,
    N_CONTRIBUTIONS,
    N_TERMS,
    explanation_rows,
    split_text,
)
from policycompare.report.formats import render_rows
from policycompare.report.labels import LANGUAGES, translator
from policycompare.report.sentences import KINDS, RANKED_KINDS, describe, read_sentences
from policycompare.report.tables import make_console
from policycompare.reuse import measure_reuse
from policycompare.rivals import N_DIFFERENCES
from policycompare.scoring import FEATURE_NAMES, load_model
from policycompare.sides import SIDES
from tests.reporting import make_comparison

ENGLISH, CHINESE = translator("en"), translator("zh")


def make_explanation(**changes: Any) -> Explanation:
    clauses = make_comparison().clauses
    a, b = clauses[0], clauses[2]
    reuse = measure_reuse(a, b)
    plain = Explanation(
        a=a,
        b=b,
        a_group="甲市",
        b_group="乙市",
        relation="same",
        p_same=0.9,
        p_overlap=0.95,
        same_base=-1.0,
        overlap_base=-0.5,
        contributions=(Contribution("words", 0.8, 3.25, 3.5),),
        shared_terms=tuple((f"词{i:02}", 1.0 - i / 100) for i in range(25)),
        reuse=reuse,
        shared_texts=(SharedText("支持企业建设智能工厂", (8, 18), (16, 26)),),
        a_rivals=(),
        b_rivals=(),
    )
    return replace(plain, **changes)


def many_contributions(n: int) -> tuple[Contribution, ...]:
    return tuple(Contribution(name, 0.5, 2 / (k + 1), 0.1) for k, name in enumerate(FEATURE_NAMES))[
        :n
    ]


def render(explanation: Explanation, **options: Any) -> str:
    file = io.StringIO()
    print_explanation(explanation, make_console(file), **options)
    return file.getvalue()


def pair_ids(comparison: pc.Comparison, k: int) -> tuple[str, str]:
    link = comparison.links[k]
    return comparison.clauses[link.a].clause_id, comparison.clauses[link.b].clause_id


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
    page = _text_of(explanation.to_html())
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


def test_explanation_rivals_differ_by_what_their_rows_add_up_to(
    comparison: pc.Comparison,
) -> None:
    scored = comparison.scored
    at = {clause.clause_id: i for i, clause in enumerate(comparison.clauses)}
    n_ahead = 0
    for k in range(0, len(comparison.links), 20):
        a, b = pair_ids(comparison, k)
        explanation = comparison.explain(a, b)
        for one, rivals in ((at[a], explanation.a_rivals), (at[b], explanation.b_rivals)):
            for rival in rivals:
                other = at[rival.clause_id]
                row = scored.position[min(one, other), max(one, other)]
                log_odds = scored.same_base + scored.same_terms[row].sum()
                assert rival.same == pytest.approx(explanation.same_log_odds - log_odds, abs=1e-9)
                told = sum(d.same for d in rival.differences) + rival.same_others
                assert told == pytest.approx(rival.same, abs=1e-9)
                assert len(rival.differences) <= N_DIFFERENCES
                assert len(rival.differences) + rival.n_others == len(scored.feature_names)
                assert all((d.same > 0) == (rival.same >= 0) for d in rival.differences)
                n_ahead += rival.same < 0
    assert n_ahead > 0


def test_explanation_tells_the_rival_that_is_ahead(comparison: pc.Comparison) -> None:
    for k in range(len(comparison.links)):
        explanation = comparison.explain(*pair_ids(comparison, k))
        if explanation.a_rivals[0].same < 0:
            break
    rows = [row for row in explanation.rows() if row["part"] == "rival for a"]
    assert f"ahead by {-explanation.a_rivals[0].same:.2f} log-odds" in str(rows[0]["text"])
    assert explanation.a_rivals[0].p_same > explanation.p_same


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.marked: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["mark"]:
            self.marked.append(data)
        if "style" not in self.open:
            self.text.append(data)


def _parse(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    page.close()
    assert page.open == []
    return page


def _text_of(html: str) -> str:
    return "".join("".join(_parse(html).text).split())


def test_explanation_html_escapes_texts_and_marks_spans() -> None:
    plain = make_explanation()
    hostile = replace(plain.a, heading="<script>", text=plain.a.text + "<b>&amp;</b>")
    html = make_explanation(a=hostile, sides={"heading": ("<i>x</i>", '"><img>')}).to_html()
    page = _parse(html)
    assert page.marked == ["支持企业建设智能工厂"] * 2
    assert "<b>&amp;</b>" in "".join(page.text)
    assert "<b>" not in html
    assert "<script" not in html
    assert not re.search(r"https?:|src=|href=", html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_explanation_html_is_whole_in_both_languages(
    comparison: pc.Comparison, language: Any
) -> None:
    explanation = comparison.explain(*pair_ids(comparison, 0))
    html = explanation.to_html(language=language)
    assert html.startswith("<div ")
    assert html.rstrip().endswith("</div>")
    assert translator(language)("rivals") in "".join(_parse(html).text)
    assert explanation._repr_html_() == explanation.to_html(language="en")


def test_sentences_cover_every_feature_of_the_model() -> None:
    table = read_sentences()
    used = {column.feature for column in load_model().columns} | set(FEATURE_NAMES)
    assert used <= set(table), "add a line to data/feature_sentences.tsv for each of these"


@pytest.mark.parametrize("feature", sorted(read_sentences()))
def test_sentences_are_there_in_both_languages(feature: str) -> None:
    sentence = read_sentences()[feature]
    assert sentence.kind in KINDS
    assert sentence.sides in ("", *SIDES)
    for text in (sentence.en, sentence.zh):
        fields = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        assert fields == ([] if sentence.kind == "adjustment" else ["value"])
    assert re.search("[一-鿿]", sentence.zh)


def feature_of(kind: str) -> str:
    return next(name for name, sentence in read_sentences().items() if sentence.kind == kind)


@pytest.mark.parametrize(
    ("kind", "value", "below", "english", "chinese"),
    [
        ("likeness", 0.5, 0.974, ": 0.50 (more than in 97% of pairs)", ": 0.50(高于97%的条款对)"),
        ("likeness", 0.0, 0.0, ": 0.00 (no pair has less)", ": 0.00(没有更低的条款对)"),
        ("likeness", 0.1, 0.001, ": 0.10 (more than in <1% of pairs)", ": 0.10(高于<1%的条款对)"),
        ("standing", 2.26, None, ": +2.3", ": +2.3"),
        ("signed", -0.1, None, ": -0.10", ": -0.10"),
        ("place", 1 / 3, 0.9, ": 3", ": 第3"),
        ("place", 0.0, 0.9, ": -", ": 第-"),
        ("share", 0.07, 0.9, ": 7%", ": 7%"),
        ("times", 0.6931471805599453, 0.9, ": 2.0", ": 2.0"),
        ("flag", 1.0, 0.9, ": yes", ": 是"),
        ("flag", 0.0, 0.0, ": no", ": 否"),
    ],
)
def test_sentences_show_each_kind_in_its_form(
    kind: str, value: float, below: float | None, english: str, chinese: str
) -> None:
    assert describe(feature_of(kind), value, below, ENGLISH, "en").endswith(english)
    assert describe(feature_of(kind), value, below, CHINESE, "zh").endswith(chinese)


def test_sentences_of_an_unknown_feature_name_it() -> None:
    assert describe("own_feature", 0.25, 0.5, ENGLISH, "en") == "own_feature: 0.250"


def test_explanation_rows_of_chinese_hold_chinese_sentences() -> None:
    explanation = make_explanation(contributions=many_contributions(30))
    for row in explanation_rows(explanation, fold=True, language="zh"):
        if row["part"] in ("base", "contribution", "small contributions", "sum"):
            assert re.search("[一-鿿]", str(row["text"]))
