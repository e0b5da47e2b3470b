"""The deadline column of a table of measures is that of the targets of its rows."""

from __future__ import annotations

from pathlib import Path

import pytest

import policycompare as pc
from policycompare.datamodel import Target
from policycompare.targets import find_targets
from policycompare.targets.columns import read_column
from policycompare.targets.deadlines import Horizon

TABLE = """青岛市养老服务体系建设行动计划(2023—2026年)

重点任务分工表

序号\t重点任务\t牵头单位\t完成时限
1\t建设街道养老服务中心100个。\t市民政局\t2024年12月底前
2\t到2025年,护理型床位占比达到60%。\t市卫生健康委\t2024年
3\t培训护理员2000人次。\t市人社局\t长期坚持
4\t改造家庭床位500张。\t市住建局\t2025.6
"""


def read_table(folder: Path, table: str = TABLE) -> tuple[str, list[Target]]:
    (folder / "plan.txt").write_text(table, encoding="utf-8")
    outline = pc.outline(folder / "plan.txt")
    return outline.document.text, list(find_targets(outline.clauses, [outline]))


def test_targets_take_the_deadline_of_their_row(tmp_path: Path) -> None:
    _, targets = read_table(tmp_path)
    assert [(t.value, t.deadline_year, t.deadline_source) for t in targets] == [
        (100, 2024, "column"),
        (60, 2025, "sentence"),
        (2000, 2026, "document"),
        (500, 2025, "column"),
    ]


def test_targets_of_a_row_point_to_the_cell_of_their_deadline(tmp_path: Path) -> None:
    text, targets = read_table(tmp_path)
    cells = [
        text[t.deadline_start : t.deadline_end]
        for t in targets
        if t.deadline_start is not None and t.deadline_end is not None
    ]
    assert cells == ["2024年12月底前", "2025.6"]


def test_targets_tell_a_column_with_an_impossible_year(tmp_path: Path) -> None:
    _, (target, *_) = read_table(tmp_path, TABLE.replace("2024年12月底前", "2924年"))
    assert (target.deadline_year, target.deadline_source) == (None, None)
    assert "the year 2924 is no deadline that a plan has" in target.warnings


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("2025年底前", 2025),
        ("2025", 2025),
        ("2025.12", 2025),
        ("2025-12-31前", 2025),
        ("2023-2025年", 2025),
        ("2024年、2025年", 2025),
        ("二〇二五年", 2025),
        ("“十四五”末", 2025),
        ("12月底前", 2023),
        ("年底前", 2023),
        ("2023年起", None),
        ("长期坚持", None),
        ("每季度", None),
        ("", None),
    ],
)
def test_targets_read_the_deadline_of_a_cell(cell: str, year: int | None) -> None:
    due = read_column(cell, Horizon(2023, 2026, 2023))
    assert (due and due.year) == year
