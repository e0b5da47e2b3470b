"""The invariants of docs/design.md, section 4, on the five documents and on generated ones."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policycompare import Comparison, Settings, compare
from policycompare.corpus import Corpus
from policycompare.normalize import normalize_text
from policycompare.pipeline import compare_outlines
from policycompare.report.files import FILE_NAMES
from tests.conftest import CORPUS, ROOT
from tests.invariants import (
    assert_explains_itself,
    assert_nothing_lost,
    assert_points_home,
    outline_text,
)

COMPARE = (sys.executable, "-m", "policycompare", "compare")
CSV_FILES = tuple(name for name in FILE_NAMES if name.endswith(".csv"))
DAMAGED = [
    json.loads(line)["text"]
    for line in (ROOT / "tests" / "cases" / "damaged-pages.jsonl").read_text("utf-8").splitlines()
]

BREAKS = ("\n", "\r\n", "\n\n", " ")
FRAGMENTS = """\
一、|二、|三、|(一)|(二)|（三）|1.|2．|3、|第一条|第二章|①|——|一是抓项目,二是强服务。
总体要求|重点任务|保障措施|指导思想。|发展目标。|增强产业创新能力。|推动绿色发展
支持企业建设智能工厂和数字化车间。|到2025年,建成技术创新中心10家;|推进节能降碳,培育绿色工厂。
加强组织领导,统筹推进各项任务。|(责任单位:市工业和信息化局、市科技局)|附件:名单
产业(chǎn yè)|發展(fā zhǎn)製造業。|?ū)|\ufffd|RCEP|1.6%|2017-2020
关于印发《行动计划》的通知|- 3 -|第 2 页 共 9 页|\u3000|\u200b"""
HAN = "一二三四、()（）。,:;1234567890.\n 产业制造发展國務"
TEXTS = st.lists(
    st.sampled_from([*FRAGMENTS.replace("\n", "|").split("|"), *BREAKS]), min_size=1, max_size=40
).map("".join)
ANY_TEXTS = st.text(
    st.one_of(
        st.sampled_from("一二三四、()（）。,:;1234567890.\n 产业制造发展國務"), st.characters()
    ),
    max_size=200,
).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text))


def assert_adds_up(comparison: Comparison) -> None:
    """Invariants 6, 7 and 8."""
    scored = comparison.scored
    for terms, base, p in (
        (scored.same_terms, scored.same_base, scored.p_same),
        (scored.overlap_terms, scored.overlap_base, scored.p_overlap),
    ):
        log_odds = base + terms.sum(axis=1)
        assert np.allclose(1 / (1 + np.exp(-log_odds)), p, rtol=0, atol=1e-9)
    assert (scored.p_overlap >= scored.p_same).all()
    n = len(comparison.clauses)
    n_pairs = sum(comparison.groups[i] != comparison.groups[j] for i in range(n) for j in range(i))
    assert len(scored.a) + scored.n_cut == n_pairs
    states = [(state.clause, state.group) for state in comparison.findings.states]
    assert len(states) == len(set(states))
    assert set(states) == {
        (i, group)
        for i in range(n)
        for group in comparison.group_order
        if group != comparison.groups[i]
    }
    for state in comparison.findings.states:
        has_clause = state.group in comparison.groups
        assert (state.nearest is not None) == has_clause
        assert state.nearest is None or comparison.groups[state.nearest] == state.group


def mirrored(comparison: Comparison, rename: dict[str, str]) -> set[tuple[object, ...]]:
    """Links and states as sets that do not depend on who is a and who is b."""

    def name(i: int) -> str:
        clause = comparison.clauses[i]
        return f"{rename[clause.document]}/{clause.path}"

    links: set[tuple[object, ...]] = {
        (frozenset((name(link.a), name(link.b))), link.relation, round(link.p_same, 9))
        for link in comparison.links
    }
    states: set[tuple[object, ...]] = {
        (name(state.clause), rename[state.group], state.state, round(state.p_same, 9))
        for state in comparison.findings.states
    }
    measures: set[tuple[object, ...]] = {
        ("measure", frozenset(map(name, measure.clauses)))
        for measure in comparison.findings.measures
    }
    coverage: set[tuple[object, ...]] = {
        (rename[c.a], rename[c.b], c.n_covered, c.n_partial) for c in comparison.findings.coverage
    }
    return links | states | measures | coverage


def compare_texts(texts: dict[str, str], workers: int = 1) -> Comparison:
    outlines = [outline_text(text, name) for name, text in sorted(texts.items())]
    corpus = Corpus(Path("made"), tuple(outline.document.metadata for outline in outlines))
    chosen = Settings(between="document", workers=workers)
    return compare_outlines(corpus, outlines, settings=chosen)


def test_invariants_hold_on_the_five_documents(comparison: Comparison) -> None:
    assert len(comparison.outlines) == 5
    for outline in comparison.outlines:
        assert_nothing_lost(outline)
        assert_points_home(outline)
        assert_explains_itself(outline.normalized)
    assert_adds_up(comparison)


def test_invariants_normalized_clause_text_comes_from_its_span(comparison: Comparison) -> None:
    for outline in comparison.outlines:
        for clause in outline.clauses:
            quote = outline.document.text[clause.start : clause.end]
            plain = "".join(filter(str.isalnum, normalize_text(quote).text))
            for sentence in clause.sentences:
                assert "".join(filter(str.isalnum, sentence.text)) in plain, sentence


@pytest.mark.parametrize("number", range(len(DAMAGED)))
def test_invariants_hold_on_damaged_pages(number: int) -> None:
    outline = outline_text(DAMAGED[number])
    assert_nothing_lost(outline)
    assert_points_home(outline)
    assert_explains_itself(outline.normalized)


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_invariants_hold_on_generated_plans(text: str) -> None:
    outline = outline_text(text)
    assert_nothing_lost(outline)
    assert_points_home(outline)
    assert_explains_itself(outline.normalized)


@settings(max_examples=80, deadline=None)
@given(ANY_TEXTS)
def test_invariants_hold_on_any_text(text: str) -> None:
    outline = outline_text(text)
    assert_nothing_lost(outline)
    assert_points_home(outline)
    assert_explains_itself(outline.normalized)


SENTENCES = (
    "支持企业建设智能工厂和数字化车间,到2025年建成100家。",
    "推进节能降碳,培育绿色工厂和绿色园区。",
    "加强组织领导,统筹推进各项任务落实。",
    "实施专精特新企业培育计划,培育小巨人企业50家。",
    "建设技术创新中心和重点实验室,突破关键核心技术。",
    "加大金融支持力度,扩大制造业中长期贷款。",
)
TITLES = ("数字化转型", "绿色制造", "组织领导", "企业培育", "科技创新", "金融支持")


@st.composite
def plans(draw: st.DrawFn) -> str:
    """A numbered plan of two to five clauses."""
    chosen = draw(st.lists(st.integers(0, 5), min_size=2, max_size=5))
    more = draw(st.lists(st.integers(0, 5), min_size=len(chosen), max_size=len(chosen)))
    lines = [
        f"{'一二三四五'[i]}、{TITLES[k]}\n{SENTENCES[k]}{SENTENCES[j]}"
        for i, (k, j) in enumerate(zip(chosen, more, strict=True))
    ]
    return "\n".join(["行动计划", *lines]) + "\n"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(plans(), min_size=2, max_size=3))
def test_invariants_swapping_documents_mirrors_the_result(texts: list[str]) -> None:
    names = "abc"[: len(texts)]
    forward = compare_texts(dict(zip(names, texts, strict=True)))
    backward = compare_texts(dict(zip(reversed(names), texts, strict=True)))
    assert_adds_up(forward)
    swap = dict(zip(names, reversed(names), strict=True))
    same = {name: name for name in names}
    assert mirrored(forward, same) == mirrored(backward, swap)


def test_invariants_swapping_the_real_documents_mirrors_the_result() -> None:
    names = ("qingdao-2023", "shandong-2023", "weihai-2023")
    texts = {name: (CORPUS / f"{name}.txt").read_text("utf-8") for name in names}
    swap = dict(zip(names, reversed(names), strict=True))
    forward = compare_texts(texts)
    backward = compare_texts({swap[name]: text for name, text in texts.items()})
    assert len(forward.links) > 30
    assert mirrored(forward, {n: n for n in names}) == mirrored(backward, swap)


def write_in_process(out: Path, folder: Path, *, seed: str, workers: str) -> None:
    subprocess.run(
        [*COMPARE, folder, "--out", out, "--workers", workers],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def test_invariants_files_do_not_depend_on_seed_workers_or_order(
    tmp_path: Path, corpus_copy: Path
) -> None:
    write_in_process(tmp_path / "one", corpus_copy, seed="0", workers="1")
    manifest = corpus_copy / "manifest.csv"
    header, *rows = manifest.read_text("utf-8").splitlines()
    manifest.write_text("\n".join([header, *reversed(rows)]) + "\n", "utf-8")
    write_in_process(tmp_path / "two", corpus_copy, seed="1", workers="2")
    for name in CSV_FILES:
        one, two = tmp_path / "one" / name, tmp_path / "two" / name
        assert one.read_bytes() == two.read_bytes(), name
        with one.open(encoding="utf-8-sig", newline="") as stream:
            n_rows = len(list(csv.reader(stream)))
            # the shipped texts name only their own places
            assert n_rows == 1 if name == "names.csv" else n_rows > 30


def links_of(comparison: Comparison) -> set[tuple[int, int, str]]:
    return {(link.a, link.b, link.relation) for link in comparison.links}


def test_invariants_sparse_route_equals_the_dense_one() -> None:
    # Every clause of one of these shares something with every clause of the other.
    chosen = Settings(between="document", documents=("ningbo-2017", "weihai-2023"))
    dense = compare(CORPUS, settings=chosen)
    sparse = compare(
        CORPUS, settings=replace(chosen, max_pairs=0, neighbours=2 * len(dense.clauses))
    )
    assert dense.scored.n_cut == sparse.scored.n_cut == 0
    for column in ("a", "b", "features", "p_same", "p_overlap"):
        assert np.array_equal(getattr(dense.scored, column), getattr(sparse.scored, column))
    assert dense.links == sparse.links
    assert dense.findings.measures == sparse.findings.measures


def test_invariants_sparse_route_leaves_out_only_what_shares_nothing(
    comparison: Comparison,
) -> None:
    n = len(comparison.clauses)
    sparse = compare(CORPUS, settings=Settings(between="document", max_pairs=0, neighbours=2 * n))
    cut = comparison.scored.position.keys() - sparse.scored.position.keys()
    assert len(cut) == sparse.scored.n_cut > 0
    for a, b in cut:
        for field in ("heading_words", "heading_chars", "body_words", "body_chars"):
            matrix = getattr(comparison.matrices, field)
            assert (matrix[[a]] @ matrix[[b]].T).sum() == 0


def test_invariants_cut_route_reports_its_recall(comparison: Comparison) -> None:
    few = Settings(between="document", max_pairs=0, neighbours=3)
    sparse = compare(CORPUS, settings=few)
    assert sparse.recall is not None
    assert sparse.scored.n_cut > 1000
    # Five documents make ten pairs: the sample is the whole, so the recall is the true one.
    assert sparse.recall.n_documents == 10
    assert sparse.recall.n_links == len(comparison.links)
    assert sparse.recall.n_found == len(links_of(sparse) & links_of(comparison))
    assert 0.5 < sparse.recall.share < 1
    assert str(sparse.recall) in sparse.warnings
    assert comparison.recall is None


def test_invariants_cut_route_reports_how_many_nearest_it_scored() -> None:
    few = Settings(between="document", max_pairs=0, neighbours=20)
    nearest = [compare(CORPUS, settings=replace(few, reach=r)).recall for r in (20_000, 30)]
    full, short = (found.nearest for found in nearest if found is not None)
    # Ten of each field are among the ten or twenty of each field where every term is used.
    assert full.n_clauses == 100
    assert (full.share, full.n_copies_found) == (1.0, full.n_copies)
    assert (short.n_nearest, short.n_by_body) == (full.n_nearest, full.n_by_body)
    assert full.n_by_body_found == full.n_by_body > short.n_by_body_found
    assert short.n_found < full.n_found
