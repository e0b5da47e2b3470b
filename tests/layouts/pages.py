"""Web pages as government sites make them, and pages for printing."""

from __future__ import annotations

from html import escape

from tests.layouts.texts import Paragraph, kinds_of, read_paragraphs

NAVIGATION = """<div class="header"><a href="/"><img src="logo.png" alt="logo"></a>
<div class="search-box"><input type="text" value="请输入关键词"><button>搜索</button></div></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li><li><a href="/zwfw">政务服务</a></li>
<li><a href="/hd">互动交流</a></li><li><a href="/sj">数据开放</a></li></ul>
<div class="crumbs">您当前的位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/wj">政策文件</a></div>"""
INDEX = """<table class="xxgk-index" width="100%"><tbody>
<tr><td>索引号：</td><td>113700000/2023-00158</td><td>主题分类：</td><td>综合政务</td></tr>
<tr><td>发文机关：</td><td>{issuer}</td><td>成文日期：</td><td>{date}</td></tr>
<tr><td>标&nbsp;&nbsp;&nbsp;&nbsp;题：</td><td>{title}</td><td>发文字号：</td><td>{number}</td></tr>
<tr><td>发布日期：</td><td>2023-07-10</td><td>有 效 性：</td><td>有效</td></tr></tbody></table>"""
HEAD_LINE = """<div class="article-info"><span>发布时间：2023-07-10 09:30</span> <span>来源：市政府办公室</span>
<span>浏览次数：1024</span> <span>字体：【<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】</span>
<a class="print" href="javascript:window.print()">打印本页</a></div>"""
TAIL = """<div class="share"><span>分享到：</span><a href="#">微信</a><a href="#">微博</a><a href="#">QQ空间</a></div>
<div class="tools"><a href="javascript:print()">【打印】</a> <a href="javascript:close()">【关闭窗口】</a></div>
<div class="prevnext">上一篇：<a href="1.html">关于开展2023年度专项检查工作的通知</a><br>下一篇：<a href="3.html">关于公布行政许可事项清单的公告</a></div>
<div class="related"><h3>相关链接</h3><ul><li><a href="4.html">一图读懂：本市出台新政策，十项举措惠及民生</a></li>
<li><a href="5.html">【文字解读】市有关部门负责人就文件答记者问</a></li></ul></div>
<div class="footer"><p>主办单位：市人民政府办公室　承办：市大数据中心</p><p>版权所有　网站标识码：3700000000　备案号：ICP备05000000号</p>
<p><a href="/map">网站地图</a> | <a href="/about">联系我们</a></p></div>"""


def site(
    name: str,
    *,
    charset: str = "utf-8",
    style: str = "paragraphs",
    index: bool = False,
    issuer: str = "云岭市人民政府办公室",
    number: str = "云政办发〔2023〕15号",
) -> str:
    """A page of a site with all that stands around a text."""
    title, paragraphs = read_paragraphs(name)
    table = INDEX.format(issuer=issuer, date="2023年7月6日", title=title, number=number)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{charset}">\n'
        f"<title>{escape(title)}_政策文件_市人民政府门户网站</title>\n"
        f'<meta name="ArticleTitle" content="{escape(title)}"><meta name="PubDate" content="2023-07-10">\n'
        f'<meta name="ContentSource" content="市政府办公室">\n<script>var _hmt = _hmt || [];</script></head>\n'
        f"<body>{NAVIGATION}\n<div class='content-box'>{table if index else ''}\n"
        f"<h1 class='article-title'>{escape(title)}</h1>\n{HEAD_LINE}\n{STYLES[style](paragraphs)}\n{TAIL}</div></body></html>"
    )


def as_paragraphs(paragraphs: list[Paragraph]) -> str:
    lines = "\n".join(
        f'<p style="text-indent:2em"><span style="font-family:仿宋">　　{escape(p.marker)}</span>{escape(p.text)}</p>'
        for p in paragraphs
    )
    return f'<div class="TRS_Editor">{lines}</div>'


def as_breaks(paragraphs: list[Paragraph]) -> str:
    """One block with line breaks, as old sites have."""
    lines = "<br>\n<br>\n".join(
        f"&nbsp;&nbsp;&nbsp;&nbsp;{p.marker}{escape(p.text)}" for p in paragraphs
    )
    return f'<div id="zoom"><font size="3">{lines}</font></div>'


