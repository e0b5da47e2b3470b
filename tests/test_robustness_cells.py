"""Nothing in a text runs: neither in a spreadsheet nor here."""

from __future__ import annotations

import csv
import io
import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare.report.cells import csv_lines, guard_cell, unguard_cell
from tests.conftest import ROOT

posix = pytest.mark.skipif(os.name == "nt", reason="permissions and signals of POSIX")


STARTS = st.sampled_from(
    ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "'", "%"]
)


@given(st.builds(lambda start, text: start + text, STARTS, st.text(max_size=30)))
def test_cells_no_cell_of_a_csv_file_begins_as_a_formula_does(text: str) -> None:
    guarded = guard_cell(text)
    assert unguard_cell(guarded) == text
    assert guarded == "=" or guarded[0] not in "=+-@\t\r\n＝＋－＠"
    line = "".join(csv_lines([{"text": text}], ["text"])).split("\r\n", 1)[1]
    (cell,) = next(csv.reader(io.StringIO(line, newline="")))
    assert unguard_cell(cell) == text


@settings(deadline=None)
@given(
    st.lists(st.builds(lambda start, text: start + text, STARTS, st.text(max_size=20)), max_size=4)
)
def test_cells_of_a_workbook_are_text(texts: list[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from policycompare.workbooks import render_workbook

    data = render_workbook(
        [{"text": text} for text in texts], ["text"], title="x", widths={}, choices={}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
    assert all(cell.value is None or isinstance(cell.value, str) for (cell,) in sheet.iter_rows())


def test_reading_executes_nothing() -> None:
    """No format that can run code is read anywhere in the package."""
    banned = ("pickle", "marshal", "shelve", "yaml", "dill", "imp", "code")
    for path in sorted((ROOT / "policycompare").rglob("*.py")):
        code = path.read_text("utf-8")
        assert not re.search(rf"^\s*(?:import|from) (?:{'|'.join(banned)})\b", code, re.M), path
        # joblib runs processes; its files are pickles.
        assert not re.search(
            r"joblib\.(?:load|dump|Memory)|joblib import.*\b(?:load|dump|Memory)\b", code
        ), path
        assert not re.search(r"(?<![\w.])(?:eval|exec)\(|\bos\.system\(|shell=True", code), path
