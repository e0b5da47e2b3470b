"""Tables of views as text: the first rows in sight, the others folded, and all counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

from policycompare.report.protocol import Row, Value
from policycompare.report.values import SMALL, written

N_FIRST = 10
"""Rows that are seen before a table is unfolded."""

N_LISTED = 500
"""Rows that a view holds; further ones are counted, for an output is kept in the notebook."""

DECIMALS = 4
"""Decimals of shares and probabilities in a view; files hold six."""


@dataclass(frozen=True, slots=True)
class FoldedTable:
    """Cells of a table as text.

    Attributes
    ----------
    headings : tuple of str
    first, further : tuple of tuple of str
        Rows in sight and rows to unfold.
    n_unlisted : int
        Rows that the view does not hold.
    numeric : frozenset of int
        Columns that hold numbers only.
    """

    headings: tuple[str, ...]
    first: tuple[tuple[str, ...], ...]
    further: tuple[tuple[str, ...], ...]
    n_unlisted: int
    numeric: frozenset[int]


def count_shown(n: int, limit: int) -> int:
    """How many of ``n`` entries are shown before the others are folded or counted.

    A single one left over is no longer than the words that would stand for it.

    >>> [count_shown(n, 10) for n in (9, 11, 12)]
    [9, 11, 10]
    """
    return limit if n > limit + 1 else n


def fold_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    n_first: int = N_FIRST,
    n_listed: int = N_LISTED,
    probabilities: Sequence[int] = (),
) -> FoldedTable:
    """Fold rows behind the first as :func:`count_shown` says.

    Rows behind ``n_listed`` are counted only. Columns ``probabilities`` are written with two
    decimals each, as in the terminal.
    """
    whole = [tuple(row) for row in rows]
    n_seen = count_shown(len(whole), n_first)
    listed = [
        tuple(
            f"{value:.2f}" if k in probabilities and isinstance(value, float) else show_cell(value)
            for k, value in enumerate(row)
        )
        for row in whole[:n_listed]
    ]
    return FoldedTable(
        tuple(headings),
        tuple(listed[:n_seen]),
        tuple(listed[n_seen:]),
        max(0, len(whole) - n_listed),
        frozenset(k for k in range(len(headings)) if _is_numeric([row[k] for row in whole])),
    )


def fold_rows(
    rows: Sequence[Row], columns: Sequence[str] | None = None, *, n_first: int = N_FIRST
) -> FoldedTable:
    """Fold rows under the names of their columns; a row without a column has an empty cell."""
    if columns is None:
        columns = tuple(dict.fromkeys(name for row in rows for name in row))
    cells = ([row.get(name) for name in columns] for row in rows)
    return fold_table(columns, cells, n_first=n_first)


def show_cell(value: Value) -> str:
    """Write a value for reading: a number with four decimals at most, nothing for None or NaN.

    Examples
    --------
    >>> show_cell(0.123456), show_cell(2000.0), show_cell(None), show_cell(0.0000031)
    ('0.1235', '2000', '', '0.0000031')
    """
    if value is None:
        return ""
    if not isinstance(value, float):
        return str(value)
    if not isfinite(value):
        return "" if value != value else str(value)
    if 0 < abs(value) < SMALL:
        return written(value)
    return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")


def _is_numeric(values: Sequence[Value]) -> bool:
    known = [value for value in values if value is not None and value != ""]
    return bool(known) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in known
    )
