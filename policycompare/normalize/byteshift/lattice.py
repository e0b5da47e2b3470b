"""All source texts that the mechanism turns into what a damaged page shows, as a graph.

A node is a place in the shown text with the state of the decoder: in step (the next byte begins a
source character) or out of step (the next byte ends a source character whose first byte is known).
An edge gives the source character that one step of decoding implies. Every path is an exact
solution by construction, but for the edges with ``exact=False``, which leave a character as shown.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from policycompare.normalize.byteshift.in_step import in_step_edges
from policycompare.normalize.byteshift.nodes import IN, PENDING, Edge, Node
from policycompare.normalize.byteshift.out_of_step import out_of_step_edges, pending_edges
from policycompare.normalize.byteshift.page import Page
from policycompare.normalize.byteshift.signs import QUESTION_MARKS
from policycompare.normalize.byteshift.window import Window

LOOKAHEAD = 8
"""Characters that a solution must go on for, in step, before the window closes."""


class Lattice:
    """The graph of one window of a page.

    Attributes
    ----------
    page : Page
        The evidence used.
    edges : dict of Node to list of Edge
        The nodes in topological order with their edges.
    first : Node
        Where all paths begin.
    finals : tuple of Node
        Where they end, all at the same place of the text.
    """

    def __init__(self, text: str, start: int, page: Page) -> None:
        self.page = page
        self.first = Node(start, IN)
        self._window = Window(text, start, page)
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
        heap, seen = [self.first], {self.first}
        quiet = self._window.ahead(self.first.at, LOOKAHEAD)
        while True:
            node = heapq.heappop(heap)
            if node.stage == IN and self._settled(node.at, quiet, heap):
                return (node, *heap)
            if node.stage != IN:
                quiet = self._window.ahead(node.at, LOOKAHEAD)
            self.edges[node] = list(_edges(self._window, node))
            for edge in self.edges[node]:
                if edge.target not in seen:
                    seen.add(edge.target)
                    heapq.heappush(heap, edge.target)

    def _settled(self, at: int, quiet: int, heap: list[Node]) -> bool:
        if any(other.at != at or other.stage != IN for other in heap):
            return False
        # Nothing is left to decide: one place, in step.
        if at >= len(self._window.text):
            return True
        coming = self._window.text[at : at + LOOKAHEAD]
        return at >= quiet and not any(c in QUESTION_MARKS for c in coming)


def _edges(window: Window, node: Node) -> Iterator[Edge]:
    if node.stage == IN:
        return in_step_edges(window, node)
    if node.stage == PENDING:
        return pending_edges(window, node)
    return out_of_step_edges(window, node)
