"""Tables as XLSX files, through openpyxl of the extra ``excel``, which is imported on use."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from policycompare.libraries import load_library
from policycompare.xml_text import count_units, cut_units, replace_forbidden

CELL_LIMIT = 32_767
"""UTF-16 units that a cell holds (Microsoft, Excel specifications and limits)."""

CUT_MARK = "…[cut]"
"""Stands at the end of a text that is longer than a cell."""

_CLOCK = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_EPOCH = b"1980-01-01T00:00:00Z"
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_workbook(
    rows: Sequence[Mapping[str, str]],
    columns: Sequence[str],
    *,
    title: str,
    widths: Mapping[str, float],
    choices: Mapping[str, Sequence[str]],
) -> bytes:
    """Render text rows as one sheet; the same rows give the same bytes.

    Every cell is text, so that nothing runs as a formula.

    Parameters
    ----------
    rows : sequence of mapping of str to str
        All with the keys ``columns``; a text longer than :data:`CELL_LIMIT` is cut and ends with
        :data:`CUT_MARK`.
    widths : mapping of str to float
        Width of a column in characters; the others keep the program's own.
    choices : mapping of str to sequence of str
        The only values that a column's cells take.

    Raises
    ------
    UsageError
        If openpyxl is not installed.
    """
    openpyxl = load_openpyxl("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for number, line in enumerate((dict.fromkeys(columns, ""), *rows), start=1):
        for place, column in enumerate(columns, start=1):
            cell = sheet.cell(row=number, column=place)
            text = column if number == 1 else _cell_text(line[column])
            if text:
                cell.value = text
                cell.data_type = "s"
            cell.alignment = openpyxl.styles.Alignment(wrap_text=True, vertical="top")
    _lay_out(openpyxl, sheet, columns, len(rows) + 1, widths, choices)
    catcher = io.BytesIO()
    book.save(catcher)
    return without_clock(catcher.getvalue())


def read_workbook(path: Path) -> list[list[str]]:
    """Read the first sheet as lines of text, empty cells as empty text.

    Raises
    ------
    UsageError
        If openpyxl is not installed.
    ValueError, OSError, KeyError, zipfile.BadZipFile
        If the file is no workbook.
    """
    book = load_openpyxl("openpyxl").load_workbook(path, read_only=True, data_only=True)
    try:
        lines = book.worksheets[0].iter_rows(values_only=True)
        return [["" if cell is None else str(cell) for cell in line] for line in lines]
    finally:
        book.close()


def _lay_out(
    openpyxl: Any,
    sheet: Any,
    columns: Sequence[str],
    last: int,
    widths: Mapping[str, float],
    choices: Mapping[str, Sequence[str]],
) -> None:
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        letter = openpyxl.utils.get_column_letter(place)
        if column in widths:
            sheet.column_dimensions[letter].width = widths[column]
        if column in choices:
            allowed = ",".join(choices[column])
            rule = load_openpyxl("openpyxl.worksheet.datavalidation").DataValidation(
                type="list", formula1=f'"{allowed}"', allow_blank=True, showErrorMessage=True
            )
            rule.error = f"One of {allowed}"
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{max(last, 2)}")


def _cell_text(text: str) -> str:
    allowed, _ = replace_forbidden(text)
    if count_units(allowed) <= CELL_LIMIT:
        return allowed
    return cut_units(allowed, CELL_LIMIT - len(CUT_MARK)) + CUT_MARK


def without_clock(data: bytes) -> bytes:
    """Give the same archive with one fixed time in place of the time of writing."""
    catcher = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(catcher, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _CLOCK.sub(_EPOCH, content)
            new.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), content, zipfile.ZIP_DEFLATED)
    return catcher.getvalue()


def load_openpyxl(module: str, *, instead: str = "use a .csv file") -> Any:
    """Import a module of openpyxl.

    Raises
    ------
    UsageError
        If it is not installed; ``instead`` is what to do else.
    """
    return load_library(module, "An XLSX file", "excel", instead=instead)
