"""What a notebook shows of each object."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import policycompare as pc
from policycompare.corpus import read_corpus
from policycompare.datamodel import Document, Metadata
from policycompare.evaluation.result import Evaluation, RunFigures
from policycompare.normalize import normalize_text
from policycompare.report.labels import LANGUAGES, Language, translator
from policycompare.report.result_views import render_comparison
from policycompare.report.rows import coverage_rows, gap_rows
from policycompare.table import Table
from tests.conftest import CORPUS
from tests.reporting import make_comparison
from tests.viewing import HOSTILE, LONG, read_view, shown


def hostile_document(text: str = HOSTILE) -> Document:
    return Document(
        Metadata("x", "x.txt", title=HOSTILE, note=HOSTILE, extra={"x_a": HOSTILE}), text
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_notebook_views_of_the_real_run_are_whole(
    comparison: pc.Comparison, language: Language
) -> None:
    outline = comparison.outlines[-1]
    link = comparison.links[0]
    a, b = (comparison.clauses[i].clause_id for i in (link.a, link.b))
    views: tuple[Any, ...] = (
        comparison,
        comparison.corpus,
        outline,
        outline.document,
        outline.normalized,
        outline.clauses[0],
        comparison.explain(a, b),
        comparison.gaps_of("qingdao-2023"),
    )
    for view in views:
        assert len(shown(view.to_html(language=language), language=language)) > 100
        assert view._repr_html_() == view.to_html()


def test_notebook_views_are_quick(comparison: pc.Comparison) -> None:
    comparison.to_html()  # modules are loaded once, reused texts are kept
    for view in (comparison, comparison.outlines[0], comparison.outlines[0].document):
        before = time.process_time()
        view.to_html()
        assert time.process_time() - before < 0.3


def test_notebook_comparison_shows_the_rows_of_the_report(comparison: pc.Comparison) -> None:
    html = comparison.to_html()
    text = shown(html)
    for row in coverage_rows(comparison):
        assert f'title="covered {row["n_covered"]}/{row["n_clauses"]}, ' in html
    for group in comparison.group_order:
        states = [row["state"] for row in gap_rows(comparison, group=group)]
        n_absent, n_partial = states.count("absent"), states.count("partial")
        assert f"Gaps of {group}: {n_absent} absent, {n_partial} partial" in text
    n_shared = sum(len(measure.groups) > 1 for measure in comparison.findings.measures)
    assert f"{n_shared - 10} further rows" in text
    assert "c.browse()" in text


def test_notebook_comparison_shades_by_fifths_of_the_share() -> None:
    html = render_comparison(make_comparison())
    assert re.findall(r'class="share share-(\d)"[^>]*>(\d+)%', html) == [("3", "50"), ("5", "100")]
    assert html.count('class="share"') == 9 - 2


def test_notebook_comparison_without_links_or_clauses_is_shown() -> None:
    tiny = make_comparison(n_cut=3)
    bare = replace(tiny.findings, measures=(), gaps=(), states=(), coverage=())
    text = shown(render_comparison(replace(tiny, links=(), findings=bare)))
    assert "No measure is shared." in text
    assert "甲市 has no gaps." in text
    assert "3 of " in text
    empty = replace(tiny, outlines=(), clauses=(), groups=(), group_order=(), links=())
    assert "0 documents of 0 groups" in shown(render_comparison(replace(empty, findings=bare)))


def test_notebook_comparison_escapes_names_texts_and_warnings() -> None:
    tiny = make_comparison()
    clauses = tuple(replace(c, heading=HOSTILE, text=HOSTILE + c.text) for c in tiny.clauses)
    evil = replace(
        tiny,
        clauses=clauses,
        warnings=(HOSTILE, LONG),
        skipped_documents=(HOSTILE,),
        group_order=(*tiny.group_order, HOSTILE),
    )
    text = shown(render_comparison(evil))
    assert '<script>alert("x")</script></style>' in text
    assert "U+202E" in text
    assert "(100000 characters)" in text


def test_notebook_corpus_shows_what_the_manifest_says(tmp_path: Path) -> None:
    text = shown(read_corpus(CORPUS).to_html())
    assert "5 documents" in text
    assert "威海市工业和信息化局" in text
    (tmp_path / "一.txt").write_text("一、任务\n建设工厂。", encoding="utf-8")
    assert "has no manifest.csv" in shown(read_corpus(tmp_path).to_html())


def test_notebook_document_tells_script_damage_and_what_is_unknown() -> None:
    traditional = Document(Metadata("x"), "加快發展製造業\ufffd建設")
    text = shown(traditional.to_html())
    assert translator("en")("traditional") in text
    assert "0 repaired, 1 flagged" in text
    assert "unknown" in text


@pytest.mark.parametrize("text", ["", HOSTILE, LONG, "\x00\u2066"])
def test_notebook_views_of_one_text_show_whatever_it_holds(text: str) -> None:
    document = hostile_document(text)
    for view in (document, normalize_text(text)):
        read_view(view.to_html())
    assert "alert(" in shown(document.to_html())


def test_notebook_outline_of_hostile_and_of_empty_texts(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("一、任务\n(一)建设。建设工厂。\n", encoding="utf-8")
    plain = pc.outline(path)
    headings = tuple(replace(heading, title=HOSTILE) for heading in plain.headings)
    clauses = tuple(replace(c, text=HOSTILE, warnings=(HOSTILE,)) for c in plain.clauses)
    evil = replace(plain, headings=headings, clauses=clauses, warnings=(HOSTILE,))
    assert shown(evil.to_html()).count("<script>") == 1 + 1 + len(headings) + len(clauses)
    path.write_text("字", encoding="utf-8")
    assert "0 headings" in shown(pc.outline(path).to_html())


def test_notebook_outline_shows_every_entry_and_clause(comparison: pc.Comparison) -> None:
    for outline in comparison.outlines:
        html = outline.to_html()
        text = shown(html)
        assert html.count("<li class=") >= max(len(outline.headings), len(outline.clauses))
        assert all(clause.text in text for clause in outline.clauses)
        assert all(clause.clause_id in text for clause in outline.clauses)


def test_notebook_outline_counts_the_entries_that_it_folds(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    lines = [f"{n}.建设工厂。到2025年建成工厂{n}家。" for n in range(1, 61)]
    path.write_text("一、任务\n" + "\n".join(lines), encoding="utf-8")
    assert "21 further entries of the outline" in shown(pc.outline(path).to_html())


def test_notebook_clause_shows_units_and_place(comparison: pc.Comparison) -> None:
    clause = next(c for c in comparison.clauses if c.lead_units)
    text = shown(clause.to_html())
    assert all(unit.name in text for unit in clause.lead_units)
    assert f"characters {clause.start} to {clause.end}" in text
    assert clause.text in text
    evil = replace(clause, heading=HOSTILE, text=LONG, section=HOSTILE, warnings=(HOSTILE,))
    assert "(100000 characters)" in shown(evil.to_html())


def test_notebook_table_folds_rows_and_counts_what_it_does_not_hold() -> None:
    rows = tuple({"n": k, "share": k / 7, "text": "甲" * k} for k in range(600))
    table = Table("things", ("n", "share", "text"), rows, (HOSTILE,), ("a note",))
    html = table.to_html()
    text = shown(html)
    assert html.count("<tr>") == 2 + 500
    assert "490 further rows" in text
    assert "100 more rows are not in this view" in text
    assert "(499 characters)" in text
    assert "a note" in text
    assert "No rows." in shown(Table("nothing", ("n",), ()).to_html())


def test_notebook_sample_says_nothing_of_a_pair(comparison: pc.Comparison) -> None:
    from policycompare.sampling import draw_sample

    sample = draw_sample(comparison, n_pairs=20)
    text = shown(sample.to_html())
    assert all(pair.stratum in text for pair in sample.pairs)
    assert not any(pair.pair_id in text or pair.a.clause_id in text for pair in sample.pairs)


def test_notebook_target_evaluation_shows_its_tables() -> None:
    found = pc.evaluate_targets(CORPUS)
    text = shown(found.to_html())
    assert found.summary() in text
    assert "By document" in text
    assert found.notes[0] in text


def test_notebook_evaluation_shows_figures_with_intervals_and_notes() -> None:
    nan = float("nan")
    figures = {"f1_same": 0.5, "ap_same": nan}
    run = RunFigures(figures, {"f1_same": (0.25, 0.75)}, 10, 3, 2)
    about = {
        "corpus": "corpus", "gold": HOSTILE, "documents": ["a", "b"], "n_clauses": 4,
        "n_gold_pairs": 10, "n_gold_clauses": 4, "n_same": 3, "n_partial": 2,
        "unmapped_clauses": [], "unfound_gold_clauses": [],
    }  # fmt: skip
    reliability = ({"run": "model_as_is", "bin": 1, "mean": nan},)
    found = Evaluation(about, {"model_as_is": run}, (), (), reliability, (), (HOSTILE,))
    text = shown(found._repr_html_())
    assert "0.500 [0.250, 0.750]" in text
    assert text.count("<script>") == 2
    assert "nan" not in text.lower()
