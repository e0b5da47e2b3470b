"""All source texts that the mechanism turns into what a damaged page shows, as a graph.

A node is a place in the shown text with the state of the decoder: in step (the next byte begins a
source character) or out of step (the next byte ends a source character whose first byte is known).
A step gives the source characters that one step of decoding implies. Every path is an exact
solution by construction, but for the steps with ``exact=False``, which leave a character as shown.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from policycompare.normalize.byteshift.in_step import in_step_edges
from policycompare.normalize.byteshift.nodes import IN, PENDING, Node, Step
from policycompare.normalize.byteshift.out_of_step import out_of_step_edges, pending_edges
from policycompare.normalize.byteshift.signs import QUESTION_MARKS
from policycompare.normalize.byteshift.window import Source, Window

LOOKAHEAD = 8
"""Characters that a solution must go on for, in step, before the window closes."""


class Lattice:
    """The graph of one window of a page.

    Attributes
    ----------
    nodes : list of Node
        The nodes by their number; all paths begin at the first one.
    steps : list of list of (Step, tuple of int)
        The steps of each node with the numbers of the nodes that their branches lead to.
    order : list of int
        The nodes that have steps in topological order.
    finals : list of int
        Where the paths end, all at the same place of the text; empty if the lattice was given up.
    start, end : int
        The places of the text where the window begins and ends.
    n_readings : int
        Readings of single characters in all steps.
    """

    def __init__(self, source: Source, start: int, max_readings: int) -> None:
        """Lay out the window that begins at ``start``; give up beyond ``max_readings``."""
        self.nodes: list[Node] = []
        self.steps: list[list[tuple[Step, tuple[int, ...]]]] = []
        self.order: list[int] = []
        self.n_readings = 0
        self._window = Window(source, start)
        self._numbers: dict[Node, int] = {}
        self._heap: list[Node] = []
        self.finals = self._build(Node(start, IN), max_readings)
        self.start, self.end = start, self._end()

    def _build(self, first: Node, max_readings: int) -> list[int]:
        heap, numbers = self._heap, self._numbers
        self._number(first)
        quiet = self._window.ahead(first.at, LOOKAHEAD)
        loud = -1
        targets: tuple[Node, ...] = ()
        reached: tuple[int, ...] = ()
        while self.n_readings <= max_readings:
            node = heapq.heappop(heap)
            if node.stage == IN and self._settled(node.at, quiet, heap):
                return [numbers[final] for final in (node, *heap)]
            if node.stage != IN and node.at != loud:
                loud = node.at
                quiet = self._window.ahead(node.at, LOOKAHEAD)
            number = numbers[node]
            self.order.append(number)
            found = self.steps[number]
            for step in _steps(self._window, node):
                self.n_readings += step.fan.n_readings
                # Nodes of one place often share all their targets.
                if step.targets is not targets:
                    targets = step.targets
                    reached = tuple([self._number(target) for target in targets])
                found.append((step, reached))
        return []

    def _number(self, node: Node) -> int:
        number = self._numbers.get(node)
        if number is None:
            number = self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
            self.steps.append([])
            heapq.heappush(self._heap, node)
        return number

    def _end(self) -> int:
        last = self.finals or self.order
        return self.nodes[last[-1]].at

    def _settled(self, at: int, quiet: int, heap: list[Node]) -> bool:
        if any(other.at != at or other.stage != IN for other in heap):
            return False
        # Nothing is left to decide: one place, in step.
        if at >= len(self._window.text):
            return True
        coming = self._window.text[at : at + LOOKAHEAD]
        return at >= quiet and not any(c in QUESTION_MARKS for c in coming)


def _steps(window: Window, node: Node) -> Iterator[Step]:
    if node.stage == IN:
        return in_step_edges(window, node)
    if node.stage == PENDING:
        return pending_edges(window, node)
    return out_of_step_edges(window, node)
