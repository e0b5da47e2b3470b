from __future__ import annotations

import json

import numpy as np
import pytest

import policycompare as pc
from policycompare.datamodel import STRENGTHS
from policycompare.report.columns import ALIGNED, CLAUSES, GAPS
from tests.conftest import CORPUS


def test_api_offers_every_public_name() -> None:
    for name in pc.__all__:
        assert getattr(pc, name) is not None
    assert set(pc.__all__) <= set(dir(pc))
    with pytest.raises(AttributeError, match="no attribute 'compaer'"):
        pc.compaer  # noqa: B018


def test_api_frames_have_the_columns_of_the_files(comparison: pc.Comparison) -> None:
    assert tuple(comparison.aligned.columns) == ALIGNED
    assert tuple(comparison.gaps.columns) == GAPS
    assert tuple(comparison.clauses_frame.columns) == CLAUSES
    assert len(comparison.aligned) == len(comparison.links) > 100
    assert len(comparison.measures) == len(comparison.findings.measures)
    assert len(comparison.clauses_frame) == len(comparison.clauses)
    assert len(comparison.coverage) == 5 * 4
    assert len(comparison.states) == len(comparison.clauses) * 4


def test_api_reprs_tell_what_there_is(comparison: pc.Comparison) -> None:
    text = repr(comparison)
    assert text.startswith("<Comparison of 5 documents in 5 groups: ")
    assert f"{len(comparison.clauses)} clauses" in text
    link = comparison.links[0]
    a, b = comparison.clauses[link.a].clause_id, comparison.clauses[link.b].clause_id
    assert f"{a} and {b}" in repr(comparison.explain(a, b))
    found = comparison.search("绿色工厂", limit=2)
    assert repr(found).startswith("<Table clauses nearest to the text: 2 rows of clause_id, ")


def test_api_notebook_views_show_the_same_figures(comparison: pc.Comparison) -> None:
    page = comparison._repr_html_()
    assert "5 documents of 5 groups, 123 clauses compared" in page
    first = comparison.findings.coverage[0]
    assert f">{first.covered_share:.0%} <span" in page
    assert f'title="covered {first.n_covered}/{first.n_clauses}, ' in page
    link = comparison.links[0]
    explanation = comparison.explain(
        comparison.clauses[link.a].clause_id, comparison.clauses[link.b].clause_id
    )
    assert len(explanation.frame) == len(list(explanation.rows()))
    assert explanation.contributions[0].feature in explanation._repr_html_()


def test_api_explanation_adds_up_and_is_sorted(comparison: pc.Comparison) -> None:
    row = int(np.argmax(comparison.scored.p_same))
    a = comparison.clauses[int(comparison.scored.a[row])].clause_id
    b = comparison.clauses[int(comparison.scored.b[row])].clause_id
    explanation = comparison.explain(a, b)
    sizes = [max(abs(part.same), abs(part.overlap)) for part in explanation.contributions]
    assert sizes == sorted(sizes, reverse=True)
    assert explanation.relation == "same"
    for log_odds, p in (
        (explanation.same_log_odds, explanation.p_same),
        (explanation.overlap_log_odds, explanation.p_overlap),
    ):
        assert 1 / (1 + np.exp(-log_odds)) == pytest.approx(p, abs=1e-9)


def test_api_explanation_mirrors_when_swapped(comparison: pc.Comparison) -> None:
    for link in comparison.links[::25]:
        a, b = comparison.clauses[link.a].clause_id, comparison.clauses[link.b].clause_id
        one, two = comparison.explain(a, b), comparison.explain(b, a)
        assert one.contributions == two.contributions
        assert one.shared_terms == two.shared_terms
        assert (one.a_rivals, one.b_rivals) == (two.b_rivals, two.a_rivals)
        assert (one.reuse.reuse_a, one.reuse.reuse_b) == (two.reuse.reuse_b, two.reuse.reuse_a)


def test_api_shared_texts_point_into_the_sources(comparison: pc.Comparison) -> None:
    sources = {o.document.name: o.document.text for o in comparison.outlines}
    plain = {o.document.name for o in comparison.outlines if o.normalized.script == "simplified"}
    n_checked = 0
    for link in comparison.links:
        a, b = comparison.clauses[link.a], comparison.clauses[link.b]
        if not {a.document, b.document} <= plain:
            continue
        for shared in comparison.explain(a.clause_id, b.clause_id).shared_texts:
            for clause, span in ((a, shared.a_span), (b, shared.b_span)):
                assert span is not None
                assert clause.start <= span[0] < span[1] <= clause.end
                quote = sources[clause.document][slice(*span)]
                assert quote[0] == shared.text[0]
                assert quote[-1] == shared.text[-1]
                n_checked += 1
    assert n_checked > 100


def test_api_rivals_are_the_best_of_the_others(comparison: pc.Comparison) -> None:
    link = comparison.links[0]
    explanation = comparison.explain(
        comparison.clauses[link.a].clause_id, comparison.clauses[link.b].clause_id
    )
    assert len(explanation.a_rivals) == 3
    best = max(
        float(comparison.scored.p_same[comparison.scored.position[min(p), max(p)]])
        for p in (
            (link.a, k)
            for k, group in enumerate(comparison.groups)
            if group == comparison.groups[link.b] and k != link.b
        )
    )
    assert explanation.a_rivals[0].p_same == best


