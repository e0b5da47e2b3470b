"""Tables with one measure a row: their head, rows and cells, read off the lines of the source.

The normalized text has lost tabs and empty cells, so the source is read, and the spans of the cells
are carried over to the normalized text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from policycompare.datamodel import NormalizedText
from policycompare.outline.lines import normalized_span

ColumnKind = Literal["number", "task", "lead", "responsible", "deadline", "other"]

MIN_COLUMNS = 3
"""Cells of a line that may head a table."""

MAX_HEAD = 14
"""Characters of a cell that may name a column."""

MAX_LINE = 200
"""Characters of a line without separators that may stand inside a table."""

# First match wins, on names without blanks. From the heads of 重点任务分工表 and 责任清单 as
# offices print them; 主办 and 协办 are the usage of Taiwan.
_NAMES: tuple[tuple[ColumnKind, re.Pattern[str]], ...] = (
    (
        "other",
        re.compile(r"备注|.*领导|.*(?:责任|负责|联系|分管)人|联系(?:方式|电话)|电话|单位[::]?"),
    ),
    (
        "deadline",
        re.compile(
            r"(?:计划|预计)?(?:完成|推进|办结|工作|实施|办理|落实|整改)?(?:时限|期限|时间)(?:节点|要求|安排|进度)?"
            r"|(?:进度|时间)(?:安排|节点|要求)|办理期程|期程"
        ),
    ),
    ("lead", re.compile(r"(?:牵头|主办|主责|主要责任)(?:责任)?(?:单位|部门|机关)?(?:\(.*\))?")),
    (
        "responsible",
        re.compile(
            r"(?:(?:责任|配合|协办|参与|参加|实施|落实|负责|承办|完成|支持|协同|主管)(?:责任)?"
            r"(?:单位|部门|主体|机关)|配合|协办)(?:\(.*\))?"
        ),
    ),
    ("number", re.compile(r"序号|编号|项次|项目编号|No\.?", re.IGNORECASE)),
    (
        "task",
        re.compile(
            r".*(?:任务|工作|措施|内容|事项|项目|举措|目标|政策|要求|名称|类别|领域|板块|指标|行动|工程)"
        ),
    ),
)
_TAB = re.compile(r"\t")
_PIPE = re.compile(r"[|｜│┃]")
_MARKED = re.compile(r"\(?[一二三四五六七八九十\d]{1,3}[、.)]|\d{1,3}$|$")
_RULE = re.compile(r"[\s|｜│┃:：+\-—─━┼├┤═]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; offsets into the normalized text, ``start == end`` where it is empty."""

    kind: ColumnKind
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A table from its head to its last row; ``rows`` have one cell for each column."""

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]


def column_kind(name: str) -> ColumnKind | None:
    """What a column holds, by its name; None where the name heads no known column.

    Examples
    --------
    >>> column_kind("牵头 单位"), column_kind("完成时限"), column_kind("推动产业升级。")
    ('lead', 'deadline', None)
    """
    compact = re.sub(r"\s", "", name)
    if not compact or len(compact) > MAX_HEAD:
        return None
    return next((kind for kind, pattern in _NAMES if pattern.fullmatch(compact)), None)


def is_task_head(kinds: list[ColumnKind | None]) -> bool:
    """Whether these columns make a table of measures: what is to be done, and by whom or when."""
    known = [kind for kind in kinds if kind is not None]
    return (
        len(known) >= max(MIN_COLUMNS, len(kinds) - 1)
        and "task" in known
        and bool({"lead", "responsible", "deadline"} & set(known))
    )


def find_tables(normalized: NormalizedText) -> list[TaskTable]:
    """The tables of measures whose rows are lines with tabs or ``|`` between the cells."""
    if not (_TAB.search(normalized.source) or _PIPE.search(normalized.source)):
        return []
    reader = _Reader(normalized)
    tables: list[TaskTable] = []
    lines = list(_lines(normalized.source))
    i = 0
    while i < len(lines):
        head = reader.head(lines[i])
        i += 1
        if head is None:
            continue
        separator, kinds = head
        rows, n_read = reader.rows(lines, i, separator, kinds)
        if rows:
            begin, _ = reader.place(*lines[i - 1])
            _, end = reader.place(*lines[i + n_read - 1])
            tables.append(TaskTable(begin, end, tuple(rows)))
        i += n_read
    return tables


def _lines(source: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\r\n]+", source):
        yield match.span()


class _Reader:
    """Reads lines of the source and says where they stand in the normalized text."""

    def __init__(self, normalized: NormalizedText) -> None:
        self.text = normalized.text
        self.source = normalized.source
        self._normalized = normalized

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The normalized span of a source span, without blanks at its borders."""
        return normalized_span(self._normalized, start, end)

    def head(self, line: tuple[int, int]) -> tuple[re.Pattern[str], list[ColumnKind]] | None:
        """Separator and kinds of the columns, if the line is the head of a table of measures."""
        printed = self.source[line[0] : line[1]]
        if len(printed) > 20 * MAX_HEAD:
            return None
        for separator in (_TAB, _PIPE):
            spans = _cells(printed, line[0], separator)
            if len(spans) < MIN_COLUMNS:
                continue
            kinds = [column_kind(self._text(span)) for span in spans]
            if is_task_head(kinds):
                return separator, [kind or "other" for kind in kinds]
        return None

    def rows(
        self,
        lines: list[tuple[int, int]],
        first: int,
        separator: re.Pattern[str],
        kinds: list[ColumnKind],
    ) -> tuple[list[tuple[Cell, ...]], int]:
        """The rows below a head, and how many lines they take.

        A line goes on inside the last cell of a row that still lacks cells; one without any
        separator is a section where rows follow, and else ends the table.
        """
        rows: list[list[tuple[int, int]]] = []
        n_read = 0
        for i in range(first, len(lines)):
            printed = self.source[lines[i][0] : lines[i][1]]
            spans = _cells(printed, lines[i][0], separator)
            if not spans:
                has_more = i + 1 < len(lines) and len(self._row_at(lines[i + 1], separator)) > 1
                if not has_more or len(printed) > MAX_LINE:
                    break
                spans = [lines[i]]
            n_read += 1
            if separator is _PIPE and _RULE.fullmatch(printed):
                continue
            if rows and self._continues(rows[-1], spans, len(kinds)):
                rows[-1] = [*rows[-1][:-1], (rows[-1][-1][0], spans[0][1]), *spans[1:]]
            else:
                rows.append(spans)
        return [self._row(row, kinds) for row in rows], n_read

    def _row_at(self, line: tuple[int, int], separator: re.Pattern[str]) -> list[tuple[int, int]]:
        return _cells(self.source[line[0] : line[1]], line[0], separator)

    def _continues(
        self, row: list[tuple[int, int]], spans: list[tuple[int, int]], n_columns: int
    ) -> bool:
        """Whether a line goes on inside the last cell of a row that still lacks cells."""
        fits = 1 < len(row) < n_columns and len(row) + len(spans) - 1 <= n_columns
        return fits and _MARKED.match(self._text(spans[0])) is None

    def _row(self, spans: list[tuple[int, int]], kinds: list[ColumnKind]) -> tuple[Cell, ...]:
        end = spans[-1][1]
        spans = [*spans, *([(end, end)] * (len(kinds) - len(spans)))]
        # What stands behind the last column belongs to none.
        columns: list[ColumnKind] = [*kinds, *(["other"] * (len(spans) - len(kinds)))]  # type: ignore[list-item]
        cells = []
        for kind, span in zip(columns, spans, strict=True):
            start, stop = self.place(*span) if self.source[span[0] : span[1]].strip() else (0, 0)
            cells.append(Cell(kind, start, stop, self.text[start:stop]))
        return tuple(cells)

    def _text(self, span: tuple[int, int]) -> str:
        start, end = self.place(*span)
        return self.text[start:end]


def _cells(line: str, offset: int, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    """Source spans of the cells of a line; the borders of a ``|`` table are no cells."""
    cuts = [match.start() for match in separator.finditer(line)]
    if not cuts:
        return []
    borders = [-1, *cuts, len(line)]
    spans = [(offset + a + 1, offset + b) for a, b in pairwise(borders)]
    if separator is _PIPE:
        if not line[: cuts[0]].strip():
            spans = spans[1:]
        if len(spans) > 1 and not line[cuts[-1] + 1 :].strip():
            spans = spans[:-1]
    return spans
