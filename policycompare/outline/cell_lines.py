"""Tables copied with one cell a line: which cell of a row holds units, and which a deadline."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from policycompare.outline.clauses import CellSpan, ClauseSpan
from policycompare.outline.lines import TABLE_HEAD, Line, iter_lines
from policycompare.outline.task_tables import ColumnKind, column_kind, is_task_head

MAX_COLUMNS = 12
"""Columns of a table."""


def mark_cells(text: str, spans: list[ClauseSpan]) -> list[ClauseSpan]:
    """The spans, those that are rows of a table with the kinds of their cells.

    A row is told by its lines: one for each column behind the number. A row with an empty cell has
    fewer lines; which column they belong to is not guessed, its cells stay text.
    """
    heads = list(_heads(text))
    if not heads:
        return spans
    starts = [end for end, _ in heads]
    marked = []
    for span in spans:
        at = bisect_right(starts, span.start) - 1
        marked.append(span if at < 0 or span.cells else _with_cells(text, span, heads[at][1]))
    return marked


def _heads(text: str) -> list[tuple[int, list[ColumnKind]]]:
    """End and columns of each table head that stands on lines of its own."""
    if TABLE_HEAD.search(text) is None:
        return []
    lines = list(iter_lines(text))
    heads = []
    for i, line in enumerate(lines):
        if not TABLE_HEAD.fullmatch(line.text):
            continue
        kinds: list[ColumnKind] = []
        for cell in lines[i : i + MAX_COLUMNS]:
            kind = column_kind(cell.text)
            if kind is None:
                break
            kinds.append(kind)
        if is_task_head(list(kinds)):
            heads.append((lines[i + len(kinds) - 1].end, kinds))
    return heads


def _with_cells(text: str, span: ClauseSpan, kinds: list[ColumnKind]) -> ClauseSpan:
    lines: list[Line] = []
    for line in iter_lines(text, span.title_start, span.end):
        lines.append(line)
        if len(lines) == len(kinds):
            break
    if len(lines) < len(kinds) - 1 or text[span.start : span.title_start].count("\n") != 1:
        return span
    cells: list[CellSpan] = [
        (kind, line.start, line.end)
        for kind, line in zip(kinds[1:], lines, strict=False)
        if kind != "task"
    ]
    return replace(span, cells=tuple(cells))
