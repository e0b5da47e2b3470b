from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

import policycompare as pc
from policycompare.datamodel.versions import Mark
from policycompare.report.labels import translator
from policycompare.report.version_labels import VERSION_LABELS
from policycompare.report.version_rows import (
    CLAUSE_COLUMNS,
    COLUMNS,
    TARGET_COLUMNS,
    mark_text,
    target_change_rows,
)
from policycompare.report.versions import clause_line, print_versions, shorten_marks, show_quantity
from tests.conftest import CORPUS, ROOT
from tests.versions import CLAUSES, diff_plans, make_plan


@pytest.fixture(scope="module")
def found() -> pc.VersionDiff:
    return pc.diff(CORPUS, "weihai-2021", "weihai-2023")


def printed(found: pc.VersionDiff, **options: object) -> str:
    console = Console(file=io.StringIO(), width=100, color_system=None)
    print_versions(found, console, **options)  # type: ignore[arg-type]
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_report_versions_frames_have_the_columns_of_the_rows(found: pc.VersionDiff) -> None:
    assert tuple(found.clauses.columns) == CLAUSE_COLUMNS
    assert tuple(found.targets.columns) == TARGET_COLUMNS
    rows = list(found.rows())
    assert all(tuple(row) == COLUMNS for row in rows)
    assert [row["part"] for row in rows] == ["target"] * len(found.targets) + ["clause"] * len(
        found.clauses
    )


def test_report_versions_rows_quote_the_sources(found: pc.VersionDiff) -> None:
    sources = {"a": found.a.document.text, "b": found.b.document.text}
    for row in found.rows():
        for side, source in sources.items():
            if row[f"{side}_start"] is not None:
                span = slice(row[f"{side}_start"], row[f"{side}_end"])  # type: ignore[misc]
                assert row[f"{side}_quote"] == source[span]
            else:
                assert row[f"{side}_quote"] == ""
        if row["nearest_clause"]:
            source = sources["a" if row["state"] == "new" else "b"]
            span = slice(row["nearest_start"], row["nearest_end"])  # type: ignore[misc]
            assert row["nearest_quote"] == source[span]


def test_report_versions_marked_text_gives_both_texts_back(found: pc.VersionDiff) -> None:
    for change in found.changes:
        if change.a is None or change.b is None:
            continue
        marked = mark_text(change.marks)
        before = re.sub(r"\{\+.*?\+\}", "", marked, flags=re.DOTALL)
        after = re.sub(r"\[-.*?-\]", "", marked, flags=re.DOTALL)
        assert before.replace("[-", "").replace("-]", "") == change.a.text
        assert after.replace("{+", "").replace("+}", "") == change.b.text


def test_report_versions_print_targets_before_clauses_before_wording(
    found: pc.VersionDiff,
) -> None:
    text = printed(found)
    places = [text.index(title) for title in ("Changed targets", "What became of", "Changes in w")]
    assert places == sorted(places)
    assert "30 clauses became 30: 16 reworded, 12 moved, 2 new, 2 dropped" in text
    assert "[-38%-]{+36%" in text
    assert "…" in text
    assert max(map(len, text.splitlines())) <= 100


def test_report_versions_print_whole_texts_if_asked(found: pc.VersionDiff) -> None:
    text = "".join(printed(found, full=True).split())
    change = found.changes[1]
    assert "".join(mark_text(change.marks).split()) in text


def test_report_versions_speak_chinese(found: pc.VersionDiff) -> None:
    text = printed(found, language="zh")
    assert "从weihai-2021到weihai-2023的变化" in text
    assert "改写16、移动12、新增2、取消2" in text
    assert "Changed" not in text


@pytest.mark.parametrize("key", VERSION_LABELS)
def test_report_versions_labels_have_the_same_fields_in_both_languages(key: str) -> None:
    english, chinese = (set(re.findall(r"\{(\w+)\}", text)) for text in VERSION_LABELS[key])
    assert english == chinese


