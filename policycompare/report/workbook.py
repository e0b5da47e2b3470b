"""The comparison as one XLSX workbook, as offices pass it on and print it.

The rows come from :mod:`policycompare.report.workbook_rows`; here they get cells, links and looks.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policycompare.errors import OutputError
from policycompare.report.atomic import write_whole
from policycompare.report.cells import guard_cell
from policycompare.report.labels import Language, Translate, translator
from policycompare.report.output_path import check_place, check_suffix
from policycompare.report.protocol import ComparisonLike, Row, Value
from policycompare.report.workbook_looks import FILLS, MIDDLE, NARROW, SHARES, WIDE, WIDTHS
from policycompare.report.workbook_rows import (
    BEFORE,
    MEASURE_CELLS,
    ComparisonSheet,
    Sheet,
    comparison_sheet,
    data_sheets,
    first_rows,
    record_sheet,
)
from policycompare.workbooks import CELL_LIMIT, load_openpyxl, without_clock
from policycompare.xml_text import count_units, cut_units, replace_forbidden

SUFFIX = ".xlsx"
OPTION = "--xlsx"

ROW_LIMIT = 1_048_576
COLUMN_LIMIT = 16_384
"""Rows and columns of a sheet (Microsoft, Excel specifications and limits)."""

HEAD_ROWS = 2
"""Rows of the comparison table's head: groups, then documents. Other sheets have one."""


@dataclass
class Written:
    """What a workbook does not hold as it was.

    Attributes
    ----------
    n_cut : int
        Texts cut because they are too long for a cell.
    n_replaced : int
        Characters replaced because XLSX forbids them.
    n_left_out : int
        Rows left out because a sheet is full.
    """

    n_cut: int = 0
    n_replaced: int = 0
    n_left_out: int = 0

    def counts(self, t: Translate) -> list[tuple[str, int]]:
        """Each count with what it counts."""
        return [
            (t("workbook_cut"), self.n_cut),
            (t("workbook_replaced"), self.n_replaced),
            (t("workbook_left_out"), self.n_left_out),
        ]

    def warnings(self, t: Translate) -> tuple[str, ...]:
        """The counts that are not zero, as sentences."""
        return tuple(f"{label}: {n}" for label, n in self.counts(t) if n)


def check_workbook_path(path: Path) -> None:
    """Tell before the work is done that a workbook cannot be written.

    Raises
    ------
    UsageError
        If the name does not end in ``.xlsx`` or openpyxl is not installed.
    OutputError
        If the place cannot be written.
    """
    check_suffix(path, "workbook", OPTION, (SUFFIX,))
    _load("openpyxl")
    check_place(path, "workbook", OPTION)


def write_workbook(comparison: ComparisonLike, path: Path, *, language: Language = "en") -> Written:
    """Write a comparison as a workbook; a failed run leaves an earlier file as it was.

    Raises
    ------
    UsageError, OutputError
        As :func:`check_workbook_path`, and if writing fails.
    """
    check_workbook_path(path)
    data, written = render_comparison(comparison, language=language)
    write_whole(path, [data], OPTION)
    return written


def render_comparison(
    comparison: ComparisonLike, *, language: Language = "en"
) -> tuple[bytes, Written]:
    """Render a comparison as the bytes of a workbook; the same comparison gives the same bytes."""
    t = translator(language)
    others = data_sheets(comparison, t)
    table = comparison_sheet(comparison, others, t)
    if len(table.columns) > COLUMN_LIMIT:
        raise OutputError(
            f"The comparison table has {len(table.columns)} columns, but a sheet holds "
            f"{COLUMN_LIMIT}; compare fewer documents with --documents or write CSV files."
        )
    book = _Book(t)
    book.add_table(table, others)
    for sheet in others:
        book.add_rows(sheet, table)
    book.add_record(record_sheet(comparison, t))
    return book.save(), book.written


