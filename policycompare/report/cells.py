"""Text of single cells: one form for every number, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from math import isnan

from policycompare.report.protocol import Row, Value
from policycompare.report.values import DECIMALS, SMALL, written

# Beside the ASCII signs, line breaks and full-width forms start a formula in some spreadsheets.
_RISKY = r"[=+\-@\t\r\n＝＋－＠]"
_GUARDED = re.compile(rf"'+{_RISKY}")
_NEEDS_GUARD = re.compile(rf"'*{_RISKY}")


def guard_cell(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula.

    Text that already looks guarded gets one more, so that :func:`unguard_cell` always gives back
    what was there. A lone ``=``, the comparator of a target, is no formula and stays.

    Examples
    --------
    >>> guard_cell("=1+1"), guard_cell("'=1+1"), guard_cell("智能制造"), guard_cell("=")
    ("'=1+1", "''=1+1", '智能制造', '=')
    """
    return f"'{text}" if text != "=" and _NEEDS_GUARD.match(text) else text


def unguard_cell(cell: str) -> str:
    """Take away the apostrophe that :func:`guard_cell` put there.

    Examples
    --------
    >>> unguard_cell("'=1+1"), unguard_cell("'quoted'")
    ('=1+1', "'quoted'")
    """
    return cell[1:] if _GUARDED.match(cell) else cell


def format_cell(value: Value) -> str:
    """Format one value for CSV: six decimals, empty for a missing number, text guarded.

    A small number that six decimals cannot hold has its own; only quantities have such, for
    probabilities and shares come rounded.

    Examples
    --------
    >>> format_cell(0.5), format_cell(None), format_cell(float("nan")), format_cell("-1")
    ('0.500000', '', '', "'-1")
    >>> format_cell(3.1e-06)
    '0.0000031'
    """
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        is_fine = 0 < abs(value) < SMALL and round(value, DECIMALS) != value
        return written(value) if is_fine else f"{value:.{DECIMALS}f}"
    return str(value) if isinstance(value, int) else guard_cell(value)


def csv_lines(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a CSV file after RFC 4180, header first, each ending in CR LF."""
    catcher = _Catcher()
    writer = csv.writer(catcher, lineterminator="\r\n")
    writer.writerow([guard_cell(column) for column in columns])
    yield catcher.line
    for row in rows:
        writer.writerow([format_cell(row[column]) for column in columns])
        yield catcher.line


class _Catcher:
    """A file that keeps the last line written to it."""

    line = ""

    def write(self, line: str) -> int:
        self.line = line
        return len(line)
