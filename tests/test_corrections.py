"""An outline corrected by hand: what is exported comes back, what is wrong is told, all use it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import policycompare as pc
from policycompare.cli import main
from policycompare.corrections import (
    apply_correction,
    export_outline,
    forget_correction,
    import_outline,
)
from policycompare.corrections.building import build_outline
from policycompare.corrections.checking import check_rows, read_table
from policycompare.corrections.rows import COLUMNS, outline_table
from policycompare.datamodel import Outline
from policycompare.errors import CorpusError, UsageError
from policycompare.pipeline import outline as outline_file
from policycompare.report.cells import csv_lines
from tests.outlining import CORPUS, DOCUMENTS, outline, read_cases, read_text, uncovered
from tests.test_outline import PIECES
from tests.test_outline_family import FAMILY

PLAN = (
    "甲市方案\n一、总体目标\n到2026年建成。\n"
    "二、重点任务\n(一)抓创新。建设平台三个。\n(二)抓人才。引进人才十名。\n"
)
Edit = Callable[[list[dict[str, str]]], None]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def edited(plan: Path, edit: Edit) -> Path:
    """The exported outline of a plan, after an edit of its rows."""
    path = plan.with_name("edited.csv")
    export_outline(outline_file(plan), path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def row_of(rows: list[dict[str, str]], path: str) -> dict[str, str]:
    return next(row for row in rows if row["path"] == path)


def blanks_merged(found: Outline) -> list[tuple[str, str]]:
    """The skips as text, neighbouring blanks as one."""
    source = found.document.text
    skips = [(skip.reason, source[skip.start : skip.end]) for skip in found.skipped]
    return [
        (reason, "".join(text for _, text in group))
        for reason, group in groupby(skips, key=lambda skip: skip[0])
    ]


def texts() -> Iterator[tuple[str, str]]:
    yield from ((name, read_text(name)) for name in DOCUMENTS)
    yield from ((case["label"], case["text"]) for case in FAMILY)
    yield from (
        (str(page["id"]), str(page["text"])) for page in read_cases("damaged-pages.jsonl")[::4]
    )


def test_corrections_export_and_import_change_nothing(tmp_path: Path) -> None:
    for name, text in texts():
        path = tmp_path / "text.txt"
        path.write_bytes(text.encode())
        before = outline_file(path, corrected=False)
        export_outline(before, tmp_path / "outline.csv")
        after, _ = import_outline(before, tmp_path / "outline.csv")
        assert after.clauses == before.clauses, name
        order = sorted(before.headings, key=lambda h: (h.start, h.level))
        assert list(after.headings) == order, name
        assert blanks_merged(after) == blanks_merged(before), name
        assert after.corrected
        assert outline_file(path).clauses == after.clauses
        forget_correction(before.document)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_corrections_of_any_text_come_back(text: str) -> None:
    before = outline(text)
    data = "".join(csv_lines(outline_table(before), COLUMNS)).encode()
    _, cells = read_table("outline.csv", data)
    if not before.clauses:
        with pytest.raises(CorpusError, match="no row is of the kind clause"):
            check_rows("outline.csv", cells, text)
        return
    rows = check_rows("outline.csv", cells, text)
    after = build_outline(before.document, before.normalized, rows)
    assert after.clauses == before.clauses
    assert uncovered(after) == ""


def test_corrections_survive_a_spreadsheet(plan: Path) -> None:
    """It takes (1) for a negative number and ``1.`` for a number."""
    plan.write_text("一、任务\n(1)抓创新。建设平台。\n(2)抓人才。引进人才。\n", encoding="utf-8")

    def spoil(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["marker"] = {"(1)": "-1", "(2)": "-2"}.get(row["marker"], row["marker"])

    before = outline_file(plan)
    after, _ = import_outline(before, edited(plan, spoil))
    assert after.clauses == before.clauses


def test_corrections_merge_two_clauses(plan: Path) -> None:
    def merge(rows: list[dict[str, str]]) -> None:
        row_of(rows, "二(一)")["end"] = row_of(rows, "二(二)")["end"]
        rows.remove(row_of(rows, "二(二)"))

    after, _ = import_outline(outline_file(plan), edited(plan, merge))
    assert [clause.path for clause in after.clauses] == ["一", "二(一)"]
    assert after.clauses[1].text.startswith("抓创新。建设平台三个。")
    assert "引进人才十名" in after.clauses[1].text
    assert uncovered(after) == ""


def test_corrections_split_a_clause_and_make_its_path(plan: Path) -> None:
    at = PLAN.index("到2026年")

    def split(rows: list[dict[str, str]]) -> None:
        whole = row_of(rows, "一")
        new = dict(whole, start=str(at), level="2", marker="", title="", path="", kind="clause")
        whole.update(end=str(at - 1), kind="heading")
        rows.insert(rows.index(whole) + 1, new)

    after, _ = import_outline(outline_file(plan), edited(plan, split))
    assert next((c.path, c.section, c.text) for c in after.clauses) == (
        "一¶1",
        "总体目标",
        "到2026年建成。",
    )


def test_corrections_change_level_role_and_kind(plan: Path) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        row_of(rows, "一").update(role="task")
        row_of(rows, "二(二)").update(level="1", path="")
        row_of(rows, "二(一)").update(kind="skipped", role="notice", level="")

    after, _ = import_outline(outline_file(plan), edited(plan, change))
    assert [(c.path, c.role, c.section) for c in after.clauses] == [
        ("一", "task", ""),
        ("(二)", "task", ""),
    ]
    assert "notice" in {skip.reason for skip in after.skipped}


def set_cell(path: str, column: str, value: str) -> Edit:
    def change(rows: list[dict[str, str]]) -> None:
        row_of(rows, path)[column] = value

    return change


def drop(path: str) -> Edit:
    def change(rows: list[dict[str, str]]) -> None:
        rows.remove(row_of(rows, path))

    return change


WRONG = [
    (set_cell("一", "end", "999"), r"row 4: end is 999, but the text has only \d+ characters"),
    (set_cell("一", "start", "x"), r"row 4: start and end must be whole numbers, not 'x'"),
    (set_cell("一", "start", "90"), r"row 4: start must lie before end"),
    (set_cell("一", "end", "30"), r"row 5: it begins at \d+, inside row 4"),
    (set_cell("一", "kind", "title"), r"row 4: the kind 'title' is none of heading, clause"),
    (set_cell("一", "role", "aim"), r"row 4: the role 'aim' is none of title, notice"),
    (set_cell("一", "level", "0"), r"row 4: level must be a whole number from 1 to 20"),
    (set_cell("二", "level", ""), r"row 5: a row of the kind heading needs a level"),
    (set_cell("二", "kind", "item"), r"row 5: an item must begin inside a row of the kind clause"),
    (drop("二(一)"), r"row 6: the characters \d+ to \d+ between row 5 and row 6 .*are in no row"),
]


@pytest.mark.parametrize(("edit", "message"), WRONG, ids=[message[:30] for _, message in WRONG])
def test_corrections_tell_what_is_wrong(plan: Path, edit: Edit, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        import_outline(outline_file(plan), edited(plan, edit))
    assert not plan.with_name("plan.outline.csv").exists()


def test_corrections_refuse_what_is_no_outline(plan: Path) -> None:
    found, path = outline_file(plan), plan.with_name("x.csv")
    for data, message in [
        (b"\xff\xfe", "is no CSV file in UTF-8"),
        (b"start,end\n1,2\n", "lacks the column level, marker, title, role, kind"),
        (b"start,end,level,marker,title,role,kind\n", "does not say which text"),
    ]:
        path.write_bytes(data)
        with pytest.raises(CorpusError, match=message):
            import_outline(found, path)
    with pytest.raises(CorpusError, match="cannot be read"):
        import_outline(found, plan.with_name("none.csv"))


def test_corrections_are_not_used_for_a_changed_text(plan: Path) -> None:
    path = edited(plan, set_cell("一", "role", "task"))
    import_outline(outline_file(plan), path)
    assert outline_file(plan).clauses[0].role == "task"
    plan.write_text(PLAN.replace("三个", "四个"), encoding="utf-8")
    found = outline_file(plan)
    assert found.clauses[0].role == "goals"
    assert "the text has changed since its outline was corrected" in found.warnings[-1]
    with pytest.raises(CorpusError, match="was made for another text"):
        import_outline(found, path)


def test_corrections_need_a_file(plan: Path) -> None:
    found = outline_file(plan)
    with pytest.raises(UsageError, match="has no corrected outline"):
        forget_correction(found.document)
    assert apply_correction(found) is found


def test_corrections_by_the_command(plan: Path) -> None:
    run = CliRunner().invoke
    exported = plan.with_name("outline.csv")
    result = run(main, ["outline", str(plan), "--export", str(exported)])
    assert result.exit_code == 0
    assert "rows written" in result.output
    kept = plan.with_name("plan.outline.csv")
    result = run(main, ["outline", str(plan), "--import", str(exported)])
    assert result.exit_code == 0
    assert "kept beside the document, with 4 headings and 3 clauses" in result.output
    assert kept.read_bytes() == exported.read_bytes()
    assert run(main, ["outline", str(plan), "--forget"]).exit_code == 0
    assert not kept.exists()
    assert run(main, ["outline", str(plan), "--forget", "--export", "x"]).exit_code == 2


def test_corrections_are_used_and_noted_by_compare(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("qingdao-2023", "weihai-2021"):
        (folder / f"{name}.txt").write_bytes((CORPUS / f"{name}.txt").read_bytes())
    path = edited(folder / "qingdao-2023.txt", set_cell("一", "role", "notice"))
    import_outline(outline_file(folder / "qingdao-2023.txt"), path)
    comparison = pc.compare(folder)
    assert "qingdao-2023/一" not in {clause.clause_id for clause in comparison.clauses}
    comparison.write(tmp_path / "out")
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["corrected_outlines"] == ["qingdao-2023"]
