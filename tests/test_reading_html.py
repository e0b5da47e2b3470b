"""Web pages: encodings, main text, list numbers, tables, facts, and what is left out."""

from __future__ import annotations

import pytest

from policycompare.errors import ReadError
from policycompare.reading import ExtractedText, extract_text
from tests.layouts.pages import INDEX, NAVIGATION, TAIL, site

TEXT = """<p>一、总体要求</p><p>坚持以人为本，到2025年建成覆盖城乡的养老服务体系。</p>
<p>二、重点任务</p><p>（一）完善设施。新建社区养老服务中心20处，改造农村幸福院100处。</p>
<p>（二）培养人才。每年培训养老护理员2000人次，建立薪酬增长机制。</p>"""
LINES = [
    "一、总体要求",
    "坚持以人为本，到2025年建成覆盖城乡的养老服务体系。",
    "二、重点任务",
    "（一）完善设施。新建社区养老服务中心20处，改造农村幸福院100处。",
    "（二）培养人才。每年培训养老护理员2000人次，建立薪酬增长机制。",
]


def read(html: str, codec: str = "utf-8") -> ExtractedText:
    return extract_text(html.encode(codec), "a.html")


def page(body: str, head: str = "") -> str:
    return f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("charset", "codec", "used"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "utf-8-sig", "utf-8"),
        ("gb2312", "gbk", "gb18030"),
        ("GBK", "gb18030", "gb18030"),
        ("utf-16", "utf-16", "utf-16-le"),
        ("", "gb18030", "gb18030"),
    ],
)
def test_html_charset_comes_from_mark_meta_or_bytes(charset: str, codec: str, used: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    html = f"<html><head>{meta if charset else ''}</head><body>{TEXT}</body></html>"
    found = read(html, codec)
    assert found.text.splitlines() == LINES
    assert (found.encoding, found.warnings) == (used, ())


def test_html_big5_page_is_read() -> None:
    lines = "<p>壹、計畫緣起</p><p>為提供優質照顧服務，訂定本計畫。</p>"
    html = f'<html><meta charset="big5"><body>{lines}</body></html>'
    found = read(html, "big5")
    assert (found.encoding, found.text) == (
        "big5",
        "壹、計畫緣起\n為提供優質照顧服務，訂定本計畫。\n",
    )


def test_html_wrong_charset_gives_way_to_the_bytes() -> None:
    found = read(f'<html><meta charset="utf-8"><body>{TEXT}</body></html>', "gb18030")
    assert found.text.splitlines() == LINES
    assert "names a charset that does not fit" in found.warnings[0]


def test_html_a_bad_byte_is_kept_visible_and_told() -> None:
    data = f'<html><meta charset="gb2312"><body>{TEXT}</body></html>'.encode("gbk")
    damaged = data.replace("人才".encode("gbk"), b"\xff" + "人才".encode("gbk"))
    found = extract_text(damaged, "a.html")
    assert found.text.count("\ufffd") == 1
    assert "1 bytes of the page cannot be decoded" in found.warnings[0]


def test_html_menus_and_bars_are_left_out_and_counted() -> None:
    found = read(page(f"{NAVIGATION}<div class='box'>{TEXT}</div>{TAIL}"))
    assert found.text.splitlines() == LINES
    counts = {item.what: item.count for item in found.dropped}
    assert counts["menu"] == 5
    assert {"breadcrumb", "share bar", "page foot", "links"} <= counts.keys()


def test_html_facts_of_an_index_table_are_found() -> None:
    found = read(site("ageing", index=True))
    assert found.title == "云岭市养老服务高质量发展三年行动计划（2023—2025年）"
    assert found.date == "2023-07-06"
    assert found.issuer == "云岭市人民政府办公室"
    assert found.document_number == "云政办发〔2023〕15号"
    assert found.fields["索引号"] == "113700000/2023-00158"
    assert "索引号" not in found.text
    assert found.text.startswith(found.title)


def test_html_meta_elements_give_title_and_date() -> None:
    head = '<meta name="ArticleTitle" content="关于印发行动计划的通知">'
    head += '<meta name="PubDate" content="2023-07-10">'
    found = read(page(TEXT, head))
    assert (found.title, found.date, found.document_number) == (
        "关于印发行动计划的通知",
        "2023-07-10",
        "",
    )


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("", "1. 2. 3."),
        ("start=4", "4. 5. 6."),
        ("reversed", "3. 2. 1."),
        ("type=a", "a. b. c."),
        ("type=I", "I. II. III."),
        ("style='list-style-type:cjk-ideographic'", "一、 二、 三、"),
        ("style='list-style:simp-chinese-formal inside'", "壹、 贰、 叁、"),
        ("class=han", "一、 二、 三、"),
    ],
)
def test_html_numbers_that_a_browser_makes_are_text(attributes: str, expected: str) -> None:
    items = "".join(f"<li><p>建设养老服务中心{n}处。</p></li>" for n in (5, 6, 7))
    style = "<style>/* x */ .text ol.han { list-style-type: cjk-ideographic; }</style>"
    found = read(page(f"<div>{TEXT}<ol {attributes}>{items}</ol></div>", style))
    markers = [line.split("建设")[0].strip() for line in found.text.splitlines()[5:]]
    assert markers == expected.split()


