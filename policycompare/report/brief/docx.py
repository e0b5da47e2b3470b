"""The brief as DOCX through python-docx of the extra ``documents``, which is imported on use.

Fonts and page are those of Chinese official papers (GB/T 9704-2012: A4, 仿宋 for the text, 黑体 for
headings), smaller, for an internal brief. A machine without a font takes the next of its row.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import quoteattr  # nosec B406: it writes XML and parses none

from policycompare.libraries import load_library
from policycompare.report.brief.building import Brief
from policycompare.report.brief.looks import FALLBACKS, LOOKS, MARGINS_MM, Look
from policycompare.report.brief.sentences import Section
from policycompare.report.brief.sources import list_sources
from policycompare.report.labels import Language, translator
from policycompare.report.protocol import ComparisonLike
from policycompare.workbooks import without_clock
from policycompare.xml_text import replace_forbidden

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""Stands where the format asks for the time of writing."""


def render_docx(brief: Brief, comparison: ComparisonLike, *, language: Language) -> bytes:
    """Render a brief; the same brief gives the same bytes.

    Raises
    ------
    UsageError
        If python-docx is not installed.
    """
    writer = _Writer(language)
    writer.add_head(brief)
    for section in brief.sections:
        writer.add_section(section)
    writer.add_sources(brief, comparison)
    return writer.save(brief.title)


