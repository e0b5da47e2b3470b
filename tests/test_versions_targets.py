from __future__ import annotations

from typing import Any

import pytest

from policycompare.datamodel import Target
from policycompare.versions import targets as module
from policycompare.versions.targets import find_target_changes, measure_likeness, mirror_target

COUNTERPARTS = {"a/1": {"b/1"}, "a/2": {"b/2"}}


def target(clause_id: str, key: str, value: float, **other: Any) -> Target:
    given: dict[str, Any] = {
        "clause_id": clause_id, "document": clause_id[0], "quote": "", "start": 0, "end": 0,
        "text": "", "indicator": key, "indicator_key": key, "value": value, "value_max": None,
        "unit": "%", "base_value": value, "base_value_max": None, "base_unit": "%",
        "comparator": "=", "kind": "level", "deadline_year": 2025,
    }  # fmt: skip
    return Target(**{**given, **other})


def told(a: list[Target], b: list[Target]) -> list[tuple[object, ...]]:
    return [
        (c.state, c.aspects, c.a and c.a.value, c.b and c.b.value)
        for c in find_target_changes(a, b, COUNTERPARTS)
    ]


@pytest.mark.parametrize(
    ("other", "aspects"),
    [
        ({}, ()),
        ({"value": 36, "base_value": 36}, ("value",)),
        ({"comparator": ">="}, ("comparator",)),
        ({"deadline_year": 2030}, ("deadline",)),
        ({"deadline_year": None}, ()),
        ({"scope": "新增"}, ("scope",)),
        (
            {"value": 2, "base_value": 2, "base_unit": "倍", "kind": "growth"},
            ("value", "unit", "kind"),
        ),
    ],
)
def test_versions_targets_tell_what_changed(
    other: dict[str, Any], aspects: tuple[str, ...]
) -> None:
    a = target("a/1", "制造业增加值占GDP比重", 38)
    b = target("b/1", "制造业增加值占GDP比重", **{"value": 38, **other})
    (change,) = find_target_changes([a], [b], COUNTERPARTS)
    assert change.aspects == aspects
    assert change.state == ("changed" if aspects else "kept")


def test_versions_targets_come_changed_first_then_new_dropped_and_kept() -> None:
    a = [target("a/1", "甲", 1), target("a/1", "乙比重", 2), target("a/2", "丙产值", 3)]
    b = [target("b/1", "甲", 1), target("b/2", "丙产值", 4), target("b/2", "丁", 5)]
    assert told(a, b) == [
        ("changed", ("value",), 3, 4),
        ("new", (), None, 5),
        ("dropped", (), 2, None),
        ("kept", (), 1, 1),
    ]


def test_versions_targets_meet_in_counterparts_first_and_then_anywhere() -> None:
    a = [target("a/1", "工业产值", 10), target("a/2", "工业产值", 20)]
    b = [target("b/2", "工业产值", 10), target("b/3", "工业产值", 30)]
    assert told(a, b) == [("changed", ("value",), 10, 30), ("changed", ("value",), 20, 10)]


def test_versions_targets_meet_by_the_end_of_a_name_but_not_by_its_middle() -> None:
    a = [target("a/1", "制造业增加值占GDP比重", 38), target("a/2", "专精特新企业数", 500)]
    b = [target("b/1", "占GDP比重", 36), target("b/2", "专精特新小巨人企业数", 300)]
    states = [row[0] for row in told(a, b)]
    assert states == ["changed", "new", "dropped"]


def test_versions_targets_of_two_grades_do_not_meet() -> None:
    a = [target("a/1", "创新中心奖励", 500, grade="国家级")]
    b = [target("b/1", "创新中心奖励", 300, grade="省级")]
    assert [row[0] for row in told(a, b)] == ["new", "dropped"]
    b = [target("b/1", "创新中心奖励", 300)]
    assert [row[0] for row in told(a, b)] == ["changed"]


def test_versions_targets_count_alike_by_any_counter() -> None:
    a = [target("a/1", "绿色园区数", 2, unit="家", base_unit="家")]
    b = [target("b/1", "绿色园区数", 2, unit="个", base_unit="个")]
    assert [row[0] for row in told(a, b)] == ["kept"]


def test_versions_targets_without_a_name_are_never_taken_for_one_another() -> None:
    assert [
        row[0] for row in told([target("a/1", "", 2, text="翻一番")], [target("b/1", "", 3)])
    ] == [
        "new",
        "dropped",
    ]


def test_versions_targets_mirror() -> None:
    a, b = [target("a/1", "甲", 1), target("a/1", "乙", 2)], [target("b/1", "甲", 3)]
    there = find_target_changes(a, b, COUNTERPARTS)
    back = find_target_changes(b, a, {"b/1": {"a/1"}})
    assert sorted(map(repr, map(mirror_target, there))) == sorted(map(repr, back))


@pytest.mark.parametrize("n_new", [0, 6])
def test_versions_targets_at_the_same_place_pair_whatever_is_new_elsewhere(n_new: int) -> None:
    a = [target("a/1", f"指标{k}", k) for k in range(18)]
    b = [target("b/1", f"指标{k}", k) for k in range(18)]
    a.insert(4, target("a/9", "企业数", 50))
    b.insert(4, target("b/8", "企业数", 60))
    b.append(target("b/9", "企业数", 80))
    b += [target("b/9", f"新增事项{k}", 1) for k in range(n_new)]
    assert [row for row in told(a, b) if row[0] == "changed"] == [("changed", ("value",), 50, 60)]


def test_versions_targets_far_apart_are_measured_for_equal_keys_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measured: list[tuple[str, str]] = []

    def measure(a: Target, b: Target) -> float:
        measured.append((a.indicator_key, b.indicator_key))
        return measure_likeness(a, b)

    monkeypatch.setattr(module, "measure_likeness", measure)
    a = [target("a/8", f"指标{k}", k) for k in range(30)]
    b = [target("b/9", f"指标{k}", k) for k in range(15, 45)]
    assert [row[0] for row in told(a, b)] == ["new"] * 15 + ["dropped"] * 15 + ["kept"] * 15
    assert len(measured) == 15
    assert all(one == two for one, two in measured)
