"""Promises of several documents stand side by side under one name and in one unit."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import policycompare as pc
from policycompare.errors import UsageError
from policycompare.report.columns import TARGET_COMPARISON, TARGETS
from tests.conftest import CORPUS

Run = Callable[..., Any]

LINED_UP = {
    "制造业增加值占GDP比重": {"qingdao-2023", "weihai-2021", "weihai-2023"},
    "规模以上工业企业数": {"weihai-2021", "weihai-2023"},
    "规模以上工业营业收入": {"weihai-2021", "weihai-2023"},
    "5G基站数": {"qingdao-2023", "weihai-2023"},
    "工业互联网普及率": {"qingdao-2023", "weihai-2023"},
    "专精特新企业数": {"shandong-2023", "weihai-2023"},
    "制造业单项冠军企业数": {"ningbo-2017", "qingdao-2023", "shandong-2023", "weihai-2023"},
    "工业设计中心数": {"qingdao-2023", "shandong-2023", "weihai-2023"},
    "绿色工厂数": {"qingdao-2023", "shandong-2023", "weihai-2023"},
    "智能工厂数": {"ningbo-2017", "weihai-2023"},
}
"""Indicators that two documents promise, read off the texts."""


@pytest.fixture(scope="module")
def table() -> pc.Table:
    return pc.targets(CORPUS)


@pytest.mark.parametrize("indicator", LINED_UP)
def test_targets_of_the_corpus_line_up(table: pc.Table, indicator: str) -> None:
    documents = {row["document"] for row in table if row["indicator"] == indicator}
    assert documents >= LINED_UP[indicator]


def test_targets_come_by_the_number_of_groups_that_promise_them(table: pc.Table) -> None:
    n_groups = [row["n_groups"] for row in table]
    assert n_groups == sorted(n_groups, reverse=True)
    assert table.columns == TARGET_COMPARISON
    assert all(tuple(row) == TARGET_COMPARISON for row in table)


def test_targets_tell_who_pays_how_much() -> None:
    rows = pc.targets(CORPUS, indicator="单项冠军奖励")
    paid = {(row["grade"], row["value"], row["unit"], row["comparator"]) for row in rows}
    assert paid == {("国家级", 100, "万元", "<="), ("省级", 20, "万元", "<=")}
    assert {row["kind"] for row in rows} == {"reward"}


@pytest.mark.parametrize("text", ["5G基站", "5G基站数", " 5G基站 "])
def test_targets_of_an_indicator_are_found_by_part_of_its_name(text: str) -> None:
    rows = pc.targets(CORPUS, indicator=text)
    assert [(row["document"], row["value"]) for row in rows] == [
        ("qingdao-2023", 35000),
        ("weihai-2023", 8000),
    ]


def test_targets_of_an_unknown_indicator_name_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"No indicator holds '5G基桩'; near it are 5G基站数"):
        pc.targets(CORPUS, indicator="5G基桩")
    with pytest.raises(UsageError, match=r"No indicator holds ' '; leave --indicator out"):
        pc.targets(CORPUS, indicator=" ")


def test_targets_in_different_units_are_shown_in_one(tmp_path: Path) -> None:
    for name, value in (("a", "1.2万亿元"), ("b", "5000亿元"), ("c", "80000000万元")):
        text = f"一、目标\n到2025年,工业总产值达到{value}。\n二、任务\n加强领导,落实责任。\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = pc.targets(tmp_path, indicator="工业总产值")
    assert [(row["value"], row["unit"]) for row in rows] == [
        (12000, "亿元"),
        (5000, "亿元"),
        (8000, "亿元"),
    ]


def write_plan(folder: Path, name: str, *sentences: str) -> None:
    text = "\n".join(("一、任务", *sentences, "二、保障", "加强领导,落实责任。", ""))
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def test_targets_of_tiny_money_and_money_per_measure_line_up(tmp_path: Path) -> None:
    write_plan(tmp_path, "a", "对储能电站给予每千瓦时0.003元补贴。")
    write_plan(tmp_path, "b", "对充电设施给予0.5元/千瓦时补贴。")
    assert {row["unit"] for row in pc.targets(tmp_path)} == {"元", "元/千瓦时"}
    assert 0.5 in [row["value"] for row in pc.targets(tmp_path)]
    pc.compare(tmp_path).write(tmp_path / "out")


def test_targets_of_zero_leave_the_others_in_their_unit(tmp_path: Path) -> None:
    for name, value in (("a", 0), ("b", 0), ("c", 3)):
        write_plan(tmp_path, name, f"到2025年,隐性债务规模控制在{value}亿元以内。")
    rows = pc.targets(tmp_path, indicator="隐性债务规模")
    assert [(row["value"], row["unit"]) for row in rows] == [
        (0, "亿元"),
        (0, "亿元"),
        (3, "亿元"),
    ]


def test_targets_tell_small_subsidies_apart(tmp_path: Path) -> None:
    for name, value in (("a", "0.031"), ("b", "0.034"), ("c", "0.035")):
        write_plan(tmp_path, name, f"对储能电站给予{value}元/千瓦时补贴。")
    rows = pc.targets(tmp_path)
    assert [row["value"] for row in rows] == [0.031, 0.034, 0.035]
    pc.compare(tmp_path).write(tmp_path / "out")
    with (tmp_path / "out" / "targets.csv").open(encoding="utf-8-sig", newline="") as file:
        base_values = [row["base_value"] for row in csv.DictReader(file)]
    assert base_values == ["0.0000031", "0.0000034", "0.0000035"]
    (change,) = pc.diff(tmp_path, "a", "b").target_changes
    assert (change.state, change.aspects) == ("changed", ("value",))


def test_targets_need_one_document_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "一、任务\n培育企业5家。\n二、保障\n加强领导。\n", encoding="utf-8"
    )
    assert [row["value"] for row in pc.targets(tmp_path)] == [5]
    assert len(pc.targets(tmp_path, shared=True)) == 0


def test_targets_are_frames_of_a_comparison() -> None:
    found = pc.compare(CORPUS)
    assert tuple(found.targets.columns) == TARGETS
    assert tuple(found.target_comparison.columns) == TARGET_COMPARISON
    assert len(found.targets) == len(found.target_comparison) == len(found.target_reading.targets)
    assert found.target_reading is found.target_reading
    sources = {outline.document.name: outline.document.text for outline in found.outlines}
    for row in found.targets.itertuples():
        assert row.quote == sources[row.document][row.start : row.end]
    assert set(found.targets["measure_id"]) <= set(found.measures["measure_id"])


def test_cli_targets_prints_every_form(run: Run) -> None:
    shown = run("targets", CORPUS, "--indicator", "5G基站")
    assert shown.exit_code == 0
    assert "≥35000座" in shown.stdout
    rows = json.loads(run("targets", CORPUS, "--indicator", "5G基站", "--format", "json").stdout)
    assert list(rows[0]) == list(TARGET_COMPARISON)
    csv_form = run("targets", CORPUS, "--shared", "--format", "csv").stdout
    assert csv_form.splitlines()[0] == ",".join(TARGET_COMPARISON)
    md = run("targets", CORPUS, "--indicator", "5G基站", "--format", "md").stdout
    assert md.startswith("| indicator | unit |")


def test_cli_targets_of_an_unknown_indicator_is_a_usage_error(run: Run) -> None:
    result = run("targets", CORPUS, "--indicator", "zzz")
    assert result.exit_code == 2
    assert "No indicator holds 'zzz'" in result.stderr