def load_docx(module: str) -> Any:
    """Import a module of python-docx.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    return load_library(module, "A DOCX file", "documents", instead="use a .md file")


class _Writer:
    """A document in the making."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._shared, self._qn = load_docx("docx.shared"), load_docx("docx.oxml.ns").qn
        self._oxml = load_docx("docx.oxml")
        self._document = load_docx("docx").Document()
        self._number = 0
        self._set_page()
        self._set_language()
        for name, look in LOOKS[language].items():
            self._set_style(name, look)

    def add_head(self, brief: Brief) -> None:
        """Add title and subtitle."""
        for style, text in (("Title", brief.title), ("Subtitle", brief.subtitle)):
            self._paragraph(style).add_run(_allowed(text))

    def add_section(self, section: Section) -> None:
        """Add a heading and its paragraphs, each sentence with its mark."""
        self._paragraph("Heading 1").add_run(_allowed(section.heading))
        for block in section.blocks():
            paragraph = self._paragraph("List Bullet" if section.as_list else "Normal")
            for place, sentence in enumerate(block):
                self._number += 1
                if place and self._language == "en":
                    paragraph.add_run(" ")
                self._add_marked(paragraph, _allowed(sentence.text))

    def add_sources(self, brief: Brief, comparison: ComparisonLike) -> None:
        """Add the list of sources on a page of its own."""
        t = translator(self._language)
        heading = self._paragraph("Heading 1")
        heading.paragraph_format.page_break_before = True
        heading.add_run(t("brief_sources"))
        self._paragraph("Source").add_run(t("brief_sources_note"))
        for source in list_sources(brief, comparison, t):
            paragraph = self._paragraph("Source")
            told = f"[{source.number}] {source.rows}"
            paragraph.add_run(_allowed(told))
            for passage in source.passages:
                run = paragraph.add_run()
                run.add_break()
                run.add_text(_allowed(passage))

    def save(self, title: str) -> bytes:
        """Give the bytes, without the time of writing."""
        properties = self._document.core_properties
        properties.title, properties.author = _allowed(title), "policycompare"
        properties.comments, properties.last_modified_by = "", "policycompare"
        properties.language = {"en": "en", "zh": "zh-CN"}[self._language]
        properties.created = properties.modified = EPOCH
        catcher = io.BytesIO()
        self._document.save(catcher)
        return without_clock(_with_fonts(catcher.getvalue()))

    def _add_marked(self, paragraph: Any, text: str) -> None:
        """Add a sentence; in Chinese its mark stands before the full stop."""
        stop = "。" if self._language == "zh" and text.endswith("。") else ""
        paragraph.add_run(text[: len(text) - len(stop)])
        mark = paragraph.add_run(f"[{self._number}]")
        mark.font.superscript = True
        if stop:
            paragraph.add_run(stop)

    def _paragraph(self, style: str) -> Any:
        return self._document.add_paragraph(style=style)

    def _set_page(self) -> None:
        section, mm = self._document.sections[0], self._shared.Mm
        section.page_width, section.page_height = mm(210), mm(297)
        for name, size in MARGINS_MM.items():
            setattr(section, name, mm(size))
        section.footer_distance = mm(12)
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = load_docx("docx.enum.text").WD_ALIGN_PARAGRAPH.CENTER
        field = self._oxml.OxmlElement("w:fldSimple")
        field.set(self._qn("w:instr"), "PAGE")
        paragraph._p.append(field)

    def _set_language(self) -> None:
        """Say that Chinese text is simplified, or it may be shown in forms of another region."""
        for language in self._document.styles.element.iter(self._qn("w:lang")):
            language.set(self._qn("w:eastAsia"), "zh-CN")

    def _set_style(self, name: str, look: Look) -> None:
        kinds = load_docx("docx.enum.style").WD_STYLE_TYPE
        styles = self._document.styles
        style = styles[name] if name in styles else styles.add_style(name, kinds.PARAGRAPH)
        font, form = style.font, style.paragraph_format
        font.size, font.bold, font.italic = self._shared.Pt(look.size), look.bold, False
        font.color.rgb = self._shared.RGBColor(0, 0, 0)
        self._set_fonts(style, look)
        form.line_spacing, form.space_before = (
            self._shared.Pt(look.line),
            self._shared.Pt(look.before),
        )
        form.space_after = self._shared.Pt(look.after)
        form.widow_control = True
        if name == "Heading 1":
            form.keep_with_next = True
        self._set_shape(style, name, look)

    def _set_fonts(self, style: Any, look: Look) -> None:
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]
        for key in ("ascii", "hAnsi", "cs"):
            fonts.set(self._qn(f"w:{key}"), look.latin)
        fonts.set(self._qn("w:eastAsia"), look.east_asian)
        if self._language == "zh":
            # Signs of both scripts, such as “ and …, are then of the East Asian font.
            fonts.set(self._qn("w:hint"), "eastAsia")

    def _set_shape(self, style: Any, name: str, look: Look) -> None:
        """Indents and alignment: in Chinese two characters, the title in the middle, no bullets."""
        align = load_docx("docx.enum.text").WD_ALIGN_PARAGRAPH
        form, properties = style.paragraph_format, style.element.get_or_add_pPr()
        if name in ("Title", "Subtitle"):
            # The template draws a line below its titles.
            for border in properties.findall(self._qn("w:pBdr")):
                properties.remove(border)
            form.alignment = align.CENTER if self._language == "zh" else align.LEFT
        if self._language == "zh" and name in ("Normal", "List Bullet", "Heading 1"):
            for numbering in properties.findall(self._qn("w:numPr")):
                properties.remove(numbering)
            form.left_indent = self._shared.Pt(0)
            form.first_line_indent = self._shared.Pt(2 * look.size)
        elif name == "Source":
            form.left_indent, form.first_line_indent = self._shared.Pt(14), self._shared.Pt(-14)
        elif name != "List Bullet":
            form.first_line_indent = self._shared.Pt(0)


def _allowed(text: str) -> str:
    return replace_forbidden(" ".join(text.split()))[0]


def _with_fonts(data: bytes) -> bytes:
    """Put the fonts that may stand in for others into the font table (ISO/IEC 29500-1, altName)."""
    catcher = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(catcher, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/fontTable.xml":
                text = content.decode("utf-8")
                content = text.replace("</w:fonts>", _fonts() + "</w:fonts>").encode("utf-8")
            new.writestr(name, content)
    return catcher.getvalue()


def _fonts() -> str:
    def alternatives(names: Iterable[str]) -> str:
        return quoteattr(",".join(names))

    return "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={alternatives(others)}/></w:font>"
        for name, others in FALLBACKS.items()
    )
