"""All source texts that the mechanism turns into what a damaged page shows, as a graph.

A node is a place in the shown text with the state of the decoder: in step (the next byte begins a
source character) or out of step (the next byte ends a source character whose first byte is known).
An edge gives the source character that one step of decoding implies. Every path is an exact
solution by construction, but for the edges marked ``exact=False``, which leave a character as shown.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from typing import NamedTuple

from policycompare.normalize.byteshift.codes import EURO, LEADS, gbk_tables, shown_codes
from policycompare.normalize.byteshift.language import frequent_characters
from policycompare.normalize.byteshift.page import (
    WRONG_SCRIPT,
    Page,
    is_common,
    simplified,
)
from policycompare.normalize.byteshift.readings import characters_read
from policycompare.normalize.byteshift.signs import (
    ANNOTATION,
    QUESTION_MARKS,
    SPLIT_ANNOTATION,
    SPLIT_MARKS,
)
from policycompare.normalize.byteshift.swallowed import UNKNOWN, swallowed_characters

OUT, HIDDEN, HIDDEN_TWICE, PENDING, IN = range(5)
"""Stages of a node; edges that show nothing lead to a later stage of the same place."""

SWALLOWED = -1

LOOKAHEAD = 8
"""Characters that a solution must go on for, in step, before the window closes."""

MAX_WINDOW = 600
"""Characters after which a text that never comes into step again is given up (and flagged)."""

# Natural logarithms of probability ratios, set by hand; see benchmarks/byteshift.py.
_GIVE_UP = -60.0
_LITERAL_SPLIT = -40.0
_LITERAL_MARK = -12.0
_LITERAL = -3.0
_INDENT = 6.0
_NOT_INDENT = -6.0
_SILENT = -4.0
_HIDDEN = -0.5
_MISFIT = -12.0


class Node(NamedTuple):
    """A place in the shown text and the decoder's state.

    ``half`` is the first byte of the source character under way (out of step), a lead byte whose
    class tells that first byte (after a code that shows nothing), the last byte of the character
    before (in step), or the code of a character still to come (pending).
    ``whole`` is 1 where nothing was put between that first byte and the next one.
    """

    at: int
    stage: int
    half: int = 0
    whole: int = 0


class Edge(NamedTuple):
    """One step: shown ``[start, end)`` stands for ``label`` (at most one character)."""

    label: str
    simple: str
    start: int
    end: int
    target: Node
    cost: float = 0.0
    exact: bool = True


class Lattice:
    """The graph of one window of a page.

    Attributes
    ----------
    edges : dict of Node to list of Edge, in topological order of the nodes
    first : Node
    finals : tuple of Node
    """

    def __init__(self, text: str, start: int, page: Page) -> None:
        self.text = text
        self.page = page
        self.first = Node(start, IN)
        self._annotations = {m.start(): m for m in ANNOTATION.finditer(text, start)}
        self._before = {m.end(): m.start() for m in self._annotations.values()}
        self._start = start
        self._vanishing_of: dict[tuple[int, int], list[tuple[str, int]]] = {}
        self._by_character: dict[Node, dict[str, list[Edge]]] = {}
        self.edges: dict[Node, list[Edge]] = {}
        self.finals = self._build()

    def by_character(self, node: Node) -> dict[str, list[Edge]]:
        """The edges of a node by their simplified character."""
        if node not in self._by_character:
            found = self._by_character[node] = {}
            for edge in self.edges.get(node, ()):
                found.setdefault(edge.simple, []).append(edge)
        return self._by_character[node]

    def _build(self) -> tuple[Node, ...]:
        heap, seen, quiet = [self.first], {self.first}, self._ahead(self._start)
        while True:
            node = heapq.heappop(heap)
            if node.stage == IN and self._settled(node.at, quiet, heap):
                return (node, *heap)
            if node.stage != IN:
                quiet = self._ahead(node.at)
            edges = self.edges[node] = list(self._edges(node))
            for edge in edges:
                if edge.target not in seen:
                    seen.add(edge.target)
                    heapq.heappush(heap, edge.target)

    def _ahead(self, at: int) -> int:
        """``LOOKAHEAD`` characters further, annotations not counted."""
        for _ in range(LOOKAHEAD):
            annotation = self._annotations.get(at)
            at = annotation.end() if annotation else at + 1
        return at

    def _settled(self, at: int, quiet: int, heap: list[Node]) -> bool:
        if any(other.at != at or other.stage != IN for other in heap):
            return False
        if at >= len(self.text):
            return True
        return at >= quiet and not any(c in QUESTION_MARKS for c in self.text[at : at + LOOKAHEAD])

    def _edges(self, node: Node) -> Iterator[Edge]:
        if node.stage == IN:
            return self._in_step(node)
        if node.stage == PENDING:
            return self._pending(node)
        return self._out_of_step(node)

    # In step ------------------------------------------------------------------------------------

    def _in_step(self, node: Node) -> Iterator[Edge]:
        at, shown = node.at, self.text[node.at]
        annotation = self._annotations.get(at)
        if annotation and self._fits(annotation[1], self._last_shown(at)):
            yield Edge("", "", at, annotation.end(), Node(annotation.end(), IN))
            return
        split = SPLIT_ANNOTATION.match(self.text, at)
        mark = shown in QUESTION_MARKS and self.text[at + 1 : at + 2]
        if split:
            yield from self._split_annotation(node, split)
        elif mark and mark in SPLIT_MARKS:
            yield from self._split_mark(at, mark)
        cost = _LITERAL_SPLIT if split else _LITERAL_MARK if mark and mark in SPLIT_MARKS else 0.0
        if shown in QUESTION_MARKS:
            cost = cost or _LITERAL
        yield Edge(shown, simplified(shown), at, at + 1, Node(at + 1, IN), cost)

    def _split_annotation(self, node: Node, split: re.Match[str]) -> Iterator[Edge]:
        """``(reading)`` fell between the halves of the next character; its rule says the first."""
        codes = gbk_tables().codes
        trail = node.half or codes.get(self._last_shown(node.at), (0, 0))[1]
        for character in sorted(characters_read(split[1])):
            lead, half = codes[character]
            if lead != trail or half not in LEADS:
                continue
            cost = self.page.rule_cost(character, split[1])
            yield Edge("", "", split.start(), split.end(), Node(split.end(), OUT, half), cost)

    def _split_mark(self, at: int, mark: str) -> Iterator[Edge]:
        """A comma fell into the character before the bytes of ``mark``, astride two characters."""
        tables = gbk_tables()
        trail, half = tables.codes[mark]
        begins_line = at == 0 or self.text[at - 1] in "\n \u3000"
        for lead in tables.leads[trail]:
            character = tables.characters[lead, trail]
            indent = character == "\u3000"
            cost = _INDENT if indent and begins_line else 0.0
            cost += _NOT_INDENT if indent != begins_line else 0.0
            yield self._edge(character, at, at + 2, Node(at + 2, OUT, half, 1), cost)

    # Out of step --------------------------------------------------------------------------------

    def _out_of_step(self, node: Node) -> Iterator[Edge]:
        at = node.at
        shown = self.text[at : at + 1]
        if shown in {"", "\n"}:
            # The line end stays, the half before it is lost without a trace.
            yield from self._unknown_half(node, at, Node(at, IN), _SILENT)
            return
        yield Edge(shown, simplified(shown), at, at + 1, Node(at + 1, IN), _GIVE_UP, exact=False)
        if at - self._start > MAX_WINDOW:
            return
        yield from self._put_in_between(node)
        if "@" <= shown < "\x7f":
            yield from self._ascii_half(node, ord(shown))
        if shown in QUESTION_MARKS:
            yield from self._question_mark(node)
        if shown == "€":
            yield from self._known_half(node, EURO, at, at + 1, Node(at + 1, IN))
        for trail, half in shown_codes(shown):
            target = self._after(at + 1, half, OUT)
            yield from self._known_half(node, trail, at, at + 1, target)
        yield from self._hidden(node)

    def _put_in_between(self, node: Node) -> Iterator[Edge]:
        """What a rule put around bytes that lie astride two source characters."""
        at = node.at
        annotation = self._annotations.get(at)
        if annotation and self._fits(annotation[1], self.text[at - 1]):
            yield Edge("", "", at, annotation.end(), Node(annotation.end(), OUT, node.half))
        if self.text[at] == "," and self.text[at + 1 : at + 2] in SPLIT_MARKS:
            yield Edge("", "", at, at + 1, Node(at + 1, OUT, node.half))

    def _ascii_half(self, node: Node, trail: int) -> Iterator[Edge]:
        """A second byte in the ASCII range: the text is in step again."""
        for half in self._halves(node):
            character = gbk_tables().characters.get((half, trail))
            if character is not None:
                yield self._ascii_edge(node, character)

    def _ascii_edge(self, node: Node, character: str) -> Edge:
        end = node.at + 1
        annotation = self._annotations.get(end)
        if annotation is None:
            cost = self.page.bare_cost(character) if node.whole else 0.0
        else:
            fits = self._fits(annotation[1], character)
            cost = self.page.rule_cost(character, annotation[1]) if fits else _MISFIT
            end = annotation.end() if fits else end
        return self._edge(character, node.at, end, Node(end, IN), cost)

    def _question_mark(self, node: Node) -> Iterator[Edge]:
        """A second byte swallowed an ASCII character: an annotation's parenthesis or any other."""
        split = SPLIT_ANNOTATION.match(self.text, node.at)
        if split is None:
            target = Node(node.at + 1, PENDING, SWALLOWED)
            yield from self._unknown_half(node, node.at, target)
            return
        codes = gbk_tables().codes
        for character in sorted(characters_read(split[1])):
            lead, trail = codes[character]
            if lead in self._halves(node) and trail in LEADS:
                target = Node(split.end(), IN, trail)
                cost = self.page.rule_cost(character, split[1])
                yield self._edge(character, node.at, split.end(), target, cost)

    def _hidden(self, node: Node) -> Iterator[Edge]:
        """A code that shows nothing: the halves on both sides of it are unknown."""
        if node.stage < HIDDEN_TWICE:
            for character, begun in self._vanishing(node):
                target = Node(node.at, node.stage + 1, begun, 1)
                cost = _HIDDEN + (self.page.bare_cost(character) if node.whole else 0.0)
                yield self._edge(character, node.at, node.at, target, cost)
        if node.stage == OUT:
            yield from self._known_half(node, EURO, node.at, node.at, Node(node.at, IN), _SILENT)

    def _halves(self, node: Node) -> tuple[int, ...]:
        """The first bytes that the character under way may have."""
        return (node.half,) if node.stage == OUT else gbk_tables().vanished[node.half]

    def _vanishing(self, node: Node) -> list[tuple[str, int]]:
        """Characters under way whose second byte can begin a code that shows nothing.

        Between two such codes both bytes are unknown; there only frequent characters are tried.
        """
        key = (node.stage, node.half)
        if key not in self._vanishing_of:
            tables = gbk_tables()
            likely = is_common if node.stage == OUT else self._is_frequent
            self._vanishing_of[key] = [
                (character, begun)
                for half in self._halves(node)
                for trail, begun in tables.classes.items()
                if (character := tables.characters.get((half, trail))) is not None
                and self.page.script_cost(character) > WRONG_SCRIPT
                and likely(character)
            ]
        return self._vanishing_of[key]

    def _is_frequent(self, character: str) -> bool:
        return simplified(character) in frequent_characters() or character in self.page.seen

    # Edges --------------------------------------------------------------------------------------

    def _pending(self, node: Node) -> Iterator[Edge]:
        at = node.at
        if node.half == SWALLOWED:
            for label, cost in swallowed_characters(self.text, at):
                yield Edge(label, label, at - 1, at, Node(at, IN), cost, exact=label != UNKNOWN)
        else:
            yield self._edge(chr(node.half), at, at, Node(at, IN))

    def _after(self, at: int, half: int, stage: int) -> Node:
        """The state after a shown code: its second byte begins a character or is one (ASCII)."""
        return Node(at, stage, half, 1) if half in LEADS else Node(at, PENDING, half)

    def _known_half(
        self, node: Node, trail: int, start: int, end: int, target: Node, cost: float = 0.0
    ) -> Iterator[Edge]:
        characters = gbk_tables().characters
        for half in self._halves(node):
            character = characters.get((half, trail))
            if character is None:
                continue
            bare = self.page.bare_cost(character) if node.whole else 0.0
            yield self._edge(character, start, end, target, cost + bare)

    def _unknown_half(
        self, node: Node, end: int, target: Node, cost: float = 0.0
    ) -> Iterator[Edge]:
        if node.stage != OUT:
            return
        for trail in gbk_tables().trails.get(node.half, ()):
            if trail >= EURO:
                yield from self._known_half(node, trail, node.at, end, target, cost)

    def _edge(self, character: str, start: int, end: int, target: Node, cost: float = 0.0) -> Edge:
        cost += self.page.script_cost(character)
        return Edge(character, simplified(character), start, end, target, cost)

    def _last_shown(self, at: int) -> str:
        """The last character shown before ``at`` that is not part of an annotation."""
        while at in self._before:
            at = self._before[at]
        return self.text[at - 1 : at]

    @staticmethod
    def _fits(reading: str, character: str) -> bool:
        return character in characters_read(reading)
