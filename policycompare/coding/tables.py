"""Read a coder's table, whatever a spreadsheet program made of it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from policycompare.errors import GoldError
from policycompare.report.cells import unguard_cell
from policycompare.workbooks import read_workbook

ENCODINGS = ("utf-8-sig", "gb18030")
"""Encodings tried in this order: ours, then that of a Chinese Excel's plain CSV."""

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""Begin a file that Excel calls Unicode text."""

DELIMITERS = ",;\t"
"""Excel writes one of these, by the region it is set to."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """One row of a table: its line number and its cells by column name."""

    number: int
    cells: dict[str, str]


def read_table(path: Path, required: Sequence[str]) -> tuple[TableLine, ...]:
    """Read the rows that are not blank of a ``.csv`` or ``.xlsx`` file with a header.

    Raises
    ------
    GoldError
        If the file cannot be read, holds no row or lacks a required column.
    UsageError
        If it is XLSX and the extra ``excel`` is not installed.
    """
    lines = _read_workbook(path) if path.suffix.lower() == ".xlsx" else _read_csv(path)
    header = [_plain(cell).lower() for cell in lines[0]] if lines else []
    missing = [name for name in required if name not in header]
    if missing:
        raise GoldError(
            f"{path} has no column {missing[0]}; give a file that `policycompare sample` wrote, "
            "with its header line."
        )
    doubled = [name for name in required if header.count(name) > 1]
    if doubled:
        raise GoldError(f"{path} has the column {doubled[0]} twice; remove one.")
    rows = tuple(_lines(header, lines))
    if not rows:
        raise GoldError(f"{path} holds a header and no row; give a coded file.")
    return rows


def _lines(header: Sequence[str], lines: Sequence[Sequence[str]]) -> Iterator[TableLine]:
    for number, line in enumerate(lines[1:], start=2):
        cells = [_plain(cell) for cell in line]
        if any(cells):
            padded = [*cells, *[""] * (len(header) - len(cells))]
            yield TableLine(number, dict(zip(header, padded, strict=False)))


def _plain(cell: str) -> str:
    """A cell without guard and outer spaces."""
    return unguard_cell(cell).strip()


def _read_workbook(path: Path) -> list[list[str]]:
    try:
        return read_workbook(path)
    except OSError as error:
        raise _unreadable(path, (error.strerror or str(error)).lower()) from error
    except (ValueError, KeyError, IndexError, zipfile.BadZipFile) as error:
        raise _unreadable(path, "it is no XLSX workbook") from error


def _read_csv(path: Path) -> list[list[str]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, (error.strerror or str(error)).lower()) from error
    text = _decode(path, data)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _unreadable(path, f"it is no CSV: {error}") from error


def _decode(path: Path, data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith(UTF16_MARKS) else ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(path, "it is neither UTF-8 nor GB18030 text")


def _unreadable(path: Path, reason: str) -> GoldError:
    return GoldError(
        f"The coded file {path} cannot be read ({reason.rstrip('.')}); give a .csv or "
        ".xlsx file that `policycompare sample` wrote and a coder filled in."
    )
