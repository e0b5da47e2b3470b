"""The horizon of a document without a manifest is that of the title that its text prints."""

from __future__ import annotations

from pathlib import Path

import pytest

import policycompare as pc
from policycompare.targets import find_targets

BODY = """

一、总体目标
全市养老机构护理型床位占比达到60%。

二、主要任务
(一)扩大供给。建设街道综合养老服务中心100个。
(二)培养队伍。加强养老护理员培训,提高服务质量。
"""


def deadlines(folder: Path, front: str) -> list[tuple[int | None, str | None]]:
    path = folder / "plan.txt"
    path.write_text(front + BODY, encoding="utf-8")
    outline = pc.outline(path)
    return [(t.deadline_year, t.deadline_source) for t in find_targets(outline.clauses, [outline])]


@pytest.mark.parametrize(
    "title",
    [
        "郑州市养老服务体系建设行动计划(2024—2026年)",
        "郑州市养老服务体系建设行动计划\n(2024—2026年)",
        "郑州市养老服务体系建设\n三年行动计划(2024-2026)",
        "郑政〔2023〕15号\n郑州市养老服务体系建设行动计划(2024年—2026年)",
    ],
)
def test_targets_take_the_horizon_of_the_printed_title(tmp_path: Path, title: str) -> None:
    assert deadlines(tmp_path, title) == [(2026, "document")] * 2


@pytest.mark.parametrize(
    "front",
    [
        "郑州市养老服务体系建设行动计划",
        "郑政〔2024〕2026号\n郑州市养老服务体系建设行动计划",
        "郑州市养老服务体系建设行动计划\n2024年3月15日",
        "发布日期:2024-03-15\n郑州市养老服务体系建设行动计划",
        "郑州市养老服务体系建设行动计划(2026—2024年)",
    ],
)
def test_targets_take_no_horizon_from_a_number_or_a_date(tmp_path: Path, front: str) -> None:
    assert deadlines(tmp_path, front) == [(None, None)] * 2
