"""PDF: lines to paragraphs, columns, running heads, tables, and files that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from policycompare.errors import ReadError
from policycompare.reading import Limits, extract_text, read_any
from policycompare.reading.model import Notes
from policycompare.reading.pdf.glyphs import Glyph, Page, check_text_layer
from policycompare.reading.pdf.lines import TextLine, page_lines
from policycompare.reading.pdf.margins import remove_margins
from policycompare.reading.pdf.paragraphs import join_lines
from tests.documents import picture_pdf

FIXTURES = Path(__file__).parent / "fixtures"
LAYOUTS = FIXTURES / "layouts"
SIZE = 10.0


def glyphs(text: str, x: float, top: float, size: float = SIZE) -> list[Glyph]:
    """Characters side by side: Chinese ones 1 em wide, others half."""
    found: list[Glyph] = []
    for char in text:
        width = size / 2 if char.isascii() else size
        found.append(Glyph(char, x, x + width, top, top + size, size))
        x += width
    return found


def lines_of(rows: list[tuple[str, float, float]], number: int = 0) -> list[TextLine]:
    """Lines of a page from texts with their places, in em and rows."""
    found = [glyph for text, x, y in rows for glyph in glyphs(text, x * SIZE, y * 15)]
    return page_lines(Page(number, 600, 800, found))


def texts(*pages: list[tuple[str, float, float]]) -> list[str]:
    lines = [lines_of(rows, number) for number, rows in enumerate(pages)]
    return [paragraph.text for paragraph in join_lines(remove_margins(lines, Notes()), Notes())]


FULL = "建成覆盖城乡的养老服务体系和制度框架"


def test_pdf_full_lines_are_joined_and_short_ones_end() -> None:
    rows = [(FULL, 2, 0), (FULL + "并举", 0, 1), ("完成。", 0, 2), (FULL, 2, 3), ("结束。", 0, 4)]
    assert texts(rows) == [f"{FULL}{FULL}并举完成。", f"{FULL}结束。"]


def test_pdf_a_paragraph_runs_on_over_a_page_but_not_a_heading() -> None:
    first = [("一、总体要求", 2, 0), (FULL, 2, 1), (FULL + "并举", 0, 2)]
    second = [("完成。", 0, 0), (FULL, 2, 1), ("结束。", 0, 2)]
    assert texts(first, second) == ["一、总体要求", f"{FULL}{FULL}并举完成。", f"{FULL}结束。"]


def test_pdf_a_heading_over_two_lines_is_one() -> None:
    rows = [("（一）" + FULL[:15], 2, 0), ("建设任务", 0, 1), (FULL, 2, 2), (FULL + "并举", 0, 3)]
    assert texts(rows)[0] == "（一）" + FULL[:15] + "建设任务"


def test_pdf_latin_words_at_line_ends() -> None:
    full = FULL + "并举"
    assert texts([(full[:-3] + " manu-", 0, 0), ("facturing网络", 0, 1), (full, 0, 2)])[0].endswith(
        "manufacturing网络"
    )
    words = [(full[:-2] + "open", 0, 0), ("source社区", 0, 1), (full, 0, 2)]
    assert "open source" in texts(words)[0]


def test_pdf_spaces_of_justification_go_and_wide_ones_stay() -> None:
    spread = [g for at, char in enumerate("推进改革") for g in glyphs(char, at * 12.0, 0)]
    article = glyphs("第一条", 0, 15) + glyphs("为了", 40, 15) + glyphs("GDP", 80, 15)
    found = page_lines(Page(0, 600, 800, spread + article))
    assert [line.text for line in found] == ["推进改革", "第一条 为了 GDP"]


def test_pdf_columns_are_read_one_after_the_other_between_full_lines() -> None:
    left = [("左" * 18, 0, y) for y in range(1, 7)]
    right = [("右" * 18, 20, y) for y in range(1, 7)]
    head, foot = ("一" * 38, 0, 0), ("二" * 38, 0, 8)
    found = [line.text[0] for line in lines_of([head, *left, *right, foot])]
    assert found == ["一", *"左" * 6, *"右" * 6, "二"]


def test_pdf_order_comes_from_the_place_not_from_the_file() -> None:
    rows = [("第三行", 0, 2), ("第一行", 0, 0), ("第二行", 0, 1)]
    assert [line.text for line in lines_of(rows)] == ["第一行", "第二行", "第三行"]


@pytest.mark.parametrize(
    "form", ["— {} —", "-{}-", "第{}页", "第{}页 共3页", "{}/3", "{}", "Page {} of 3"]
)
def test_pdf_page_numbers_and_running_heads_are_counted(form: str) -> None:
    pages = [
        lines_of([("某市文件", 8, 0), (FULL[n:], 0, 2), (form.format(n + 1), 9, 50)], n)
        for n in range(3)
    ]
    notes = Notes()
    kept = remove_margins(pages, notes)
    assert [[line.text for line in lines] for lines in kept] == [[FULL[n:]] for n in range(3)]
    assert [(item.what, item.count) for item in notes.dropped()] == [
        ("running head", 3),
        ("page number", 3),
    ]


def test_pdf_numbers_that_do_not_count_with_the_pages_stay() -> None:
    bottom = ("30", "12")
    pages = [lines_of([(FULL[n:], 0, 0), (bottom[n], 9, 50)], n) for n in range(2)]
    kept = remove_margins(pages, Notes())
    assert [lines[-1].text for lines in kept] == ["30", "12"]


def test_pdf_a_title_is_found_and_a_scan_refused() -> None:
    found = read_any(LAYOUTS / "ageing--writer.pdf")
    assert found.title == "云岭市养老服务高质量发展三年行动计划（2023—2025年）"
    assert {item.what for item in found.dropped} == {"page number", "running head"}
    with pytest.raises(ReadError, match=r"b\.pdf is a scan: its pages are pictures.*OCR"):
        extract_text(picture_pdf(), "b.pdf")


def test_pdf_pages_that_are_pictures_are_told() -> None:
    pages = [Page(0, 600, 800, glyphs(FULL, 0, 0)), Page(1, 600, 800, [], is_picture=True)]
    assert check_text_layer(pages, "a.pdf") == (
        "page 2 is a picture without text: what stands on it is missing.",
    )


def test_pdf_fonts_without_characters_are_refused_or_told() -> None:
    text = "\ufffd" + FULL * 2
    (warning,) = check_text_layer([Page(0, 600, 800, glyphs(text, 0, 0))], "a.pdf")
    assert warning == "1 characters have no Unicode value and are given as U+FFFD."
    with pytest.raises(ReadError, match=r"a\.pdf has a text layer that cannot be read"):
        check_text_layer([Page(0, 600, 800, glyphs("\ufffd文", 0, 0))], "a.pdf")


def test_pdf_locked_damaged_and_long_files_are_refused() -> None:
    locked = FIXTURES / "reading" / "locked.pdf"
    with pytest.raises(ReadError, match=r"locked\.pdf is a PDF file locked with a password"):
        read_any(locked)
    data = (LAYOUTS / "ageing--writer-a5.pdf").read_bytes()
    with pytest.raises(ReadError, match=r"a\.pdf is a damaged PDF file .*; .*; .*\.$"):
        extract_text(data[:5000], "a.pdf")
    with pytest.raises(ReadError, match=r"a\.pdf has 3 pages; allowed are 1; split it"):
        extract_text(data, "a.pdf", limits=Limits(max_pages=1))
    with pytest.raises(ReadError, match=r"a\.pdf takes longer than 0 seconds"):
        extract_text(data, "a.pdf", limits=Limits(max_seconds=0))
