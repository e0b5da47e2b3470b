"""The outline that corrected rows describe."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from policycompare.corrections.rows import OutlineRow
from policycompare.datamodel import Document, Heading, NormalizedText, Outline, Role, Skip
from policycompare.outline import as_heading, read_page
from policycompare.outline.clauses import CellSpan, ClauseSpan, build_clause
from policycompare.outline.coverage import kept_characters, rest_skip
from policycompare.outline.lines import Hidden, normalized_span
from policycompare.outline.titles import item_title

_SPREADSHEET_NUMBER = re.compile(r"-?\d{1,3}", re.ASCII)
_BEFORE_BODY = "。:;., \n|"


def build_outline(
    document: Document, normalized: NormalizedText, rows: Sequence[OutlineRow]
) -> Outline:
    """Build the outline of checked rows, in the order of the text.

    What a row leaves as the program found it is read as the program reads it; marker and title of a
    new or changed row are looked for at its beginning.
    """
    builder = _Builder(document, normalized)
    for row in rows:
        builder.add(row)
    clauses = tuple(
        build_clause(document, normalized, span, builder.furniture) for span in builder.spans
    )
    return Outline(
        document=document,
        normalized=normalized,
        headings=tuple(builder.headings),
        clauses=clauses,
        skipped=_skips(normalized, rows, builder.headings),
        corrected=True,
    )


@dataclass
class _Builder:
    """Turns rows into headings and clause spans, keeping the headings that are open."""

    document: Document
    normalized: NormalizedText
    spans: list[ClauseSpan] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)

    def __post_init__(self) -> None:
        found = read_page(self.normalized)
        self.furniture = Hidden([mask for mask in found.masks if mask.reason == "furniture"])
        self._spans = {
            self.normalized.source_span(span.start, span.end): span for span in found.spans
        }
        headings = [as_heading(self.normalized, node) for node in found.nodes]
        self._headings = {(h.start, h.marker): h for h in headings}
        self._markers = {h.start: h.marker for h in headings}
        self._cells = sorted((cell for span in found.spans for cell in span.cells), key=_start)
        self._open: list[tuple[int, str, str]] = []  # level, label, path
        self._seen: dict[str, int] = {}
        self._n_above: dict[str, int] = {}

    def add(self, row: OutlineRow) -> None:
        """Read one row; a skipped one only ends nothing and opens nothing."""
        if row.kind == "skipped":
            return
        row = replace(row, marker=self._printed(row))
        if row.level is not None:
            while self._open and self._open[-1][0] >= row.level:
                self._open.pop()
        path = self._path(row)
        span = self._span(row, path) if row.kind == "clause" else None
        if row.level is not None:
            heading = self._heading(row, path, span)
            self.headings.append(heading)
            self._open.append((row.level, heading.title, path))

    def _printed(self, row: OutlineRow) -> str:
        """The marker of a row; spreadsheets take (1) for -1 and ``1.`` for 1, which is undone."""
        known = self._markers.get(row.start, "")
        is_number = _SPREADSHEET_NUMBER.fullmatch(row.marker) is not None
        same = is_number and re.sub(r"\D", "", known) == row.marker.removeprefix("-")
        return known if same else row.marker

    def _path(self, row: OutlineRow) -> str:
        prefix = self._open[-1][2] if self._open and row.level is not None else ""
        self._n_above[prefix] = self._n_above.get(prefix, 0) + 1
        own = row.marker.rstrip("、. ") or f"¶{self._n_above[prefix]}"
        path = row.path or prefix + own
        self._seen[path] = self._seen.get(path, 0) + 1
        return path if self._seen[path] == 1 else f"{path}~{self._seen[path]}"

    def _span(self, row: OutlineRow, path: str) -> ClauseSpan:
        section = " > ".join(label for _, label, _ in self._open) if row.level is not None else ""
        role = cast(Role, row.role)
        span = self._spans.get((row.start, row.end))
        if span is None or span.heading != row.title or not self._has_marker(row, span):
            span = self._new_span(row)
        span = replace(span, path=path, section=section, role=role)
        self.spans.append(span)
        return span

    def _has_marker(self, row: OutlineRow, span: ClauseSpan) -> bool:
        """Whether the row has the marker that the program found, or like it none."""
        if row.level is None:
            return span.heading_in_body
        return (row.start, row.marker) in self._headings

    def _new_span(self, row: OutlineRow) -> ClauseSpan:
        """Read a span that the program did not find; marker and title may open it."""
        text = self.normalized.text
        start, end = normalized_span(self.normalized, row.start, row.end)
        title_start = _behind(text, start, end, row.marker)
        body_start = _behind(text, title_start, end, row.title) if row.title else title_start
        while body_start > title_start and body_start < end and text[body_start] in _BEFORE_BODY:
            body_start += 1
        cells = tuple(cell for cell in self._cells if body_start <= cell[1] < end)
        return ClauseSpan(
            start, title_start, body_start, end, row.title, "", "", "task", cells=cells
        )

    def _heading(self, row: OutlineRow, path: str, span: ClauseSpan | None) -> Heading:
        assert row.level is not None
        role = cast(Role, row.role)
        known = self._headings.get((row.start, row.marker))
        if known is not None and self._is_unchanged(row, known):
            return replace(known, level=row.level, path=path, role=role)
        title, end = row.title, row.end
        if span is not None:
            title = title or item_title(self.normalized.text[span.title_start : span.end])
            _, end = self.normalized.source_span(span.start, max(span.body_start, span.start + 1))
        return Heading(row.level, row.marker, title, row.start, end, path, role)

    def _is_unchanged(self, row: OutlineRow, known: Heading) -> bool:
        if row.kind == "clause":
            is_same = (row.start, row.end) in self._spans
            return is_same and row.title == self._spans[row.start, row.end].heading
        return (row.title, row.end) == (known.title, known.end)


def _start(cell: CellSpan) -> int:
    return cell[1]


def _behind(text: str, start: int, end: int, printed: str) -> int:
    """The place behind ``printed`` where ``text[start:end]`` opens with it, blanks aside."""
    at = start
    for char in printed:
        if char.isspace():
            continue
        while at < end and text[at] in " \n|":
            at += 1
        if at >= end or text[at] != char:
            return start
        at += 1
    return at


def _skips(
    normalized: NormalizedText, rows: Sequence[OutlineRow], headings: Sequence[Heading]
) -> tuple[Skip, ...]:
    """The skipped rows, and the blanks between rows."""
    kept = kept_characters(normalized)
    parts = [(row.start, row.end, row.role if row.kind == "skipped" else "") for row in rows]
    parts += [(heading.start, heading.end, "") for heading in headings]
    n_source = len(normalized.source)
    skips: list[Skip] = []
    at = 0
    for start, end, reason in [*sorted(parts), (n_source, n_source, "")]:
        if start > at:
            skips.append(rest_skip(normalized.source, kept, at, start))
        if reason:
            skips.append(Skip(start, end, reason))
        at = max(at, end)
    return tuple(skips)
