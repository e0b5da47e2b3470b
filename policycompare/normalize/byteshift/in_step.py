"""Steps of decoding that begin in step: plain characters, and how the damage begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policycompare.normalize.byteshift.codes import LEADS, gbk_tables
from policycompare.normalize.byteshift.nodes import IN, OUT, Node, Step
from policycompare.normalize.byteshift.page import simplified
from policycompare.normalize.byteshift.readings import characters_read
from policycompare.normalize.byteshift.signs import (
    QUESTION_MARKS,
    SPLIT_ANNOTATION,
    SPLIT_MARKS,
)
from policycompare.normalize.byteshift.window import Window, fits

# Natural logarithms of probability ratios, set by hand and checked with benchmarks/byteshift.py.
_LITERAL_SPLIT = -40.0
_LITERAL_MARK = -12.0
_LITERAL = -3.0


def in_step_edges(window: Window, node: Node) -> Iterator[Step]:
    """What a character shown in step can stand for: itself, or the beginning of damage."""
    at, shown = node.at, window.text[node.at]
    annotation = window.annotation(at)
    if annotation and fits(annotation[1], window.last_shown(at)):
        yield window.skip(at, annotation.end(), Node(annotation.end(), IN))
        return
    split = SPLIT_ANNOTATION.match(window.text, at)
    mark = shown in QUESTION_MARKS and window.text[at + 1 : at + 2]
    if split:
        yield from _split_annotation(window, node, split)
    elif mark and mark in SPLIT_MARKS:
        yield from _split_mark(window, at, mark)
    cost = _LITERAL_SPLIT if split else _LITERAL_MARK if mark and mark in SPLIT_MARKS else 0.0
    if shown in QUESTION_MARKS:
        cost = cost or _LITERAL
    fan = window.fans.plain(shown, simplified(shown))
    yield Step(fan, at, at + 1, (Node(at + 1, IN),), cost)


def _split_annotation(window: Window, node: Node, split: re.Match[str]) -> Iterator[Step]:
    """``(reading)`` fell between the halves of the next character; its rule says the first."""
    codes = gbk_tables().codes
    trail = node.half or codes.get(window.last_shown(node.at), (0, 0))[1]
    for character in sorted(characters_read(split[1])):
        lead, half = codes[character]
        if lead != trail or half not in LEADS:
            continue
        cost = window.page.rule_cost(character, split[1])
        yield window.skip(split.start(), split.end(), Node(split.end(), OUT, half), cost)


def _split_mark(window: Window, at: int, mark: str) -> Iterator[Step]:
    """A comma fell into the character before the bytes of ``mark``, astride two characters."""
    trail, half = gbk_tables().codes[mark]
    begins_line = at == 0 or window.text[at - 1] in "\n \u3000"
    fan = window.fans.before_mark(trail, begins_line=begins_line)
    yield Step(fan, at, at + 2, (Node(at + 2, OUT, half, 1),))