def as_layout_table(paragraphs: list[Paragraph]) -> str:
    """The text in a cell of a table that lays out the page."""
    lines = "".join(f"<p align=left><b></b>{p.marker}{escape(p.text)}" for p in paragraphs)
    return (
        '<table width="960" border="0"><tr><td width="200"><table><tr><td><a href="a">领导之窗</a></td></tr><tr><td>'
        '<a href="b">机构职能</a></td></tr></table></td>'
        f'<td><table><tr><td class="bt_content">{lines}</td></tr></table></td></tr></table>'
    )


def as_sections(paragraphs: list[Paragraph]) -> str:
    """A section for each chapter, headings as headings."""
    outer = kinds_of(paragraphs)[0]
    html = "<article><section>"
    for p in paragraphs:
        if p.kind == outer:
            html += "</section><section>"
        tag = "h3" if p.is_heading else "p"
        html += f"<{tag}>{p.marker}{escape(p.text)}</{tag}>\n"
    return html + "</section></article>"


def as_lists(paragraphs: list[Paragraph]) -> str:
    """Nested ordered lists whose numbers the browser makes, where CSS has a style for them."""
    styles = {"counting": "cjk-ideographic", "decimal": "decimal"}
    html, open_kinds = "", []
    counts: dict[str, int] = {}
    for p in paragraphs:
        if p.kind not in styles:
            html += "</ol>" * len(open_kinds) if p.kind == "" else ""
            open_kinds = [] if p.kind == "" else open_kinds
            html += f"<p>{p.marker}{escape(p.text)}</p>\n"
            if p.kind == "bracket" and open_kinds[-1:] == ["decimal"]:
                html = html[: html.rindex("<p>")] + "</ol>" + html[html.rindex("<p>") :]
                open_kinds.pop()
            continue
        while p.kind in open_kinds and open_kinds[-1] != p.kind:
            html += "</ol>"
            open_kinds.pop()
        if p.kind not in open_kinds:
            start = counts.get(p.kind, 0) + 1 if p.kind == "counting" else 1
            html += f'<ol start="{start}" style="list-style-type:{styles[p.kind]}">'
            open_kinds.append(p.kind)
        counts[p.kind] = counts.get(p.kind, 0) + 1
        html += f"<li>{escape(p.text)}\n"
    return f'<div class="article-content">{html}{"</ol>" * len(open_kinds)}</div>'


def as_print(paragraphs: list[Paragraph]) -> str:
    """Headings, paragraphs and a table."""
    lines = "\n".join(
        f"<h3>{p.marker}{escape(p.text)}</h3>"
        if p.is_heading
        else f"<p>{p.marker}{escape(p.text)}</p>"
        for p in paragraphs
        if not p.cells
    )
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in p.cells)}</tr>\n"
        for p in paragraphs
        if p.cells
    )
    return lines + (f"<table>{rows}</table>" if rows else "")


def printed(name: str, *, css: str = "") -> str:
    """A bare page that a browser prints."""
    title, paragraphs = read_paragraphs(name)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title><style>'
        f'body{{font:12pt/1.8 "Noto Sans CJK SC"}} h1{{text-align:center;font-size:18pt}} h1,h3{{font-weight:normal}} h3{{font-size:12pt}}'
        f" p{{text-indent:2em;margin:0}} td,th{{border:1px solid}} table{{border-collapse:collapse}} {css}</style></head>"
        f"<body><h1>{escape(title)}</h1>{as_print(paragraphs)}</body></html>"
    )


def markdown(name: str) -> str:
    """Markdown with headings by their level."""
    title, paragraphs = read_paragraphs(name)
    kinds = kinds_of(paragraphs)
    lines = [f"# {title}"]
    for p in paragraphs:
        head, dot, rest = p.text.partition("。")
        if p.is_heading:
            lines.append(f"{'#' * (kinds.index(p.kind) + 2)} {p.marker}{p.text}")
        elif p.kind and p.kind != "decimal" and len(head) < 15:
            lines.append(f"**{p.marker}{head}{dot}**{rest}")
        elif p.kind == "decimal":
            lines.append(f"{p.marker} {p.text}")
        else:
            lines.append(p.marker + p.text)
    return "\n\n".join(lines) + "\n"


STYLES = {
    "paragraphs": as_paragraphs,
    "breaks": as_breaks,
    "table": as_layout_table,
    "sections": as_sections,
    "lists": as_lists,
    "print": as_print,
}
