"""Walk through the body of a DOCX file: paragraphs and tables, with tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from policycompare.reading.docx.numbering import Numbering
from policycompare.reading.docx.package import W, is_on, value
from policycompare.reading.docx.styles import Styles
from policycompare.reading.model import Clock, Notes

if TYPE_CHECKING:
    from lxml.etree import _Element

# Deleted by a tracked change, or moved elsewhere: the final text has it no more.
_DELETED = frozenset({W + "del", W + "moveFrom"})
# What only wraps other content: content controls, insertions, links, fields and so on.
_WRAPPERS = frozenset(
    W + name
    for name in (
        *("ins", "moveTo", "hyperlink", "fldSimple", "smartTag", "sdtContent", "customXml"),
        *("dir", "bdo", "ruby", "rubyBase"),
    )
)
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_DROPPED = {
    W + "footnoteReference": "footnote",
    W + "endnoteReference": "endnote",
    W + "commentReference": "comment",
    W + "drawing": "picture",
    W + "object": "embedded object",
    W + "rt": "ruby annotation",
}
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
CHECK_EVERY = 500
"""Paragraphs between two looks at the clock."""


class BodyWriter:
    """Collects the lines of a body in their order."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: Notes, clock: Clock) -> None:
        self.lines: list[str] = []
        self.title = ""
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._clock = clock
        self._carried = ""  # text of paragraphs whose end was deleted: it runs into the next one
        self._n_done = 0

    def write(self, container: _Element) -> None:
        """Add the blocks of a body, cell or content control."""
        for block in container:
            if block.tag == W + "p":
                self._write_paragraph(block)
            elif block.tag == W + "tbl":
                self._write_table(block)
            elif block.tag == W + "sdt":
                content = block.find(W + "sdtContent")
                if content is not None:
                    self.write(content)
            elif block.tag in _DELETED:
                self._notes.drop("deleted text", _all_text(block))
            elif block.tag in _WRAPPERS:
                self.write(block)
            elif block.tag == W + "altChunk":
                self._notes.drop("embedded file", "")

    def finish(self) -> None:
        """Add what a deleted paragraph end left over."""
        self._add("")

    def _write_paragraph(self, paragraph: _Element) -> None:
        self._n_done += 1
        if self._n_done % CHECK_EVERY == 0:
            self._clock.check(f"{self._n_done} paragraphs")
        properties = paragraph.find(W + "pPr")
        text = self._inline(paragraph)
        if _is_end_deleted(properties):
            self._carried += text
            return
        marker = self._numbering.marker(properties)
        self._add(marker + self._carried + text if self._carried + text.strip() else "")
        if not self.title and self._styles.is_title(value(properties, "pStyle")):
            self.title = " ".join((self._carried + text).split())
        self._carried = ""

    def _add(self, text: str) -> None:
        if not text and self._carried:
            text, self._carried = self._carried, ""
        self.lines += [line for line in text.split("\n") if line.strip()]

    def _inline(self, container: _Element) -> str:
        """The text of a paragraph without what is deleted, hidden or noted elsewhere."""
        pieces: list[str] = []
        for element in container:
            tag = element.tag
            if tag == W + "r":
                pieces.append(self._run(element))
            elif tag in _DELETED:
                self._notes.drop("deleted text", _all_text(element))
            elif tag in _WRAPPERS:
                pieces.append(self._inline(element))
            elif tag == W + "sdt":
                content = element.find(W + "sdtContent")
                pieces.append("" if content is None else self._inline(content))
            elif tag == _ALTERNATE:
                self._alternate(element)
            elif tag.endswith(("}oMath", "}oMathPara")):
                pieces.append("".join(t.text or "" for t in element.iter("{*}t")))
        return "".join(pieces)

    def _run(self, run: _Element) -> str:
        properties = run.find(W + "rPr")
        if is_on(properties, "vanish") or self._styles.hides(value(properties, "rStyle")):
            self._notes.drop("hidden text", _all_text(run))
            return ""
        return "".join(self._piece(element) for element in run)

    def _piece(self, element: _Element) -> str:
        tag = element.tag
        if tag == W + "t":
            return element.text or ""
        if tag in _SIGNS:
            return _SIGNS[tag]
        if tag == W + "sym":
            self._notes.drop("symbol of a picture font", element.get(W + "char", ""))
        elif tag == W + "pict" or tag == W + "drawing":
            self._drawing(element)
        elif tag == _ALTERNATE:
            self._alternate(element)
        elif tag == W + "ruby":
            base = element.find(W + "rubyBase")
            self._notes.drop(
                "ruby annotation",
                "".join(t.text or "" for rt in element.iter(W + "rt") for t in rt.iter(W + "t")),
            )
            return "" if base is None else self._inline(base)
        elif tag in _DROPPED:
            self._notes.drop(_DROPPED[tag])
        return ""

    def _alternate(self, element: _Element) -> None:
        """Look at the first choice only: the fallback repeats it for older programs."""
        choice = element.find(_CHOICE)
        if choice is not None:
            self._drawing(choice)

    def _drawing(self, element: _Element) -> None:
        boxes = list(element.iter(W + "txbxContent"))
        for box in boxes:
            self._notes.drop("text box", _all_text(box))
        if not boxes:
            self._notes.drop("picture")

    def _write_table(self, table: _Element) -> None:
        for row in _children(table, W + "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                self._notes.drop("deleted table row", _all_text(row))
                continue
            before = _span(row.find(W + "trPr"), "gridBefore", 0)
            cells = [""] * before
            for cell in _children(row, W + "tc"):
                properties = cell.find(W + "tcPr")
                if properties is not None and properties.find(W + "cellDel") is not None:
                    continue
                cells.append(self._cell(cell))
                cells += [""] * (_span(properties, "gridSpan", 1) - 1)
            self._add("\t".join(cells).rstrip("\t"))

    def _cell(self, cell: _Element) -> str:
        """The text of a cell in one line; its paragraphs are apart by a space."""
        inner = BodyWriter(self._styles, self._numbering, self._notes, self._clock)
        inner.write(cell)
        inner.finish()
        return " ".join(" ".join(inner.lines).split())


def _children(container: _Element, tag: str) -> Iterable[_Element]:
    """Rows or cells, also those inside content controls or insertions."""
    for child in container:
        if child.tag == tag:
            yield child
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _children(content, tag)
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _is_end_deleted(properties: _Element | None) -> bool:
    """Whether the end of the paragraph was deleted or moved away by a tracked change."""
    mark = None if properties is None else properties.find(W + "rPr")
    return mark is not None and any(mark.find(tag) is not None for tag in _DELETED)


def _span(properties: _Element | None, name: str, default: int) -> int:
    text = value(properties, name)
    return min(int(text), 1000) if text is not None and text.isdigit() else default


def _all_text(element: _Element) -> str:
    return "".join(t.text or "" for t in element.iter(W + "t", W + "delText"))