@dataclass
class _Book:
    """A workbook in the making."""

    t: Translate
    written: Written = field(default_factory=Written)

    def __post_init__(self) -> None:
        self._openpyxl = _load("openpyxl")
        self._hyperlink = _load("openpyxl.worksheet.hyperlink").Hyperlink
        styles = self._openpyxl.styles
        side = styles.Side(style="thin", color="BFBFBF")
        self._border = styles.Border(left=side, right=side, top=side, bottom=side)
        self._top = styles.Alignment(wrap_text=True, vertical="top")
        self._centre = styles.Alignment(wrap_text=True, vertical="center", horizontal="center")
        self._bold = styles.Font(bold=True)
        self._blue = styles.Font(color="0563C1", underline="single")
        self._fills = {
            key: styles.PatternFill("solid", start_color=colour) for key, colour in FILLS.items()
        }
        self._book = self._openpyxl.Workbook()
        self._book.remove(self._book.active)

    def add_table(self, table: ComparisonSheet, others: Sequence[Sheet]) -> None:
        """Add the comparison table, with links to the first row of a measure elsewhere."""
        sheet = self._new_sheet(table, HEAD_ROWS)
        place = 1
        for name, width in table.blocks:
            for column in range(place, place + width):
                self._head(sheet, 1, column, name if column == place else None)
            if width > 1:
                sheet.merge_cells(
                    start_row=1, end_row=1, start_column=place, end_column=place + width - 1
                )
            place += width
        first = {f"n_{other.key}": (other.key, first_rows(other)) for other in others}
        for number, (row, state) in enumerate(self._fitting(table, HEAD_ROWS)):
            for column, name in enumerate(table.columns, start=1):
                cell = self._cell(sheet, number + HEAD_ROWS + 1, column, row[name], name)
                if name in table.group_of:
                    cell.fill = self._fills[state[table.group_of[name]]]
                elif name in first and row[name]:
                    key, rows = first[name]
                    self._link(cell, key, rows[str(row["measure_id"])] + 2)
        self._lay_out(sheet, table, HEAD_ROWS, frozen=len(BEFORE))

    def add_rows(self, told: Sheet, table: ComparisonSheet) -> None:
        """Add rows of a CSV file, with links from measures to the comparison table."""
        place = {str(row["measure_id"]): number for number, row in enumerate(table.rows)}
        sheet = self._new_sheet(told, 1)
        for number, (row, _) in enumerate(self._fitting(told, 1)):
            for column, name in enumerate(told.columns, start=1):
                cell = self._cell(sheet, number + 2, column, row[name], name)
                if name in MEASURE_CELLS[told.key] and row[name] in place:
                    self._link(cell, "comparison", place[str(row[name])] + HEAD_ROWS + 1)
        self._lay_out(sheet, told, 1)

    def add_record(self, told: Sheet) -> None:
        """Add the run record; what the workbook cut stands first, counted to the last cell."""
        sheet = self._new_sheet(told, 1)
        below = len(self.written.counts(self.t)) + 2
        for number, row in enumerate(told.rows):
            for column, name in enumerate(told.columns, start=1):
                self._cell(sheet, number + below, column, row[name], name)
        for number, (label, n) in enumerate(self.written.counts(self.t), start=2):
            self._cell(sheet, number, 1, label, "")
            self._cell(sheet, number, 2, n, "")
        self._lay_out(sheet, told, 1)
        for letter in "AB":
            sheet.column_dimensions[letter].width = WIDE

    def save(self) -> bytes:
        """Give the bytes, without the time of writing."""
        catcher = io.BytesIO()
        self._book.save(catcher)
        return without_clock(catcher.getvalue())

    def _fitting(self, told: Sheet, n_head: int) -> list[tuple[Row, Any]]:
        """The rows for which a sheet has room, each with the states of the comparison table."""
        room = ROW_LIMIT - n_head
        self.written.n_left_out += max(len(told.rows) - room, 0)
        states = told.states if isinstance(told, ComparisonSheet) else (None,) * len(told.rows)
        return list(zip(told.rows, states, strict=True))[:room]

    def _new_sheet(self, told: Sheet, n_head: int) -> Any:
        sheet = self._book.create_sheet(self.t(f"sheet_{told.key}"))
        for column, heading in enumerate(told.headings, start=1):
            self._head(sheet, n_head, column, heading)
        return sheet

    def _head(self, sheet: Any, row: int, column: int, text: str | None) -> None:
        cell = self._cell(sheet, row, column, text, "")
        cell.font = self._bold
        cell.fill = self._fills["head"]
        cell.alignment = self._centre

    def _cell(self, sheet: Any, row: int, column: int, value: Value, name: str) -> Any:
        cell = sheet.cell(row=row, column=column)
        cell.alignment = self._top
        cell.border = self._border
        if isinstance(value, str):
            if value:
                cell.value = self._fit(value)
                cell.data_type = "s"
                # Else a reader who opens such a cell and leaves it again turns it into a formula.
                cell.quotePrefix = guard_cell(value) != value or value.startswith("=")
        elif value is not None:
            cell.value = value
            if name in SHARES:
                cell.number_format = "0.00"
        return cell

    def _fit(self, text: str) -> str:
        """The text as a cell can hold it; what is replaced and cut is counted."""
        whole = text.replace("\r\n", "\n").replace("\r", "\n")
        whole, n_replaced = replace_forbidden(whole)
        self.written.n_replaced += n_replaced
        if count_units(whole) <= CELL_LIMIT:
            return whole
        self.written.n_cut += 1
        room = CELL_LIMIT - len(self.t("cell_cut", n=len(whole)))
        kept = cut_units(whole, room)
        return kept + self.t("cell_cut", n=len(whole) - len(kept))

    def _link(self, cell: Any, key: str, row: int) -> None:
        if row > ROW_LIMIT:
            return
        cell.hyperlink = self._hyperlink(ref="", location=f"'{self.t(f'sheet_{key}')}'!A{row}")
        cell.font = self._blue

    def _lay_out(self, sheet: Any, told: Sheet, n_head: int, *, frozen: int = 0) -> None:
        letter = self._openpyxl.utils.get_column_letter
        for column, name in enumerate(told.columns, start=1):
            is_document = isinstance(told, ComparisonSheet) and name in told.group_of
            width = MIDDLE if is_document else WIDTHS.get(name, NARROW)
            sheet.column_dimensions[letter(column)].width = width
        sheet.freeze_panes = f"{letter(frozen + 1)}{n_head + 1}"
        sheet.auto_filter.ref = f"A{n_head}:{letter(len(told.columns))}{sheet.max_row}"
        sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = f"1:{n_head}"
        sheet.oddFooter.center.text = "&P / &N"


def _load(module: str) -> Any:
    return load_openpyxl(module, instead=f"leave out {OPTION}")
