from __future__ import annotations

import csv
import errno
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycompare.errors import OutputError
from policycompare.report.atomic import StagedFiles, stage_files
from policycompare.report.cells import csv_lines, format_cell, guard_cell, unguard_cell
from policycompare.report.files import FILE_NAMES, write_files
from policycompare.report.placing import JOURNAL
from tests.reporting import make_comparison


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cannot_exchange(one: Path, two: Path) -> bool:
    """As on Windows and on disks that cannot exchange two folders."""
    return False


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_are_all_written_with_byte_order_mark_and_crlf(tmp_path: Path) -> None:
    paths = write_files(make_comparison(), tmp_path / "new" / "out")
    assert tuple(path.name for path in paths) == FILE_NAMES
    assert sorted(snapshot(tmp_path / "new" / "out")) == sorted(FILE_NAMES)
    for path in paths:
        if path.suffix != ".csv":
            continue
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\xef\xbb\xbf") == 1
        assert data.endswith(b"\r\n")


def test_files_two_runs_are_byte_equal(tmp_path: Path) -> None:
    write_files(make_comparison(), tmp_path / "one")
    write_files(make_comparison(), tmp_path / "two")
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


def test_files_hold_no_nan_and_six_decimals(tmp_path: Path) -> None:
    write_files(make_comparison(), tmp_path)
    files = {k: data for k, data in snapshot(tmp_path).items() if not k.endswith(".html")}
    assert not any(b"nan" in data.lower() for data in files.values())
    assert read_csv(tmp_path / "aligned_clauses.csv")[0]["p_same"] == "0.900000"


def test_files_guard_clause_text_that_begins_like_a_formula(tmp_path: Path) -> None:
    write_files(make_comparison(headings=False), tmp_path)
    text = read_csv(tmp_path / "clauses.csv")[1]["text"]
    assert text.startswith("'=推进")
    assert unguard_cell(text).startswith("=推进")


def test_files_record_names_rows_and_hashes_of_the_others(tmp_path: Path) -> None:
    write_files(make_comparison(), tmp_path)
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert record["files"]["clauses.csv"]["n_rows"] == 5
    assert set(record["files"]) == set(FILE_NAMES) - {"run.json"}


def test_files_a_file_in_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(OutputError, match=r"Cannot write the output folder .*out: .*--out"):
        write_files(make_comparison(), tmp_path / "out")
    assert snapshot(tmp_path) == {"out": b"x"}


def test_files_a_file_above_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="not a directory"):
        write_files(make_comparison(), tmp_path / "file" / "out")


def test_files_a_folder_in_place_of_a_file_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    write_files(make_comparison(), tmp_path)
    (tmp_path / "gaps.csv").unlink()
    (tmp_path / "gaps.csv").mkdir()
    (tmp_path / "clauses.csv").write_text("old")
    with pytest.raises(OutputError, match=r"gaps\.csv in .*in the way"):
        write_files(make_comparison(), tmp_path)
    assert (tmp_path / "clauses.csv").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILE_NAMES)


def test_files_no_space_leaves_the_old_files_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(make_comparison(), tmp_path)
    before = snapshot(tmp_path)

    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("policycompare.report.atomic.os.fsync", fail)
    with pytest.raises(OutputError, match="no space left on device"):
        write_files(make_comparison(n_cut=1), tmp_path)
    assert snapshot(tmp_path) == before


def test_files_no_space_removes_the_folder_that_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("policycompare.report.atomic.os.fsync", fail)
    with pytest.raises(OutputError, match="no space left on device"):
        write_files(make_comparison(), tmp_path / "a" / "b")
    assert snapshot(tmp_path) == {}


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("failing", FILE_NAMES)
def test_files_a_target_held_open_puts_all_old_files_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, links: bool
) -> None:
    write_files(make_comparison(), tmp_path)
    before = snapshot(tmp_path)
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self.parent.name == JOURNAL and Path(target).name == failing:
            raise PermissionError(errno.EACCES, "Permission denied")
        return replace(self, target)

    def no_links(*args: object, **options: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr("policycompare.report.placing.exchange", cannot_exchange)
    if not links:
        monkeypatch.setattr("policycompare.report.placing.os.link", no_links)
    with pytest.raises(OutputError, match="permission denied"):
        write_files(make_comparison(n_cut=1, headings=False), tmp_path)
    assert snapshot(tmp_path) == before


def test_files_a_first_run_that_fails_at_the_end_leaves_the_folder_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self.parent.name == JOURNAL and Path(target).name == "gaps.csv":
            raise PermissionError(errno.EACCES, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr("policycompare.report.placing.exchange", cannot_exchange)
    with pytest.raises(OutputError, match=r"gaps\.csv in .*permission denied"):
        write_files(make_comparison(), tmp_path)
    assert snapshot(tmp_path) == {}


def test_files_an_error_in_the_rows_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> Iterator[str]:
        yield "half"
        raise ValueError("broken row")

    def write(staged: StagedFiles) -> None:
        staged.add("a.csv", ["whole"])
        staged.add("b.csv", broken())

    with pytest.raises(ValueError, match="broken row"), stage_files(tmp_path) as staged:
        write(staged)
    assert snapshot(tmp_path) == {}


@given(st.text(alphabet="'=+-@\t\r\n＝a中"))
def test_cells_guard_is_reversible_and_leaves_no_formula(text: str) -> None:
    guarded = guard_cell(text)
    assert unguard_cell(guarded) == text
    assert guarded == "=" or not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))


def test_cells_numbers_are_not_guarded() -> None:
    assert (format_cell(-1.5), format_cell(-3), format_cell(True)) == ("-1.500000", "-3", "true")


@given(st.lists(st.tuples(st.text(alphabet='a",;\r\n= '), st.integers()), max_size=5))
def test_cells_csv_is_read_back_unchanged(pairs: list[tuple[str, int]]) -> None:
    lines = "".join(csv_lines([{"text": text, "n": n} for text, n in pairs], ["text", "n"]))
    header, *rows = csv.reader(io.StringIO(lines, newline=""), strict=True)
    assert header == ["text", "n"]
    assert [(unguard_cell(text), int(n)) for text, n in rows] == pairs