def test_html_lists_without_or_with_own_numbers_get_none() -> None:
    plain = "<ol style='list-style:none'><li>甲项任务。</li></ol><ul><li>乙项任务。</li></ul>"
    own = "<ol><li>1.丙项任务。</li><li>（二）丁项任务。</li></ol>"
    found = read(page(f"<div>{TEXT}{plain}{own}</div>"))
    assert found.text.splitlines()[5:] == [
        "甲项任务。",
        "乙项任务。",
        "1.丙项任务。",
        "（二）丁项任务。",
    ]


def test_html_an_item_may_set_its_number() -> None:
    found = read(page(f"<div>{TEXT}<ol><li value=7>甲项任务。<li>乙项任务。</ol></div>"))
    assert found.text.splitlines()[5:] == ["7. 甲项任务。", "8. 乙项任务。"]


def test_html_table_cells_stay_in_their_columns() -> None:
    rows = (
        "<tr><th>序号<th colspan=2>任务<th>单位</tr>"
        "<tr><td rowspan=2>1<td>甲<br>乙<td>丙<td>市教育局</tr>"
        "<tr><td>丁<td>戊<td>市财政局</tr>"
    )
    found = read(page(f"<div>{TEXT}<table>{rows}</table></div>"))
    assert found.text.splitlines()[5:] == [
        "序号\t任务\t\t单位",
        "1\t甲 乙\t丙\t市教育局",
        "\t丁\t戊\t市财政局",
    ]


def test_html_line_ends_of_the_file_are_no_spaces_in_chinese() -> None:
    found = read(page("<div><p>坚持以人为本，\n   建成养老\n服务体系 GDP\ngrowth。</p></div>"))
    assert found.text == "坚持以人为本，建成养老服务体系 GDP growth。\n"


def test_html_ruby_and_hidden_text_are_left_out() -> None:
    ruby = "<p><ruby>国<rp>(</rp><rt>guó</rt><rp>)</rp></ruby>家标准。</p>"
    found = read(page(f"<div>{TEXT}{ruby}<p style='display: none'>隐藏</p></div>"))
    assert found.text.splitlines()[5:] == ["国家标准。"]
    assert "1 x hidden text (隐藏)" in map(str, found.dropped)


def test_html_sentences_outside_of_the_main_text_are_told() -> None:
    links = "<li><a href='x'>其他链接</a></li>" * 9
    note = f"<div class='side'><ul>{links}</ul><p>另有通知一则。</p></div>"
    found = read(page(f"{note}<div class='box'>{TEXT * 3}</div>"))
    assert found.text.splitlines() == LINES * 3
    assert "1 lines with sentences (7 characters) stand outside" in found.warnings[0]
    assert "另有通知一则。" in found.warnings[0]


def test_html_a_page_without_text_is_refused() -> None:
    with pytest.raises(ReadError, match=r"a\.html is a page without text: .*print it to PDF"):
        read(page("<script>render()</script><iframe src='x'></iframe>"))


def test_html_deep_nesting_is_read_or_refused_but_never_cut() -> None:
    deep = "<div>" * 200 + TEXT + "</div>" * 200
    assert read(page(deep)).text.splitlines() == LINES
    with pytest.raises(ReadError, match=r"a\.html is a page nested too deeply"):
        read(page("<div>" * 50_000 + TEXT))


def test_html_index_rows_need_a_label_of_an_index() -> None:
    table = INDEX.format(title="甲", issuer="乙", date="2023年7月6日", number="丙〔2023〕1号")
    found = read(page(f"<div>{table}{TEXT}<p>名称：示范项目</p>{TEXT}</div>"))
    assert found.text.splitlines() == [*LINES, "名称：示范项目", *LINES]
