"""Units as entities: names, remarks for several clauses, relations of a pair."""

from __future__ import annotations

import json
from dataclasses import astuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare.datamodel import NormalizedText, Outline, UnitMention
from policycompare.units import compare_units, find_unit_mentions, normalize_unit
from policycompare.units.names import MAX_NAME
from policycompare.units.remarks import first_leads
from policycompare.units.tables import read_changes, read_names, read_patterns
from tests.conftest import CORPUS, ROOT
from tests.outlining import outline

CASES = [
    json.loads(line)
    for line in (ROOT / "tests" / "cases" / "units.jsonl").read_text("utf-8").splitlines()
]
NAMES = st.sampled_from([case["printed"] for case in CASES])


def mentions_of(text: str) -> tuple[Outline, tuple[UnitMention, ...]]:
    found = outline(text)
    return found, find_unit_mentions(found.compared(), [found])


def told(mentions: tuple[UnitMention, ...], path: str) -> list[tuple[str, str, str]]:
    return [(m.name.unit, m.role, m.origin) for m in mentions if m.clause_id.endswith(f"/{path}")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_units_names_are_taken_apart(case: dict[str, object]) -> None:
    found = normalize_unit(str(case["printed"]))
    expect = case["expect"]
    assert isinstance(expect, dict)
    assert {name: getattr(found, name) for name in expect} == expect


def test_units_table_is_consistent() -> None:
    canonical = {name for name, _ in read_names().values()}
    for old, change in read_changes().items():
        assert {old, *change.new} <= canonical
        assert old not in change.new
        assert change.year.isdigit()
    for name in canonical:
        assert normalize_unit(name).unit == name
    assert {pattern.kind for pattern in read_patterns()} >= {"collective", "area", "institution"}


@given(st.text(max_size=40) | st.text("市省县区各局委办和、(〔政府", max_size=30))
@settings(max_examples=300, deadline=None)
def test_units_any_name_is_kept_whole(name: str) -> None:
    found = normalize_unit(name)
    if not found.known:
        assert found.prefix + found.unit == name.strip().removesuffix("等")


def test_units_a_text_in_the_place_of_a_name_is_kept_as_printed() -> None:
    text = "市" * (MAX_NAME + 1)
    assert normalize_unit(text).unit == text
    assert not normalize_unit(text).known


BLANKET = """一、任务
1.抓创新。建设平台。(责任单位:市科技局,各区市政府。以下均需各区市政府和开发区管委负责落实,不再一一列出)
2.抓人才。引进人才。(牵头单位:市人社局)
3.抓投资。扩大投资。
"""


def test_units_remark_speaks_for_the_clauses_behind_it() -> None:
    found, mentions = mentions_of(BLANKET)
    assert told(mentions, "一1") == [
        ("科学技术局", "responsible", "tail"),
        ("各区市", "responsible", "tail"),
    ]
    both = [("各区市", "responsible", "remark"), ("开发区管委会", "responsible", "remark")]
    assert told(mentions, "一2") == [("人力资源和社会保障局", "lead", "tail"), *both]
    assert told(mentions, "一3") == both
    source = found.document.text
    assert all(source[m.start : m.end] == m.printed for m in mentions)


@pytest.mark.parametrize(
    "remark",
    [
        "(责任单位:市科技局,各区市政府,下同)",
        "(责任单位:市科技局,以下均由各区市政府落实)",
        "(责任单位:市科技局。各区市政府均为责任单位,以下不再列出)",
    ],
)
def test_units_other_forms_of_the_remark_are_understood(remark: str) -> None:
    _, mentions = mentions_of(f"一、任务\n1.抓创新。建设平台。{remark}\n2.抓人才。引进人才。\n")
    assert told(mentions, "一2") == [("各区市", "responsible", "remark")]


@pytest.mark.parametrize(
    "text", ["以下均为重点任务。", "以下均由企业负责。", "(以下简称管委,下同)", "(市科技局,下同)"]
)
def test_units_other_remarks_name_nobody(text: str) -> None:
    _, mentions = mentions_of(f"一、任务\n1.抓创新。建设平台。{text}\n2.抓人才。引进人才。\n")
    assert told(mentions, "一2") == []


def test_units_a_remark_said_again_and_again_is_resolved_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = (f"{n}.抓创新。建设。(责任单位:市科技局,各区市政府,下同)" for n in range(1, 41))
    found = outline("一、任务\n" + "\n".join(lines) + "\n")
    resolved = []
    place = NormalizedText.source_span

    def source_span(self: NormalizedText, start: int, end: int) -> tuple[int, int]:
        resolved.append((start, end))
        return place(self, start, end)

    monkeypatch.setattr(NormalizedText, "source_span", source_span)
    mentions = find_unit_mentions(found.compared(), [found])
    assert len(found.compared()) == 40
    assert told(mentions, "一40") == [
        ("科学技术局", "responsible", "tail"),
        ("各区市", "responsible", "tail"),
    ]
    assert len(resolved) <= 2


def test_units_first_leads_where_the_text_says_so() -> None:
    text = (
        "一、任务\n1.抓创新。建设平台。(责任单位:市科技局、市财政局。排在第一位的为牵头单位,下同)\n"
        "2.抓人才。引进人才。(责任单位:市人社局、市教育局)\n"
    )
    _, mentions = mentions_of(text)
    assert told(mentions, "一2") == [
        ("人力资源和社会保障局", "lead", "order"),
        ("教育局", "responsible", "tail"),
    ]
    assert told(mentions, "一1")[0] == ("科学技术局", "lead", "order")


@pytest.mark.parametrize(
    "remark",
    [
        "列第一位的为牵头单位",
        "排名第一的责任单位为牵头单位",
        "列在首位的市直部门为该项任务的牵头部门",
        "排序第一的,为牵头单位",
        "排首位的单位牵头",
        "位列第一位的部门负责牵头",
    ],
)
def test_units_other_words_for_the_order_are_understood(remark: str) -> None:
    assert first_leads(f"责任单位:市科技局、市财政局。{remark},下同")


@pytest.mark.parametrize(
    "sentence",
    [
        "争取列入首批试点,由市发改委牵头实施。",
        "产业规模位居全国第一,由市工信局牵头编制规划。",
        "列入首批国家试点,市科技局牵头申报。",
        "产业规模位居第一,牵头单位:市工信局。",
    ],
)
def test_units_a_rank_in_a_sentence_says_nothing_of_leads(sentence: str) -> None:
    _, mentions = mentions_of(
        f"一、任务\n1.抓创新。{sentence}\n2.抓人才。引进。(责任单位:市人社局、市教育局)\n"
    )
    assert {role for _, role, _ in told(mentions, "一2")} == {"responsible"}


def relation(a: str, b: str) -> tuple[object, ...]:
    _, mentions = mentions_of(f"一、任务\n1.抓创新。建设。({a})\n2.抓人才。引进。({b})\n")
    one, two = ([m for m in mentions if m.clause_id.endswith(path)] for path in ("一1", "一2"))
    found, mirrored = compare_units(one, two), compare_units(two, one)
    assert (found.lead, found.hints, found.shared) == (
        mirrored.lead,
        mirrored.hints,
        mirrored.shared,
    )
    assert (found.only_a, found.a_leads) == (mirrored.only_b, mirrored.b_leads)
    assert [(u, b, a) for u, a, b in found.other_role] == list(mirrored.other_role)
    return astuple(found)


def test_units_leads_of_a_pair_are_compared_by_function() -> None:
    lead, hints, _, _, shared, other, only_a, only_b = relation(
        "牵头单位:市工信局;责任单位:市财政局", "牵头单位:省工业和信息化厅、省财政厅"
    )
    assert (lead, hints) == ("same", ())
    assert shared == ("工业和信息化局", "财政局")
    assert other == (("财政局", "responsible", "lead"),)
    assert (only_a, only_b) == ((), ())


def test_units_a_successor_is_a_hint_only() -> None:
    lead, hints, *_ = relation("牵头单位:市经信委", "牵头单位:市工信局")
    assert lead == "other"
    assert hints == ("市经信委 → 市工信局? (2018)",)


def test_units_without_a_lead_the_relation_is_unknown() -> None:
    assert relation("责任单位:市经信委", "牵头单位:市工信局")[0] == "unknown"
    assert relation("责任单位:市工信局", "责任单位:市工信局")[0] == "unknown"


@given(st.lists(NAMES, max_size=4), st.lists(NAMES, max_size=4))
@settings(max_examples=60, deadline=None)
def test_units_relation_is_symmetric(a: list[str], b: list[str]) -> None:
    def mention(printed: str, k: int) -> UnitMention:
        role = "lead" if k % 2 else "responsible"
        return UnitMention("d/1", "d", "", printed, normalize_unit(printed), role, "tail", 0, 1)  # type: ignore[arg-type]

    one, two = ([mention(name, k) for k, name in enumerate(names)] for names in (a, b))
    found, mirrored = compare_units(one, two), compare_units(two, one)
    assert (found.lead, found.shared) == (mirrored.lead, mirrored.shared)
    assert (found.only_a, found.only_b) == (mirrored.only_b, mirrored.only_a)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_units_of_the_corpus_point_home_and_are_known(path: object) -> None:
    import policycompare as pc

    found = pc.outline(str(path))
    mentions = find_unit_mentions(found.compared(), [found])
    unknown = {m.printed for m in mentions if not m.name.known}
    assert unknown <= {"市大数据中心", "市通信发展办"}
    for mention in mentions:
        assert found.document.text[mention.start : mention.end]
    assert len(mentions) == {"ningbo-2017": 58, "weihai-2021": 131, "weihai-2023": 141}.get(
        found.document.name, 0
    )
