"""Rows as a table, CSV, JSON or Markdown: the same rows in every form."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isnan
from typing import Literal

from policycompare.errors import UsageError
from policycompare.report.cells import csv_lines
from policycompare.report.protocol import Row, Value

Format = Literal["table", "csv", "json", "md"]

TABLE_WIDTH = 100
"""Terminal columns of a table that is not written to a terminal."""


def render_rows(
    rows: Iterable[Row],
    form: str,
    *,
    columns: Sequence[str] | None = None,
    width: int = TABLE_WIDTH,
) -> str:
    """Render rows in one of the forms ``table``, ``csv``, ``json`` and ``md``.

    Parameters
    ----------
    rows : iterable of dict
        Rows as of :mod:`policycompare.report.rows`; all have the same keys.
    form : str
        ``table`` (aligned, at most ``width`` terminal columns wide), ``csv`` (RFC 4180, no
        byte-order mark), ``json`` (a list of objects) or ``md`` (a pipe table).
    columns : sequence of str, optional
        The columns to show and their order; by default those of the first row.
    width : int
        Width of a table in terminal columns.

    Raises
    ------
    UsageError
        If the form is not one of the four.

    Examples
    --------
    >>> print(render_rows([{"clause": "a/1", "p": 0.5}], "md"), end="")
    | clause | p |
    | --- | --- |
    | a/1 | 0.500 |
    """
    kept = list(rows)
    names = tuple(columns) if columns is not None else tuple(kept[0]) if kept else ()
    if form == "table":
        return _render_table(kept, names, width)
    renderers: Mapping[str, Callable[[list[Row], Sequence[str]], str]] = {
        "csv": lambda rows, names: "".join(csv_lines(rows, names)),
        "json": _render_json,
        "md": _render_markdown,
    }
    if form not in renderers:
        raise UsageError(
            f"The format {form!r} is not known; use one of table, csv, json and md with --format."
        )
    return renderers[form](kept, names)


def show_value(value: Value) -> str:
    """Show one value to a reader: three decimals, empty for a missing number."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _render_json(rows: list[Row], names: Sequence[str]) -> str:
    plain = [{name: _without_nan(row[name]) for name in names} for row in rows]
    return json.dumps(plain, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _without_nan(value: Value) -> Value:
    return None if isinstance(value, float) and isnan(value) else value


def _render_markdown(rows: list[Row], names: Sequence[str]) -> str:
    lines = [names, ["---"] * len(names)]
    lines += [[_markdown_cell(row[name]) for name in names] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) if names else ""


def _markdown_cell(value: Value) -> str:
    escaped = show_value(value).replace("\\", "\\\\").replace("|", "\\|")
    return "<br>".join(escaped.splitlines())


def _render_table(rows: list[Row], names: Sequence[str], width: int) -> str:
    from rich.console import Console

    from policycompare.report.tables import build_table

    if not names:
        return ""
    table = build_table(names, [[show_value(row[name]) for name in names] for row in rows])
    file = io.StringIO()
    Console(file=file, width=width, color_system=None, highlight=False).print(table)
    return "".join(line.rstrip() + "\n" for line in file.getvalue().splitlines())
