"""What a run wrote, read again: the page is checked against the CSV files beside it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from policycompare import Comparison
from policycompare.report.columns import document_column

Row = dict[str, str]
GUARDED = re.compile(r"^'+[=+\-@\t\r\n＝＋－＠]")


@dataclass(frozen=True)
class Run:
    """A folder of result files with the comparison that they come from."""

    folder: Path
    comparison: Comparison

    @property
    def page(self) -> Path:
        return self.folder / "report.html"

    @property
    def chinese_page(self) -> Path:
        return self.folder / "zh.html"

    @cached_property
    def measures(self) -> dict[str, Row]:
        return {row["measure_id"]: row for row in self.rows("measures.csv")}

    @cached_property
    def clauses(self) -> dict[str, Row]:
        return {row["clause_id"]: row for row in self.rows("clauses.csv")}

    @cached_property
    def aligned(self) -> dict[tuple[str, str], Row]:
        rows = self.rows("aligned_clauses.csv")
        return {(row["a_clause"], row["b_clause"]): row for row in rows}

    @cached_property
    def gaps(self) -> list[Row]:
        return self.rows("gaps.csv")

    @cached_property
    def documents(self) -> list[str]:
        return [outline.document.name for outline in self.comparison.outlines]

    def rows(self, name: str) -> list[Row]:
        """Read a CSV file, without the apostrophes that guard against formulas."""
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            return [{key: plain(cell) for key, cell in row.items()} for row in csv.DictReader(file)]

    def source_of(self, document: str) -> str:
        found = [o for o in self.comparison.outlines if o.document.name == document]
        return found[0].document.text

    def clauses_of(self, measure_id: str, document: str) -> list[str]:
        """List the clauses of a document in a measure."""
        return listed(self.measures[measure_id][document_column(document)])


def plain(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


def listed(cell: str) -> list[str]:
    """Split a cell that holds a list."""
    return [part for part in cell.split("; ") if part]
