from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from policycompare.datamodel import Coverage, Link, Measure
from policycompare.report import columns
from policycompare.report.evidence import SourceLocator, find_shared_terms
from policycompare.report.files import tables
from policycompare.report.record import build_record
from policycompare.report.rows import (
    aligned_rows,
    clause_rows,
    coverage_rows,
    document_rows,
    gap_rows,
    measure_rows,
    overlap_rows,
    state_rows,
    worst_gap_key,
)
from tests.reporting import TinyMatrices, make_comparison, with_document

REQUIRED = {
    "clauses.csv": "clause_id, document, jurisdiction, path, section, heading, role, text, "
    "lead_units, responsible_units, deadline, start, end, n_chars, warnings",
    "aligned_clauses.csv": "a_clause, b_clause, a_document, b_document, a_jurisdiction, "
    "b_jurisdiction, relation, p_same, p_overlap, wording, reuse_a, reuse_b, shared_terms, "
    "a_heading, b_heading, a_text, b_text, a_start, a_end, b_start, b_end",
    "measures.csv": "measure_id, label, n_groups, groups, a-2023, b-2023, c-2023",
    "gaps.csv": "group, measure_id, label, present_in, state, nearest_clause, nearest_p_same, "
    "nearest_p_overlap, nearest_text",
    "targets.csv": "clause_id, document, quote, indicator, value, value_max, unit, comparator, "
    "kind, deadline_year, scope, start, end",
    "target_comparison.csv": "indicator, unit, document, value, comparator, deadline_year, "
    "clause_id, quote",
    "units.csv": "unit, prefix",
    "sentences.csv": "clause_id, number",
    "dyads.csv": "measure, label, earlier, later, order, days, days_min, days_max, reuse_share, "
    "boilerplate_share, wording, relation",
    "diffusion.csv": "measure, label, n_groups, first_mover",
    "names.csv": "clause_id, document, jurisdiction, part, name",
}


def test_rows_have_the_columns_of_the_design_first_and_in_order() -> None:
    for name, names, rows in tables(make_comparison()):
        required = tuple(REQUIRED[name].split(", "))
        assert tuple(names)[: len(required)] == required
        for row in rows:
            assert tuple(row) == tuple(names)


def test_rows_clauses_quote_the_source_and_join_units() -> None:
    comparison = make_comparison()
    rows = list(clause_rows(comparison))
    source = comparison.outlines[0].document.text
    assert rows[0]["quote"] == source[: len(str(rows[0]["quote"]))]
    assert rows[0]["responsible_units"] == "市工信局"
    assert rows[0]["measure_id"] == rows[2]["measure_id"] == "m1"


def test_rows_aligned_show_reuse_terms_and_spans_in_the_source() -> None:
    comparison = make_comparison()
    same, partial = aligned_rows(comparison)
    assert (same["relation"], partial["relation"]) == ("same", "partial")
    assert (same["shared_terms"], same["n_shared_terms"]) == ("智能工厂", 1)
    for side, outline in (("a", comparison.outlines[0]), ("b", comparison.outlines[1])):
        start, end = map(int, str(same[f"{side}_shared_spans"]).strip("[)").split(","))
        assert outline.document.text[start:end] == "支持企业建设智能工厂"
        assert same[f"{side}_spans"] == f"{start}-{end}"
        assert same[f"boilerplate_{side}"] == 0


def test_rows_aligned_count_boilerplate_of_three_documents_apart() -> None:
    comparison = make_comparison()
    third = comparison.outlines[2]
    norm = replace(third.normalized, text=third.normalized.text + "支持企业建设智能工厂")
    outlines = (*comparison.outlines[:2], replace(third, normalized=norm))
    same = next(iter(aligned_rows(replace(comparison, outlines=outlines))))
    plain = next(iter(aligned_rows(comparison)))
    assert (same["reuse_a"], same["reuse_b"], same["a_spans"], same["b_spans"]) == (0, 0, "", "")
    assert (same["boilerplate_a"], same["boilerplate_b"]) == (plain["reuse_a"], plain["reuse_b"])
    assert same["a_shared_spans"] == plain["a_shared_spans"]


