"""White space: line borders, blank lines, spaced-out titles, spaces that a PDF put into words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from policycompare.datamodel import Edit
from policycompare.normalize.characters import HAN

_BLANKS = re.compile("[ \n]+")
_TWO_BLANKS = re.compile("[ \n][ \n]")

_NUMBER = r"[一二三四五六七八九十百零〇\d]+"
_ARTICLE = f"第 ?{_NUMBER} ?[编章节条款]"
# 第 一 条 printed with spaces, at a line start.
_SPACED_ARTICLE = re.compile(rf"^第( ?){_NUMBER}( ?)[编章节条款](?![{HAN}])", re.MULTILINE)
# ( 一 ) and 1 . printed with spaces, at a line start.
_SPACED_MARKER = re.compile(
    rf"^(?:\(( ?){_NUMBER}( ?)\)|{_NUMBER}( )(?:、|\.(?!\d)))", re.MULTILINE
)
# 目 录, 通 知, 第一章 总 则: a title set with a space between its characters.
_SPACED_TITLE = re.compile(
    rf"^(?:第{_NUMBER}[编章节] )?([{HAN}](?: [{HAN}]){{1,5}})$", re.MULTILINE
)

_CLOSERS = "，。、；：！？,;:!?）)》”’%％"
_OPENERS = "（(《“‘"
_LATIN = "A-Za-z"
# Where a page never has a space but a PDF text often does.
_ODD_SPACE = re.compile(
    rf"(?<=[{HAN}\d]) +(?=[{_CLOSERS}])|(?<=[{_OPENERS}]) +(?=[{HAN}\d])"
    rf"|(?<=\d) +(?=[.．、])|(?<=[{HAN}]) +(?=[{HAN}])"
)
_SENTENCE = re.compile("[^。;；\n]+")
_SEPARATOR_BEFORE = re.compile(
    rf"(?:{_ARTICLE}|^ *{_NUMBER}|^ *(?:{_NUMBER}[、.．]|[(（]{_NUMBER}[)）])[^，,。；;]{{0,30}})$"
)

REACH = 50
"""Characters before a space in which the marker is looked for that it may separate; a heading is
shorter, and without a bound a page without line breaks would take quadratic time."""

MIN_ODD_SENTENCES = 3
"""Sentences with an odd space, from which a page can count as PDF-spaced."""
MIN_ODD_SHARE = 0.2
"""Share of such sentences; fx043 has 0.5, the page header of fx046 0.1, ningbo-2017 below 0.1."""

MIN_CELLS = 3
"""Cells of a table row."""
_LINE = re.compile("[^\n]+")
# Prose has marks; a date written with spaces has numbers among its cells, but also 年 月 日.
_NO_ROW = re.compile("[，,。；;：:]")
_DATED = re.compile("[年月日号—–~至（(]")
_CELL_NUMBER = re.compile(r"[\d.,]+[%％]?")

_ONLY_ARTICLE = re.compile(f"^{_ARTICLE}$", re.MULTILINE)
# Two numbers, not one: a year beside another number.
_NUMBERS_APART = re.compile(r"(?:19|20)\d\d \d+|\d+ (?:19|20)\d\d")
_PDF_SPACE = re.compile(r"(?<=\S) +(?=\S)")


def edit_spaces(text: str) -> list[Edit]:
    """Trim lines, collapse blank lines and runs of spaces, and close up spaced-out words.

    Spaces between characters go on a page where they stand inside many sentences, as in text
    taken from a PDF; elsewhere they separate and stay. Spaces between Latin words always stay.
    """
    if _TWO_BLANKS.search(text) or text != text.strip(" \n"):
        return [
            Edit(m.start(), m.end(), wanted)
            for m in _BLANKS.finditer(text)
            if (wanted := _border(m, len(text))) != m[0]
        ]
    if " " not in text:
        return []
    return _title_edits(text) or _pdf_edits(text)


def _border(match: re.Match[str], n_text: int) -> str:
    """What a run of white space becomes: nothing at the ends, one line break, or one space."""
    if match.start() == 0 or match.end() == n_text:
        return ""
    return "\n" if "\n" in match[0] else " "


def _title_edits(text: str) -> list[Edit]:
    """Close up ``目 录``, ``第 一 条`` and ``( 一 )``."""
    places = {
        m.start() + i
        for start in _spaced_lines(text)
        for pattern in (_SPACED_ARTICLE, _SPACED_MARKER, _SPACED_TITLE)
        if (m := pattern.match(text, start)) is not None
        for i in _spaces_of_groups(m)
    }
    return [Edit(place, place + 1, "") for place in sorted(places)]


def _spaced_lines(text: str) -> Iterator[int]:
    """Where the lines begin that hold a space."""
    start = 0
    for line in text.split("\n"):
        if " " in line:
            yield start
        start += len(line) + 1


def _spaces_of_groups(match: re.Match[str]) -> list[int]:
    """Offsets within the match of the spaces inside its groups."""
    spans = [match.span(g) for g in range(1, (match.re.groups or 0) + 1)]
    return [
        i - match.start()
        for start, end in spans
        for i in range(start, end)
        if match.string[i] == " "
    ]


def _pdf_edits(text: str) -> list[Edit]:
    """Drop the spaces that a PDF put between characters, if the page has many."""
    if not _is_pdf_spaced(text):
        return []
    rows = [m.span() for m in _LINE.finditer(text) if _is_row(m[0])]
    starts = [start for start, _ in rows]

    def is_in_row(place: int) -> bool:
        i = bisect_right(starts, place) - 1
        return i >= 0 and place < rows[i][1]

    return [
        Edit(m.start(), m.end(), "")
        for m in _PDF_SPACE.finditer(text)
        if not is_in_row(m.start()) and _is_pdf_space(text, m)
    ]


def _is_row(line: str) -> bool:
    """Whether spaces part the cells of a table row: the head of a table, or a row of numbers."""
    cells = line.split()
    if len(cells) < MIN_CELLS or _NO_ROW.search(line):
        return False
    n_numbers = sum(_CELL_NUMBER.fullmatch(cell) is not None for cell in cells)
    return cells[0] == "序号" or (n_numbers >= 2 and not _DATED.search(line))


def _is_pdf_spaced(text: str) -> bool:
    sentences = _SENTENCE.findall(text)
    n_odd = sum(_has_odd_space(one) for one in sentences if " " in one and not _is_row(one))
    if n_odd < MIN_ODD_SENTENCES:
        return False
    return n_odd >= MIN_ODD_SHARE * sum(not _is_row(one) for one in sentences)


def _has_odd_space(sentence: str) -> bool:
    return any(
        not _SEPARATOR_BEFORE.search(sentence, max(0, odd.start() - REACH), odd.start())
        for odd in _ODD_SPACE.finditer(sentence)
    )


def _is_pdf_space(text: str, match: re.Match[str]) -> bool:
    """Whether the space stands between characters that are written without one."""
    before, after = text[match.start() - 1], text[match.end()]
    if before.isdigit() and after.isdigit():
        return _NUMBERS_APART.fullmatch(text, *_number_around(text, match)) is None
    if _is_letter(before) and _is_letter(after):
        return False
    return _ONLY_ARTICLE.search(text, max(0, match.start() - REACH), match.start()) is None


def _number_around(text: str, match: re.Match[str]) -> tuple[int, int]:
    """The span of digits on both sides of a space."""
    start, end = match.start(), match.end()
    while start > 0 and text[start - 1].isdigit():
        start -= 1
    while end < len(text) and text[end].isdigit():
        end += 1
    return start, end


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()
