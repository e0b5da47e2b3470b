"""The workbook of a comparison, read again with openpyxl."""

from __future__ import annotations

import errno
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result

import policycompare as pc
from policycompare import libraries, pipeline
from policycompare.errors import OutputError, PolicyCompareWarning, UsageError
from policycompare.report import columns, workbook
from policycompare.report.labels import CATALOGUE, Language
from policycompare.report.rows import aligned_rows, gap_rows, measure_rows
from policycompare.report.target_rows import places_of, target_comparison_rows
from policycompare.report.unit_rows import unit_rows
from policycompare.report.workbook import write_workbook
from policycompare.report.workbook_rows import BEFORE, MEASURE_CELLS
from tests.conftest import CORPUS
from tests.reporting import make_comparison

Run = Callable[..., Result]

SHEETS = {
    "en": [
        "Comparison table", "Aligned clauses", "Gaps", "Target comparison", "Units", "Run record",
    ],
    "zh": ["对照表", "对应条款", "缺口", "目标对照", "责任单位", "运行记录"],
}  # fmt: skip
GREEN, YELLOW, RED = "00C6EFCE", "00FFEB9C", "00FFC7CE"


@pytest.fixture(scope="module")
def grouped() -> pc.Comparison:
    """Three documents, of which the first and the last are of one group."""
    names = ("weihai-2021", "qingdao-2023", "weihai-2023")
    comparison = pc.compare(CORPUS, settings=pc.Settings(documents=names))
    of_name = {outline.document.name: outline for outline in comparison.outlines}
    return replace(comparison, outlines=tuple(of_name[name] for name in names))


