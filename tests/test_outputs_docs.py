"""Hold docs/outputs.md against the files that it describes."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from policycompare import reuse
from policycompare.findings.measures import LABEL_CHARS
from policycompare.report.evidence import N_SHARED_TERMS
from policycompare.report.files import FILE_NAMES, write_files
from tests.reporting import make_comparison

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "outputs.md").read_text(encoding="utf-8")
CSV_NAMES = tuple(name for name in FILE_NAMES if name.endswith(".csv"))


def section(name: str) -> str:
    return PAGE.split(f"\n## `{name}`\n", 1)[1].split("\n## ", 1)[0]


def table(name: str) -> list[list[str]]:
    """Cells of the section's table, without its head."""
    lines = [line for line in section(name).splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    write_files(make_comparison(), folder)
    return folder


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def documented(name: str) -> dict[str, tuple[str, str]]:
    """Type and range of each column; the column per document stands for all of them."""
    columns: dict[str, tuple[str, str]] = {}
    for column, kind, limits, _ in table(name):
        names = [column.strip("`")]
        if names == ["<document>"]:
            names = ["a-2023", "b-2023", "c-2023"]
        columns.update(dict.fromkeys(names, (kind, limits)))
    return columns


@pytest.mark.parametrize("name", CSV_NAMES)
def test_outputs_page_lists_the_columns_in_the_order_of_the_file(folder: Path, name: str) -> None:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        assert list(documented(name)) == next(csv.reader(file))


@pytest.mark.parametrize("name", CSV_NAMES)
def test_outputs_page_gives_type_and_meaning_of_every_column(name: str) -> None:
    for column, kind, limits, meaning in table(name):
        assert kind in ("text", "list", "integer", "number", "quantity"), column
        assert limits or kind in ("text", "list"), column
        assert meaning, column


@pytest.mark.parametrize("name", CSV_NAMES)
def test_outputs_page_ranges_hold_in_the_files(folder: Path, name: str) -> None:
    columns = documented(name)
    for row in read(folder, name):
        for column, cell in row.items():
            check_cell(cell, *columns[column])


def check_cell(cell: str, kind: str, limits: str) -> None:
    if not cell:
        assert kind in ("text", "list") or "may be empty" in limits
        return
    if kind == "integer":
        least = re.search(r"≥ (\d+)", limits)
        assert least is not None
        assert int(cell) >= int(least.group(1))
    elif kind == "number":
        assert "[0, 1]" in limits
        assert re.fullmatch(r"[01]\.\d{6}", cell)
        assert float(cell) <= 1
    elif kind == "quantity":
        assert "≥ 0" in limits
        assert re.fullmatch(r"\d+(\.\d{6})?|0\.000\d{4,}", cell)
    elif limits.startswith("`m1`"):
        assert re.fullmatch(r"m[1-9]\d*", cell)
    elif limits.startswith("`"):
        assert cell in re.findall(r"`([^`]+)`", limits)


def test_outputs_page_lists_the_keys_of_the_run_record(folder: Path) -> None:
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert [row[0].strip("`") for row in table("run.json")] == list(record)
    thresholds = next(row for row in table("run.json") if row[0] == "`thresholds`")
    assert set(re.findall(r"`(\w+)`", thresholds[1])) == set(record["thresholds"])


def test_outputs_page_names_every_file() -> None:
    listed = re.findall(r"^\| \[`([\w.]+)`\]", PAGE, flags=re.MULTILINE)
    assert tuple(listed) == FILE_NAMES


def test_outputs_page_states_the_limits_of_the_program() -> None:
    assert f"spans of at least {reuse.MIN_SPAN} characters" in PAGE
    assert f"first {LABEL_CHARS} characters" in PAGE
    assert f"at most {N_SHARED_TERMS}," in PAGE
    assert "`^'+[=+\\-@\\t\\r\\n＝＋－＠]`" in PAGE
