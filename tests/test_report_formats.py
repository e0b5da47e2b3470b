from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import dataclass, replace

import pytest
from rich.cells import cell_len

from policycompare.datamodel import Heading, Skip
from policycompare.errors import UsageError
from policycompare.report.formats import render_rows, show_value
from policycompare.report.pages import check_rows, outline_record, outline_rows, search_rows
from policycompare.report.protocol import Row
from tests.reporting import make_comparison

ROWS: list[Row] = [
    {"clause": "a/1", "p": 0.5, "n": 3, "text": "支持|企业\n建设"},
    {"clause": "=b/1", "p": None, "n": 0, "text": ""},
]


def test_formats_csv_is_guarded_and_has_no_byte_order_mark() -> None:
    text = render_rows(ROWS, "csv")
    assert not text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert (rows[0]["p"], rows[1]["p"], rows[1]["clause"]) == ("0.500000", "", "'=b/1")


def test_formats_json_keeps_numbers_and_text_as_they_are() -> None:
    nan = [{**ROWS[0], "p": math.nan}]
    assert json.loads(render_rows(ROWS, "json")) == ROWS
    assert json.loads(render_rows(nan, "json"))[0]["p"] is None
    assert "支持" in render_rows(ROWS, "json")


def test_formats_markdown_escapes_pipes_and_line_breaks() -> None:
    lines = render_rows(ROWS, "md").splitlines()
    assert lines[2] == "| a/1 | 0.500 | 3 | 支持\\|企业<br>建设 |"
    assert len(lines) == 4


def test_formats_markdown_keeps_backslashes() -> None:
    assert render_rows([{"a": "x\\|y"}], "md").splitlines()[2] == "| x\\\\\\|y |"


def test_formats_table_fits_its_width_and_shows_all_text() -> None:
    rows: list[Row] = [{"a": "企业" * 60, "b": "工厂" * 60}]
    text = render_rows(rows, "table", width=80)
    assert max(map(cell_len, text.splitlines())) <= 80
    assert text.count("企") == text.count("厂") == 60


def test_formats_columns_choose_and_order() -> None:
    assert render_rows(ROWS, "csv", columns=("n", "clause")).startswith("n,clause\r\n3,a/1")


@pytest.mark.parametrize("form", ["table", "csv", "md"])
def test_formats_no_rows_still_show_given_columns(form: str) -> None:
    assert "clause" in render_rows([], form, columns=("clause",))


def test_formats_no_rows_and_no_columns_is_an_empty_list_in_json() -> None:
    assert json.loads(render_rows([], "json")) == []
    assert render_rows([], "table") == render_rows([], "md") == ""


def test_formats_unknown_form_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="'xml' is not known; use one of table, csv, json and md"):
        render_rows(ROWS, "xml")


def test_formats_show_value_keeps_zero_apart_from_missing() -> None:
    assert (show_value(0), show_value(0.0), show_value(None)) == ("0", "0.000", "")


def test_pages_outline_shows_headings_and_clauses_in_order_of_the_text() -> None:
    outline = make_comparison().outlines[0]
    first, second = outline.clauses
    heading = Heading(1, "一、", "主要任务", 0, 0, "一")
    own = Heading(2, "1.", first.heading, first.start, first.start + 8, "一1")
    outline = replace(outline, headings=(replace(heading, start=-1), own))
    rows = list(outline_rows(outline))
    assert [row["outline"] for row in rows] == [
        "一、 主要任务",
        "  1. 第1项工程",
        "    第2项工程",
    ]
    assert [row["clause_id"] for row in rows] == ["", first.clause_id, second.clause_id]


def test_pages_outline_record_has_the_keys_of_the_design() -> None:
    outline = make_comparison().outlines[0]
    outline = replace(outline, skipped=(Skip(0, 1, "contents"),))
    outline = replace(outline, headings=(Heading(1, "一、", "任务", 0, 4, "一"),))
    record = outline_record(outline)
    assert set(record) == {"document", "headings", "clauses", "skipped", "warnings"}
    assert set(record["headings"][0]) >= {"level", "marker", "title", "start", "end", "role"}
    assert record["skipped"] == [{"start": 0, "end": 1, "reason": "contents"}]
    assert record["clauses"][0]["clause_id"] == "a-2023/1"
    json.dumps(record, allow_nan=False)


@dataclass(frozen=True)
class TinyCheck:
    document: str = "a"
    severity: str = "doubt"
    subject: str = "numbering"
    message: str = "3 follows 1"
    start: int | None = 4
    end: int | None = 5


def test_pages_check_and_search_rows_are_plain() -> None:
    assert list(check_rows([TinyCheck()])) == [
        {
            "document": "a",
            "severity": "doubt",
            "subject": "numbering",
            "message": "3 follows 1",
            "start": 4,
            "end": 5,
        }
    ]
    clause = make_comparison().clauses[0]
    (row,) = search_rows([(clause, 0.25)])
    assert (row["clause_id"], row["similarity"]) == ("a-2023/1", 0.25)