@pytest.fixture(scope="module")
def book(grouped: pc.Comparison, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("xlsx") / "zh.xlsx"
    assert grouped.write_xlsx(path, language="zh") == path
    return openpyxl.load_workbook(path)


def written(comparison: Any, path: Path, language: Language = "en") -> Any:
    write_workbook(comparison, path, language=language)
    return openpyxl.load_workbook(path)


def lines(sheet: Any, n_head: int = 1) -> list[list[Any]]:
    return [list(line) for line in sheet.iter_rows(min_row=n_head + 1, values_only=True)]


def record(book: Any) -> dict[str, Any]:
    return dict(lines(book.worksheets[-1]))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_xlsx_names_sheets_and_columns_in_the_language(tmp_path: Path, language: Language) -> None:
    book = written(make_comparison(), tmp_path / "a.xlsx", language)
    assert book.sheetnames == SHEETS[language]
    at = ("en", "zh").index(language)
    heads = [[cell.value for cell in sheet[1]] for sheet in book.worksheets[1:5]]
    assert heads[0] == [CATALOGUE[f"column_{name}"][at] for name in columns.ALIGNED]
    assert heads[1] == [CATALOGUE[f"column_{name}"][at] for name in columns.GAPS]
    assert heads[2][2] == CATALOGUE["column_targets_unit"][at]
    assert heads[3][0] == CATALOGUE["column_unit"][at]
    states = {line[4] for line in lines(book.worksheets[2])}
    assert states <= {CATALOGUE[state][at] for state in ("absent", "partial")}


def test_xlsx_headings_of_one_sheet_differ() -> None:
    for language in (0, 1):
        for names in (columns.ALIGNED, columns.GAPS, columns.UNITS):
            assert len({CATALOGUE[f"column_{name}"][language] for name in names}) == len(names)


def test_xlsx_rows_are_those_of_the_files(grouped: pc.Comparison, tmp_path: Path) -> None:
    book = written(grouped, tmp_path / "a.xlsx")
    targets = target_comparison_rows(grouped.target_reading.targets, places_of(grouped))
    told = (
        (aligned_rows(grouped), columns.ALIGNED, 0),
        (gap_rows(grouped), columns.GAPS, 0),
        (targets, columns.TARGET_COMPARISON, 1),
        (unit_rows(grouped), columns.UNITS, 0),
    )
    for sheet, (rows, names, n_before) in zip(book.worksheets[1:5], told, strict=True):
        expected = [[shown(row[name]) for name in names] for row in rows]
        assert expected
        assert [line[n_before:] for line in lines(sheet)] == expected


def shown(value: Any) -> Any:
    """A value as it comes back: an empty text is an empty cell, line ends are line feeds."""
    return (value.replace("\r\n", "\n") or None) if isinstance(value, str) else value


def test_xlsx_comparison_table_holds_measures_with_headings_and_ids(
    grouped: pc.Comparison, book: Any
) -> None:
    table = lines(book["对照表"], 2)
    assert [line[:3] for line in table] == [
        [row[name] for name in BEFORE] for row in measure_rows(grouped)
    ]
    headings = {clause.clause_id: clause.heading for clause in grouped.clauses}
    documents = [str(cell.value).split("\n")[0] for cell in book["对照表"][2][3:6]]
    assert documents == ["qingdao-2023", "weihai-2021", "weihai-2023"]
    for line, row in zip(table, measure_rows(grouped), strict=True):
        for document, text in zip(documents, line[3:6], strict=True):
            ids = [name for name in str(row[document]).split("; ") if name]
            if ids:
                assert text == "\n".join(f"{headings[name]}\n{name}" for name in ids)
            else:
                assert text.startswith(("–", "部分", "缺失"))


def test_xlsx_comparison_table_merges_the_head_of_a_group(book: Any) -> None:
    sheet = book["对照表"]
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:C1", "E1:F1", "G1:K1"]
    assert [sheet[cell].value for cell in ("A1", "D1", "E1")] == ["措施", "青岛市", "威海市"]


def test_xlsx_comparison_table_is_coloured_by_the_state_of_the_group(
    grouped: pc.Comparison, book: Any
) -> None:
    states = {(gap.measure_id, gap.group): gap.state for gap in grouped.findings.gaps}
    colours = {"partial": YELLOW, "absent": RED, "covered": GREEN}
    seen = set()
    for line in book["对照表"].iter_rows(min_row=3):
        for cell, group in zip(line[3:6], ("青岛市", "威海市", "威海市"), strict=True):
            state = states.get((line[0].value, group), "covered")
            seen.add(state)
            assert cell.fill.start_color.rgb == colours[state]
    assert seen == set(colours)


def test_xlsx_partial_cell_names_the_nearest_clause(grouped: pc.Comparison, book: Any) -> None:
    cells = {line[0]: line for line in lines(book["对照表"], 2)}
    gaps = [gap for gap in gap_rows(grouped) if gap["state"] == "partial"]
    assert gaps
    for gap in gaps:
        place = ["qingdao-2023", "weihai-2021", "weihai-2023"].index(str(gap["nearest_document"]))
        text = cells[gap["measure_id"]][3 + place]
        assert text == f"部分：{gap['nearest_heading']}\n{gap['nearest_clause']}"


def test_xlsx_sheets_are_set_up_to_read_and_print(book: Any) -> None:
    for sheet in book.worksheets:
        n_head = 2 if sheet.title == "对照表" else 1
        assert sheet.freeze_panes == ("D3" if n_head == 2 else "A2")
        assert sheet.auto_filter.ref == f"A{n_head}:{sheet.dimensions.split(':')[1]}"
        assert sheet.print_title_rows == f"$1:${n_head}"
        setup = sheet.page_setup
        assert (setup.orientation, int(setup.paperSize)) == ("landscape", 8)
        assert (int(setup.fitToWidth), int(setup.fitToHeight)) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert all(cell.alignment.wrap_text for cell in sheet[n_head + 1])


def test_xlsx_links_lead_to_the_row_of_the_measure_and_back(book: Any) -> None:
    names = dict(zip(("comparison", *MEASURE_CELLS), book.sheetnames, strict=False))
    places = {names["comparison"]: (1,), names["aligned"]: (24, 25), names["gaps"]: (2,),
              names["targets"]: (1,), names["units"]: (8,)}  # fmt: skip
    assert [columns.ALIGNED.index(name) + 1 for name in MEASURE_CELLS["aligned"]] == [24, 25]
    n_links = dict.fromkeys(places, 0)
    for title, cells in places.items():
        for line in book[title].iter_rows():
            for cell in line:
                if not cell.hyperlink:
                    continue
                assert cell.hyperlink.target is None
                title_to, place = cell.hyperlink.location.rsplit("!", 1)
                row = int(place.removeprefix("A"))
                goal = {
                    book[title_to.strip("'")].cell(row, c).value for c in places[title_to[1:-1]]
                }
                source = line[0] if title == names["comparison"] else cell
                assert source.value in goal
                assert source is line[0] or cell.column in cells
                n_links[title] += 1
    for title, n in n_links.items():
        if title != names["comparison"]:
            n_rows = book[title].max_row - 1
            assert n == n_rows * len(places[title])
    counted = sum(n > 0 for line in lines(book["对照表"], 2) for n in line[6:10])
    assert n_links["对照表"] == counted > 0


RISKY = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\n=1", "＝1", "#N/A", "=")


@pytest.mark.parametrize("headings", [True, False])
def test_xlsx_holds_no_formula(tmp_path: Path, headings: bool) -> None:
    comparison = replace(make_comparison(headings=headings), warnings=RISKY)
    book = written(comparison, tmp_path / "a.xlsx")
    cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    told = record(book)
    assert tuple(told[f"warnings.{n}"] for n in range(1, len(RISKY) + 1)) == RISKY
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith("="))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_xlsx_two_runs_are_byte_equal_and_without_a_clock(
    tmp_path: Path,
) -> None:
    write_workbook(make_comparison(), tmp_path / "a.xlsx")
    write_workbook(make_comparison(), tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


@pytest.mark.parametrize("character", ["长", "𠮷"])
def test_xlsx_long_text_is_cut_visibly_and_counted(tmp_path: Path, character: str) -> None:
    n_units = len(character.encode("utf-16-le")) // 2
    whole = character * 40_000
    comparison = replace(make_comparison(), warnings=(whole, character * (32_767 // n_units)))
    told = record(written(comparison, tmp_path / "a.xlsx"))
    kept, mark = told["warnings.1"].split("…")
    assert mark == f"[cut: {len(whole) - len(kept)} more characters]"
    assert set(kept) == {character}
    assert 32_767 - 2 <= len(told["warnings.1"].encode("utf-16-le")) // 2 <= 32_767
    assert told["warnings.2"] == comparison.warnings[1]
    assert told["Workbook: texts cut because they are too long for a cell"] == 1


def test_xlsx_forbidden_characters_are_replaced_and_counted(tmp_path: Path) -> None:
    comparison = replace(make_comparison(), warnings=("a\x00b\x1fc\ufffe", "一\r\n二\r三\t四"))
    told = record(written(comparison, tmp_path / "a.xlsx", "zh"))
    assert told["warnings.1"] == "a\ufffdb\ufffdc\ufffd"
    assert told["warnings.2"] == "一\n二\n三\t四"
    assert told["本工作簿：因XLSX不允许而替换为\ufffd的字符数"] == 3


def test_xlsx_rows_beyond_a_sheet_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    n_gaps = len(list(gap_rows(make_comparison())))
    monkeypatch.setattr(workbook, "ROW_LIMIT", 3)
    told = write_workbook(make_comparison(), tmp_path / "a.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
    assert n_gaps > 2
    assert [sheet.max_row for sheet in sheets[:3]] == [3, 3, 3]
    assert told.n_left_out >= n_gaps - 2


def test_xlsx_too_many_documents_for_a_sheet_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "COLUMN_LIMIT", 5)
    with pytest.raises(OutputError, match=r"has 11 columns, but a sheet holds 5; .*--documents"):
        write_workbook(make_comparison(), tmp_path / "a.xlsx")


def test_xlsx_method_warns_of_what_it_cut(grouped: pc.Comparison, tmp_path: Path) -> None:
    spoilt = replace(grouped, warnings=("长" * 40_000, "\x07"))
    with pytest.warns(PolicyCompareWarning) as caught:
        spoilt.write_xlsx(tmp_path / "a.xlsx")
    assert [str(entry.message) for entry in caught] == [
        "Workbook: texts cut because they are too long for a cell: 1",
        "Workbook: characters replaced by \ufffd because XLSX forbids them: 1",
    ]


def test_xlsx_a_failed_run_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"old")

    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("policycompare.report.atomic.os.fsync", fail)
    with pytest.raises(OutputError, match=r"a\.xlsx in .*no space left on device; .*--xlsx"):
        write_workbook(make_comparison(), tmp_path / "a.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    assert (tmp_path / "a.xlsx").read_bytes() == b"old"


def test_xlsx_a_group_without_a_compared_clause_has_its_column(tmp_path: Path) -> None:
    comparison = pc.compare(CORPUS, settings=pc.Settings(roles=("goals",)))
    assert set(comparison.groups) < set(comparison.group_order)
    sheet = written(comparison, tmp_path / "a.xlsx").worksheets[0]
    heads = {cell.value for cell in sheet[1]}
    assert set(comparison.group_order) <= heads
    missing = next(g for g in comparison.group_order if g not in comparison.groups)
    place = next(cell.column for cell in sheet[1] if cell.value == missing)
    assert {cell.value for (cell,) in sheet.iter_rows(3, min_col=place, max_col=place)} == {
        "absent"
    }


def refuse(*arguments: object, **options: object) -> object:
    raise AssertionError("the work was begun")


@pytest.mark.parametrize(
    ("name", "code", "pattern"),
    [
        ("a.xls", 2, r"must end in \.xlsx"),
        ("folder.xlsx", 1, "because it is a folder"),
        ("file/a.xlsx", 1, "file is a file"),
        ("file/b/a.xlsx", 1, "file is a file"),
    ],
)
def test_xlsx_command_tells_before_the_work_what_cannot_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int, pattern: str
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "file").write_text("x")
    monkeypatch.setattr(pipeline, "compare", refuse)
    result = run("compare", CORPUS, "--xlsx", tmp_path / name)
    assert result.exit_code == code
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert re.search(pattern, result.stderr)


def test_xlsx_command_names_the_extra_that_is_missing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_nothing(name: str) -> object:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(libraries, "import_module", find_nothing)
    monkeypatch.setattr(pipeline, "compare", refuse)
    result = run("compare", CORPUS, "--xlsx", tmp_path / "a.xlsx")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert 'install it with: pip install "policycompare[excel]", or leave out --xlsx.' in (
        result.stderr
    )
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError, match="openpyxl"):
        write_workbook(make_comparison(), tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("language", "line", "other"),
    [("en", "Workbook: ", "No CSV files were written"), ("zh", "工作簿：", "未写出CSV文件")],
)
def test_xlsx_command_writes_the_workbook_and_says_where(
    run: Run, small_corpus: Path, tmp_path: Path, language: str, line: str, other: str
) -> None:
    path = tmp_path / "new" / "a.xlsx"
    result = run("compare", small_corpus, "--xlsx", path, "--lang", language)
    assert result.exit_code == 0, result.stderr
    assert openpyxl.load_workbook(path).sheetnames == SHEETS[language]
    assert line in result.stdout
    assert "a.xlsx" in result.stdout.replace("\n", "")
    assert other in result.stdout
    both = run("compare", small_corpus, "--xlsx", path, "--out", tmp_path / "new")
    assert both.exit_code == 0, both.stderr
    assert "No CSV files" not in both.stdout
    assert (tmp_path / "new" / "run.json").exists()
