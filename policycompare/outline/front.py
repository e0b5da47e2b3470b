"""The text before the first heading: title, notice, addressee, preamble."""

from __future__ import annotations

import re

from policycompare.outline.lines import SENTENCE_END, Line, Mask, iter_lines

MAX_TITLE_LINE = 60
"""Characters of one line of a title (GB/T 9704-2012 breaks titles into lines of about 20)."""

_ADDRESSEE = re.compile(r"[^。;!?]{2,80}[::]")
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(]\d{4}[〕\])]\s*\d{1,4}号")
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def find_front_matter(text: str, end: int, masked: list[Mask]) -> list[Mask]:
    """Name every line before ``end``, where the first heading begins.

    Read upwards: paragraphs just above the first heading are the preamble, the short lines above
    them the title; what stands above the title is a notice. A page without line breaks is read by
    the blanks that separate its pieces.
    """
    hidden = {mask.start for mask in masked}
    pieces = [line for line in _pieces(text, end) if line.start not in hidden]
    masks: list[Mask] = []
    i = len(pieces) - 1
    while (
        i >= 0
        and not _is_title_line(pieces[i].text)
        and (i == len(pieces) - 1 or _is_prose(pieces[i]))
    ):
        masks.append(_mask(pieces[i], _prose_role(pieces[i].text)))
        i -= 1
    while i >= 0 and (_is_title_line(pieces[i].text) or _ADDRESSEE.fullmatch(pieces[i].text)):
        is_addressee = _ADDRESSEE.fullmatch(pieces[i].text) is not None
        masks.append(_mask(pieces[i], "addressee" if is_addressee else "title"))
        i -= 1
    masks += [_mask(piece, "notice") for piece in pieces[: i + 1]]
    return masks[::-1]


def _pieces(text: str, end: int) -> list[Line]:
    pieces = []
    for line in iter_lines(text, 0, end):
        at = line.start
        for part in re.split(r"(?<=[。:)日\u4e00-\u9fff])[ ](?=[《\u4e00-\u9fff\d])", line.text):
            pieces.append(Line(at, at + len(part), part))
            at += len(part) + 1
    return pieces


def _mask(line: Line, reason: str) -> Mask:
    return Mask(line.start, line.end, reason)


def _is_prose(line: Line) -> bool:
    return line.text[-1] in "。;!?" or len(line.text) > MAX_TITLE_LINE


def _is_title_line(line: str) -> bool:
    if _DOCUMENT_NUMBER.fullmatch(line):
        return True
    is_short = len(line) <= MAX_TITLE_LINE and not _DATE.fullmatch(line)
    return is_short and (line[-1] not in SENTENCE_END or line[-1] in ")》”")


def _prose_role(line: str) -> str:
    return "addressee" if _ADDRESSEE.fullmatch(line) and len(line) < 40 else "preamble"