def test_rows_spans_are_found_where_the_clause_joins_lines_and_adds_a_full_stop() -> None:
    comparison = make_comparison()
    outline = comparison.outlines[0]
    clause = outline.clauses[0]
    norm = outline.normalized.text.replace("工程。", "工程 ", 1).replace("企业建", "企\n业", 1)
    normalized = replace(outline.normalized, text=norm)
    locator = SourceLocator({clause.document: normalized})
    clause = replace(clause, body=clause.body.replace("企业建", "企业"))
    clause = replace(clause, text=f"{clause.heading}。{clause.body}")
    at = clause.text.index("企业")
    assert locator.locate(clause, at, at + 2) == (norm.index("企\n业"), norm.index("企\n业") + 3)
    assert locator.locate(clause, 0, 2) == (norm.index("第1"), norm.index("第1") + 2)
    assert locator.locate(clause, 0, len(clause.text)) is None


def test_rows_spans_are_found_around_a_tail_cut_out_of_the_middle() -> None:
    comparison = make_comparison()
    outline = comparison.outlines[0]
    clause = replace(outline.clauses[0], body="支持企业设智能工厂和数字化车间。")
    clause = replace(clause, text=f"{clause.heading}。{clause.body}")
    locator = SourceLocator({clause.document: outline.normalized})
    at = clause.text.index("智能")
    start, end = locator.locate(clause, at, at + 4) or (0, 0)
    assert outline.document.text[start:end] == "智能工厂"


def test_rows_spans_of_a_text_that_is_not_in_the_source_are_none() -> None:
    comparison = make_comparison()
    outline = comparison.outlines[0]
    locator = SourceLocator({outline.document.name: outline.normalized})
    missing = replace(outline.clauses[0], text="不在其中的文字", body="不在其中的文字")
    assert locator.locate(missing, 0, 3) is None
    assert SourceLocator({}).locate(outline.clauses[0], 0, 3) is None


def test_rows_measures_name_the_clauses_of_each_document() -> None:
    first = next(iter(measure_rows(make_comparison())))
    assert (first["a-2023"], first["b-2023"], first["c-2023"]) == ("a-2023/1", "b-2023/1", "")
    assert (first["n_groups"], first["n_clauses"], first["mean_p_same"]) == (2, 2, 0.9)


def test_rows_measures_of_one_clause_have_no_mean() -> None:
    last = list(measure_rows(make_comparison()))[-1]
    assert (last["n_clauses"], last["mean_p_same"]) == (1, None)


def test_rows_a_document_named_like_a_column_keeps_its_own_column() -> None:
    comparison = with_document(make_comparison(), "a-2023", "label")
    names = columns.measure_columns(tuple(o.document.name for o in comparison.outlines))
    first = next(iter(measure_rows(comparison)))
    assert tuple(first) == names
    assert (first["label"], first["document:label"]) == ("第1项工程", "a-2023/1")


def test_rows_gaps_of_a_group_worst_first() -> None:
    rows = sorted(gap_rows(make_comparison(), group="丙市"), key=worst_gap_key)
    assert [row["group"] for row in rows] == ["丙市"] * 2
    assert (rows[0]["measure_id"], rows[0]["state"], rows[0]["n_present_in"]) == ("m1", "absent", 2)
    assert (rows[1]["state"], rows[1]["nearest_clause"]) == ("partial", "c-2023/2")


def test_rows_gaps_without_any_clause_of_the_group_are_empty_not_zero() -> None:
    comparison = make_comparison()
    gap = replace(comparison.findings.gaps[0], nearest=None)
    comparison = replace(comparison, findings=replace(comparison.findings, gaps=(gap,)))
    (row,) = gap_rows(comparison)
    assert (row["nearest_clause"], row["nearest_p_same"], row["nearest_start"]) == ("", None, None)


