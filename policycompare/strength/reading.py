"""Find the words of commitment in a sentence, and which of them count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from policycompare.datamodel import STRENGTHS, Strength, StrengthMarker, StrengthValue
from policycompare.strength.table import Place, Word, read_words

N_KEPT = 8192
"""Sentences whose strength is kept: a clause meets many others."""

_PART = re.compile("[^,;:]+")
# Titles, names and brackets promise nothing: 《关于支持企业的意见》.
_QUOTED = re.compile("《[^《》]*》|“[^“”]*”|‘[^‘’]*’|[(][^()]*[)]|〔[^〔〕]*〕")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十两百千万亿]+(?:个|家|项|批|条|倍|成|名|人|亿)")
_TIME = (
    r"(?:到|至|在)?(?:20\d\d|[一二三四五]|\d+|今|明|本)?[年月](?:底|末|初|内|度|前|起|左右)*(?:之?前)?"
    r"|第?[一二三四五六七八九十]+(?:是|要)|\d+[..、]"
)
# A phrase that stands before its verb in one part: 围绕重点领域开展…, 对获批企业给予….
_PHRASE = re.compile(
    "围绕|依托|以|按照?|根据|通过|对|针对|聚焦|结合|面向|利用|为|从|向|与|由|发挥|充分发挥"
)


@lru_cache(N_KEPT)
def read_strength(sentence: str) -> Strength:
    """Read how firmly a sentence promises: the firmest word that is not in a looser one's scope.

    Examples
    --------
    >>> read_strength("鼓励企业建设智能工厂。").value, read_strength("建设智能工厂。").value
    ('encouraging', 'planned')
    >>> read_strength("设立产业引导基金。").value, read_strength("力争到2025年,达到7%。").value
    ('planned', 'striving')
    >>> read_strength("制造业是立国之本。").value
    'none'
    """
    plain = _QUOTED.sub(lambda match: "□" * len(match[0]), sentence)
    markers = tuple(_govern(plain, list(_find(plain)), sentence))
    counted = {marker.value for marker in markers if not marker.governed}
    value: StrengthValue = next((value for value in STRENGTHS if value in counted), "none")
    return Strength(value, markers)


class _Hit(NamedTuple):
    """A word at its place: ``part`` is the number of its part, ``first`` that it opens the part."""

    word: Word
    start: int
    end: int
    part: int
    first: bool


def _find(text: str) -> Iterator[_Hit]:
    """The words of a sentence in its order; of words at one place the longest."""
    for number, part in enumerate(_PART.finditer(text)):
        hits = list(_find_in_part(text, part.start(), part.end(), number))
        if len(hits) > 1:
            hits.sort(key=lambda hit: (hit.start, -hit.end, STRENGTHS.index(hit.word.value)))
        at = -1
        for hit in hits:
            if hit.start >= at:
                yield hit
                at = hit.end


def _find_in_part(text: str, start: int, end: int, number: int) -> Iterator[_Hit]:
    begins = _starts(text, start, end)
    opened = False
    last_figure = -1
    for match in _FIGURE.finditer(text, start, end):
        last_figure = match.start()
    for word in _words_within(text, begins, start, end, has_figure=last_figure >= 0):
        for match in _matches(word, text, begins, start, end):
            first = match.start() in begins
            if word.place == "figure" and last_figure < match.end():
                continue
            yield _Hit(word, match.start(), match.end(), number, first)
            opened = opened or first
    if not opened and (phrase := _PHRASE.match(text, begins[0], end)):
        yield from _behind_phrase(text, phrase.end(), end, number)


def _words_within(
    text: str, begins: Iterable[int], start: int, end: int, *, has_figure: bool
) -> Iterable[Word]:
    """The words that may be found in a part, in the order of the table."""
    table = read_words()
    screens = table.screens
    may_start = screens["start"].match
    places: list[Place] = ["any"] if screens["any"].search(text, start, end) else []
    if has_figure and screens["figure"].search(text, start, end):
        places.append("figure")
    for at in begins:
        if may_start(text, at, end):
            places.append("start")
            break
    return table.of_places[frozenset(places)] if places else ()


def _matches(
    word: Word, text: str, begins: Iterable[int], start: int, end: int
) -> Iterator[re.Match[str]]:
    if word.place != "start":
        yield from word.form.finditer(text, start, end)
        return
    for at in begins:
        if match := word.form.match(text, at, end):
            yield match


def _behind_phrase(text: str, start: int, end: int, number: int) -> Iterator[_Hit]:
    """The first verb behind 围绕…, 对…; what stands before 的 or at the end is a noun."""
    if not read_words().screens["start"].search(text, start + 2, end):
        return
    nearest: _Hit | None = None
    for word in read_words().of_places[frozenset(("start",))]:
        for match in word.form.finditer(text, start + 2, end):
            rest = text[match.end() : end].rstrip("。!?")
            if not rest or rest.startswith(("的", "、", "和", "与", "等", "中", "上", "方面")):
                continue
            if nearest is None or match.start() < nearest.start:
                nearest = _Hit(word, match.start(), match.end(), number, True)
            break
    if nearest is not None:
        yield nearest


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"(?:{_TIME}|{read_words().adverbs})")


def _starts(text: str, start: int, end: int) -> list[int]:
    """Places of a part at which its verb may stand: its start, and behind each adverb."""
    while start < end and text[start] in " \n—-·□“”、":
        start += 1
    found = [start]
    opens = _opening().match
    while match := opens(text, start, end):
        start = match.end()
        found.append(start)
    return found


def _govern(text: str, hits: list[_Hit], printed: str) -> Iterator[StrengthMarker]:
    """Tell which words stand in the scope of a looser one before them.

    ``text`` is ``printed`` with what is quoted hidden, character for character.

    鼓励 and 支持 reach to the end of their part, and on over parts whose verb the one encouraged
    may do too; a figure or a verb of the author ends that. 力争 at the start of a part reaches to
    the end of the sentence as far as no verb of the author comes.
    """
    scope: _Hit | None = None
    for hit in hits:
        loose = hit.word.value in ("encouraging", "striving")
        governed = scope is not None and not loose and _reaches(scope, hit, text)
        if loose:
            scope = hit
        elif not governed and scope is not None and hit.part != scope.part:
            scope = None
        words = printed[hit.start : hit.end]
        yield StrengthMarker(words, hit.word.value, hit.start, hit.end, governed)


def _reaches(scope: _Hit, hit: _Hit, text: str) -> bool:
    if hit.part == scope.part:
        return True
    if hit.word.value == "binding":
        return False
    if scope.word.value == "striving":
        return scope.first and (hit.word.place == "figure" or not hit.word.own)
    return not hit.word.own
