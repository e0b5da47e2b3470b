"""The parts of a page: the text, and annexes, drafting notes and signatures behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from policycompare.outline.lines import SENTENCE_END, Line, Mask, iter_lines

MAX_TITLE_LINE = 80
"""Characters of a line that may open a part."""

_NOTE = re.compile(
    r"(?:关于|对)?[《〈]?.{0,70}(?:起草说明|编制说明|的说明|起草情况(?:说明)?|政策解读|文字解读|解读)[》〉]?"
)
_ANNEX = re.compile(r"附(?:件|表|录)\s*[一二三四五六七八九十\d]{0,3}[::]?(?:\S{2,40})?")
_ANNEX_LIST = re.compile(r"附件\s*[::]\s*(?:\d{1,2}[.、])?\S{2,60}|附件\s*[::]")
_ANNEX_ENTRY = re.compile(r"\s*\d{1,2}[.、]\s*[^。;]{2,60}")
BARE_ANNEX = re.compile(r"附(?:件|表|录)[一二三四五六七八九十\d]{0,3}[::]?")
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|xlsx?|wps|ofd|zip|rar)\b", re.IGNORECASE)
_COPIES = re.compile(
    r"(?:抄送|抄报|主送|发送)\s*[::]|各民主党派\S{2,6}。$|\S{4,24}(?:办公厅|办公室)\s*\S{0,2}\d{4}年\S{2,6}日印发$"
)
ENACTED = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|[二〇一三四五六七八九十]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
ISSUER = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:政府|委员会|办公厅|办公室|局|厅|委|部|院|会|中心|领导小组|工作专班)(?:\s*\S{2,12}(?:政府|局|厅|委))?"
)
# On a page without line breaks the title of a note stands between a sentence and its first marker.
_INLINE_NOTE = re.compile(
    r"(?<=[。)〕”日 ])(?:关于)?《[^》。\n]{4,80}》?(?:\([^)\n]{1,8}\))?的?"
    r"(?:起草|编制)(?:情况)?说明(?=[ ]*[一壹]、)"
)
_INLINE_SIGNATURE = re.compile(
    r"(?<=[。)〕”])[ ]*[\u4e00-\u9fff]{2,30}(?:政府|委员会|办公厅|办公室|局|厅|委|部)[ ]?"
    r"\d{4}年\d{1,2}月\d{1,2}日\Z"
)
_THANKS = re.compile(
    r"\(?(?:(?:最后|再次|衷心|诚挚|非常|十分|,)*感谢|欢迎您?继续|以上答复|答复单位[::]|联系人及电话"
    r"|特此|此复|专此|联系(?:单位|人|电话|方式)[::])"
)


def find_back_matter(text: str, start: int, masked: list[Mask]) -> list[Mask]:
    """Everything behind the text proper, from the line where it begins, as masks.

    A drafting note or an annex reaches to the end of the page; signature, copies and the list of
    annexes are masked line by line where nothing but such lines follows them.

    Parameters
    ----------
    text : str
        Normalized text.
    start : int
        Where the text proper has begun (its first marker); nothing before it is looked at.
    masked : list of Mask
        Page furniture already found.
    """
    note = _INLINE_NOTE.search(text, start) if "说明" in text else None
    if note is not None:
        return [
            *_inline_signature(text[: note.start()].rstrip()),
            Mask(note.start(), len(text.rstrip()), "drafting_note"),
        ]
    hidden = {mask.start for mask in masked}
    lines = [line for line in iter_lines(text, start) if line.start not in hidden]
    tables = [mask.start for mask in masked if mask.reason == "table"]
    for i, line in enumerate(lines):
        reason = opens_back_matter(lines, i)
        if reason is None and i > 0 and _heads_table(text, line, tables):
            reason = "annex"
        if reason:
            return [*_tail_masks(lines[:i]), Mask(line.start, len(text.rstrip()), reason)]
    return _tail_masks(lines) or _inline_signature(text.rstrip())


def _inline_signature(text: str) -> list[Mask]:
    """Issuer and date glued to the last sentence of a page without line breaks."""
    match = _INLINE_SIGNATURE.search(text) if text.endswith("日") else None
    return [Mask(match.start(), match.end(), "signature")] if match else []


def opens_back_matter(lines: list[Line], i: int) -> str | None:
    """``annex`` or ``drafting_note`` if line ``i`` opens one that reaches to the end, else None."""
    line = lines[i].text
    if i == 0 or len(line) > MAX_TITLE_LINE or line[-1] in "。;:,、":
        return None
    # A line that is nothing but 附件2 opens an annex whatever stands above it.
    if BARE_ANNEX.fullmatch(line.replace(" ", "")) and i + 1 < len(lines):
        return "annex"
    if lines[i - 1].text[-1] not in SENTENCE_END and not ENACTED.search(lines[i - 1].text):
        return None
    if _NOTE.fullmatch(line):
        return "drafting_note"
    # An annex opens with a line of its own and has text behind it; a list of annexes has not.
    if _ANNEX.fullmatch(line) and not _FILE_NAME.search(line) and _has_text(lines, i + 1):
        return "annex" if not _ANNEX_LIST.fullmatch(line) else None
    return None


def _heads_table(text: str, line: Line, tables: list[int]) -> bool:
    """Whether a line names an annex and nothing stands between it and a table of measures.

    ``附件:重点任务分工表`` elsewhere is an entry of the list of annexes.
    """
    if len(line.text) > MAX_TITLE_LINE or not _ANNEX.fullmatch(line.text.replace(" ", "")):
        return False
    at = bisect_left(tables, line.end)
    return at < len(tables) and not text[line.end : tables[at]].strip(" |\n")


def _has_text(lines: list[Line], first: int) -> bool:
    below = (lines[i].text for i in range(first, len(lines)))
    return any(len(line) > 30 or "|" in line for line in below)


def _tail_masks(lines: list[Line]) -> list[Mask]:
    masks: list[Mask] = []
    listed = _listed_annexes(lines)
    for line in reversed(lines):
        reason = "annex" if line.start in listed else _tail_reason(line.text)
        if reason is None:
            break
        masks.append(Mask(line.start, line.end, reason))
    return masks[::-1]


def _listed_annexes(lines: list[Line]) -> frozenset[int]:
    """Starts of the lines that continue a list of annexes: ``2.指标表`` below ``附件:1.分工表``."""
    listed: set[int] = set()
    for before, line in pairwise(lines):
        opens = _ANNEX_LIST.fullmatch(before.text.replace(" ", "")) or before.start in listed
        if opens and _ANNEX_ENTRY.fullmatch(line.text):
            listed.add(line.start)
    return frozenset(listed)


def _tail_reason(line: str) -> str | None:
    compact = line.replace(" ", "")
    if _COPIES.match(compact):
        return "signature"
    if _ANNEX_LIST.fullmatch(compact) or (_FILE_NAME.search(compact) and len(compact) < 80):
        return "annex"
    if ENACTED.fullmatch(compact) or _THANKS.match(compact):
        return "signature"
    if ISSUER.fullmatch(ENACTED.sub("", compact)):
        return "signature"
    if re.fullmatch(r"\((?:此件|信息公开|公开).{0,20}\)", compact):
        return "signature"
    return None
