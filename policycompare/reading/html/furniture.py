"""Tell the furniture of a page from its text: menus, share bars, print buttons, related links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from policycompare.reading.html.main_block import above, is_prose
from policycompare.reading.html.writer import Line
from policycompare.reading.model import Notes

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAGS = {"nav": "menu", "footer": "page foot", "aside": "side bar"}
# Words in class or id, and what such a part of the page is.
_NAMES = (
    (re.compile(r"(?:^|[-_\s])(?:nav|navbar|menu|top-?bar)(?:$|[-_\s])", re.I), "menu"),
    (re.compile(r"bread-?crumb|crumbs?|location|position|dqwz|weizhi", re.I), "breadcrumb"),
    (re.compile(r"share|bdshare|fenxiang|social", re.I), "share bar"),
    (re.compile(r"print|font-?size|zihao|tool-?bar|toolbox|btn|button", re.I), "print button"),
    (re.compile(r"related|relation|xgwd|xglj|xgjd|recommend|prev|next|page-?turn", re.I), "links"),
    (re.compile(r"qr-?code|ewm|erweima", re.I), "QR code"),
    (re.compile(r"footer|copyright|banquan", re.I), "page foot"),
    (re.compile(r"comment|pinglun|feedback", re.I), "comments"),
)
MOST_TEXT = 0.3
"""Share of the main text above which an element is no furniture whatever its name: a print view is
called ``print`` and holds the text."""
LINKED = 0.8
"""Share of linked characters from which a line is a link."""

_RELATED = re.compile(
    "(?:相关|延伸|推荐|热点|更多)(?:链接|阅读|文章|新闻|文件|解读|政策|稿件|信息|专题)|(?:政策|图文|文字)解读|上一[篇条]|下一[篇条]"
)
_FULL_FORMS = str.maketrans("：（）［］？", ":()[]?")


def keep_main_lines(lines: Sequence[Line], main: _Element, notes: Notes) -> list[Line]:
    """Take the lines of the main element that are text; count the others by what they are.

    Lines outside of the main element are counted too.
    """
    inside = [line for line in lines if main in above(line.owner)]
    for line in lines:
        if main not in above(line.owner):
            notes.drop(name_part(line.owner) or "line outside of the main text", line.text)
    total = sum(len(line.text) for line in inside)
    sizes: dict[_Element, int] = {}
    for line in inside:
        for element in above(line.owner):
            sizes[element] = sizes.get(element, 0) + len(line.text)
    kept: list[Line] = []
    for line in inside:
        parts = (e for e in above(line.owner) if e is not main and sizes[e] < MOST_TEXT * total)
        what = next((name for e in parts if (name := _name(e))), "")
        if what and not is_prose(line):
            notes.drop(what, line.text)
        else:
            kept.append(line)
    return _cut_ends(_cut_links(kept, notes), notes)


def name_part(owner: _Element) -> str:
    """What part of the page an element lies in, e.g. ``menu``; empty if it has no such name."""
    return next((name for element in above(owner) if (name := _name(element))), "")


def is_furniture_line(text: str) -> bool:
    """Whether a line by its words belongs to the page: 打印本页, 来源:…, 分享到."""
    bare = re.sub(r"\s", "", text).translate(_FULL_FORMS)
    return any(rule.match(bare) for rule in _rules())


def _name(element: _Element) -> str:
    tag = str(element.tag)
    if tag in _TAGS:
        return _TAGS[tag]
    if tag in ("body", "html", "p", "td", "tr", "tbody", "table"):
        return ""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return next((what for rule, what in _NAMES if rule.search(names)), "")


@cache
def _rules() -> tuple[re.Pattern[str], ...]:
    """The openings that the outline knows as page furniture; the table tells where from."""
    source = resources.files("policycompare").joinpath("data", "furniture.txt")
    lines = source.read_text(encoding="utf-8").splitlines()
    return tuple(re.compile(line) for line in lines if line and not line.startswith("#"))


def _cut_links(lines: list[Line], notes: Notes) -> list[Line]:
    """Drop a list of related links with the line above it that announces it."""
    kept: list[Line] = []
    in_related = False
    for at, line in enumerate(lines):
        is_link = line.link_share >= LINKED and "附件" not in line.text
        announces = (
            len(line.text) < 15
            and _RELATED.search(line.text) is not None
            and (is_link or (at + 1 < len(lines) and lines[at + 1].link_share >= LINKED))
        )
        in_related = announces or (in_related and is_link)
        if in_related:
            notes.drop("links", line.text)
        else:
            kept.append(line)
    return kept


def _cut_ends(lines: list[Line], notes: Notes) -> list[Line]:
    """Drop furniture lines before the text begins and behind its end; between, the outline looks.

    The text begins with its first sentence and ends with the last line that is no furniture.
    """
    flags = [is_furniture_line(line.text) for line in lines]
    if all(flags):
        return lines
    # A title may stand above the line of dates and buttons, a sentence does not.
    is_text = [not flag and is_prose(line) for flag, line in zip(flags, lines, strict=True)]
    first = is_text.index(True) if True in is_text else flags.index(False)
    head = {at for at in range(first) if flags[at]}
    last = len(flags) - 1 - flags[::-1].index(False)
    out = head | set(range(last + 1, len(lines)))
    for at in sorted(out):
        notes.drop("page furniture", lines[at].text)
    return [line for at, line in enumerate(lines) if at not in out]