def test_rows_coverage_of_an_empty_group_is_none() -> None:
    comparison = make_comparison()
    coverage = (Coverage("无", "甲市", 0, 0, 0, math.nan),)
    comparison = replace(comparison, findings=replace(comparison.findings, coverage=coverage))
    (row,) = coverage_rows(comparison)
    assert (row["covered_share"], row["partial_share"]) == (None, None)


def test_rows_coverage_states_add_up() -> None:
    comparison = make_comparison()
    for row in coverage_rows(comparison):
        assert row["n_covered"] + row["n_partial"] + row["n_absent"] == row["n_clauses"]  # type: ignore[operator]
    assert len(list(state_rows(comparison))) == 2 * len(comparison.clauses)


def test_rows_documents_tell_damage_and_warnings() -> None:
    rows = {row["document"]: row for row in document_rows(make_comparison())}
    assert (rows["b-2023"]["n_flagged"], rows["a-2023"]["n_flagged"]) == (1, 0)
    assert (rows["a-2023"]["n_warnings"], rows["a-2023"]["n_compared"]) == (1, 2)


def test_rows_overlaps_give_the_likeliest_pair_of_each_shared_measure() -> None:
    (row,) = overlap_rows(make_comparison())
    assert (row["a_clause"], row["b_clause"], row["n_groups"]) == ("a-2023/1", "b-2023/1", 2)


def test_rows_overlaps_take_the_likeliest_of_several_pairs() -> None:
    comparison = make_comparison()
    first = comparison.links[0]
    likelier = Link(1, 2, "same", 0.95, 0.96, comparison.scored.position[1, 2])
    measure = Measure("m1", "工程", (0, 1, 2), ("甲市", "乙市"))
    rest = tuple(m for m in comparison.findings.measures if not {0, 1, 2} & set(m.clauses))
    findings = replace(comparison.findings, measures=(measure, *rest))
    comparison = replace(comparison, findings=findings, links=(first, likelier))
    (row,) = overlap_rows(comparison)
    assert (row["a_clause"], row["p_same"]) == ("a-2023/2", 0.95)


def test_evidence_shared_terms_are_sorted_by_weight_then_code_point() -> None:
    body = sparse.csr_array(np.array([[0.5, 0.2, 0.5, 0.9], [0.5, 0.9, 0.5, 0.0]]))
    heading = sparse.csr_array(np.array([[1.0], [1.0]]))
    matrices = TinyMatrices(heading, body, ["金融"], ["工厂", "金融", "人才", "绿色"])
    terms = find_shared_terms(matrices, 0, 1)
    assert [term for term, _ in terms] == ["金融", "人才", "工厂"]
    assert terms[0][1] == pytest.approx(1.18)


def test_record_holds_thresholds_counts_cut_and_quality() -> None:
    comparison = make_comparison(n_cut=7)
    record = build_record(comparison)
    assert record["candidates"] == {"n_scored": 8, "n_cut": 7}
    assert record["thresholds"]["same"] == 0.5
    assert record["quality"]["model"] == "tiny.json"
    assert record["quality"]["figures"]["folds_by_pair"]["f1_same"] == 0.5
    assert (record["counts"]["n_same"], record["counts"]["n_partial"]) == (1, 1)
    assert record["documents"][0]["sha256"] == "0" * 64


def test_record_prefers_the_threshold_of_the_settings_even_at_zero() -> None:
    comparison = make_comparison()
    comparison = replace(comparison, settings=replace(comparison.settings, same_threshold=0.0))
    assert build_record(comparison)["thresholds"]["same"] == 0.0


@pytest.mark.parametrize("name", ["measure_id", "n_clauses"])
def test_columns_no_document_takes_the_name_of_a_fixed_column(name: str) -> None:
    assert columns.document_column(name) == f"document:{name}"
