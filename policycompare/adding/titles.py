"""The title of a document, from its notice, its own head, its file, or who reports on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policycompare.adding.model import Finding, Sure
from policycompare.adding.rules import DATE, ORGAN, pattern_of
from policycompare.adding.view import TOP_LINES, View, simplify, tighten

_QUOTED = re.compile(
    r"(?:关于)?(?:公开)?(?:印发|公布|发布|下发|征求|转发|实施)(?:对|了)?\s*《((?:[^《》]|《[^《》]*》){4,120})》"
)
_NOTICE = re.compile(r"关于(?:印发|公布|发布|下发)\s*([^《》。,;:]{6,120}?)\s*的\s*通知")
_SELF = re.compile(r"(?:起草了|制定了|研究制定|编制了|印发了?|出台)\s*《([^《》]{4,120})》")
_APPROVED = re.compile(
    r"(?:现将《([^《》]{4,120})》(?:印发|公布|发布)"
    r"|《([^《》]{4,120})》(?:已|业)经[^。]{0,40}(?:同意|通过|批准)[^。]{0,10}[,。]现(?:予以?)?(?:印发|公布|发布))"
)
_ABOUT = re.compile(
    rf"(?m)^{ORGAN}(?: +{ORGAN})* *关于[^。;:《》]{{4,80}}?的\s*"
    r"(?:若干|实施|指导)*\s*(?:意见|决定|措施|通告)"
)
_STATE = re.compile(
    r"[((](?:公开)?(?:征求意见稿?|草案[^()()]{0,8}|送审稿|讨论稿|审议稿|初稿)[))]"
    r"|(?:征求意见|送审|讨论|审议)稿$"
)
_BODY_OR_DATE = re.compile(
    rf"(?:{ORGAN}(?:[ 、]{ORGAN})*(?:文件|令)?|[(]?{DATE}[^。]{{0,60}}[)]?"
    r"|\S{0,14}[〔\[(【]\s*\d{4}\s*[〕\])】]\s*第?\s*\d+\s*号|第\s*\d+\s*号)"
)
_ANNEX = re.compile(r"^附件[\d一二三四五]{0,2}:?(?=\S{6})")
_FIELD = re.compile(
    r"(?:标题|名称|文件名称|索引号|发文字号|文号|发文机关|发布机构|主题\S{0,4}|\S{2,6}日期)\s*:"
)
MAX_LINE = 60
"""Characters of one line of a title."""


def find_titles(view: View) -> Iterator[Finding]:
    """Yield the titles that a file gives the document, the surest kind first."""
    yield from _in_notice(view)
    yield from _at_head(view)
    yield from _of_file(view)
    yield from _in_sentences(view)
    yield from _first_line(view)


def clean_title(text: str) -> str:
    r"""A title without breaks and without the remark that it is a draft.

    >>> clean_title("关于加快先进制造业\n发展的意见(征求意见稿)")
    '关于加快先进制造业发展的意见'
    """
    plain = _ANNEX.sub("", _STATE.sub("", tighten(text))).strip()
    # 《…规划》(2023—2025年): the brackets belong to a part of the title only.
    return re.sub("^《([^《》]*)》", r"\1", plain).strip("《》 ")


def title_key(title: str) -> str:
    """What stays the same of a title however its dashes, quotes and blanks are printed."""
    return re.sub(r"[^\w]", "", title)


def _in_notice(view: View) -> Iterator[Finding]:
    if match := _APPROVED.search(view.head):
        group = 1 if match[1] else 2
        yield view.find("title", clean_title(match[group]), "certain", "notice", *match.span(group))
        return
    for pattern in (_QUOTED, _NOTICE):
        for match in pattern.finditer(view.head):
            if not _is_cited(view.head, match.start()):
                yield view.find("title", clean_title(match[1]), "certain", "notice", *match.span(1))
                return


def _is_cited(text: str, at: int) -> bool:
    """Whether a place lies in the title of another document, 《…》."""
    return text.rfind("《", 0, at) > text.rfind("》", 0, at)


def _at_head(view: View) -> Iterator[Finding]:
    """The lines that the outline takes for the title, those of bodies and dates left out."""
    about = _ABOUT.search(view.head)
    if about and "关于印发" not in about[0] and not _is_cited(view.head, about.start()):
        yield view.find("title", clean_title(about[0]), "certain", "title line", *about.span())
    starts = {
        int(view.outline.normalized.starts.searchsorted(skip.start))
        for skip in view.outline.skipped
        if skip.reason == "title"
    }
    lines = [line for line in view.lines if line.start in starts]
    kept = [line for line in lines if not _BODY_OR_DATE.fullmatch(line.text.strip())]
    kept = [line for line in kept if not _STATE.fullmatch(line.text)]
    kept = [line for line in kept if not _FIELD.match(line.text)]
    text = clean_title("".join(line.text for line in kept))
    if "关于印发" in text or "征求" in text:
        return
    if 4 <= len(text) <= 2 * MAX_LINE:
        sure: Sure = "certain" if pattern_of("genre").search(text) else "likely"
        yield view.find("title", text, sure, "title line", kept[0].start, kept[-1].end)


def _of_file(view: View) -> Iterator[Finding]:
    title = simplify(view.file.title)
    if not title:
        return
    match = _QUOTED.search(title) or _NOTICE.search(title)
    value = clean_title(match[1] if match else title)
    if value:
        yield Finding("title", value, "likely", f"title of the {view.file.kind} file", title)


def _in_sentences(view: View) -> Iterator[Finding]:
    for match in _SELF.finditer(view.head):
        if pattern_of("genre").search(match[1]):
            yield view.find("title", clean_title(match[1]), "likely", "text", *match.span(1))
            return


def _first_line(view: View) -> Iterator[Finding]:
    for line in view.lines[: min(3, TOP_LINES)]:
        text = clean_title(line.text)
        genre = re.search(rf"(?:{pattern_of('genre').pattern})(?:[((][^()()]{{2,30}}[))])*$", text)
        if len(line.text) <= MAX_LINE and genre and not _BODY_OR_DATE.fullmatch(text):
            match = _QUOTED.search(text) or _NOTICE.search(text)
            if match is None:
                yield view.find("title", text, "likely", "first lines", line.start, line.end)
                return
