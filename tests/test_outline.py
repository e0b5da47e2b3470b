"""The outline finds the headings and clauses that a reader finds, however the page was damaged."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import damage
from tests.outlining import (
    CORPUS,
    DOCUMENTS,
    f1,
    heading_keys,
    outline,
    read_cases,
    read_text,
    span_iou,
    uncovered,
)

CASES = read_cases("outline.jsonl")
PAGES = [page for page in read_cases("damaged-pages.jsonl") if page["recoverable"]]
MIN_IOU = 0.95
MIN_HEADING_F1 = 0.97
# Recoverable pages whose headings are not all found as the truth has them, and why not.
NOT_RECOVERED = {
    "fx031": "words of the page, one of a title among them, were swapped (扶助 for 支持)",
    "fx088": "the page prints (1) to (4) where the truth, taken from the clean text, has 1. to 4.",
}


def gold_spans(document: str) -> list[tuple[int, int]]:
    lines = (CORPUS / "gold" / "clauses.jsonl").read_text(encoding="utf-8").splitlines()
    clauses = [json.loads(line) for line in lines]
    return [(c["start"], c["end"]) for c in clauses if c["document"] == document]


def keys_of(result: object) -> list[tuple[int, str, str]]:
    return heading_keys([(h.level, h.marker, h.title) for h in result.headings])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_outline_finds_the_gold_clauses_and_no_other(document: str) -> None:
    found = [(c.start, c.end) for c in outline(read_text(document), document).compared()]
    gold = gold_spans(document)
    best = [max(span_iou(g, f) for f in found) for g in gold]
    assert min(best) >= MIN_IOU
    assert len(found) == len(gold)


@pytest.mark.parametrize("case", CASES, ids=[str(case["label"]) for case in CASES])
def test_outline_reads_the_case(case: dict[str, dict[str, list[str]]]) -> None:
    result = outline(str(case["text"]))
    headings = [f"{h.level} {h.marker} {h.title}" for h in result.headings]
    assert headings == case["expect"]["headings"]
    assert [c.path for c in result.compared()] == case["expect"]["clauses"]


def test_outline_finds_the_headings_of_damaged_pages() -> None:
    scores = {}
    for page in PAGES:
        truth = [(h["level"], h["marker"], h["title"]) for h in page["truth_headings"]]
        found = keys_of(outline(str(page["text"])))
        scores[f"{page['id']} {page['defects']}"] = f1(heading_keys(truth), found)
    mean = sum(scores.values()) / len(scores)
    assert mean >= MIN_HEADING_F1, {k: round(v, 2) for k, v in scores.items() if v < 1}


def damaged_page(page: dict[str, Any]) -> Any:
    reason = NOT_RECOVERED.get(page["id"])
    marks = [] if reason is None else [pytest.mark.xfail(reason=reason, strict=True)]
    return pytest.param(page, marks=marks, id=f"{page['id']}-{'-'.join(page['defects'])}")


@pytest.mark.parametrize("page", [damaged_page(page) for page in PAGES])
def test_outline_finds_every_heading_of_a_damaged_page(page: dict[str, Any]) -> None:
    truth = [(h["level"], h["marker"], h["title"]) for h in page["truth_headings"]]
    assert keys_of(outline(str(page["text"]))) == heading_keys(truth)


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if d != "ningbo-2017"])
@pytest.mark.parametrize("separator", ["", " "])
def test_outline_needs_no_line_breaks(document: str, separator: str) -> None:
    text = read_text(document)
    whole, joined = outline(text), outline(re.sub(r"\s*\n\s*", separator, text))
    assert keys_of(joined) == keys_of(whole)
    assert len(joined.compared()) == len(whole.compared())


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if d != "ningbo-2017"])
@pytest.mark.parametrize("width", [22, 30])
def test_outline_survives_hard_wraps(document: str, width: int) -> None:
    text = read_text(document)
    lines = (line.strip() for line in text.split("\n"))
    pieces = (line[i : i + width] for line in lines for i in range(0, len(line), width))
    assert keys_of(outline("\n".join(pieces))) == keys_of(outline(text))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_outline_loses_nothing(document: str) -> None:
    result = outline(read_text(document), document)
    assert uncovered(result) == ""
    assert all(a.end <= b.start for a, b in pairwise(result.clauses))
    assert not [s for s in result.skipped if s.reason == "unassigned"]


PIECES = [
    "一、",
    "二、",
    "三、",
    "（一）",
    "(二)",
    "1.",
    "2．",
    "3、",
    "(1)",
    "①",
    "第一章 ",
    "第二条 ",
    "——",
    "()",
    "十、",
    "第三条规定",
    "2023年",
    "1.5万",
    "一是",
    "附件1",
    "目录",
    "|",
    "\n",
    "\n\n",
    " ",
    "。",
    ":",
    ";",
    "(责任单位:市科技局)",
    "发展目标",
    "推动产业升级",
    "壹、",
    "參、",
    "強(qiáng)企業",
    "<p>",
    "— 3 —",
    "序号\t重点任务\t工作内容\t牵头单位\t完成时限\n",
    "1\t抓创新\t建平台\t市科技局\t2025年\n",
    "一\t大任务\t\t\t\n",
    "\t\t建基地\t市财政局\t\n",
    "|序号|任务|责任单位|\n",
    "|1|抓人才|市人社局|\n",
    "序号\n任务\n责任单位\n时限\n1\n建设平台\n",
    "关于做好某项工作的通知\n",
    "•推出计划",
    "首先,",
    "其次,",
    "二是",
    "甲、",
    "A.",
    "(?)",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_outline_of_any_text_covers_it_once(text: str) -> None:
    result = outline(text)
    assert uncovered(result) == ""
    spans = sorted((c.start, c.end) for c in result.clauses)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert len({c.clause_id for c in result.clauses}) == len(result.clauses)
    for clause in result.clauses:
        assert 0 <= clause.start < clause.end <= len(text)
        assert all(clause.start <= s.start <= s.end <= clause.end for s in clause.sentences)


def test_outline_warns_of_a_lost_and_of_a_skipped_number() -> None:
    text = "一、目标\n到2026年建成。\n二、任务\n()摸清底数\n每年画像。\n四、保障\n逐户帮扶。\n"
    warnings = " ".join(outline(text).warnings)
    assert "is lost; inferred from the sequence" in warnings
    assert "the numbering goes from 二 to 四" in warnings


def test_outline_names_the_other_texts_of_a_page() -> None:
    result = outline(read_text("weihai-2023"), "weihai-2023")
    reasons = {s.reason: result.document.text[s.start : s.end] for s in result.skipped}
    assert reasons["drafting_note"].startswith("关于《实施先进制造业强市")
    assert reasons["title"] == "(征求意见稿)"
    assert "锚定“走在前、开新局”" in reasons["preamble"]
    assert {"furniture", "notice"} <= set(reasons)


DEFECTS = ["hard_wrap", "no_newlines", "raw_html", "pdf_spaces", "glued_headings", "page_chrome"]
SCRIPTS = ["traditional", "mixed_script", "pinyin_toned", "half_width", "lost_punctuation"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_outline_survives_two_defects_at_once(script: str) -> None:
    truth = {str(p["base"]): p["truth_headings"] for p in read_cases("damaged-pages.jsonl")}
    scores = {}
    for base, text in damage.clean_texts().items():
        keys = heading_keys([(h["level"], h["marker"], h["title"]) for h in truth[base]])
        for defect in DEFECTS:
            page = getattr(damage, script)(text, Random(1))
            page = getattr(damage, defect)(page, Random(2))
            scores[base, defect] = f1(keys, keys_of(outline(page)))
    assert sum(scores.values()) / len(scores) >= 0.99, scores
