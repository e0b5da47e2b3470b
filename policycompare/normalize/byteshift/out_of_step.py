"""Steps of decoding one byte out of step, until the text is in step again."""

from __future__ import annotations

from collections.abc import Iterator

from policycompare.normalize.byteshift.codes import EURO, LEADS, gbk_tables, shown_codes
from policycompare.normalize.byteshift.fans import halves
from policycompare.normalize.byteshift.nodes import (
    HIDDEN_TWICE,
    IN,
    OUT,
    PENDING,
    SWALLOWED,
    Node,
    Step,
)
from policycompare.normalize.byteshift.page import simplified
from policycompare.normalize.byteshift.set_words import MARKS
from policycompare.normalize.byteshift.signs import (
    QUESTION_MARKS,
    SPLIT_ANNOTATION,
    SPLIT_MARKS,
)
from policycompare.normalize.byteshift.swallowed import UNKNOWN, swallowed_characters
from policycompare.normalize.byteshift.window import Window, fits

MAX_WINDOW = 600
"""Characters after which a text that never comes into step again is given up (and flagged)."""

# Natural logarithms of probability ratios, set by hand and checked with benchmarks/byteshift.py.
_GIVE_UP = -60.0
_SILENT = -4.0
_HIDDEN = -0.5
_MISFIT = -12.0


def out_of_step_edges(window: Window, node: Node) -> Iterator[Step]:
    """What a character shown out of step can stand for: the halves of two source characters."""
    at = node.at
    shown = window.text[at : at + 1]
    if shown in {"", "\n"}:
        # The line end stays, the half before it is lost without a trace.
        yield from _unknown_half(window, node, at, Node(at, IN), _SILENT)
        return
    if node.stage == OUT:
        # Behind a code that shows nothing it would be late: the place can be given up before it.
        fan = window.fans.plain(shown, simplified(shown))
        yield Step(fan, at, at + 1, (Node(at + 1, IN),), _GIVE_UP, exact=False)
    if at - window.start > MAX_WINDOW:
        return
    yield from _put_in_between(window, node)
    if "@" <= shown < "\x7f":
        yield from _ascii_half(window, node, ord(shown))
    if shown in QUESTION_MARKS:
        yield from _question_mark(window, node)
    if shown == "€":
        yield from _known_half(window, node, EURO, at, at + 1, Node(at + 1, IN))
    for trail, half in shown_codes(shown):
        target = _after(at + 1, half)
        yield from _known_half(window, node, trail, at, at + 1, target)
    yield from _hidden(window, node)


def _put_in_between(window: Window, node: Node) -> Iterator[Step]:
    """What a rule put around bytes that lie astride two source characters."""
    at = node.at
    annotation = window.annotation(at)
    if annotation and fits(annotation[1], window.text[at - 1]):
        yield window.skip(at, annotation.end(), Node(annotation.end(), OUT, node.half))
    if window.text[at] == "," and window.text[at + 1 : at + 2] in SPLIT_MARKS:
        yield window.skip(at, at + 1, Node(at + 1, OUT, node.half))


def _ascii_half(window: Window, node: Node, trail: int) -> Iterator[Step]:
    """A second byte in the ASCII range: the text is in step again."""
    end = node.at + 1
    annotation = window.annotation(end)
    if annotation is None:
        yield from _known_half(window, node, trail, node.at, end, Node(end, IN))
        return
    for half in halves(node):
        character = gbk_tables().characters.get((half, trail))
        if character is None:
            continue
        if fits(annotation[1], character):
            cost = window.page.rule_cost(character, annotation[1])
            target = Node(annotation.end(), IN)
            yield window.edge(character, node.at, target.at, target, cost)
        else:
            yield window.edge(character, node.at, end, Node(end, IN), _MISFIT)


def _question_mark(window: Window, node: Node) -> Iterator[Step]:
    """A second byte swallowed an ASCII character: an annotation's parenthesis or any other."""
    split = SPLIT_ANNOTATION.match(window.text, node.at)
    if split is None:
        target = Node(node.at + 1, PENDING, SWALLOWED)
        yield from _unknown_half(window, node, node.at, target)
        return
    fan, trails = window.fans.read(node, split[1])
    if trails:
        targets = tuple(Node(split.end(), IN, trail) for trail in trails)
        yield Step(fan, node.at, split.end(), targets)


def _hidden(window: Window, node: Node) -> Iterator[Step]:
    """A code that shows nothing: the halves on both sides of it are unknown."""
    if node.stage < HIDDEN_TWICE:
        fan, classes = window.fans.hidden(node)
        targets = window.hidden_nodes(node.at, node.stage + 1, classes)
        yield Step(fan, node.at, node.at, targets, _HIDDEN)


def pending_edges(window: Window, node: Node) -> Iterator[Step]:
    """The ASCII character that a code or a ``?`` held beside half a Chinese one."""
    at = node.at
    if node.half == SWALLOWED:
        for label, cost in swallowed_characters(window.text, at, window.page.swallowable):
            exact = label != UNKNOWN
            # Only a line end goes with words; the page itself has said how probable each one is.
            simple = label if label == "\n" else ""
            cost -= MARKS["\n"] if simple else 0.0
            fan = window.fans.plain(label, simple)
            yield Step(fan, at - 1, at, (Node(at, IN),), cost, exact)
    else:
        yield window.edge(chr(node.half), at, at, Node(at, IN))


def _known_half(
    window: Window, node: Node, trail: int, start: int, end: int, target: Node
) -> Iterator[Step]:
    fan = window.fans.shown(node, trail)
    if fan.n_readings:
        yield Step(fan, start, end, (target,))


def _unknown_half(
    window: Window, node: Node, end: int, target: Node, cost: float = 0.0
) -> Iterator[Step]:
    if node.stage != OUT:
        return
    fan = window.fans.lost(node)
    if fan.n_readings:
        yield Step(fan, node.at, end, (target,), cost)


def _after(at: int, half: int) -> Node:
    """The state after a shown code: its second byte begins a character or is one (ASCII)."""
    return Node(at, OUT, half, 1) if half in LEADS else Node(at, PENDING, half)
