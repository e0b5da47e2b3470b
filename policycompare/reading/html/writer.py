"""Write the text of a page as lines, as a browser lays them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policycompare.reading.html.lists import ListNumbers
from policycompare.reading.model import Notes
from policycompare.reading.optional import load_reader

if TYPE_CHECKING:
    from lxml.etree import _Element

# Elements that a browser shows in a line; all others begin a line of their own.
_INLINE_NAMES = """
a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rbc
ruby s samp small span strike strong sub sup time tt u var wbr o:p st1:chsdate st1:chmetcnv
"""
_INLINE = frozenset(_INLINE_NAMES.split())
_SILENT = {
    **dict.fromkeys(("script", "style", "template", "head", "noscript", "title", "meta"), ""),
    **dict.fromkeys(("img", "picture", "svg", "canvas", "video", "audio", "map"), "picture"),
    **dict.fromkeys(("object", "embed", "iframe", "frame", "applet"), "embedded page or file"),
    **dict.fromkeys(("button", "input", "select", "option", "datalist"), "button or field"),
    **dict.fromkeys(("rt", "rp", "rtc"), "ruby annotation"),
}
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_KEEPS_SPACE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…]"
# CSS Text 3: a line end of the file between two wide characters is no space.
_SOURCE_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n\f]*(?={_WIDE})")
LAYOUT_CHARACTERS = 200
"""A cell with more text than this in several paragraphs is layout, not a cell of a table."""


@dataclass(slots=True)
class Line:
    """A line of the page, the element it belongs to and how many characters are a link."""

    text: str
    owner: _Element
    n_linked: int = 0

    @property
    def link_share(self) -> float:
        """Share of its characters that are a link, in [0, 1]."""
        return min(1.0, self.n_linked / max(1, len(self.text.strip())))


class Writer:
    """Walks through a page once and collects its lines."""

    def __init__(self, root: _Element, notes: Notes, numbers: ListNumbers | None = None) -> None:
        self._etree: Any = load_reader("lxml.etree", "an HTML")
        self._root = root
        self._notes = notes
        self._numbers = numbers or ListNumbers(root)
        self._lines: list[Line] = []
        self._pieces: list[str] = []
        self._n_linked = 0
        self._links = 0
        self._kept_space = 0
        self._marker = ""
        self._owners: list[_Element] = [root]

    def write(self) -> list[Line]:
        """All lines of the page that are not empty."""
        walk = self._etree.iterwalk(self._root, events=("start", "end"))
        skipped: _Element | None = None
        for event, element in walk:
            if event == "start":
                if self._start(element):
                    self._add(element.text)
                else:
                    skipped = element
                    walk.skip_subtree()
            else:
                if element is not skipped:
                    self._end(element)
                skipped = None
                if element is not self._root:
                    self._add(element.tail)
        self._flush()
        return self._lines

    def _start(self, element: _Element) -> bool:
        """Open an element; False if what is inside is not walked through."""
        tag = str(element.tag)
        if tag in _SILENT or is_hidden(element):
            self._leave_out(element, tag)
            return False
        if tag == "br":
            self._flush()
        if tag == "table" and is_data_table(element):
            self._flush()
            self._write_table(element)
            return False
        if tag not in _INLINE and tag != "br":
            self._flush()
            self._owners.append(element)
        if tag == "li":
            self._marker = self._numbers.marker(element)
        self._links += tag == "a"
        self._kept_space += keeps_space(element)
        return True

    def _end(self, element: _Element) -> None:
        tag = str(element.tag)
        if tag not in _INLINE and tag != "br":
            self._flush()
            self._owners.pop()
        self._links -= tag == "a"
        self._kept_space -= keeps_space(element)

    def _leave_out(self, element: _Element, tag: str) -> None:
        what = _SILENT.get(tag, "hidden text")
        text = "".join(element.itertext()) if what not in ("", "picture") else ""
        if what and (text.strip() or what != "hidden text"):
            self._notes.drop(what, text)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._kept_space:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self._append(first)
            for line in others:
                self._flush()
                self._append(line)
        else:
            self._append(text)

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        if self._links:
            self._n_linked += len("".join(text.split()))

    def _flush(self) -> None:
        raw = _SOURCE_BREAK.sub("", "".join(self._pieces))
        text = _SPACE.sub(" ", raw).strip(" ")
        if text.strip("\xa0\u3000 \u200b\ufeff"):
            if self._marker and not self._numbers.has_own(text):
                text = self._marker + text.lstrip("\xa0\u3000 ")
            self._marker = ""
            self._lines.append(Line(text, self._owners[-1], self._n_linked))
        self._pieces, self._n_linked = [], 0

    def _write_table(self, table: _Element) -> None:
        for row in table_rows(table, self._cell):
            text = "\t".join(cell for cell, _ in row).rstrip("\t")
            if text.strip():
                self._lines.append(Line(text, table, sum(linked for _, linked in row)))

    def _cell(self, cell: _Element) -> tuple[str, int]:
        lines = Writer(cell, self._notes, self._numbers).write()
        return " ".join(line.text for line in lines), sum(line.n_linked for line in lines)


def table_rows(table: _Element, cell_text: Any) -> Iterator[list[tuple[str, int]]]:
    """Rows of a table with each cell in its column; one that spans stands in its first place."""
    pending: dict[int, int] = {}  # column: rows that a cell from above still takes
    for row in table.iter("tr", "caption"):
        if row.tag == "caption":
            yield [cell_text(row)]
            continue
        cells: list[tuple[str, int]] = []
        for cell in row.iterchildren("td", "th"):
            _fill(cells, pending)
            height = _span(cell.get("rowspan"))
            for offset in range(_span(cell.get("colspan"))):
                if height > 1:
                    pending[len(cells)] = height - 1
                cells.append(cell_text(cell) if offset == 0 else ("", 0))
        _fill(cells, pending)
        yield cells


def _fill(cells: list[tuple[str, int]], pending: dict[int, int]) -> None:
    while pending.get(len(cells), 0) > 0:
        pending[len(cells)] -= 1
        cells.append(("", 0))


def _span(text: str | None) -> int:
    return min(int(text), 1000) if text is not None and text.isdigit() and int(text) > 0 else 1


def is_data_table(table: _Element) -> bool:
    """Whether a table has cells of data; one that only places parts of the page is layout."""
    if any(True for _ in table.iterdescendants("table")):
        return False
    for cell in table.iter("td", "th"):
        n_parts = sum(1 for _ in cell.iterdescendants("p", "div", "br", "li", "h1", "h2", "h3"))
        if n_parts > 1 and len("".join(cell.itertext())) > LAYOUT_CHARACTERS:
            return False
    rows = list(table.iter("tr"))
    return any(len(row.findall("td")) + len(row.findall("th")) > 1 for row in rows)


def is_hidden(element: _Element) -> bool:
    """Whether an element is hidden by an attribute of its own."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def keeps_space(element: _Element) -> bool:
    """Whether line ends of the file are line ends on the page."""
    return element.tag in ("pre", "textarea", "xmp") or bool(
        _KEEPS_SPACE.search(element.get("style", ""))
    )
