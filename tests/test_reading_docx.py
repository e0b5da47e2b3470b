"""DOCX: numbers of list styles, tracked changes, tables, and what is left out."""

from __future__ import annotations

import pytest

from policycompare.errors import ReadError
from policycompare.reading import extract_text
from policycompare.reading.numerals import FORMATS
from tests.documents import TYPES, docx_of, level, numbered, numbering, paragraph, root, zip_of


def lines(body: str, **parts: str) -> list[str]:
    return extract_text(docx_of(body, **parts), "a.docx").text.splitlines()


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("chineseCounting", "一 二 三"),
        ("chineseCountingThousand", "一 二 三"),
        ("japaneseCounting", "一 二 三"),
        ("chineseLegalSimplified", "壹 贰 叁"),
        ("ideographLegalTraditional", "壹 貳 參"),
        ("ideographTraditional", "甲 乙 丙"),
        ("ideographZodiac", "子 丑 寅"),
        ("decimal", "1 2 3"),
        ("decimalZero", "01 02 03"),
        ("decimalFullWidth", "１ ２ ３"),
        ("decimalEnclosedCircle", "① ② ③"),
        ("decimalEnclosedCircleChinese", "① ② ③"),
        ("decimalEnclosedFullstop", "⒈ ⒉ ⒊"),
        ("ideographEnclosedCircle", "㊀ ㊁ ㊂"),
        ("upperRoman", "I II III"),
        ("lowerLetter", "a b c"),
    ],
)
def test_docx_list_numbers_come_out_in_their_format(number_format: str, expected: str) -> None:
    body = "".join(numbered("任务") for _ in range(3))
    found = lines(body, numbering=numbering(level(0, number_format, "%1、")))
    assert found == [f"{number}、任务" for number in expected.split()]


@pytest.mark.parametrize(
    ("number", "expected"), [(10, "十"), (11, "十一"), (20, "二十"), (101, "一〇一")]
)
def test_docx_chinese_counting_goes_beyond_ten(number: int, expected: str) -> None:
    assert FORMATS["chineseCounting"](number) == expected
    assert FORMATS["chineseCountingThousand"](101) == "一百零一"
    assert FORMATS["chineseLegalSimplified"](12) == "壹拾贰"


def test_docx_deeper_levels_begin_anew_and_repeat_upper_numbers() -> None:
    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    body = "".join(numbered("条", level=at) for at in (0, 1, 1, 0, 1))
    assert lines(body, numbering=numbering(levels)) == [
        "一、条", "1.1 条", "1.2 条", "二、条", "2.1 条",
    ]  # fmt: skip


def test_docx_a_level_may_count_straight_through() -> None:
    through = '<w:lvlRestart w:val="0"/>'
    levels = level(0, "chineseCounting", "第%1章") + level(1, "chineseCounting", "第%2条", through)
    body = "".join(numbered("文", level=at) for at in (0, 1, 1, 0, 1))
    assert lines(body, numbering=numbering(levels))[3:] == ["第二章 文", "第三条 文"]


def test_docx_lists_share_their_count_unless_one_begins_anew() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbers = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{again if n == 3 else ""}</w:num>'
        for n in (1, 2, 3)
    )
    body = "".join(numbered("文", number) for number in (1, 2, 3, 3, 1))
    found = lines(body, numbering=numbering(level(0, "decimal", "%1."), numbers))
    assert found == ["1. 文", "2. 文", "1. 文", "2. 文", "3. 文"]


