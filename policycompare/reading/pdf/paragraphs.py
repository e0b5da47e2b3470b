"""Undo the line breaks of a typeset page: join lines to paragraphs, over columns and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise, zip_longest
from statistics import median

from policycompare.reading.model import Notes
from policycompare.reading.pdf.lines import TextLine, is_latin_seam

# In em, the size of the characters.
INDENT = 1.2
"""Indent of a first line; Chinese texts indent by two characters."""
ALIGNED = 0.7
"""Distance up to which two lines begin at the same place."""
ROOM = 0.3
"""Room beyond the next word that a line must leave to have ended of its own will."""
FEW_LINES = 5
"""Lines below which a page does not show where its text begins."""
SIZE_SLACK = 0.12
"""Share by which sizes of one paragraph may differ."""
GAP = 1.35
"""Distance of two lines, by that usual in the document, from which a new paragraph begins."""
TITLE_SIZE = 1.15
"""Size of a title by that of the body."""

_MARKER = re.compile(
    r"\s*(?:第\s?[一二三四五六七八九十百零〇\d]+\s?[编章节条款]|[一二三四五六七八九十百]+[、.．]|[壹贰叁肆伍陆柒捌玖拾貳參陸]+[、.]"
    r"|[(（][一二三四五六七八九十百\d]+[)）]|\d{1,3}(?:\.\d{1,2})*[.．、](?!\d)|[①-⑳]|——|附[件录件錄表])"
)
_SENTENCE_END = re.compile("[。；;：:！!？?…][”’」』）)]?$")
_TITLE = re.compile(
    "通知|意见|意見|规划|規劃|计划|計劃|方案|办法|辦法|条例|條例|规定|規定|决定|报告|措施|纲要|綱要|政策"
)


@dataclass(slots=True)
class Paragraph:
    """Lines that were joined."""

    lines: list[TextLine] = field(default_factory=list)
    text: str = ""

    def add(self, line: TextLine) -> None:
        """Put a line behind the others."""
        if self.text.endswith(("-", "\xad", "‐")) and re.search(r"[A-Za-z].$", self.text[-2:]):
            if line.text[:1].islower():
                self.text = self.text[:-1]
        elif is_latin_seam(self.text, line.text):
            self.text += " "
        self.text += line.text
        self.lines.append(line)


def join_lines(pages: Sequence[list[TextLine]], notes: Notes) -> list[Paragraph]:
    """Join the lines of all pages to paragraphs; a row of a table is one of its own."""
    set_bounds(pages)
    lines = _mend_tables([line for page in pages for line in page], notes)
    pitch = _usual_pitch(lines)
    body = _body_size(lines)
    paragraphs: list[Paragraph] = []
    for line in lines:
        if not paragraphs or not _continues(paragraphs[-1], line, pitch, body):
            paragraphs.append(Paragraph())
        paragraphs[-1].add(line)
    return paragraphs


def find_title(paragraphs: Sequence[Paragraph]) -> str:
    """The first paragraph of the first page in larger characters that names a plan or the like."""
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    body = _body_size(lines)
    for paragraph in paragraphs:
        first = paragraph.lines[0]
        is_large = first.size >= TITLE_SIZE * body and not first.is_row
        if first.page == 0 and is_large and _TITLE.search(paragraph.text):
            return "" if _MARKER.match(paragraph.text) else paragraph.text
    return ""


def set_bounds(pages: Sequence[list[TextLine]]) -> None:
    """Give every line the edges of its column.

    The width of a column is that of the whole document, since a last page may have short lines
    only; its place is that of the page, since margins of left and right pages differ.
    """
    lines = [line for page in pages for line in page if not line.is_row]
    widths: dict[tuple[int, ...], float] = {}
    lefts: dict[tuple[int, tuple[int, ...]], float] = {}
    by_place = sorted(lines, key=lambda line: (line.page, line.column))
    for (page, column), group in groupby(by_place, key=lambda line: (line.page, line.column)):
        of_column = list(group)
        lefts[page, column] = min(line.x0 for line in of_column)
    usual = {
        column: median(left for (_, other), left in lefts.items() if other == column)
        for column in {column for _, column in lefts}
    }
    n_lines = Counter((line.page, line.column) for line in lines)
    for (page, column), left in lefts.items():
        # A page of indented lines only begins where the others do.
        if usual[column] < left and n_lines[page, column] < FEW_LINES:
            lefts[page, column] = usual[column]
    for line in lines:
        line.left = lefts[line.page, line.column]
        # Cells of a table without rules may stand out to the right.
        width = 0.0 if line.has_gap else line.x1 - line.left
        widths[line.column] = max(widths.get(line.column, 0.0), width)
    for line in lines:
        line.right = max(line.x1, line.left + widths[line.column])


def _continues(paragraph: Paragraph, line: TextLine, pitch: dict[int, float], body: float) -> bool:
    before = paragraph.lines[-1]
    if line.is_row or before.is_row:
        return False
    ends_columns = line.page == before.page and bool(line.column) != bool(before.column)
    if ends_columns or abs(line.size - before.size) > SIZE_SLACK * before.size:
        return False
    same_block = line.page == before.page and line.column == before.column
    if same_block and line.top - before.top > GAP * _pitch_of(pitch, before):
        return False
    if _is_title_seam(before, line, body):
        return True
    if before.is_centred or line.is_centred:
        return False
    if _MARKER.match(line.text) and _SENTENCE_END.search(paragraph.text):
        return False
    return _fills(before, line) and _is_aligned(paragraph, line)


def _is_title_seam(before: TextLine, line: TextLine, body: float) -> bool:
    """Whether two centred lines in large characters are one title."""
    return (
        before.size >= TITLE_SIZE * body
        and before.page == line.page
        and (line.is_centred or before.is_centred)
        and not _MARKER.match(line.text)
        and (_ends_title(before, line) or line.text.startswith(("（", "(", "〔")))
    )


def _ends_title(before: TextLine, line: TextLine) -> bool:
    """Whether a title ends with the second of two lines and not with the first."""
    if _TITLE.search(before.text[-2:]):
        return False
    return _TITLE.search(line.text) is not None or _MARKER.match(before.text) is not None


def _fills(before: TextLine, line: TextLine) -> bool:
    """Whether a line left no room for the beginning of the next one."""
    return before.right - before.x1 < line.head_width + ROOM * before.size


def _is_aligned(paragraph: Paragraph, line: TextLine) -> bool:
    """Whether a line begins where the next line of this paragraph would."""
    if len(paragraph.lines) > 1:
        return abs(line.indent - paragraph.lines[-1].indent) < ALIGNED
    first = paragraph.lines[0]
    if line.indent < INDENT:
        return True
    # Hanging indent: the number stands out, the lines below begin where its text does.
    hangs = _MARKER.match(first.text) is not None and first.indent + INDENT / 2 < line.indent
    offset = line.indent * line.size + first.left
    return hangs and any(abs(start - offset) < ALIGNED * line.size for start in first.starts[1:8])


def _usual_pitch(lines: Sequence[TextLine]) -> dict[int, float]:
    """The usual distance of two lines of a size, in points, by size in half points."""
    found: dict[int, list[float]] = {}
    for before, line in pairwise(lines):
        same_column = line.page == before.page and line.column == before.column
        same_size = abs(line.size - before.size) <= SIZE_SLACK * before.size
        is_text = not (line.is_row or before.is_row or before.has_gap) and _fills(before, line)
        if same_column and same_size and is_text and line.top > before.top:
            found.setdefault(round(before.size * 2), []).append(line.top - before.top)
    # Behind a full line mostly stands one of the same paragraph; other distances are larger.
    return {size: sorted(steps)[len(steps) // 4] for size, steps in found.items()}


def _pitch_of(pitch: dict[int, float], line: TextLine) -> float:
    return pitch.get(round(line.size * 2), 2 * line.size)


def _body_size(lines: Sequence[TextLine]) -> float:
    sizes: dict[float, int] = {}
    for line in lines:
        size = round(line.size * 2) / 2
        sizes[size] = sizes.get(size, 0) + len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 1.0


def _mend_tables(lines: list[TextLine], notes: Notes) -> list[TextLine]:
    """Drop the head row that a new page repeats, and join a row that two pages share."""
    kept: list[TextLine] = []
    head = ""
    for line in lines:
        before = kept[-1] if kept else None
        if before is None or not (line.is_row and before.is_row):
            head = line.text
        elif before.page != line.page and line.text == head:
            notes.drop("repeated table head", line.text)
            continue
        elif before.page != line.page and _is_rest_of_row(before.text, line.text):
            before.text = _join_cells(before.text, line.text)
            before.page = line.page
            continue
        kept.append(line)
    return kept


def _is_rest_of_row(before: str, after: str) -> bool:
    """Whether a row lacks its first and last cell, which the row before it has."""
    n_cells = before.count("\t") + 1
    return after.startswith("\t") and after.count("\t") + 1 < n_cells


def _join_cells(before: str, after: str) -> str:
    cells = zip_longest(before.split("\t"), after.split("\t"), fillvalue="")
    return "\t".join(a + (" " if is_latin_seam(a, b) else "") + b for a, b in cells)
