"""The text of a clause as it is parsed, with the way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from policycompare.datamodel import Clause, NormalizedText

HIDDEN = "□"
"""Stands for each character of an aside: no rule of the grammar matches it."""

# An aside is hidden: (每秒浮点运算次数 1P=250), 《…行动计划(2023-2025年)》.
# One that counts is read: (其中国家级5家); one of a unit belongs to it: 21万套(间).
_ASIDE = re.compile(
    r"\((?![套间件次]\))(?!(?:其中|含|力争|每|最高)[^()\n]{0,120}\d)[^()\n]{0,120}\)|《[^《》\n]{0,80}》|〔[^〔〕\n]{0,20}〕"
)
_CLOSED = re.compile(r"[。;!?,、:][”’)》]?$")
_SENTENCE_END = re.compile(r"[。!?\n]")
_PART_END = re.compile(r"[。!?\n;]")
_SEGMENT_END = re.compile(r"[。!?\n;:|]|\((?![套间件次]\))|(?<!\([套间件次])\)|,(?!\d{3}(?!\d))|——")


@dataclass(frozen=True)
class Passage:
    """A clause without its responsible units.

    ``text`` is normalized; ``flat`` is the same with asides hidden, character for character.
    ``pieces`` are pairs of offsets, in ``text`` and in the normalized text of the document.
    """

    clause: Clause
    normalized: NormalizedText
    text: str
    flat: str
    pieces: tuple[tuple[int, int], ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Source span of ``text[start:end]``, which is not empty."""
        first, last = self._place(start), self._place(end - 1)
        return self.normalized.source_span(first, last + 1)

    def _place(self, at: int) -> int:
        own, norm = self.pieces[bisect_right(self.pieces, (at, len(self.normalized.text))) - 1]
        return norm + at - own


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch between commas, in a part between semicolons, in a sentence."""

    start: int
    end: int
    part_start: int
    part_end: int
    sentence_start: int
    sentence_end: int


def build_passage(clause: Clause, normalized: NormalizedText) -> Passage:
    """Put the sentences of a clause together as they stand in the normalized text."""
    texts: list[str] = []
    pieces: list[tuple[int, int]] = []
    at = 0
    for norm_start, norm_end, mark in _pieces(clause, normalized):
        piece = normalized.text[norm_start:norm_end]
        texts += [piece, mark]
        pieces.append((at, norm_start))
        at += len(piece) + len(mark)
    text = "".join(texts)
    flat = _ASIDE.sub(lambda found: HIDDEN * len(found.group()), text)
    return Passage(clause, normalized, text, flat, tuple(pieces))


def _pieces(clause: Clause, normalized: NormalizedText) -> Iterator[tuple[int, int, str]]:
    """Spans of heading and sentences in the normalized text, each with a mark to put behind it."""
    starts, ends = normalized.starts, normalized.ends
    first = int(starts.searchsorted(clause.start, side="left"))
    if clause.heading and not clause.body.startswith(clause.heading):
        window = normalized.text[first : first + len(clause.heading) + 24]
        at = window.find(clause.heading)
        if at >= 0:
            yield first + at, first + at + len(clause.heading), "\n"
    if not clause.sentences:
        yield first, int(ends.searchsorted(clause.end, side="right")), ""
    for sentence in clause.sentences:
        start = int(starts.searchsorted(sentence.start, side="left"))
        end = int(ends.searchsorted(sentence.end, side="right"))
        closed = _CLOSED.search(sentence.text[-3:]) is not None
        yield start, max(start, end), "" if closed else "\n"


def split_segments(flat: str) -> list[Segment]:
    """The segments of a passage, ascending; together they cover it without its marks."""
    found = []
    for sentence_start, sentence_end in _split(_SENTENCE_END, flat, 0, len(flat)):
        for part_start, part_end in _split(_PART_END, flat, sentence_start, sentence_end):
            for start, end in _split(_SEGMENT_END, flat, part_start, part_end):
                found.append(
                    Segment(start, end, part_start, part_end, sentence_start, sentence_end)
                )
    return found


def _split(mark: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for found in mark.finditer(text, start, end):
        if found.start() > at:
            yield at, found.start()
        at = found.end()
    if end > at:
        yield at, end
