"""Mark what changed between two texts, token by token: no word and no number is cut apart.

The longest common subsequence of the tokens is equal, the rest was removed, added or replaced.
A number is one token with its thousands, decimals, percent sign and unit, so that 38% → 36% and
2000家 → 2,500家 are replaced as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, takewhile

from rapidfuzz.distance import LCSseq

from policycompare.datamodel.versions import Mark, MarkKind

Cut = Callable[[str], list[str]]
"""A tokenizer: the tokens join to the text again."""

MAX_CELLS = 100_000_000
"""Product of the tokens of two texts up to which they are compared token by token.

One bit a cell, so 12 MB; two texts of about 17,000 characters. Beyond it sentences are compared
first, and only what differs between them token by token; the callers say so.
"""

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)[%‰]?|\d+(?:\.\d+)?[%‰]?")
"""A number as printed: thousands separated or not, decimals, percent or per mille."""

UNIT = re.compile(
    r"[百千万亿]*(?:元|家|个|项|条|座|台|套|辆|艘|架|件|部|种|类|批|户|人|人次|名|位|所|处|支|张|款|份|册|篇"
    r"|枚|株|棵|栋|间|场|场次|批次|笔|块|片|只|头|列|例|吨|亩|公顷|公里|平方米|平方公里|千瓦|千瓦时|兆瓦|小时|课时|学时"
    r"|分钟|岁|床)|[千万亿]+|[%‰次倍番年月日天级]|个?百分点|左右|以上|以下|以内"
)
"""Tokens that stay with the number before them: units and what limits the number."""

ISLAND = 2
"""Characters of the longest equal piece between two changes that joins them.

A 的 or 和 that happens to stand in both tells nothing and cuts a rewritten passage to pieces.
Pieces with a digit always stay apart.
"""

PASSAGE = 8
"""Characters above which a change is a rewritten passage; only such ones are joined.

So a comma between two changed figures (2000家,100亿元) stays what it is.
"""

_SENTENCE = re.compile(r"[^。;!?\n]*[。;!?\n]|[^。;!?\n]+")


def mark_changes(text_a: str, text_b: str, cut: Cut) -> tuple[Mark, ...]:
    """Mark what changed from ``text_a`` to ``text_b``; swapping them mirrors the marks.

    Examples
    --------
    >>> from policycompare.tokens import Tokenizer
    >>> for mark in mark_changes("比重达到38%。", "比重达到36%。", Tokenizer().cut):
    ...     print(mark.kind, mark.a, mark.b)
    equal 比重达到 比重达到
    replaced 38% 36%
    equal 。 。
    """
    if text_b < text_a:  # one order for both directions, so that ties fall alike
        return tuple(map(mirror_mark, mark_changes(text_b, text_a, cut)))
    pieces = _compare(_tokens(text_a, cut), _tokens(text_b, cut), cut)
    return tuple(_merge(_join_islands(list(_merge(pieces)))))


def mirror_mark(mark: Mark) -> Mark:
    """Give the same mark with ``a`` and ``b`` swapped."""
    turned: dict[MarkKind, MarkKind] = {"removed": "added", "added": "removed"}
    return Mark(turned.get(mark.kind, mark.kind), mark.b, mark.a)


def is_long(text_a: str, text_b: str) -> bool:
    """Whether two texts may be too long to be compared token by token throughout."""
    return len(text_a) * len(text_b) > MAX_CELLS


def measure_similarity(marks: Sequence[Mark]) -> float:
    """Characters of the equal marks, twice, over those of both texts: in [0, 1], 1 for no text.

    Examples
    --------
    >>> measure_similarity([Mark("equal", "建设", "建设"), Mark("removed", "园区", "")])
    0.6666666666666666
    """
    equal = sum(len(mark.a) for mark in marks if mark.kind == "equal")
    every = sum(len(mark.a) + len(mark.b) for mark in marks)
    return 2 * equal / every if every else 1.0


def _tokens(text: str, cut: Cut) -> list[str]:
    """Tokens of a text, numbers whole and with their units."""
    return list(_attach_units(_whole_numbers(text, cut)))


def _whole_numbers(text: str, cut: Cut) -> Iterator[str]:
    done = 0
    tokens = cut(text)
    ends = {0}
    at = 0
    for token in tokens:
        at += len(token)
        ends.add(at)
    inside = {i for m in NUMBER.finditer(text) for i in range(m.start() + 1, m.end())}
    for end in sorted(ends - inside - {0}):
        yield text[done:end]
        done = end


def _attach_units(tokens: Iterator[str]) -> Iterator[str]:
    held = ""
    for token in tokens:
        if held and UNIT.fullmatch(token):
            held += token
            continue
        if held:
            yield held
        held = token if NUMBER.fullmatch(token) else ""
        if not held:
            yield token
    if held:
        yield held


def _compare(a: Sequence[str], b: Sequence[str], cut: Cut | None) -> Iterator[Mark]:
    """Pieces of two lists of tokens; with ``cut`` long ones by sentences first."""
    head = _count_equal(a, b)
    tail = _count_equal(a[head:][::-1], b[head:][::-1])
    yield _mark("".join(a[:head]), "".join(b[:head]))
    yield from _compare_middle(a[head : len(a) - tail], b[head : len(b) - tail], cut)
    yield _mark("".join(a[len(a) - tail :]), "".join(b[len(b) - tail :]))


def _count_equal(a: Sequence[str], b: Sequence[str]) -> int:
    """Tokens that two lists begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def _compare_middle(a: Sequence[str], b: Sequence[str], cut: Cut | None) -> Iterator[Mark]:
    if len(a) * len(b) <= MAX_CELLS:
        yield from _opcodes(a, b)
    elif cut is None:
        yield _mark("".join(a), "".join(b))
    else:
        sentences_a, sentences_b = (_SENTENCE.findall("".join(side)) for side in (a, b))
        for piece in _merge(_compare(sentences_a, sentences_b, None)):
            if piece.kind == "replaced":
                yield from _compare(_tokens(piece.a, cut), _tokens(piece.b, cut), None)
            else:
                yield piece


def _opcodes(a: Sequence[str], b: Sequence[str]) -> Iterator[Mark]:
    codes: dict[str, int] = {}
    coded = [[codes.setdefault(token, len(codes)) for token in side] for side in (a, b)]
    for tag in LCSseq.opcodes(*coded):
        yield _mark(
            "".join(a[tag.src_start : tag.src_end]), "".join(b[tag.dest_start : tag.dest_end])
        )


def _mark(a: str, b: str) -> Mark:
    if a == b:
        return Mark("equal", a, b)
    return Mark("replaced" if a and b else "removed" if a else "added", a, b)


def _merge(marks: Iterator[Mark] | Sequence[Mark]) -> Iterator[Mark]:
    """Join neighbours that are equal, and neighbours that are not."""
    for equal, group in groupby(marks, key=lambda mark: mark.kind == "equal"):
        pieces = list(group)
        a, b = "".join(m.a for m in pieces), "".join(m.b for m in pieces)
        if a or b:
            yield Mark("equal", a, b) if equal else _mark(a, b)


def _join_islands(marks: Sequence[Mark]) -> Iterator[Mark]:
    passage = [max(len(mark.a), len(mark.b)) > PASSAGE for mark in marks]
    for i, mark in enumerate(marks):
        small = len(mark.a) <= ISLAND and not any(c.isdigit() for c in mark.a)
        between = 0 < i < len(marks) - 1 and passage[i - 1] and passage[i + 1]
        if mark.kind == "equal" and small and between:
            yield Mark("replaced", mark.a, mark.b)
        else:
            yield mark
