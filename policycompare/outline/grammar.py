"""The numbering grammar as a table, and where its markers may stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from policycompare.numerals import LEGAL_WORDS, STEMS, WORDS
from policycompare.outline.lines import TABLE_HEAD, Hidden, Line, iter_lines
from policycompare.outline.numerals import CIRCLED, parse_number

Context = Literal["line", "sentence", "space", "glued"]


@dataclass(frozen=True, slots=True)
class MarkerKind:
    """One way of numbering.

    Attributes
    ----------
    name : str
    rank : float
        Conventional depth: 一、 (一) 1. (1) by GB/T 9704-2012 §7.3.3, 编 章 节 条 by
        《行政法规制定程序条例》, 壹、 一、 (一) 1. by Taiwan's usage. A kind nests below kinds of
        lower rank.
    pattern : str
        Regular expression on normalized text; the group ``n`` is the number.
    line_only : bool
        True where the marker is too common in running text to count anywhere but at a line start.
    titled : bool
        False for kinds that number articles and items, which carry no title of their own.
    """

    name: str
    rank: float
    pattern: str
    line_only: bool = False
    titled: bool = True


def _run(characters: str, most: int) -> str:
    """Up to ``most`` of these characters; the first stands alone, which is found faster."""
    return rf"{characters}{characters}{{0,{most - 1}}}"


_CN = _run(f"[{WORDS}]", 5)
_ORDINAL = rf"第[ ]?(?P<n>{_CN}|\d{{1,3}})[ ]?"
# 1 东区 10 20: a row of a table, whose cells are parted by spaces, is no heading.
_NO_ROW = r"(?![^\n]*[ ][\d.,]+%?(?:[ ]|\n|\Z))"
# 1.1 总体要求, but not 1.5亿元: a decimal that numbers a title is no quantity.
_DECIMAL_END = r"[ 、]?(?=[\u4e00-\u9fff“])(?![万亿个家项倍元年月日座台套件次]|人(?![才工力民员]))"
# A marker opens a title: what follows is neither closing punctuation nor a bare number list.
_OPENS = r"(?=[ ]*\n?[ ]*[^\s,、。;:!?)〕》”’%.])"

KINDS: tuple[MarkerKind, ...] = (
    MarkerKind("part", 0, rf"{_ORDINAL}编(?![辑制号码写])"),
    MarkerKind("division", 0.5, rf"{_ORDINAL}(?:部分|篇)[:、]?(?![章报幅文])", line_only=True),
    MarkerKind("chapter", 1, rf"{_ORDINAL}章(?![程])"),
    MarkerKind("section", 2, rf"{_ORDINAL}节(?![能点约水])"),
    MarkerKind(
        "article",
        3,
        # 第十条之一: an article that an amendment put between two others.
        rf"{_ORDINAL}条(?:之[一二三四五六七八九十]{{1,2}})?(?![线件例约款路])",
        titled=False,
    ),
    MarkerKind("paragraph", 3.5, rf"{_ORDINAL}款(?![项式])", line_only=True, titled=False),
    MarkerKind("formal", 4, rf"(?P<n>{_run(f'[{LEGAL_WORDS}]', 3)})[、.]"),
    MarkerKind("chinese", 5, rf"(?P<n>{_CN})[、.]"),
    MarkerKind("chinese-bare", 5, rf"(?P<n>{_CN})[ ](?=[^\s\d])", line_only=True),
    MarkerKind("chinese-bracket", 6, rf"\([ ]?(?P<n>{_CN})[ ]?\)[、.]?"),
    MarkerKind("lost-bracket", 6, r"\([ ?□]{0,3}(?P<n>)\)", line_only=True),
    # The mark alone is left of 三、 or 3.
    MarkerKind("lost-chinese", 5, r"(?P<n>)、", line_only=True),
    MarkerKind("lost-arabic", 7, r"(?P<n>)\.(?=[\u4e00-\u9fff“])", line_only=True),
    MarkerKind("arabic", 7, r"(?P<n>\d\d{0,2})[ ]?(?:[.、]|\.、)(?![\d])"),
    MarkerKind(
        "arabic-bare", 7, rf"(?P<n>\d{{1,2}})[ ](?=[\u4e00-\u9fff“]){_NO_ROW}", line_only=True
    ),
    MarkerKind("arabic-cell", 7, r"(?P<n>\d{1,3})[ ]?\|?(?=\n)", line_only=True),
    MarkerKind("decimal", 7.3, rf"\d{{1,2}}\.(?P<n>\d{{1,2}}){_DECIMAL_END}", line_only=True),
    MarkerKind(
        "decimal-3", 7.6, rf"(?:\d{{1,2}}\.){{2}}(?P<n>\d{{1,2}}){_DECIMAL_END}", line_only=True
    ),
    MarkerKind("arabic-bracket", 8, r"\([ ]?(?P<n>\d{1,3})[ ]?\)[、.]?"),
    MarkerKind("arabic-paren", 9, r"(?P<n>\d\d?)\)"),
    MarkerKind("stem", 8.6, rf"(?P<n>[{STEMS}])[、.]", line_only=True),
    MarkerKind("stem-bracket", 8.8, rf"\((?P<n>[{STEMS}])\)", line_only=True),
    MarkerKind("latin", 9.2, r"(?P<n>[A-Z])[.、](?=[ ]?[\u4e00-\u9fff“\d])", line_only=True),
    MarkerKind("latin-bracket", 9.5, r"\((?P<n>[a-z])\)", line_only=True, titled=False),
    MarkerKind("circled", 10, rf"(?P<n>[{''.join(CIRCLED)}])", titled=False),
    MarkerKind("bullet", 11, r"(?P<n>)[•·●■◆▪○◇□]", line_only=True, titled=False),
    MarkerKind("dash", 11, r"(?P<n>)——?(?=[^\s—\d])", line_only=True, titled=False),
    # Found by policycompare.outline.ordinals, never by their pattern alone.
    MarkerKind("ordinal-first", 12, "(?!)"),
    MarkerKind("ordinal-th", 12.2, "(?!)"),
    MarkerKind("ordinal-is", 12.4, "(?!)"),
)

# Variants of one kind share its sequence.
ALIASES = {
    "chinese-bare": "chinese",
    "arabic-bare": "arabic",
    "arabic-cell": "arabic",
    "lost-bracket": "chinese-bracket",
    "lost-chinese": "chinese",
    "lost-arabic": "arabic",
}
KIND = {kind.name: kind for kind in KINDS}

_PATTERNS = tuple((kind, re.compile(kind.pattern + _OPENS)) for kind in KINDS)
_SENTENCE_END = "。;:!?)〕》”|…"
# Behind these a number is part of a reference, a list, a range or a longer number, not a marker.
_NEVER_AFTER = frozenset("第(、.~-–/+×=≥≤<>约近达前后超过至到" + WORDS + LEGAL_WORDS + "0123456789")
_REFERENCE = re.compile(r"[ ]?(规定|所列|所称|之|的|第|至|到|和第|及第|、第|款|项)")
_NUMBER_LIST = re.compile(rf"[ ]?({_CN}|\d+)[、.]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be a marker; ``start``/``end`` are offsets into the normalized text.

    ``end`` is where the title begins; ``number`` is None for a lost number or a dash.
    """

    start: int
    end: int
    kind: str
    number: int | None
    marker: str
    context: Context
    reference: bool

    @property
    def rank(self) -> float:
        """Conventional depth of the kind."""
        return KIND[self.kind].rank


