"""DOCX files with python-docx: numbering by list styles, tracked changes, page layouts."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from tests.layouts.texts import KINDS, STRAIGHT, Paragraph, kinds_of, read_paragraphs

AUTHOR = {"w:id": "1", "w:author": "editor", "w:date": "2023-07-06T00:00:00Z"}


@dataclass(frozen=True)
class Layout:
    """How a document looks: page in mm, size in points, what stands in the margins."""

    width: int = 210
    height: int = 297
    margin: int = 26
    size: int = 16
    columns: int = 1
    head: str = ""
    numbered: bool = False
    automatic: bool = True
    linked: bool = False
    separate: bool = False  # a list of its own for what counts straight through the chapters
    justified: bool = True
    indent: float = 2.0
    ruled: bool = True
    font: str = "Noto Sans CJK SC"


def build(name: str, layout: Layout) -> Any:
    """A document of a text."""
    document = docx.Document()
    title, paragraphs = read_paragraphs(name)
    _set_page(document, layout)
    number = _add_numbering(document, name, paragraphs, layout) if layout.automatic else None
    heading = document.add_paragraph(title)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(heading.runs[0], layout.font, layout.size + 6)
    kinds = kinds_of(paragraphs)
    for paragraph in paragraphs:
        if not paragraph.cells:
            add_paragraph(document, paragraph, kinds, layout, number)
    add_task_table(document, [p.cells for p in paragraphs if p.cells], ruled=layout.ruled)
    return document


def add_paragraph(
    document: Any, paragraph: Paragraph, kinds: Sequence[str], layout: Layout, number: str | None
) -> Any:
    typed = "" if number and paragraph.kind else paragraph.marker
    added = document.add_paragraph(typed + paragraph.text)
    for run in added.runs:
        _font(run, layout.font, layout.size)
    if layout.justified:
        added.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    added.paragraph_format.first_line_indent = Pt(layout.indent * layout.size)
    if number and paragraph.kind:
        level = kinds.index(paragraph.kind)
        if layout.linked:
            added.style = document.styles[f"Level {level + 1}"]
        else:
            properties = added._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            own = layout.separate and paragraph.kind in ("article", "decimal")
            properties.get_or_add_numId().val = int(number) + own
    return added


def _font(run: Any, name: str, size: float) -> None:
    run.font.size = Pt(size)
    run.font.name = name
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _set_page(document: Any, layout: Layout) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.width), Mm(layout.height)
    section.left_margin = section.right_margin = Mm(layout.margin)
    section.top_margin = section.bottom_margin = Mm(layout.margin)
    if layout.columns > 1:
        columns = section._sectPr.find(qn("w:cols"))
        columns.set(qn("w:num"), str(layout.columns))
        columns.set(qn("w:space"), "500")
    if layout.head:
        section.header.paragraphs[0].text = layout.head
    if layout.numbered:
        _add_page_number(section.footer.paragraphs[0])


def _add_page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _add_numbering(document: Any, name: str, paragraphs: list[Paragraph], layout: Layout) -> str:
    """A list with one level for each kind of marker; its number."""
    straight = STRAIGHT.get(name, set())
    by_kind = {kind: (form, text) for kind, _, form, text in KINDS}
    levels = ""
    for level, kind in enumerate(kinds_of(paragraphs)):
        form, text = by_kind[kind]
        suffix = "space" if kind in ("chapter", "article") else "nothing"
        levels += (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            + ('<w:lvlRestart w:val="0"/>' if kind in straight else "")
            + (f'<w:pStyle w:val="Level{level + 1}"/>' if layout.linked else "")
            + f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text.replace("%", f"%{level + 1}")}"/>'
            f'<w:lvlJc w:val="left"/></w:lvl>'
        )
        if layout.linked:
            _add_style(document, level)
    numbering = document.part.numbering_part.element
    for at, number in enumerate(("90", "91")):
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        numbering.insert(at, abstract)
        reference = f'<w:abstractNumId w:val="{number}"/>'
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}">{reference}</w:num>'))
    return "90"


def _add_style(document: Any, level: int) -> None:
    style = document.styles.add_style(f"Level {level + 1}", 1)
    style.element.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
        )
    )


def add_task_table(document: Any, rows: Sequence[Sequence[str]], *, ruled: bool) -> None:
    if not rows:
        return
    table = document.add_table(len(rows), len(rows[0]))
    table.style = "Table Grid" if ruled else "Normal Table"
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
            for run in cell.paragraphs[0].runs:
                _font(run, "Noto Sans CJK SC", 12)


def track_changes(document: Any) -> None:
    """Change a document as an editor would, with the same final text."""
    paragraphs = [p for p in document.paragraphs if len(p.text) > 40]
    _replace_words(paragraphs[1])
    _insert_deleted_paragraph(paragraphs[2])
    _split_by_deleted_mark(paragraphs[3])
    _move(paragraphs[4], paragraphs[6])


def _marked(tag: str, *runs: Any) -> Any:
    element = OxmlElement(tag, attrs={qn(key): value for key, value in AUTHOR.items()})
    for run in runs:
        element.append(run)
    return element


def _deleted_run(text: str) -> Any:
    run = OxmlElement("w:r")
    deleted = OxmlElement("w:delText")
    deleted.text = text
    run.append(deleted)
    return run


def _replace_words(paragraph: Any) -> None:
    """Words of the middle are an insertion in place of others."""
    run = paragraph.runs[0]._r
    text = paragraph.text
    first, middle, last = (copy.deepcopy(run) for _ in range(3))
    for part, cut in ((first, text[:12]), (middle, text[12:20]), (last, text[20:])):
        part.find(qn("w:t")).text = cut
    run.addprevious(first)
    run.addprevious(_marked("w:del", _deleted_run("原先的另一种写法，")))
    run.addprevious(_marked("w:ins", middle))
    run.addprevious(last)
    run.getparent().remove(run)


def _delete_mark(paragraph: Any, tag: str = "w:del") -> None:
    properties = paragraph.get_or_add_pPr()
    mark = OxmlElement("w:rPr")
    mark.append(_marked(tag))
    properties.append(mark)


def _insert_deleted_paragraph(paragraph: Any) -> None:
    """A whole numbered paragraph was deleted before this one."""
    deleted = copy.deepcopy(paragraph._p)
    for run in deleted.findall(qn("w:r")):
        deleted.remove(run)
    deleted.append(_marked("w:del", _deleted_run("开展专项整治。每年组织2次检查。")))
    _delete_mark(deleted)
    paragraph._p.addprevious(deleted)


def _split_by_deleted_mark(paragraph: Any) -> None:
    """The paragraph was two; the end of the first was deleted."""
    second = copy.deepcopy(paragraph._p)
    text = paragraph.text
    paragraph.runs[0]._r.find(qn("w:t")).text = text[:25]
    second.find(qn("w:r")).find(qn("w:t")).text = text[25:]
    paragraph._p.addnext(second)
    _delete_mark(paragraph._p)


def _move(paragraph: Any, before: Any) -> None:
    """The paragraph was moved here from behind another one."""
    origin = copy.deepcopy(paragraph._p)
    moved = [copy.deepcopy(run) for run in origin.findall(qn("w:r"))]
    for run in origin.findall(qn("w:r")):
        origin.remove(run)
    origin.append(_marked("w:moveFrom", *moved))
    _delete_mark(origin, "w:moveFrom")
    before._p.addprevious(origin)
    runs = paragraph._p.findall(qn("w:r"))
    target = _marked("w:moveTo")
    runs[0].addprevious(target)
    for run in runs:
        target.append(run)
