"""Where a title ends: at a line break, full stop, colon, the next marker, or in glued text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from policycompare.outline.tables import compile_rules, read_rules

MAX_TITLE = 60
"""Characters; the longest title in the five documents has 26."""

GLUED_FROM = 16
"""A title of more characters than this that runs on without a mark may have text glued to it."""

ITEM_TITLE = 12
"""Characters shown as the title of an article or item that has none (docs/design.md §7)."""

_TITLE_STOP = re.compile(r"[。;!?]|:|\n")
_SEAM = re.compile(r"[ ]*[\n|][ ]*")
_CLOSERS = "。;:!?.、, |"
_CLAUSE_MARK = re.compile(r"[,;:。!?]")
# Verbs and subjects that open a sentence; inside a title they are common too, so they count only
# behind a well-known one.
_OPENING_VERB = re.compile(
    r"(?:加强|完善|建立|强化|成立|健全|推动|推进|加快|深化|落实|严格|全面|深入|充分|统筹|积极|大力|认真|切实"
    r"|[省市县区][\u4e00-\u9fff]{2,8}(?:局|委|办|厅|政府))"
)
# A tail of responsible units is no text: the sentence before it is all the clause has.
_UNIT_TAIL = re.compile(
    r"^[(〔][^()〔〕]{0,12}(?:单位|部门)[:][^\n]*$|^[(〔][^()〔〕\n]*负责[)〕]$"
)
_BRACKET = re.compile(r"\([^()\n]*\)")


@cache
def _known_titles() -> re.Pattern[str]:
    titles = read_rules("section_titles.txt")
    return re.compile("|".join(sorted(map(re.escape, titles), key=len, reverse=True)))


@cache
def _starters() -> re.Pattern[str]:
    """What opens a sentence behind a title, also the words that may stand inside one."""
    return compile_rules("sentence_starters.txt", "sentence_openers.txt")


@dataclass(frozen=True, slots=True)
class _Window:
    """What follows a marker: the text as it is, and with the inside of brackets blanked."""

    text: str
    plain: str
    end: int  # where the first mark stands that may close a title
    mark: str  # that mark, or empty at the end of the window
    rest: str  # what follows the mark in the same unit


def find_title_end(
    text: str, start: int, limit: int, *, titled: bool, is_section: bool = False
) -> int:
    """End of the title that begins at ``start``; ``start`` itself where there is no title.

    Parameters
    ----------
    text : str
        Normalized text.
    start, limit : int
        Where the title begins, and where the next marker or the end of the part stands.
    titled : bool
        Whether this kind of numbering carries titles.
    is_section : bool
        Whether the next marker is a sub-heading of this one.
    """
    if not titled:
        return start
    window = _window(text[start : min(limit, start + 3 * MAX_TITLE)])
    for rule in (_known_end, _space_end, _glued_end):
        length = rule(window)
        if length is not None:
            return start + length
    return start + _marked_end(window, is_section=is_section)


def _window(text: str) -> _Window:
    plain = _BRACKET.sub(lambda match: "(" + "□" * (len(match.group()) - 2) + ")", text)
    stop = _TITLE_STOP.search(plain)
    end = stop.start() if stop else len(text)
    return _Window(text, plain, end, stop.group() if stop else "", text[end + 1 :].strip(" \n|"))


def _known_end(window: _Window) -> int | None:
    """A well-known section title, followed by the end of its unit or by the start of a sentence."""
    known = _known_titles().match(window.text)
    if known is None:
        return None
    at = known.end()
    is_cut = at == len(window.text) or window.text[at] in "\n。: "
    opens = _starters().match(window.text, at) or _OPENING_VERB.match(window.text, at)
    return at if is_cut or opens else None


def _space_end(window: _Window) -> int | None:
    """A kept space separates title and text; before a quote or bracket it is mere typesetting."""
    at = window.plain.find(" ", 2, window.end)
    if at < 0 or at > MAX_TITLE or _CLAUSE_MARK.search(window.plain, 0, at):
        return None
    after = window.text[at + 1 : at + 2]
    return None if after in "“(《〔‘|" or not after else at


def _glued_end(window: _Window) -> int | None:
    """The end of a title that runs into its text without any mark.

    Such a title is followed by words that open a sentence, before the first mark. A title that a
    mark closes in good time is never cut; one that is closed late, with text behind it, is cut only
    by words that do not stand inside titles.
    """
    mark = _CLAUSE_MARK.search(window.plain)
    first = mark.start() if mark else window.end
    closes = mark is None or mark.group() in "。:"
    if (first <= GLUED_FROM and closes) or window.end <= GLUED_FROM:
        return None
    is_closed = window.mark == "。" and _is_title(window)
    starters = compile_rules("sentence_starters.txt") if is_closed else _starters()
    starter = starters.search(window.plain, 4, min(first, MAX_TITLE // 2))
    return starter.start() if starter else None


def _marked_end(window: _Window, *, is_section: bool) -> int:
    """The end of a title that a mark closes; 0 where the first sentence is no title."""
    if window.end > MAX_TITLE or window.mark == ";":
        return 0
    if is_section or window.mark in ("\n", ""):
        return window.end
    if window.mark == ":":
        return window.end if window.end <= ITEM_TITLE else 0
    return window.end if _is_title(window) else 0


def _is_title(window: _Window) -> bool:
    """Whether the first sentence is a title: one comma at most, and text of the unit behind it."""
    n_marks = len(_CLAUSE_MARK.findall(window.plain, 0, window.end))
    text = _UNIT_TAIL.sub("", window.rest)
    return window.end <= MAX_TITLE and n_marks <= 1 and bool(text)


def clean_title(text: str) -> str:
    """A title without line breaks, cell borders and closing punctuation."""
    return _SEAM.sub("", text).strip(_CLOSERS + "\n").strip()


def item_title(text: str) -> str:
    """The stand-in for the title of an article or item: its first 12 characters."""
    return text.replace("\n", "").replace("|", "").strip()[:ITEM_TITLE]
