from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from policycompare.report.version_rows import COLUMNS
from tests.conftest import CORPUS
from tests.versions import CLAUSES, make_plan, write_plans

Run = Callable[..., Result]
TEXTS = list(CLAUSES.values())


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    return write_plans(
        tmp_path / "plans",
        **{
            "digital-2021": make_plan(*TEXTS[:4]),
            "digital-2023": make_plan(TEXTS[0].replace("10%", "12%"), *TEXTS[2:]),
        },
    )


def test_cli_diff_prints_what_changed(run: Run, plans: Path) -> None:
    result = run("diff", plans, "digital-2021", "digital-2023")
    assert result.exit_code == 0, result.stderr
    assert "Changes from digital-2021 to digital-2023" in result.stdout
    assert "4 clauses became 5: 2 kept, 1 reworded, 2 new, 1 dropped" in result.stdout
    assert "[-10%-]{+12%+}" in result.stdout
    assert "\x1b" not in result.stdout


def test_cli_diff_speaks_chinese(run: Run, plans: Path) -> None:
    result = run("diff", plans, "digital-2021", "digital-2023", "--lang", "zh")
    assert result.exit_code == 0, result.stderr
    assert "从digital-2021到digital-2023的变化" in result.stdout


def test_cli_diff_prints_the_same_rows_as_csv_json_and_markdown(run: Run, plans: Path) -> None:
    names = (plans, "digital-2021", "digital-2023")
    by_form = {form: run("diff", *names, "--format", form) for form in ("csv", "json", "md")}
    assert {result.exit_code for result in by_form.values()} == {0}
    rows = list(csv.DictReader(io.StringIO(by_form["csv"].stdout)))
    records = json.loads(by_form["json"].stdout)
    assert tuple(rows[0]) == tuple(records[0]) == COLUMNS
    assert [row["state"] for row in rows] == [record["state"] for record in records]
    assert len(by_form["md"].stdout.splitlines()) == len(rows) + 2
    states = [record["state"] for record in records if record["part"] == "clause"]
    assert states == ["reworded", "dropped", "kept", "kept", "new", "new"]


def test_cli_diff_prints_html(run: Run, plans: Path) -> None:
    result = run("diff", plans, "digital-2021", "digital-2023", "--format", "html")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith('<div class="policycompare policycompare-versions"')
    assert "<del>10%</del><ins>12%</ins>" in result.stdout


def test_cli_diff_takes_roles_and_thresholds(run: Run) -> None:
    result = run("diff", CORPUS, "weihai-2021", "weihai-2023", "--roles", "goals")
    assert result.exit_code == 0, result.stderr
    assert "1 clauses became 1: 1 reworded" in result.stdout


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("digital-2021", "digital-2022"), "did you mean digital-202"),
        (("digital-2021", "digital-2021"), "A and B are both digital-2021"),
    ],
)
def test_cli_diff_refuses_bad_names_with_one_sentence(
    run: Run, plans: Path, names: tuple[str, str], message: str
) -> None:
    result = run("diff", plans, *names)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_cli_diff_fails_on_a_document_without_clauses(run: Run, plans: Path) -> None:
    (plans / "digital-2023.txt").write_text("某省数字经济发展规划\n", encoding="utf-8")
    result = run("diff", plans, "digital-2021", "digital-2023")
    assert result.exit_code == 1
    assert "digital-2023 holds no clause" in result.stderr


def test_cli_diff_has_no_option_that_would_not_matter(run: Run) -> None:
    page = run("diff", "--help").stdout
    for option in ("--between", "--documents", "--skip-bad"):
        assert option not in page
    for option in ("--workers", "--max-bytes", "--roles", "--model", "--lang", "--full"):
        assert option in page