def test_api_explain_names_near_ids(comparison: pc.Comparison) -> None:
    known = comparison.clauses[0].clause_id
    with pytest.raises(pc.PolicyCompareError, match=r"no compared clause weihai-2023/二.一.33"):
        comparison.explain(known, "weihai-2023/二(一)33")
    with pytest.raises(
        pc.PolicyCompareError,
        match=r"no compared clause 12345; list them with `policycompare outline`\.$",
    ):
        comparison.explain(known, "12345")


def test_api_explain_refuses_a_pair_of_one_group(comparison: pc.Comparison) -> None:
    a, b = comparison.clauses[0].clause_id, comparison.clauses[1].clause_id
    with pytest.raises(pc.PolicyCompareError, match="both belong to ningbo-2017"):
        comparison.explain(a, b)


def test_api_explain_tells_a_pair_that_was_cut() -> None:
    settings = pc.Settings(
        between="document", documents=("qingdao-2023", "shandong-2023"), max_pairs=0, neighbours=1
    )
    cut = pc.compare(CORPUS, settings=settings)
    assert cut.scored.n_cut > 0
    n_all = len(cut.scored.a) + cut.scored.n_cut
    counts = [cut.groups.count(group) for group in cut.group_order]
    assert n_all == counts[0] * counts[1]
    a, b = next(
        (i, j)
        for i, one in enumerate(cut.groups)
        for j, two in enumerate(cut.groups)
        if i < j and one != two and (i, j) not in cut.scored.position
    )
    with pytest.raises(pc.PolicyCompareError, match="was not scored, because neither"):
        cut.explain(cut.clauses[a].clause_id, cut.clauses[b].clause_id)


def test_api_gaps_of_a_group_are_those_of_the_file(comparison: pc.Comparison) -> None:
    table = comparison.gaps_of("qingdao-2023")
    frame = comparison.gaps
    own = frame[frame["group"] == "qingdao-2023"]
    assert sorted(map(str, own["measure_id"])) == sorted(str(row["measure_id"]) for row in table)
    n_present = [row["n_present_in"] for row in table]
    assert n_present == sorted(n_present, reverse=True)  # type: ignore[type-var]
    assert list(table.frame.columns) == list(frame.columns)
    with pytest.raises(pc.PolicyCompareError, match="no group 青岛市 in this comparison; choose"):
        comparison.gaps_of("青岛市")


def test_api_search_finds_the_clause_that_says_it(comparison: pc.Comparison) -> None:
    queries = {
        "亩产效益评价改革": "亩产效益",
        "畝產效益評價": "亩产效益",
        "培育服务型制造示范企业": "服务型制造",
        "弘扬企业家精神": "企业家",
    }
    for query, expected in queries.items():
        rows = comparison.search(query)
        assert expected in str(rows[0]["heading"]), query
        values = [float(str(row["similarity"])) for row in rows]
        assert values == sorted(values, reverse=True)
        assert all(0 < value <= 1 for value in values)


def test_api_search_finds_each_clause_by_its_own_sentence(comparison: pc.Comparison) -> None:
    long = [clause for clause in comparison.clauses if len(clause.body) > 100]
    for clause in long[::10]:
        best = {clause.clause_id: clause for clause in comparison.clauses}[
            str(comparison.search(clause.body)[0]["clause_id"])
        ]
        assert best.body == clause.body  # the two Weihai plans share some clauses word for word


def test_api_search_counts_what_it_leaves_out(comparison: pc.Comparison) -> None:
    every = comparison.search("数字化转型", limit=1000)
    assert every.warnings == ()
    few = comparison.search("数字化转型", limit=3)
    assert few.warnings == (
        f"{len(every) - 3} more clauses share a word or characters with the text",
    )
    assert list(few) == list(every)[:3]


@pytest.mark.parametrize("text", ["", "  ", "。!?"])
def test_api_search_refuses_a_text_without_words(comparison: pc.Comparison, text: str) -> None:
    with pytest.raises(pc.PolicyCompareError, match="holds no letter or character"):
        comparison.search(text)


def test_api_search_refuses_to_show_nothing(comparison: pc.Comparison) -> None:
    with pytest.raises(pc.PolicyCompareError, match="limit is 0, but at least 1"):
        comparison.search("绿色", limit=0)


def test_api_explanation_rows_are_plain(comparison: pc.Comparison) -> None:
    link = comparison.links[0]
    a, b = comparison.clauses[link.a].clause_id, comparison.clauses[link.b].clause_id
    rows = list(comparison.explain(a, b).rows())
    assert len({tuple(row) for row in rows}) == 1
    json.dumps(rows, allow_nan=False)
    parts = [row["part"] for row in rows]
    n_features = len(comparison.scored.feature_names)
    assert parts[: n_features + 3] == ["base", *["contribution"] * n_features, "sum", "probability"]


def test_api_units_are_a_table_of_unit_by_measure(comparison: pc.Comparison) -> None:
    units = comparison.units
    assert units.index.name == "unit"
    assert set(units.columns) <= {m.measure_id for m in comparison.findings.measures}
    mentions = comparison.unit_mentions
    assert set(units.index) == set(mentions["unit"])
    for row in mentions.itertuples():
        cell = str(units.loc[row.unit, row.measure_id])
        assert f"{row.role}: " in cell
        assert row.document in cell
    sentences = comparison.sentences
    assert len(sentences) == sum(len(clause.sentences) for clause in comparison.clauses)
    assert set(sentences["strength"]) <= {*STRENGTHS}