def test_docx_styles_number_and_list_zero_takes_it_back() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="B">'
        '<w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="A"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    levels = level(0, "chineseCounting", "%1、", '<w:pStyle w:val="A"/>')
    levels += level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="C"/>')
    body = paragraph("甲", '<w:pStyle w:val="A"/>') + paragraph("乙", '<w:pStyle w:val="B"/>')
    body += paragraph("丙", '<w:pStyle w:val="C"/>')
    body += paragraph("丁", '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    found = lines(body, numbering=numbering(levels), styles=styles)
    assert found == ["一、甲", "二、乙", "（一）丙", "丁"]


def test_docx_bullets_go_and_dashes_stay() -> None:
    levels = level(0, "bullet", "\uf06c") + level(1, "bullet", "——")
    body = numbered("点") + numbered("目标", level=1)
    assert lines(body, numbering=numbering(levels)) == ["点", "——目标"]


def test_docx_an_unknown_format_is_told() -> None:
    data = docx_of(numbered("文"), numbering=numbering(level(0, "thaiCounting", "%1.")))
    found = extract_text(data, "a.docx")
    assert found.text == "1. 文\n"
    assert found.warnings == (
        "list numbers of the kind thaiCounting are not known here and given as 1, 2, 3.",
    )


def test_docx_tracked_changes_give_the_final_text() -> None:
    deleted = "<w:del><w:r><w:delText>旧的</w:delText></w:r></w:del>"
    inserted = "<w:ins><w:r><w:t>新的</w:t></w:r></w:ins>"
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    body = f"<w:p><w:r><w:t>甲</w:t></w:r>{deleted}{inserted}</w:p>"
    body += f"<w:p>{mark}{deleted}</w:p><w:p>{mark}<w:r><w:t>前半</w:t></w:r></w:p>"
    body += paragraph("后半")
    found = extract_text(docx_of(body), "a.docx")
    assert found.text == "甲新的\n前半后半\n"
    assert [str(item) for item in found.dropped] == ["2 x deleted text (旧的)"]


def test_docx_a_moved_paragraph_stands_where_it_went_and_counts_once() -> None:
    mark = (
        '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "<w:rPr><w:moveFrom/></w:rPr></w:pPr>"
    )
    origin = f"<w:p>{mark}<w:moveFrom><w:r><w:t>乙</w:t></w:r></w:moveFrom></w:p>"
    moved = "<w:moveTo><w:r><w:t>乙</w:t></w:r></w:moveTo>"
    target = numbered("").replace("<w:r><w:t></w:t></w:r>", moved)
    found = lines(origin + numbered("甲") + target, numbering=numbering(level(0, "decimal", "%1.")))
    assert found == ["1. 甲", "2. 乙"]


def test_docx_tables_are_rows_with_cells_apart_by_tabs() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>"

    two = paragraph("市教育局") + paragraph("市财政局")
    wide = cell(paragraph("单位"), '<w:gridSpan w:val="2"/>')
    rows = (
        [cell(paragraph("序号")), wide, cell(paragraph("时限"))],
        [cell(paragraph("1")), cell(two), cell("<w:p/>"), cell(paragraph("每年"))],
        ["<w:trPr><w:del/></w:trPr>", cell(paragraph("2"))],
    )
    table = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    found = extract_text(docx_of(f"<w:tbl>{table}</w:tbl>"), "a.docx")
    assert found.text == "序号\t单位\t\t时限\n1\t市教育局 市财政局\t\t每年\n"
    assert [str(item) for item in found.dropped] == ["1 x deleted table row (2)"]


def test_docx_notes_boxes_headers_and_hidden_text_are_counted() -> None:
    box = "<w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:pict>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference/></w:r>"
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r>{box}</w:r>"
        "<w:r><w:t>制</w:t><w:noBreakHyphen/><w:t>造</w:t><w:softHyphen/><w:tab/><w:t>业</w:t>"
        "<w:br/><w:t>下行</w:t></w:r></w:p>"
    )
    parts = {"header1": paragraph("页眉"), "footer1": paragraph("1")}
    found = extract_text(docx_of(body, **parts), "a.docx")
    assert found.text == "正文制-造\t业\n下行\n"
    assert [str(item) for item in found.dropped] == [
        "1 x footnote",
        "1 x hidden text (隐藏)",
        "1 x text box (框内)",
        "1 x page header (页眉)",
        "1 x page footer (1)",
    ]


def test_docx_content_controls_fields_and_links_keep_their_text() -> None:
    run = "<w:r><w:t>文</w:t></w:r>"
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    )
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inline = f"<w:hyperlink>{run}</w:hyperlink>{control.format(run)}{field}"
    body = control.format(f"<w:p>{inline}<w:fldSimple>{run}</w:fldSimple></w:p>")
    assert lines(body) == ["文文文"]


def test_docx_entities_are_refused() -> None:
    bomb = (
        '<!DOCTYPE a [<!ENTITY b "文文文"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
        + root("document", "<w:body><w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p></w:body>").split("?>")[
            1
        ]
    )
    data = zip_of({TYPES: "<Types/>", "word/document.xml": bomb})
    with pytest.raises(ReadError, match=r"a\.docx .*declares a document type"):
        extract_text(data, "a.docx")


@pytest.mark.parametrize("xml", ["<w:document", "文", "<a>" * 300 + "</a>" * 300])
def test_docx_broken_xml_is_told(xml: str) -> None:
    data = zip_of({TYPES: "<Types/>", "word/document.xml": xml})
    with pytest.raises(ReadError, match=r"a\.docx is no sound DOCX file .*; .*; .*\.$"):
        extract_text(data, "a.docx")
