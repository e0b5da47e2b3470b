from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from policycompare.evaluation.result import COLUMNS
from tests.evaluating import make_corpus, read_clauses, read_rows, write_gold

Run = Callable[..., Result]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three small plans with a gold."""
    return make_corpus(tmp_path / "corpus")


def test_cli_evaluate_prints_tables_and_notes(run: Run, corpus: Path) -> None:
    result = run("evaluate", corpus, "--resamples", 30)
    assert result.exit_code == 0, result.stderr
    assert "3 documents of" in result.stdout
    for title in ("Figures with 95 % intervals", "Between two documents", "Reliability", "Notes"):
        assert title in result.stdout
    assert "f1_same" in result.stdout
    assert "which was not fitted to this gold" in result.stdout
    assert result.stderr == ""


def test_cli_evaluate_json_has_the_promised_keys(run: Run, corpus: Path) -> None:
    result = run("evaluate", corpus, "--format", "json", "--resamples", 30)
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert {"folds_by_pair", "documents_left_out"} <= found.keys()
    names = {"f1_same", "ap_same", "f1_any", "ap_any", "coverage_macro_f1", "false_gap_rate"}
    assert {*names, "expected_calibration_error"} <= found["folds_by_pair"].keys()
    low, high = found["folds_by_pair"]["intervals"]["f1_same"]
    assert low <= found["folds_by_pair"]["f1_same"] <= high


def test_cli_evaluate_csv_is_one_table(run: Run, corpus: Path) -> None:
    result = run("evaluate", corpus, "--format", "csv", "--resamples", 0)
    assert result.exit_code == 0, result.stderr
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert tuple(rows[0]) == COLUMNS
    assert {row["section"] for row in rows} >= {"figures", "document_pairs", "thresholds"}
    assert "was not fitted to this gold" in result.stderr


def test_cli_evaluate_markdown_has_headings(run: Run, corpus: Path) -> None:
    result = run("evaluate", corpus, "--format", "md", "--resamples", 0)
    assert result.exit_code == 0, result.stderr
    assert "\n## Figures with 95 % intervals\n\n| figure | model_as_is | folds_by_pair |" in (
        result.stdout
    )
    assert "\n## Notes\n\n- " in result.stdout


def test_cli_evaluate_is_repeatable(run: Run, corpus: Path) -> None:
    first = run("evaluate", corpus, "--format", "json", "--resamples", 30)
    second = run("evaluate", corpus, "--format", "json", "--resamples", 30, "--workers", 2)
    assert first.stdout == second.stdout


def test_cli_evaluate_mistake_in_the_gold_is_one_sentence(run: Run, corpus: Path) -> None:
    rows = [*read_rows(corpus / "gold"), "甲/0,乙/1,7,7"]
    write_gold(corpus / "gold", read_clauses(corpus / "gold"), rows)
    result = run("evaluate", corpus)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert "but a label is 0, 1 or 2" in result.stderr


def test_cli_evaluate_without_gold_names_what_it_needs(run: Run, small_corpus: Path) -> None:
    result = run("evaluate", small_corpus)
    assert result.exit_code == 1
    assert "a gold folder holds clauses.jsonl and alignments.csv" in result.stderr


@pytest.mark.parametrize(
    "arguments", [("--between", "document"), ("--resamples", "-1"), ("--same-threshold", "2")]
)
def test_cli_evaluate_wrong_usage(run: Run, corpus: Path, arguments: tuple[str, ...]) -> None:
    assert run("evaluate", corpus, *arguments).exit_code == 2