def find_candidates(text: str, hidden: Hidden) -> list[Candidate]:
    """All places of a normalized text where a marker may stand, in the order of the text.

    Parameters
    ----------
    text : str
    hidden : Hidden
        Spans that hold no markers (page furniture, contents list).
    """
    found: dict[int, Candidate] = {}
    lines = list(iter_lines(text))
    has_table = any(TABLE_HEAD.fullmatch(line.text) for line in lines)
    for kind, pattern in _PATTERNS:
        if kind.name == "arabic-cell" and not has_table:
            continue
        for match in _matches(kind, pattern, text, lines):
            candidate = _candidate(text, kind, match)
            if candidate is not None and candidate.start not in found:
                found[candidate.start] = candidate
    return [found[start] for start in sorted(found) if start not in hidden]


def _matches(
    kind: MarkerKind, pattern: re.Pattern[str], text: str, lines: list[Line]
) -> Iterable[re.Match[str]]:
    if not kind.line_only:
        return pattern.finditer(text)
    # No pattern begins with a blank or a cell border, which the lines are without.
    found = (pattern.match(text, line.start) for line in lines)
    return (match for match in found if match is not None)


def _candidate(text: str, kind: MarkerKind, match: re.Match[str]) -> Candidate | None:
    start = match.start()
    context = _context(text, start)
    if kind.line_only and context != "line":
        return None
    before = text[start - 1 : start]
    if context == "glued" and (before in _NEVER_AFTER or _splits_latin(text, start)):
        return None
    if kind.name in ("lost-chinese", "lost-arabic") and not _is_alone(text, start):
        return None
    printed = match["n"]
    number = parse_number(printed) if printed else None
    if printed and number is None:
        return None
    end = match.end()
    if kind.name.startswith("chinese") and _NUMBER_LIST.match(text, end):
        return None
    marker = match.group().replace(" ", "").rstrip("|")
    title = _skip_blank(text, end)
    name = ALIASES.get(kind.name, kind.name)
    return Candidate(start, title, name, number, marker, context, bool(_REFERENCE.match(text, end)))


def _is_alone(text: str, start: int) -> bool:
    """Whether a sentence has ended before ``start``: else a hard wrap pushed the mark there."""
    before = text[max(0, start - 4) : start].rstrip(" |\n")
    return not before or before[-1] in _SENTENCE_END


def _context(text: str, start: int) -> Context:
    at = start
    while at > 0 and text[at - 1] in " |":
        at -= 1
    if at == 0 or text[at - 1] == "\n":
        return "line"
    if text[at - 1] in _SENTENCE_END:
        return "sentence"
    return "space" if at < start else "glued"


def _splits_latin(text: str, start: int) -> bool:
    # "V1.", "B2)" and "GB/T 1." are names with a number at their end.
    before = text[start - 1 : start]
    if before == ",":
        return text[start - 2 : start - 1].isascii()
    return before.isascii() and before.isalnum()


def _skip_blank(text: str, at: int) -> int:
    """Where the title begins: behind blanks, and on the next line when the marker stands alone."""
    while at < len(text) and text[at] in " |":
        at += 1
    if text[at : at + 1] == "\n":
        at += 1
        while at < len(text) and text[at] in " |":
            at += 1
    return at
