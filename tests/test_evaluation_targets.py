"""Targets are held against the gold by the rule of its README."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from math import isnan
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

import policycompare as pc
from policycompare.errors import GoldError
from policycompare.evaluation.target_matching import (
    FIGURE_NAMES,
    GoldTarget,
    match_targets,
    measure_targets,
)
from tests.conftest import CORPUS
from tests.targets_cases import targets

Run = Callable[..., Any]

GOLD = GoldTarget("g", "企业达到1万家", "企业数", 10000, None, "家", ">=", "level", 2025)
STANDS_FOR = {"case/1": "g"}


@cache
def evaluate() -> pc.TargetEvaluation:
    return pc.evaluate_targets(CORPUS)


def test_evaluation_targets_reach_what_was_asked() -> None:
    figures = evaluate().figures
    assert figures["precision"] >= 0.92
    assert figures["recall"] >= 0.92
    assert figures["kind"] >= 0.92
    assert figures["deadline_year"] >= 0.88


def test_evaluation_targets_count_what_they_were_held_against() -> None:
    found = evaluate()
    assert found.about["n_gold"] == 178
    assert "against 178 of" in found.summary()
    assert sum(row["n_gold"] for row in found.documents) == 178
    assert "checked" in found.notes[0]
    assert repr(found).startswith("<TargetEvaluation on ")


def test_evaluation_targets_list_every_mistake() -> None:
    found = evaluate()
    n_matched = found.about["n_matched"]
    for name in ("kind", "deadline_year", "indicator"):
        n_wrong = sum(row["mistake"] == name for row in found.mistakes)
        assert found.figures[name] == pytest.approx(1 - n_wrong / n_matched)
    n_invented = sum(row["mistake"] == "invented" for row in found.mistakes)
    assert n_invented == found.about["n_found"] - n_matched


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("企业达到1万家以上。", True),
        ("企业超过10000家。", True),
        ("企业达到1万家。", False),
        ("企业达到1万个以上。", False),
        ("企业达到2万家以上。", False),
    ],
)
def test_evaluation_targets_match_by_value_unit_and_comparator(text: str, matches: bool) -> None:
    pairs, missed = match_targets(targets(text), [GOLD], STANDS_FOR)
    assert (pairs[0][1] is not None) == matches
    assert (missed == []) == matches


def test_evaluation_targets_scale_units_before_they_match() -> None:
    gold = replace(GOLD, value=1, unit="亿元", comparator="=")
    pairs, _ = match_targets(targets("工业产值达到10000万元。"), [gold], STANDS_FOR)
    assert pairs[0][1] == gold


def test_evaluation_targets_match_each_of_the_gold_once() -> None:
    found = targets("企业超过10000家,平台超过10000家。")
    pairs, missed = match_targets(found, [GOLD], STANDS_FOR)
    assert [one is not None for _, one in pairs] == [True, False]
    figures = measure_targets(pairs, missed)
    assert (figures["precision"], figures["recall"]) == (0.5, 1)
    assert figures["f1"] == pytest.approx(2 / 3)


def test_evaluation_targets_of_another_clause_do_not_match() -> None:
    pairs, missed = match_targets(targets("企业超过10000家。"), [GOLD], {"case/1": ""})
    assert pairs[0][1] is None
    assert missed == [GOLD]


def test_evaluation_targets_without_anything_have_no_figures() -> None:
    assert all(isnan(value) for value in measure_targets([], []).values())


def test_cli_evaluate_targets_prints_every_form(run: Run) -> None:
    shown = run("evaluate", CORPUS, "--targets")
    assert shown.exit_code == 0
    for heading in ("Figures", "By document", "Mistakes", "Notes"):
        assert f"\n{heading}\n" in shown.stdout
    record = json.loads(run("evaluate", CORPUS, "--targets", "--format", "json").stdout)
    assert set(record["figures"]) == set(FIGURE_NAMES)
    rows = run("evaluate", CORPUS, "--targets", "--format", "csv").stdout.splitlines()
    assert rows[0] == "section,subject,figure,value"
    assert len(rows) == 1 + len(FIGURE_NAMES) * 6
    assert "## Figures" in run("evaluate", CORPUS, "--targets", "--format", "md").stdout


def test_cli_evaluate_targets_refuses_what_belongs_to_pairs(run: Run) -> None:
    for other in (("--resamples", "5"), ("--coded", "a.csv"), ("--between", "document")):
        result = run("evaluate", CORPUS, "--targets", *other)
        assert result.exit_code == 2
        assert other[0] in result.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{}\n", r"Line 1 of .*targets\.jsonl is no target"),
        (b"\xff\xfe\n", r"targets\.jsonl cannot be read as UTF-8 text"),
        (
            json.dumps(
                {"clause": "x/1", "quote": "", "indicator": "", "value": 1, "unit": "家",
                 "comparator": "=", "kind": "level"}
            ).encode(),
            r"names the clause 'x/1', which clauses\.jsonl does not hold",
        ),
    ],
)  # fmt: skip
def test_evaluation_targets_refuse_bad_gold(tmp_path: Path, content: bytes, message: str) -> None:
    copytree(CORPUS / "gold", tmp_path / "gold")
    (tmp_path / "gold" / "targets.jsonl").write_bytes(content)
    with pytest.raises(GoldError, match=message):
        pc.evaluate_targets(CORPUS, gold=tmp_path / "gold")


def test_evaluation_targets_need_their_file(tmp_path: Path) -> None:
    copytree(CORPUS / "gold", tmp_path / "gold")
    (tmp_path / "gold" / "targets.jsonl").unlink()
    with pytest.raises(GoldError, match="--targets needs it"):
        pc.evaluate_targets(CORPUS, gold=tmp_path / "gold")
