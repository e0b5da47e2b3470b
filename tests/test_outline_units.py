"""Responsible-unit tails are data: cut off the clause text, kept with role and span."""

from __future__ import annotations

import time

import pytest

from policycompare.datamodel import Clause
from policycompare.outline.units import find_unit_tails, read_units
from tests.outlining import outline

CASES = [
    ("(牵头单位:市科技局、市财政局;责任单位:市教育局)", ["市科技局", "市财政局"], ["市教育局"]),
    ("(责任单位:市经信委)", [], ["市经信委"]),
    (
        "〔责任单位:领导小组成员单位、所在区县(市)政府〕",
        [],
        ["领导小组成员单位", "所在区县(市)政府"],
    ),
    ("(牵头单位:市工信局,责任单位:市国资委)", ["市工信局"], ["市国资委"]),
    (
        "(市工信局、市财政局牵头,市税务局按职责分工负责)",
        ["市工信局", "市财政局"],
        ["市税务局"],
    ),
    ("(省大数据局牵头)", ["省大数据局"], []),
    ("(省公安厅、省通信管理局按职责分工负责)", [], ["省公安厅", "省通信管理局"]),
    (
        "(责任单位:市科技局,各区市党委、政府,开发区工委、管委。以下均需各区市负责落实,不再一一列出)",
        [],
        ["市科技局", "各区市党委、政府", "开发区工委、管委"],
    ),
    ("(责任单位:市工业和信息化局各区市政府)", [], ["市工业和信息化局", "各区市政府"]),
    ("【牵头单位:市科技局;责任单位:市财政局】", ["市科技局"], ["市财政局"]),
    ("(由市工信局牵头,市财政局、市税务局配合)", ["市工信局"], ["市财政局", "市税务局"]),
    ("(责任部门(单位):市教育局)", [], ["市教育局"]),
    ("(牵头部门、单位:市教育局)", ["市教育局"], []),
    ("(责任单位:市科技局,各县(市、区)人民政府)", [], ["市科技局", "各县(市、区)人民政府"]),
    ("(责任单位:市科技局、市工信局等有关部门)", [], ["市科技局", "市工信局", "有关部门"]),
    ("(责任单位:市科技局、市教育局等)", [], ["市科技局", "市教育局"]),
    (
        "(省工业和信息化厅牵头,省科技厅、省财政厅等按职责分工负责)",
        ["省工业和信息化厅"],
        ["省科技厅", "省财政厅"],
    ),
    ("(责任单位:市工业和信息化局和市水务局)", [], ["市工业和信息化局", "市水务局"]),
    ("(市科技局、市工业和信息化局)", [], ["市科技局", "市工业和信息化局"]),
    (
        "\n牵头单位:市科技局\n责任单位:市财政局、市教育局",
        ["市科技局"],
        ["市财政局", "市教育局"],
    ),
    ("(责任领导:张三;责任单位:市工信局;完成时限:2025年12月)", [], ["市工信局"]),
    ("(牵头领导:李四;牵头单位:市工信局)", ["市工信局"], []),
    ("(责任单位:市工信局 市财政局 各区县政府)", [], ["市工信局", "市财政局", "各区县政府"]),
    (
        "(省工业和信息化厅牵头,各市人民政府组织实施)",
        ["省工业和信息化厅"],
        ["各市人民政府"],
    ),
    # malformed: kept as printed, nothing invented
    ("(责任单位:市科技局、市财政局", [], ["市科技局", "市财政局"]),
    ("(牵头单位:市科技局〕", ["市科技局"], []),
    ("(责任单位:、,;)", [], []),
    ("(牵头单位:)", [], []),
    ("(责任单位:各县(市、区政府、市科技局)", [], ["各县(市", "区政府", "市科技局"]),
]


