"""The outline reads the whole family of official texts: rules, replies, reports, tables, pages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policycompare.datamodel import Outline
from tests.outlining import CASES, heading_keys, outline, uncovered


def read_family() -> list[dict[str, Any]]:
    files = sorted((CASES / "outline").glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]


FAMILY = read_family()


@pytest.mark.parametrize("case", FAMILY, ids=[case["label"] for case in FAMILY])
def test_outline_reads_the_kind_of_text(case: dict[str, Any]) -> None:
    result = outline(case["text"])
    expect = case["expect"]
    wanted = [
        (int(level), marker, title) for level, marker, title in map(split, expect["headings"])
    ]
    found = [(h.level, h.marker, h.title) for h in result.headings]
    assert heading_keys(found) == heading_keys(wanted)
    assert [clause.path for clause in result.clauses] == expect["clauses"]
    assert [h.path for h in result.headings if h.inferred] == expect.get("inferred", [])
    assert rows_of(result, expect.get("rows", {})) == expect.get("rows", {})
    roles = {clause.path: clause.role for clause in result.clauses}
    assert {path: roles[path] for path in expect.get("roles", {})} == expect.get("roles", {})
    for reason, opening in expect.get("skipped", {}).items():
        assert first_skip(result, reason).startswith(opening)


@pytest.mark.parametrize("case", FAMILY, ids=[case["label"] for case in FAMILY])
def test_outline_family_loses_nothing(case: dict[str, Any]) -> None:
    result = outline(case["text"])
    assert uncovered(result) == ""
    assert not [skip for skip in result.skipped if skip.reason == "unassigned"]
    ends = [clause.end for clause in result.clauses]
    assert all(a <= clause.start for a, clause in zip(ends, result.clauses[1:], strict=False))


def split(heading: str) -> list[str]:
    return heading.split(" ", 2)


def rows_of(result: Outline, wanted: dict[str, list[str]]) -> dict[str, list[str]]:
    rows = {
        clause.path: [
            "; ".join(unit.name for unit in clause.lead_units),
            "; ".join(unit.name for unit in clause.responsible_units),
            clause.deadline,
        ]
        for clause in result.clauses
    }
    return {path: rows.get(path, []) for path in wanted}


def first_skip(result: Outline, reason: str) -> str:
    source = result.document.text
    return next((source[s.start : s.end] for s in result.skipped if s.reason == reason), "")


def test_outline_units_of_a_row_are_no_text() -> None:
    case = next(case for case in FAMILY if case["label"] == "cells on lines of their own")
    clause = outline(case["text"]).clauses[0]
    assert clause.text == "建设智慧停车系统。整合路内泊位6000个,接入城市大脑。"
    source = case["text"]
    assert [source[u.start : u.end] for u in clause.lead_units] == ["市城管局"]


def test_outline_tells_that_a_page_holds_two_documents() -> None:
    case = next(case for case in FAMILY if case["label"] == "two notices on one page")
    result = outline(case["text"])
    assert "the page holds 2 documents" in " ".join(result.warnings)
    assert "关于开展冬春" not in result.clauses[1].text
