"""What a page says about its text: meta elements, index tables, the line below the title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from policycompare.encoding import CHINESE
from policycompare.reading.facts import find_date, find_number
from policycompare.reading.html.writer import Line

if TYPE_CHECKING:
    from lxml.etree import _Element

# Labels of the index table of 信息公开 pages; those of the second list only count beside one of the
# first, because a text may use them too.
_LABEL_WORDS = """
索引号 信息索引号 主题分类 信息分类 主题词 发文机关 发文单位 发布机构 发布机关 发布单位 制发机关
制发单位 公开主体 成文日期 成文时间 发文日期 发文时间 印发日期 发布日期 发布时间 公开日期
公开时间 生成日期 发文字号 文号 文件编号 有效性 效力状态 公文种类 体裁分类 组配分类 统一编号
登记号 公开方式 公开形式 公开范围 公开时限 来源 信息来源
"""
_LABELS = frozenset(_LABEL_WORDS.split())
_WEAK_WORDS = """
名称 标题 文件名称 信息名称 关键词 有效期 施行日期 失效日期 废止日期 实施日期 所属主题
"""
_WEAK_LABELS = frozenset(_WEAK_WORDS.split())
_ISSUERS = (
    "发文机关",
    "发文单位",
    "制发机关",
    "制发单位",
    "发布机构",
    "发布机关",
    "发布单位",
    "公开主体",
)
_DATES = (
    *("成文日期", "成文时间", "印发日期", "发文日期", "发文时间", "生成日期"),
    *("公开日期", "公开时间", "发布日期", "发布时间"),
)
_NUMBERS = ("发文字号", "文号", "文件编号")
_PIECES = re.compile(r"[\s　\xa0]{2,}|[|丨│]|\s+(?=[一-鿿]{2,8}\s*[:：])")
_SITE = re.compile(r"\s*[-_–—|丨>]+\s*")
_HEADINGS = ("h1", "h2", "h3")
MIN_TITLE = 6
"""Characters of a title; a shorter heading is the name of a section of the site."""


def find_fields(lines: Iterable[Line]) -> dict[str, str]:
    """Labels and values of index tables and of the line below the title, as printed."""
    fields: dict[str, str] = {}
    for line in lines:
        for label, value in split_fields(line.text):
            if value:
                fields.setdefault(label, value)
    return fields


def split_fields(text: str) -> list[tuple[str, str]]:
    r"""Split a line into labels and values; empty unless it is made of such pairs only.

    >>> split_fields("索引号：\t1137/2023\t发文字号\t威政发〔2023〕15号")
    [('索引号', '1137/2023'), ('发文字号', '威政发〔2023〕15号')]
    >>> split_fields("成文日期的说明")
    []
    """
    pairs: list[tuple[str, str]] = []
    open_label = ""
    for piece in _pieces(text):
        label, value = _label(piece)
        if label in _LABELS or label in _WEAK_LABELS:
            pairs.append((label, _strip(value)))
            open_label = "" if value else label
        elif open_label:
            pairs[-1] = (open_label, piece)
            open_label = ""
        else:
            return []
    return pairs if any(label in _LABELS for label, _ in pairs) else []


def _pieces(text: str) -> list[str]:
    """Cells of a row, and the pairs that one cell holds."""
    found: list[str] = []
    for cell in filter(None, map(_strip, text.split("\t"))):
        # The characters of a short label are often spaced out: 标    题.
        label, value = _label(cell)
        known = label in _LABELS or label in _WEAK_LABELS
        first, *others = _PIECES.split(value if known else cell)
        found += [f"{label}：{first}" if known else first, *others]
    return [piece for piece in map(_strip, found) if piece]


def _label(piece: str) -> tuple[str, str]:
    """What stands before and behind the first colon."""
    label, _, value = piece.replace(":", "：", 1).partition("：")
    return re.sub(r"[\s　\xa0]", "", label).strip("[]【】"), value.strip()


def is_index(line: Line) -> bool:
    """Whether a line is a row of an index table or the like."""
    return bool(split_fields(line.text))


def read_meta(root: _Element) -> dict[str, str]:
    """Meta elements by name in lower case; names as in 《政府网站发展指引》 and Open Graph."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def find_title(root: _Element, meta: dict[str, str], lines: Sequence[Line]) -> str:
    """Title of the text: as the page declares it, else its first heading, else the window's."""
    if declared := meta.get("articletitle", ""):
        return declared
    window = next((_text(title) for title in root.iter("title")), "")
    for tag in _HEADINGS:
        for heading in root.iter(tag):
            text = _text(heading)
            if len(text) >= MIN_TITLE and CHINESE.search(text):
                return text
    social = meta.get("og:title", "")
    if social:
        return social
    parts = [part for part in _SITE.split(window) if CHINESE.search(part)]
    return max(parts, key=len) if parts else ""


def choose_facts(meta: dict[str, str], fields: dict[str, str]) -> dict[str, str]:
    """Date, issuer and document number from the fields of a page, else from its meta elements."""
    numbers = (find_number(fields[key]) for key in _NUMBERS if key in fields)
    dates = (find_date(fields[key]) for key in _DATES if key in fields)
    issuers = (fields[key] for key in _ISSUERS if key in fields)
    declared = find_date(meta.get("pubdate", "") or meta.get("article:published_time", ""))
    return {
        "document_number": next(filter(None, numbers), ""),
        "date": next(filter(None, dates), declared),
        "issuer": next(issuers, ""),
    }


def _text(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _strip(text: str) -> str:
    return text.strip(" \t\r\n　\xa0;；")
