"""Every quantity that a clause promises is found with its span, its kind and its deadline."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

import policycompare as pc
from policycompare.datamodel import Target
from policycompare.targets import find_targets, key_of
from tests.conftest import CORPUS
from tests.outlining import DOCUMENTS
from tests.targets_cases import read_cases, targets

CASES = read_cases()


def agrees(target: Target, expected: dict[str, Any]) -> bool:
    return all(getattr(target, name) == value for name, value in expected.items())


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_targets_reads_the_case(case: dict[str, Any]) -> None:
    found = targets(case["text"], **case.get("metadata", {}))
    shown = [(t.text, t.value, t.unit, t.comparator, t.kind, t.deadline_year) for t in found]
    assert len(found) == len(case["expect"]), shown
    for target, expected in zip(found, case["expect"], strict=True):
        assert agrees(target, expected), (shown, expected)


def test_targets_cases_are_many_and_hold_negatives() -> None:
    assert len(CASES) >= 80
    assert sum(not case["expect"] for case in CASES) >= 20
    assert len({case["id"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_targets_quotes_are_slices_of_the_source(document: str) -> None:
    outline = pc.outline(CORPUS / f"{document}.txt")
    found = find_targets(outline.compared(), [outline])
    spans = {clause.clause_id: (clause.start, clause.end) for clause in outline.clauses}
    assert found
    for target in found:
        start, end = spans[target.clause_id]
        assert start <= target.start < target.end <= end
        assert target.quote == outline.document.text[target.start : target.end]
    for a, b in pairwise(found):
        assert a.clause_id != b.clause_id or a.start <= b.start


def test_targets_quote_keeps_the_damage_of_its_page() -> None:
    outline = pc.outline(CORPUS / "shandong-2023.txt")
    found = {target.text: target for target in find_targets(outline.compared(), [outline])}
    target = found["国家级工业设计中心5家左右"]
    assert target.quote.startswith("國(guó)家級(jí)工業(yè)設(shè)計(jì)中心5家左右")
    assert target.indicator_key == "工业设计中心数"


def test_targets_do_not_depend_on_the_order_of_the_clauses() -> None:
    outline = pc.outline(CORPUS / "weihai-2021.txt")
    clauses = outline.compared()
    assert find_targets(clauses, [outline]) == find_targets(tuple(clauses), [outline])
    assert find_targets((), [outline]) == ()


def test_targets_shared_by_a_list_begin_at_their_own_name() -> None:
    first, second = targets("对国家级、省级工业设计中心,分别给予最高200万元、50万元奖励。")
    assert first.text == "国家级、省级工业设计中心,分别给予最高200万元"
    assert second.text == "省级工业设计中心,分别给予最高200万元、50万元"
    assert [t.indicator for t in (first, second)] == [
        "国家级工业设计中心奖励",
        "省级工业设计中心奖励",
    ]
    assert (first.grade, second.grade) == ("国家级", "省级")
    assert first.indicator_key == second.indicator_key == "工业设计中心奖励"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("规上工业企业数", "规模以上工业企业数量"),
        ("制造业增加值占全市生产总值比重", "制造业增加值占GDP的比重"),
        ("国家级制造业单项冠军企业数", "省级以上单项冠军数"),
        ("5G基站数", "5G网络基站总数"),
        ("工业互联网平台普及率", "规模以上制造业企业中应用工业互联网的比例"),
        ("国家级单项冠军奖励", "制造业单项冠军企业补助"),
        ("新增专精特新中小企业数", "省级以上专精特新企业数"),
    ],
)
def test_targets_names_of_one_indicator_have_one_key(a: str, b: str) -> None:
    assert key_of(a) == key_of(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("工业增加值占GDP比重", "制造业增加值占GDP比重"),
        ("专精特新“小巨人”企业数", "专精特新企业数"),
        ("单项冠军企业数", "单项冠军企业奖励"),
        ("生产性服务业增加值占服务业增加值比重", "制造业增加值占GDP比重"),
        ("上市高新技术企业数", "高新技术企业数"),
    ],
)
def test_targets_other_indicators_have_other_keys(a: str, b: str) -> None:
    assert key_of(a) != key_of(b)
