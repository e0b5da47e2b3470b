"""The rows of a table of measures as headings and clauses, below the heading they stand under."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from policycompare.datamodel import Role
from policycompare.outline.clauses import ClauseSpan
from policycompare.outline.grammar import Candidate
from policycompare.outline.lines import Line, Mask, iter_lines
from policycompare.outline.numerals import parse_number
from policycompare.outline.parts import BARE_ANNEX
from policycompare.outline.reading import Reading
from policycompare.outline.roles import find_role
from policycompare.outline.sequence import Placed
from policycompare.outline.task_tables import Cell, TaskTable
from policycompare.outline.titles import MAX_TITLE, clean_title, item_title
from policycompare.outline.tree import Node

_NAMED_ANNEX = re.compile(r"(附(?:件|表|录)\s*[一二三四五六七八九十\d]{0,3})\s*[::]\s*(\S.*)")
_NUMBER = re.compile(r"\(?([〇零一二三四五六七八九十百]{1,5}|\d{1,3})[)、.]{0,2}")


def attach_tables(
    text: str, reading: Reading, tables: list[TaskTable]
) -> tuple[list[ClauseSpan], list[Node]]:
    """The clauses and headings of a page with those of the rows of its tables.

    A clause that a table interrupts ends before the table; a heading that has nothing but the table
    below it is no clause.
    """
    nodes = list(reading.nodes)
    spans = [span for s in reading.spans if (span := _before_tables(text, s, tables)) is not None]
    starts = [node.start for node in nodes]
    annexes = [mask for mask in reading.masks if mask.reason == "annex"]
    seen: dict[str, int] = {}
    for table in tables:
        annex = next((m for m in annexes if m.start <= table.start < m.end), None)
        if annex is not None:
            above = [_annex_node(text, annex, table)]
            nodes += above
        else:
            above = _nodes_above(reading.nodes, starts, table.start)
        rows = _Rows(text, above, seen)
        rows.read(table)
        nodes += rows.nodes
        spans += rows.spans
    return spans, sorted(nodes, key=lambda node: (node.start, node.placed.level))


def _before_tables(text: str, span: ClauseSpan, tables: list[TaskTable]) -> ClauseSpan | None:
    at = bisect_right([table.start for table in tables], span.start)
    if at == len(tables):
        return span
    if tables[at].start >= span.end:
        is_bare = span.body_start >= span.end and bool(span.heading)
        is_next = not text[span.end : tables[at].start].strip(" |\n")
        return None if is_bare and is_next else span
    end = span.start + len(text[span.start : tables[at].start].rstrip(" |\n"))
    if end <= span.body_start:
        return None
    return replace(span, end=end)


def _nodes_above(nodes: list[Node], starts: list[int], at: int) -> list[Node]:
    """The headings whose units hold the place ``at``, the highest first."""
    found: list[Node] = []
    for i in range(bisect_right(starts, at) - 1, -1, -1):
        is_above = not found or nodes[i].placed.level < found[-1].placed.level
        if nodes[i].end >= at and is_above:
            found.append(nodes[i])
        if nodes[i].placed.level == 1:
            break
    return found[::-1]


def _annex_node(text: str, annex: Mask, table: TaskTable) -> Node:
    """The annex that a table stands in, as a heading: 附件2 and the title below it."""
    lines = list(iter_lines(text, annex.start, table.start))
    i = next((i for i in range(len(lines) - 1, -1, -1) if _is_annex(lines[i].text)), 0)
    title = lines[i + 1] if i + 1 < len(lines) else lines[i]
    marker = re.sub(r"[\s::]", "", lines[i].text) if _is_annex(lines[i].text) else "附件"
    if title.start - lines[i].end > 80 or len(title.text) > MAX_TITLE:
        title = lines[i]
    named = _NAMED_ANNEX.fullmatch(title.text)
    if named:  # 附件1:重点任务分工表
        marker = named[1].replace(" ", "")
        title = Line(title.start + named.start(2), title.end, named[2])
    return _node(
        Candidate(lines[i].start, title.start, "annex", None, marker, "line", reference=False),
        1,
        (title.start, title.end),
        title.text,
        marker,
        "annex",
    )


def _is_annex(line: str) -> bool:
    return BARE_ANNEX.fullmatch(line.replace(" ", "")) is not None


def _node(
    candidate: Candidate, level: int, title: tuple[int, int], label: str, path: str, role: Role
) -> Node:
    placed = Placed(candidate, level, candidate.number, inferred=False)
    start, end = title
    return Node(placed, candidate.start, end, start, end, end, label, label, path, role)


class _Rows:
    """Collects the headings and clauses of one table.

    A row with one filled cell is a section (``一 | 扩大消费``). The first of several task columns
    is a section too where it is merged over rows, that is where some row leaves it empty; else it
    is the heading of its row.
    """

    def __init__(self, text: str, above: list[Node], seen: dict[str, int]) -> None:
        self.nodes: list[Node] = []
        self.spans: list[ClauseSpan] = []
        self._text = text
        self._above = above[-1] if above else None
        self._titles = [node.label for node in above]
        self._section: Node | None = None
        self._seen = seen
        self._n_unnumbered = 0
        self._is_merged = False

    def read(self, table: TaskTable) -> None:
        """Read all rows of a table."""
        measures = [row for row in table.rows if not _is_section(row)]
        first_cells = [
            _of_kind(row, "task")[0] for row in measures if len(_of_kind(row, "task")) > 1
        ]
        n_filled = sum(cell.end > cell.start for cell in first_cells)
        self._is_merged = 0 < n_filled < len(first_cells)
        for row in table.rows:
            number = next(iter(_filled(_of_kind(row, "number"))), None)
            tasks = _filled(_of_kind(row, "task"))
            if not tasks:
                continue
            if _is_section(row):
                self._open_section(number, tasks[0])
                continue
            columns = _of_kind(row, "task")
            filled = _filled(row)
            if self._is_merged and tasks[0] is columns[0] and len(tasks) > 1:
                # The cell of the section stands before the measure, its number with it.
                section = tasks.pop(0)
                self._open_section(None, section, filled[0].start)
                filled = [cell for cell in filled if cell.start > section.start]
            self._add_measure(number, tasks, filled)

    def _open_section(self, number: Cell | None, title: Cell, start: int | None = None) -> None:
        printed = _NUMBER.match(title.text) if number is None else None
        marker = number.text if number else (printed.group() if printed else "")
        title_start = title.start + (printed.end() if printed else 0)
        level = self._above.placed.level + 1 if self._above else 1
        if start is None:
            start = number.start if number else title.start
        path = self._path(self._above, marker.rstrip("、."), "节")
        label = clean_title(self._text[title_start : title.end])
        candidate = _candidate(start, title_start, marker)
        role = find_role(label, self._above.role if self._above else None)
        self._section = _node(candidate, level, (title_start, title.end), label, path, role)
        self.nodes.append(self._section)

    def _add_measure(self, number: Cell | None, tasks: list[Cell], filled: list[Cell]) -> None:
        parent = self._section or self._above
        start, end = min(c.start for c in filled), max(c.end for c in filled)
        heading = tasks[0].text if len(tasks) > 1 and len(tasks[0].text) <= MAX_TITLE else ""
        heading = clean_title(heading)
        marker = number.text if number else ""
        role: Role = parent.role if parent else "task"
        path = self._path(parent, marker.rstrip("、."), "行")
        level = parent.placed.level + 1 if parent else 1
        label = heading or item_title(tasks[0].text)
        body = tasks[1] if heading else tasks[0]
        title = (tasks[0].start, tasks[0].end if heading else tasks[0].start)
        candidate = _candidate(start, tasks[0].start, marker)
        node = _node(candidate, level, title, label, path, role)
        node.title = heading
        self.nodes.append(node)
        self.spans.append(
            ClauseSpan(
                start=start,
                title_start=tasks[0].start,
                body_start=min(body.start, end),
                end=end,
                heading=heading,
                path=path,
                section=self._above_titles(),
                role=role,
                cells=tuple((c.kind, c.start, c.end) for c in filled if c.kind != "task"),
            )
        )

    def _above_titles(self) -> str:
        own = [self._section.label] if self._section else []
        return " > ".join([*self._titles, *own])

    def _path(self, parent: Node | None, number: str, word: str) -> str:
        """The path below ``parent``: the printed number, else ``行`` and how many came before."""
        if not number:
            self._n_unnumbered += word == "行"
            number = f"{word}{self._n_unnumbered}" if word == "行" else word
        is_row = word == "行" and not number[0].isascii() and number.startswith("行")
        prefix = (
            (self._above.path if self._above else "") if is_row else (parent.path if parent else "")
        )
        path = prefix + number
        self._seen[path] = self._seen.get(path, 0) + 1
        return path if self._seen[path] == 1 else f"{path}~{self._seen[path]}"


def _is_section(row: tuple[Cell, ...]) -> bool:
    filled = _filled(row)
    return sum(c.kind == "task" for c in filled) == 1 and all(
        c.kind in ("task", "number") for c in filled
    )


def _filled(row: Iterable[Cell]) -> list[Cell]:
    return [cell for cell in row if cell.end > cell.start]


def _of_kind(row: tuple[Cell, ...], kind: str) -> list[Cell]:
    return [cell for cell in row if cell.kind == kind]


def _candidate(start: int, end: int, marker: str) -> Candidate:
    number = _NUMBER.fullmatch(marker)
    value = parse_number(number.group(1)) if number else None
    return Candidate(start, end, "row", value, marker, "line", reference=False)
