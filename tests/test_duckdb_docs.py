"""The queries of docs/duckdb.md, run on real documents and checked against the findings."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

import policycompare as pc
from policycompare.comparison import Comparison

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "duckdb.md").read_text(encoding="utf-8")
QUERIES = dict(re.findall(r"^## ([^\n]+)\n(?:(?!^## ).)*?```sql\n(.*?)```", PAGE, re.M | re.S))


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """The five documents, and a city that copied one of them a year later."""
    corpus = tmp_path_factory.mktemp("copied") / "corpus"
    shutil.copytree(ROOT / "corpus", corpus, ignore=shutil.ignore_patterns("gold"))
    with (corpus / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    copied = next(row for row in rows if row["document"] == "ningbo-2017")
    shutil.copy(corpus / copied["file"], corpus / "copy-2018.txt")
    rows.append(
        copied
        | {
            "document": "copy-2018",
            "file": "copy-2018.txt",
            "jurisdiction": "丙市",
            "issued": "2018-05",
        }
    )
    with (corpus / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(copied))
        writer.writeheader()
        writer.writerows(rows)
    return pc.compare(corpus)


@pytest.fixture(scope="module")
def folder(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    comparison.write_tables(folder)
    return folder


@pytest.fixture
def ask(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.chdir(folder)
    connection = duckdb.connect()

    def run(title: str) -> list[dict[str, Any]]:
        cursor = connection.execute(QUERIES[title])
        names = [entry[0] for entry in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    yield run
    connection.close()


def test_duckdb_page_has_the_queries_that_are_tested() -> None:
    assert len(QUERIES) == PAGE.count("```sql") == 6


def test_duckdb_who_shares_most(ask: Any, comparison: Comparison) -> None:
    rows = ask("Who shares most with a city")
    found = {(c.a, c.b): c.covered_share for c in comparison.findings.coverage}
    assert {row["group"] for row in rows} == set(comparison.group_order) - {"青岛市"}
    for row in rows:
        assert row["of_ours"] == pytest.approx(found["青岛市", row["group"]], abs=1e-6)
        assert row["of_theirs"] == pytest.approx(found[row["group"], "青岛市"], abs=1e-6)
    sums = [row["of_ours"] + row["of_theirs"] for row in rows]
    assert sums == sorted(sums, reverse=True)


def test_duckdb_measures_by_groups_and_year(ask: Any, comparison: Comparison) -> None:
    rows = ask("Measures by number of groups and year")
    measures = comparison.findings.measures
    assert sum(row["n_measures"] for row in rows) == len(measures)
    shared = sum(row["n_measures"] for row in rows if row["n_groups"] > 1)
    assert shared == sum(len(measure.groups) > 1 for measure in measures)
    years = {o.document.metadata.issued[:4] for o in comparison.outlines} | {None}
    assert {row["year"] for row in rows} <= years


def test_duckdb_gaps_worst_first(ask: Any, comparison: Comparison) -> None:
    rows = ask("Gaps of a city, worst first")
    gaps = {gap.measure_id: gap for gap in comparison.findings.gaps_of("威海市")}
    wanted = [g for g in gaps.values() if len(g.present_in) > 1]
    assert len(rows) == min(50, len(wanted)) > 0
    for row in rows:
        gap = gaps[row["measure_id"]]
        assert (row["n_present_in"], row["state"]) == (len(gap.present_in), gap.state)
    assert rows == sorted(rows, key=lambda row: -row["n_present_in"])


def test_duckdb_copied_pairs(ask: Any, comparison: Comparison) -> None:
    rows = ask("Pairs copied word for word")
    frame = comparison.aligned
    copied = frame[frame["wording"] == "copied"]
    assert len(rows) == min(50, len(copied)) > 0
    assert {(row["a_clause"], row["b_clause"]) for row in rows} <= set(
        zip(copied["a_clause"], copied["b_clause"], strict=True)
    )


def test_duckdb_who_copies_from_whom(ask: Any, comparison: Comparison) -> None:
    rows = ask("Who copies from whom")
    year = {o.document.name: o.document.metadata.issued[:4] for o in comparison.outlines}
    frame = comparison.aligned
    n_wanted = sum(
        wording != "reworded" and "" not in (year[a], year[b]) and year[a] != year[b]
        for wording, a, b in zip(
            frame["wording"], frame["a_document"], frame["b_document"], strict=True
        )
    )
    assert sum(row["n_pairs"] for row in rows) == n_wanted > 0
    assert all(row["n_copied"] <= row["n_pairs"] for row in rows)


def test_duckdb_earliest_city(ask: Any, comparison: Comparison) -> None:
    rows = ask("The earliest city of each measure")
    issued = {o.document.name: o.document.metadata.issued for o in comparison.outlines}
    by_id = {measure.measure_id: measure for measure in comparison.findings.measures}
    assert rows
    for row in rows:
        clauses = by_id[row["measure_id"]].clauses
        dated = [
            (issued[comparison.clauses[i].document], comparison.groups[i])
            for i in clauses
            if issued[comparison.clauses[i].document]
        ]
        assert (row["first_issued"], row["earliest"]) == min(dated)
