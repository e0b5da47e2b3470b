"""Nodes and edges of the lattice of source texts."""

from __future__ import annotations

from typing import NamedTuple

OUT, HIDDEN, HIDDEN_TWICE, PENDING, IN = range(5)
"""Stages of a node; edges that show nothing lead to a later stage of the same place."""

SWALLOWED = -1
"""``Node.half`` of a pending character that a ``?`` swallowed and that is not known."""


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
