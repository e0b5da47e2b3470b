"""Names of other places: cases with negatives, homes, the table, and hints of a comparison."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policycompare.datamodel import Division, Metadata
from policycompare.places import Home, find_home, find_mentions
from policycompare.places.contexts import find_excuse
from policycompare.places.table import read_divisions, read_rules, short_name
from tests.conftest import ROOT

CASES = ROOT / "tests" / "cases" / "names"


def read_cases(name: str) -> list[Any]:
    cases = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["label"]) for case in cases]


def home_of(case: dict[str, Any]) -> Home:
    keys = ("jurisdiction", "level", "parent")
    return find_home(Metadata("a", **{key: case.get(key, "") for key in keys}))


@pytest.mark.parametrize("case", [*read_cases("leftovers"), *read_cases("explained")])
def test_places_hints_are_those_of_the_case(case: dict[str, Any]) -> None:
    found = find_mentions(case["text"], home_of(case))
    hints = [(m.name, m.strength) for m in found if not m.excuse]
    assert hints == [(entry["name"], entry["strength"]) for entry in case["expect"]]
    assert all(case["text"][m.start : m.end] == m.name for m in found)


@pytest.mark.parametrize("case", read_cases("homes"))
def test_places_home_is_found_or_its_absence_explained(case: dict[str, Any]) -> None:
    home = home_of(case)
    assert home.code == case.get("code", "")
    assert case.get("problem", "") in home.problem
    assert bool(home.problem) == ("problem" in case)


def test_places_a_home_owns_what_is_inside_and_above() -> None:
    named = {division.name: division for division in read_divisions()}
    weihai = Home("371000")
    assert all(weihai.owns(named[name]) for name in ("山东省", "威海市", "环翠区", "荣成市"))
    assert not any(weihai.owns(named[name]) for name in ("青岛市", "黄岛区", "浙江省"))


def test_places_table_is_complete_and_plain() -> None:
    divisions = read_divisions()
    levels = [division.level for division in divisions if not division.former]
    assert (levels.count("province"), levels.count("city")) == (31, 333)
    assert 2800 < levels.count("county") < 2900
    assert len({(d.code, d.name) for d in divisions}) == len(divisions)
    assert [d.code for d in divisions] == sorted(d.code for d in divisions)
    assert not any("开发区" in division.name for division in divisions)


def test_places_full_name_holds_those_above() -> None:
    named = {division.name: division for division in read_divisions()}
    assert named["鄞州区"] == Division("330212", "鄞州区", "浙江省宁波市鄞州区")
    assert named["江干区"].former
    assert short_name(named["恩施土家族苗族自治州"].name) == "恩施"


def test_places_rules_are_all_used() -> None:
    assert set(read_rules()) == {
        "generic", "short_word", "boundary", "phrase", "organ", "no_organ", "institution",
        "institution_after", "before", "after", "partner_before", "partner_after",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "excuse"),
    [
        ("与X市项目共建", "partner"),
        ("与X市。共建园区", ""),
        ("对接X市", "before"),
        ("X市经验", "after"),
        ("《X市条例》", "title"),
        ("X市某某有限公司", "institution"),
        ("建设X市园区", ""),
    ],
)
def test_places_excuse_names_its_rule(text: str, excuse: str) -> None:
    at = text.index("X市")
    assert find_excuse(text, at, at + 2, city_or_short=True) == excuse
