"""Make damaged pages out of clean texts: one function per defect, all driven by a seeded Random.

The defects are those of the damaged pages in ``tests/cases``; ``DEFECTS`` names them. One in
``HARMLESS`` can be undone: normalizing the damaged page gives the normalized clean text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from random import Random
from unicodedata import east_asian_width

import opencc
from pypinyin import Style, pinyin

Defect = Callable[[str, Random], str]

HAN = re.compile("[\u4e00-\u9fff]")
_CASES = Path(__file__).parent / "cases" / "damaged-pages.jsonl"
_FULL_WIDTH = str.maketrans(",:;!?()", "，：；！？（）")
_HALF_WIDTH = str.maketrans("，：；！？（）", ",:;!?()")


def clean_texts() -> dict[str, str]:
    """The intact base texts of the damaged pages, by name."""
    cases = [json.loads(line) for line in _CASES.read_text(encoding="utf-8").splitlines()]
    return {case["base"]: case["clean"] for case in cases}


@lru_cache
def _converter(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


def _readings(text: str, style: Style) -> list[str]:
    """The reading of every character in its context; the character itself where it has none."""
    return [item[0] for item in pinyin(text, style=style, errors=list)]


def traditional(text: str, random: Random) -> str:
    """Mainland text converted by machine, word by word."""
    return _converter("s2t").convert(text)


def traditional_characters(text: str, random: Random) -> str:
    """Mainland text converted character by character: 制造 and 示范 as GBK pages have them."""
    kept = set("制范于后里干台面余几只云松系复")
    convert = _converter("s2t").convert
    return "".join(c if c in kept else convert(c) for c in text)


def traditional_hong_kong(text: str, random: Random) -> str:
    return _converter("s2hk").convert(text)


def over_conversion(text: str, random: Random) -> str:
    """A traditional page with forms that a converter chose wrongly."""
    wrong = {"系統": "係統", "核": "覈", "幹部": "榦部", "准": "準", "制": "製"}
    text = traditional(text, random)
    for right, bad in wrong.items():
        text = text.replace(right, bad)
    return text


def mixed_script(text: str, random: Random) -> str:
    """Phrases converted at random, also inside a line."""
    parts = re.split("([，。；：、！？\n（）])", text)
    convert = _converter("s2t").convert
    return "".join(convert(part) if random.random() < 0.5 else part for part in parts)


def pinyin_toned(text: str, random: Random, *, share: float = 0.3, form: str = "({})") -> str:
    """A share of the distinct characters annotated wherever they stand, tone marks written."""
    return _annotate(text, random, share, Style.TONE, lambda r: form.format(r))


def pinyin_sparse(text: str, random: Random) -> str:
    return pinyin_toned(text, random, share=0.05)


def pinyin_inner_space(text: str, random: Random) -> str:
    return pinyin_toned(text, random, share=0.1, form="({} )")


def pinyin_full_width(text: str, random: Random) -> str:
    return pinyin_toned(text, random, form="（{}）")


def pinyin_repeated(text: str, random: Random) -> str:
    """Without tone marks and up to four times, also inside list markers."""
    return _annotate(
        text, random, 0.3, Style.NORMAL, lambda r: f"({r})" * random.choice((1, 1, 2, 3, 4))
    )


def pinyin_words(text: str, random: Random) -> str:
    """Words of two to four characters with one annotation."""

    def annotate(match: re.Match[str]) -> str:
        if random.random() > 0.3:
            return match[0]
        return f"{match[0]}({''.join(_readings(match[0], Style.TONE))})"

    return re.sub("[\u4e00-\u9fff]{2,4}", annotate, text)


def _annotate(
    text: str, random: Random, share: float, style: Style, write: Callable[[str], str]
) -> str:
    chosen = {c for c in sorted(set(text)) if HAN.match(c) and random.random() < share}
    readings = _readings(text, style)
    return "".join(
        c + (write(r) if c in chosen else "") for c, r in zip(text, readings, strict=True)
    )


def extra_comma(text: str, random: Random) -> str:
    return re.sub("(?=[，。])", ",", text)


def half_width(text: str, random: Random) -> str:
    return text.translate(_HALF_WIDTH)


def full_width(text: str, random: Random) -> str:
    """Full-width letters, digits and punctuation."""
    wide = {i: i + 0xFEE0 for i in range(0x21, 0x7F)}
    return text.translate(wide)


def windows_lines(text: str, random: Random) -> str:
    return "\ufeff" + text.replace("\n", "\r\n\r\n\u3000\u3000") + "\r\n"


def invisible(text: str, random: Random) -> str:
    """Zero-width characters and soft hyphens anywhere."""
    return "".join(c + random.choice("\u200b\ufeff\u00ad") * (random.random() < 0.1) for c in text)


def hard_wrap(text: str, random: Random, *, width: int | None = None) -> str:
    """Every line cut after so many characters, wherever that falls."""
    width = width or random.randint(24, 40)
    lines = text.split("\n")
    return "\n".join(line[i : i + width] for line in lines for i in range(0, len(line), width))


def typeset_wrap(text: str, random: Random) -> str:
    """Indented paragraphs cut by columns; no line begins with a punctuation mark."""
    return "\n".join(
        piece for line in text.split("\n") for piece in _typeset("\u3000\u3000" + line, 56)
    )


def _typeset(line: str, columns: int) -> Iterator[str]:
    piece, used = "", 0
    for character in line:
        width = 2 if east_asian_width(character) in "WFA" else 1
        if used + width > columns and character not in "，。；：、！？）”":
            yield piece
            piece, used = "", 0
        piece += character
        used += width
    yield piece


def pdf_spaces(text: str, random: Random) -> str:
    """Spaces around digits, and at random inside sentences."""
    lines = re.sub(r"\d+", r" \g<0> ", text).split("\n")
    return "\n".join(
        "".join(c + " " * (i > 0 and random.random() < 0.05) for i, c in enumerate(line)).rstrip()
        for line in lines
    )


def raw_html(text: str, random: Random) -> str:
    tag = '<p style="line-height: 2em;text-indent:2em"><span leaf="">&nbsp;&nbsp;{}</span></p>'
    escaped = text.replace("“", "&ldquo;").replace("”", "&rdquo;")
    head = "<style>p{margin:0}</style><!-- 正文 --><script>var a='<p>';</script>\n"
    return head + "\n".join(tag.format(line) for line in escaped.split("\n"))


def html_breaks(text: str, random: Random) -> str:
    return "<div>" + text.replace("\n", "<br/>") + "</div>"


def corner_quotes(text: str, random: Random) -> str:
    return text.replace("“", "「").replace("”", "」")


def straight_quotes(text: str, random: Random) -> str:
    return text.replace("“", '"').replace("”", '"')


def no_newlines(text: str, random: Random) -> str:
    return text.replace("\n", "")


def lost_markers(text: str, random: Random) -> str:
    return re.sub("^（[一二三四五六七八九十]+）", "()", text, flags=re.MULTILINE)


def lost_punctuation(text: str, random: Random) -> str:
    return "".join(c for c in text if c not in "，。" or random.random() > 0.3)


def glued_headings(text: str, random: Random) -> str:
    """Short lines without an end mark run into the next line."""
    return re.sub("^(.{2,14}[^。；：，\n])\n", r"\1", text, flags=re.MULTILINE)


def own_line_articles(text: str, random: Random) -> str:
    return re.sub("^第(.)条 ", "第 \\1 条\n", text, flags=re.MULTILINE)


def vertical_label(text: str, random: Random) -> str:
    return "本\n文\n摘\n要\n" + text


def page_chrome(text: str, random: Random) -> str:
    """What a government site puts around a text."""
    head = (
        "您当前的位置：首页 > 政务公开 > 政策文件\n索 引 号： QL0001/2024-00031 主题分类： 工业\n"
        "发布机构： 市政府办公室 公开日期： 2024-03-08\n字号：[大 中 小] 分享到： 微信 微博\n"
    )
    return head + text + "\n扫一扫在手机打开当前页\n打印本页 关闭窗口\n"


HARMLESS: dict[str, Defect] = {
    "traditional": traditional,
    "traditional-characters": traditional_characters,
    "traditional-hong-kong": traditional_hong_kong,
    "over-conversion": over_conversion,
    "mixed-script": mixed_script,
    "pinyin-toned": pinyin_toned,
    "pinyin-sparse": pinyin_sparse,
    "pinyin-inner-space": pinyin_inner_space,
    "pinyin-full-width": pinyin_full_width,
    "pinyin-repeated": pinyin_repeated,
    "pinyin-words": pinyin_words,
    "extra-comma": extra_comma,
    "half-width": half_width,
    "full-width": full_width,
    "windows-lines": windows_lines,
    "invisible": invisible,
    "hard-wrap": hard_wrap,
    "typeset-wrap": typeset_wrap,
    "pdf-spaces": pdf_spaces,
    "raw-html": raw_html,
    "html-breaks": html_breaks,
    "corner-quotes": corner_quotes,
    "straight-quotes": straight_quotes,
}
"""Defects that normalizing undoes."""

LOSSY: dict[str, Defect] = {
    "no-newlines": no_newlines,
    "lost-markers": lost_markers,
    "lost-punctuation": lost_punctuation,
    "glued-headings": glued_headings,
    "own-line-articles": own_line_articles,
    "vertical-label": vertical_label,
    "page-chrome": page_chrome,
}
"""Defects that lose or add text, which normalizing does not make up or drop."""

DEFECTS: dict[str, Defect] = HARMLESS | LOSSY
