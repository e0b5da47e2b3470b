"""Nodes, steps and edges of the lattice of source texts."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, inf, log
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


class Option(NamedTuple):
    """A source character that a step can stand for, with its cost (a log-probability ratio)."""

    label: str
    simple: str
    cost: float = 0.0


class Branch:
    """Edges of one node that differ in the character alone: they are weighed together.

    Attributes
    ----------
    best : dict of str to Option
        The cheapest character of each simplified form.
    costs : dict of str to float
        The cost of each simplified form, all its characters together.
    """

    __slots__ = ("best", "costs")

    def __init__(self, options: Iterable[Option]) -> None:
        self.best: dict[str, Option] = {}
        self.costs: dict[str, float] = {}
        for option in options:
            simple, cost = option.simple, option.cost
            if simple not in self.best:
                self.best[simple], self.costs[simple] = option, cost
                continue
            self.costs[simple] = log_add(self.costs[simple], cost)
            if cost > self.best[simple].cost:
                self.best[simple] = option


class Fan:
    """The characters that a decoder's state can read at one shown character, by what follows.

    It depends on no place, so that it is laid out once a page and used wherever the state recurs.

    Attributes
    ----------
    branches : tuple of Branch
        The characters by the state that follows them.
    by_character : dict of str to tuple of int
        The branches that hold a simplified character.
    n_readings : int
        Number of characters, each counted once for every state that follows.
    is_silent : bool
        Whether the step stands for nothing, so that a word goes on behind it.
    """

    __slots__ = ("branches", "by_character", "is_silent", "n_readings")

    def __init__(self, *branches: Iterable[Option]) -> None:
        options = [list(branch) for branch in branches]
        self.branches = tuple(map(Branch, options))
        self.n_readings = sum(map(len, options))
        found: dict[str, list[int]] = {}
        for number, branch in enumerate(self.branches):
            for simple in branch.costs:
                found.setdefault(simple, []).append(number)
        self.by_character = {simple: tuple(numbers) for simple, numbers in found.items()}
        self.is_silent = options == [[Option("", "")]]


class Step(NamedTuple):
    """One step of decoding: shown ``[start, end)`` stands for a character of the fan.

    ``targets[i]`` is where branch ``i`` leads; ``cost`` comes on top of the characters' own.
    """

    fan: Fan
    start: int
    end: int
    targets: tuple[Node, ...]
    cost: float = 0.0
    exact: bool = True


class Edge(NamedTuple):
    """A step with its character chosen: shown ``[start, end)`` stands for ``label``.

    ``label`` has at most one character.
    """

    label: str
    simple: str
    start: int
    end: int
    target: Node
    exact: bool = True


def log_add(a: float, b: float) -> float:
    """The logarithm of the sum of two numbers of which the logarithms are given."""
    if a < b:
        a, b = b, a
    return a if b == -inf else a + log(1 + exp(b - a))