def test_report_versions_html_escapes_every_text(tmp_path: Path) -> None:
    evil = '<script>alert("x")</script>'
    before = make_plan(CLAUSES["core"], f"{CLAUSES['data']}甲{evil}乙", f"规范{evil}。{evil}管理")
    after = make_plan(CLAUSES["core"], f"{CLAUSES['data']}丙{evil}丁", CLAUSES["farms"])
    page = diff_plans(tmp_path, before, after)._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert page.startswith('<div class="policycompare policycompare-versions"')
    assert page.rstrip().endswith("</div>")


def test_report_versions_html_marks_what_changed(found: pc.VersionDiff) -> None:
    page = found.to_html(language="zh")
    assert "<del>38%</del><ins>36%" in page
    assert "变化的目标" in page


def test_report_versions_json_holds_plain_values(found: pc.VersionDiff) -> None:
    assert json.loads(json.dumps(list(found.rows()), allow_nan=False))


def test_report_versions_page_documents_every_column() -> None:
    page = (ROOT / "docs" / "diff.md").read_text(encoding="utf-8")
    for column in COLUMNS:
        assert f"`{column}`" in page or (column[:2] == "b_" and f"`a_{column[2:]}`" in page), column


def test_report_versions_repr_counts(found: pc.VersionDiff) -> None:
    assert repr(found).startswith(
        "<VersionDiff of weihai-2021 and weihai-2023: 2 dropped, 12 moved, 2 new, 16 reworded; "
    )


def test_report_versions_shorten_equal_text_only() -> None:
    marks = [Mark("equal", "甲" * 30, "甲" * 30), Mark("replaced", "38%", "36%")]
    assert shorten_marks(marks, 2) == [("", "…甲甲"), ("a", "38%"), ("b", "36%")]
    assert shorten_marks(marks, 30)[0] == ("", "甲" * 30)


def test_report_versions_shorten_no_number() -> None:
    equal = f"投资1,000亿元{'甲' * 30}突破2500亿元"
    marks = [Mark("added", "", "乙"), Mark("equal", equal, equal), Mark("added", "", "丙")]
    assert shorten_marks(marks, 5)[1] == ("", "投资…亿元")


def test_report_versions_wrap_no_number_and_no_line_too_wide(found: pc.VersionDiff) -> None:
    text = printed(found)
    assert max(map(cell_len, text.splitlines())) <= 100
    wording = text[text.index("Changes in wording") :]
    broken = re.findall(r"\d\n\d", wording)
    assert broken == []


@pytest.mark.parametrize(
    ("value", "upper", "unit", "comparator", "year", "expected"),
    [
        (38.0, None, "%", "=", None, "38%"),
        (10.0, None, "%", ">=", 2025, "≥10% (2025)"),
        (3.5, 4.0, "%", "=", None, "3.5–4%"),
        (20000000.0, None, "台", "~", None, "≈20000000台"),
        (None, None, "", "=", None, "–"),
    ],
)
def test_report_versions_show_quantities(
    value: float | None,
    upper: float | None,
    unit: str,
    comparator: str,
    year: int | None,
    expected: str,
) -> None:
    row: dict[str, str | int | float | bool | None] = {
        "a_value": value,
        "a_value_max": upper,
        "a_unit": unit,
        "a_comparator": comparator,
        "a_deadline_year": year,
        "a_scope": "",
    }
    assert show_quantity(row, "a") == expected


def test_report_versions_tell_the_difference_of_values(found: pc.VersionDiff) -> None:
    row = next(row for row in target_change_rows(found) if row["a_value"] == 38.0)
    assert (row["b_value"], row["difference"]) == (36.0, -2.0)


def test_report_versions_name_a_clause_without_heading_by_its_number_once() -> None:
    row = {"a_clause": "plan/第三条", "a_heading": "", "a_quote": "第三条 智慧养老。建设平台。"}
    other = {"b_clause": "plan/一(2)", "b_heading": "", "b_quote": "（2）建设园区。"}
    cells = {"state": "kept", "change": "kept", "p_same": 1.0, "similarity": 1.0}
    line = clause_line({**row, **other, **cells}, translator("en"))
    assert line[2:4] == ["第三条 智慧养老。建设平台。", "一(2) 建设园区。"]
