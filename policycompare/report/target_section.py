"""The section on targets of the terminal report: indicators that two or more groups promise."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from rich.text import Text

from policycompare.report.labels import Translate
from policycompare.report.parts import Parts, make_title, tell_more
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.record import counts
from policycompare.report.tables import build_table
from policycompare.report.target_rows import (
    find_remark,
    places_of,
    show_promise,
    target_comparison_rows,
)

N_INDICATORS = 12
"""Indicators shown, each with all its promises."""


def target_parts(comparison: ComparisonLike, t: Translate, folder: Path | None) -> Parts:
    """Yield the table of shared indicators, and how many more there are."""
    yield make_title(t("targets", **counts(comparison)))
    rows = target_comparison_rows(comparison.target_reading.targets, places_of(comparison))
    shared = [row for row in rows if int(row["n_groups"] or 0) > 1]
    if not shared:
        yield Text(t("no_targets"))
        return
    blocks = [list(block) for _, block in groupby(shared, key=lambda row: row["indicator"])]
    cells = [
        _cells(row, t, is_first=number == 0)
        for block in blocks[:N_INDICATORS]
        for number, row in enumerate(block)
    ]
    header = [t(key) for key in ("indicator", "group", "promise", "deadline", "clause")]
    yield build_table(header, cells, right=(3,), short=(1, 3))
    yield from tell_more(t, len(blocks) - N_INDICATORS, "target_comparison.csv", folder)


def _cells(row: Row, t: Translate, *, is_first: bool) -> list[str]:
    return [
        str(row["indicator"]) if is_first else "",
        str(row["group"]),
        show_promise(row, find_remark(row, t)),
        "" if row["deadline_year"] is None else str(row["deadline_year"]),
        str(row["clause_id"]),
    ]
