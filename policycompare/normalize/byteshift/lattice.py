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
    steps : dict of Node to list of Step
        The nodes in topological order with their steps.
    first : Node
        Where all paths begin.
    finals : tuple of Node
        Where they end, all at the same place of the text; empty if the lattice was given up.
    end : int
        The place of the text where the window ends.
    n_readings : int
        Readings of single characters in all steps.
    """

    def __init__(self, source: Source, start: int, max_readings: int) -> None:
        """Lay out the window that begins at ``start``; give up beyond ``max_readings``."""
        self.first = Node(start, IN)
        self.steps: dict[Node, list[Step]] = {}
        self.n_readings = 0
        self._window = Window(source, start)
        self.finals = self._build(max_readings)
        self.end = self.finals[0].at if self.finals else max(node.at for node in self.steps)

    def _build(self, max_readings: int) -> tuple[Node, ...]:
        heap, seen = [self.first], {self.first}
        quiet = self._window.ahead(self.first.at, LOOKAHEAD)
        while self.n_readings <= max_readings:
            node = heapq.heappop(heap)
            if node.stage == IN and self._settled(node.at, quiet, heap):
                return (node, *heap)
            if node.stage != IN:
                quiet = self._window.ahead(node.at, LOOKAHEAD)
            steps = self.steps[node] = list(_steps(self._window, node))
            for step in steps:
                self.n_readings += step.fan.n_readings
                for target in step.targets:
                    if target not in seen:
                        seen.add(target)
                        heapq.heappush(heap, target)
        return ()

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