FULL_WIDTH = str.maketrans("，；（）", ",;()")
SPOKEN = [
    ("市民政局牵头，市财政局配合。", ["市民政局"], ["市财政局"]),
    ("由市发展改革委牵头，市财政局、市人社局配合", ["市发展改革委"], ["市财政局", "市人社局"]),
    ("此项工作由市民政局牵头，会同市财政局落实。", ["市民政局"], ["市财政局"]),
    ("市民政局负责组织实施。", [], ["市民政局"]),
    ("市科技局、市工信局等部门按职责分工负责。", [], ["市科技局", "市工信局"]),
    (
        "由市委宣传部牵头，市大数据中心、各县（市、区）党委、政府配合。",
        ["市委宣传部"],
        ["市大数据中心", "各县(市、区)党委、政府"],
    ),
    ("\n由民政局牵头；财政局参与", ["民政局"], ["财政局"]),
]
NOT_SPOKEN = [
    "由企业牵头，高校、院所参与。",
    "由龙头企业牵头，市科技局配合。",
    "支持市属高校牵头，企业参与。",
    "推动市工信局负责。",
    "市政府负责同志牵头。",
    "市教育局牵头建设实训基地，市财政局配合。",
    "完善政府负责、社会协同、公众参与。",
    "形成党委领导、政府负责、部门配合。",
    "市民政局牵头，市财政局配合。建设平台五个。",
]


def clause_with(tail: str) -> tuple[str, Clause]:
    text = f"一、任务\n1.抓创新。建设平台(含园区)三个。{tail}\n2.抓人才。引进人才。\n"
    return text, outline(text).compared()[0]


@pytest.mark.parametrize(("tail", "lead", "responsible"), CASES)
def test_outline_units_are_read(tail: str, lead: list[str], responsible: list[str]) -> None:
    _, clause = clause_with(tail)
    assert [u.name for u in clause.lead_units] == lead
    assert [u.name for u in clause.responsible_units] == responsible


@pytest.mark.parametrize("tail", [case[0] for case in CASES])
def test_outline_units_are_cut_off_the_text_but_not_off_the_span(tail: str) -> None:
    text, clause = clause_with(tail)
    assert clause.text == "抓创新。建设平台(含园区)三个。"
    assert text[clause.start : clause.end].endswith(tail)
    for unit in (*clause.lead_units, *clause.responsible_units):
        assert text[unit.start : unit.end] == unit.name


@pytest.mark.parametrize(("tail", "lead", "responsible"), SPOKEN)
def test_outline_units_are_read_from_a_spoken_last_sentence(
    tail: str, lead: list[str], responsible: list[str]
) -> None:
    text, clause = clause_with(tail)
    assert [u.name for u in clause.lead_units] == lead
    assert [u.name for u in clause.responsible_units] == responsible
    assert clause.text == "抓创新。建设平台(含园区)三个。"
    assert text[clause.start : clause.end].endswith(tail)
    for unit in (*clause.lead_units, *clause.responsible_units):
        assert text[unit.start : unit.end].translate(FULL_WIDTH) == unit.name


@pytest.mark.parametrize("sentence", NOT_SPOKEN)
def test_outline_units_leave_sentences_that_promise_something(sentence: str) -> None:
    _, clause = clause_with(sentence)
    assert (clause.lead_units, clause.responsible_units) == ((), ())
    assert clause.text.endswith(sentence.translate(FULL_WIDTH))


def test_outline_units_leave_a_clause_that_is_one_sentence_of_them() -> None:
    clause = outline("一、任务\n1.市民政局牵头,市财政局配合。\n2.抓人才。引进人才。\n").compared()[
        0
    ]
    assert clause.text.startswith("市民政局牵头")


@pytest.mark.parametrize(
    "bracket",
    [
        "(含园区)",
        "(RCEP)",
        "(以下简称《方案》)",
        "(由企业自行负责)",
        "(名园、名企)",
        "(市、县两级)",
        "(市级以上园区)",
        "(完成时限:2025年12月)",
        "(责任人:张三)",
    ],
)
def test_outline_units_leave_other_brackets(bracket: str) -> None:
    _, clause = clause_with(bracket)
    assert clause.text.endswith(bracket)
    assert not clause.lead_units
    assert not clause.responsible_units


@pytest.mark.parametrize(
    "tail",
    ["(牵头单位:", "(责任单位:市工信局、", "(市科技局、", "(市科技局)", "(负责", "责任单位:\n"],
)
def test_outline_units_of_a_huge_text_take_no_quadratic_time(tail: str) -> None:
    text = tail * (100_000 // len(tail))
    begin = time.perf_counter()
    for start, end in find_unit_tails(text, 0, len(text)):
        for unit in read_units(text, start, end):
            assert text[unit.start : unit.end] == unit.name != ""
    assert time.perf_counter() - begin < 10
