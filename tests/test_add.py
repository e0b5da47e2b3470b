"""What ``add`` finds in a text: made-up heads and tails, the corpus, small cases."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from policycompare.adding.model import FIELDS, Proposal
from policycompare.adding.proposing import outline_text, propose
from policycompare.adding.view import simplify
from policycompare.reading import extract_text, read_any
from policycompare.report.add_rows import proposal_rows
from policycompare.report.remarks import tell_remark
from tests.conftest import CORPUS, ROOT

BODY = """
一、总体要求
坚持创新驱动、绿色发展，加快建设现代化产业体系。
二、重点任务
（一）增强创新能力。支持企业建设技术中心，每年新增10家以上。
（二）推动数字化转型。推进智能工厂和数字化车间建设，打造工业互联网平台5个。
（三）发展绿色制造。推进节能降碳，建设绿色工厂20家。
三、保障措施
（一）加强组织领导。建立工作专班，统筹推进各项任务落实。
（二）强化督导考核。定期通报进展情况。
"""
CASES = [
    json.loads(line)
    for name in ("adding", "adding-hard")
    for line in (ROOT / f"tests/cases/{name}.jsonl").read_text(encoding="utf-8").splitlines()
]


def propose_text(text: str, **options: str) -> Proposal:
    file = extract_text(text.encode("utf-8"), "text.txt")
    return propose(file, outline_text(file), **options)


def folded(name: str, value: str) -> str:
    value = simplify(value)
    return re.sub("[—–―-]+", "-", value) if name == "title" else value


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_add_finds_what_a_document_says_of_itself(case: dict[str, Any]) -> None:
    found = propose_text(case["head"] + BODY + case["tail"])
    wanted = {name: folded(name, value) for name, value in case["expect"].items()}
    assert {name: folded(name, found.values[name]) for name in FIELDS} == wanted


def test_add_quotes_are_slices_of_the_text() -> None:
    n_checked = 0
    for case in CASES:
        found = propose_text(case["head"] + BODY + case["tail"])
        for one in found.findings:
            if one.start is not None:
                source = re.sub(r"\s+", " ", found.text.text[one.start : one.end]).strip()
                assert source == one.quote
                n_checked += 1
    assert n_checked > 150


KNOWN_MISSES = {
    ("qingdao-2023", "jurisdiction"),  # only named in the text: a hint, not a finding
    ("qingdao-2023", "level"),
    ("qingdao-2023", "parent"),
    ("weihai-2021", "horizon_end"),  # 到2025年 stands once: a hint
}


def test_add_finds_the_metadata_of_the_shipped_corpus() -> None:
    misses = set()
    text = (CORPUS / "manifest.csv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(text.splitlines())
    for row in rows:
        file = read_any(CORPUS / row["file"])
        values = propose(file, outline_text(file)).values
        for name in set(FIELDS) & set(row):
            if not values[name].startswith(row[name]) or (values[name] and not row[name]):
                misses.add((row["document"], name))
                assert values[name] == ""
    assert misses == KNOWN_MISSES


def test_add_tells_a_hint_and_does_not_write_it() -> None:
    file = read_any(CORPUS / "qingdao-2023.txt")
    found = propose(file, outline_text(file))
    (hint,) = (one for one in found.findings if one.field == "jurisdiction")
    assert (hint.value, hint.sure, found.values["jurisdiction"]) == ("青岛市", "possible", "")


def test_add_takes_the_jurisdiction_that_is_given() -> None:
    found = propose_text("关于发展的意见\n" + BODY, jurisdiction="威海市")
    assert [found.values[name] for name in ("jurisdiction", "level", "parent")] == [
        *("威海市", "city", "山东省"),
    ]
    assert found.document == "weihai"


def test_add_tells_what_contradicts() -> None:
    head = "宁波市人民政府关于加快发展的意见\n甬政发〔2023〕1号\n"
    found = propose_text(head + BODY + "\n浙江省人民政府\n2023年5月1日\n")
    assert any(one.startswith("issuer: '浙江省人民政府' (signature)") for one in found.conflicts)
    assert any(one.startswith("jurisdiction: '浙江省'") for one in found.conflicts)


def test_add_guesses_nothing() -> None:
    found = propose_text("为加快发展，制定以下内容。\n" + BODY)
    assert {name for name in FIELDS if found.values[name]} == set()
    assert found.missing == FIELDS


@pytest.mark.parametrize(
    ("title", "horizon"),
    [
        ("甲市制造业行动计划（2021-2025年）", ("2021", "2025")),
        ("甲市制造业三年行动计划（2023—2025年）", ("2023", "2025")),
        ("甲市“十四五”制造业发展规划", ("2021", "2025")),
        ("甲市2024年制造业工作要点", ("2024", "2024")),
        ("甲市制造业三年行动计划", ("", "")),
    ],
)
def test_add_reads_the_horizon_off_the_title(title: str, horizon: tuple[str, str]) -> None:
    values = propose_text(f"{title}\n{BODY}").values
    assert (values["horizon_start"], values["horizon_end"]) == horizon


@pytest.mark.parametrize(
    ("printed", "issued"),
    [
        ("二〇二三年七月六日", "2023-07-06"),
        ("2023年7月", "2023-07"),
        ("2023 年 7 月 6 日", "2023-07-06"),
        ("二○二四年十二月三十一日", "2024-12-31"),
    ],
)
def test_add_reads_signed_dates(printed: str, issued: str) -> None:
    assert propose_text(f"{BODY}\n威海市人民政府\n{printed}\n").values["issued"] == issued


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "《青岛市制造业发展规划（征求意见稿）》（2023-2025年）",
            {
                "title": "青岛市制造业发展规划(2023-2025年)",
                "status": "draft",
                "horizon_end": "2025",
            },
        ),
        (
            "宁波市智能制造行动计划（2023—2025年）征求意见稿",
            {"title": "宁波市智能制造行动计划(2023-2025年)", "status": "draft"},
        ),
        (
            "深圳市人民政府令\n第345号\n深圳市养老服务办法",
            {"title": "深圳市养老服务办法", "issuer": "深圳市人民政府"},
        ),
        ("〔2023〕15号\n（征求意见稿）", {"title": "", "document_number": ""}),
        ("山东省制造业行动计划（2023--2025年）", {"horizon_start": "2023", "horizon_end": "2025"}),
        ("山东省制造业行动计划（二〇二三—二〇二五年）", {"horizon_end": "2025"}),
        (
            "威海市人民政府关于加快发展海洋经济的意见（威政发［2023］15号）",
            {"document_number": "威政发[2023]15号", "status": "final"},
        ),
        ("根据威海市人民政府关于海洋经济的意见（威政发〔2023〕15号）", {"document_number": ""}),
        ("威政发(2023)15号\n威海市海洋经济规划", {"document_number": "威政发(2023)15号"}),
    ],
)
def test_add_reads_odd_heads(head: str, expected: dict[str, str]) -> None:
    found = propose_text(f"{head}\n{BODY}")
    assert {name: folded(name, found.values[name]) for name in expected} == expected


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("杭州市人民政府\n二〇二三年十十月一日", {"issued": ""}),
        ("杭州市人民政府\n2023年13月1日", {"issued": ""}),
        ("杭州市人民政府\n二〇二三年七月", {"issued": "2023-07"}),
        ("本办法自2023年2月30日起施行,有效期3年。", {"horizon_start": "", "horizon_end": ""}),
        (
            "本办法自二〇二三年十月一日起施行,有效期三年。",
            {"horizon_start": "2023-10-01", "horizon_end": "2026-09-30", "status": "final"},
        ),
    ],
)
def test_add_takes_no_impossible_date(tail: str, expected: dict[str, str]) -> None:
    found = propose_text(f"杭州市人才办法\n{BODY}\n{tail}\n")
    assert {name: found.values[name] for name in expected} == expected


def test_add_does_not_ask_for_a_parent_that_the_issuer_names() -> None:
    title = "鼓楼区养老服务规划(2021—2025年)"
    told = propose_text(f"{title}\n{BODY}\n南京市鼓楼区人民政府\n2021年9月9日\n")
    assert (told.values["parent"], told.conflicts) == ("南京市", ())
    untold = propose_text(f"{title}\n{BODY}\n鼓楼区人民政府\n2021年9月9日\n")
    assert untold.values["parent"] == ""
    assert any("may be" in one for one in untold.conflicts)


def test_add_tells_what_it_found_in_chinese() -> None:
    """The sentences are those of the finders, so that the table cannot fall behind them."""
    english = set()
    for case in CASES:
        found = propose_text(case["head"] + BODY + case["tail"])
        for row in proposal_rows(replace(found, n_chars=20)):
            remarks = [row["where"]] if row["column"] in FIELDS else [row["value"]]
            english |= {one for one in remarks if one and tell_remark(str(one), "zh") == one}
    assert english == set()
