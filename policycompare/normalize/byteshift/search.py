"""The most probable path through a lattice and how sure each of its characters is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from math import exp, inf, log
from typing import NamedTuple

from policycompare.normalize.byteshift.language import WordModel
from policycompare.normalize.byteshift.lattice import Lattice
from policycompare.normalize.byteshift.nodes import Edge, Node

BEAM = 20.0
"""Nodes less probable than the best of their place by more than this are given up, as the natural
logarithm of the ratio; set by hand for speed, its effect on the results is not measured."""


class Arc(NamedTuple):
    """A word (or an empty step) from one node to another."""

    source: Node
    target: Node
    score: float
    path: tuple[Edge, ...]


class Choice(NamedTuple):
    """An edge of the best path.

    ``certainty`` in [0, 1] is the share of all solutions, weighted by their probability, that have
    the same simplified character there.
    """

    source: Node
    edge: Edge
    certainty: float


def choose_path(lattice: Lattice, model: WordModel) -> list[Choice]:
    """The best path from the first node to a final one.

    Probabilities are those of a word unigram model, summed over all segmentations.
    """
    arcs, forward = _forward(lattice, model)
    posteriors = _posteriors(lattice, arcs, forward)
    chosen = _best_path(lattice, arcs)
    return [Choice(n, e, min(1.0, posteriors[_place(n, e)])) for n, e in chosen]


def _place(node: Node, edge: Edge) -> tuple[int, int, str, int]:
    return (node.at, node.stage, edge.simple or edge.label, edge.end)


def _arcs(node: Node, lattice: Lattice, model: WordModel) -> Iterator[Arc]:
    for edge in lattice.edges[node]:
        score = edge.cost + (model.character(edge.simple) if edge.simple else 0.0)
        yield Arc(node, edge.target, score, (edge,))
        if edge.simple in model.continuations:
            yield from _words(node, edge.simple, edge.cost, (edge,), lattice, model)


def _words(
    node: Node,
    begun: str,
    cost: float,
    path: tuple[Edge, ...],
    lattice: Lattice,
    model: WordModel,
) -> Iterator[Arc]:
    """All words of two or more characters that begin with ``path``."""
    by_character = lattice.by_character(path[-1].target)
    following: Collection[str] = model.continuations.get(begun, ())
    for edge in by_character.get("", ()):
        if edge.label:
            continue
        yield from _words(node, begun, cost + edge.cost, (*path, edge), lattice, model)
    if len(following) > len(by_character):
        following = [c for c in by_character if c in following]
    for character in following:
        for edge in by_character.get(character, ()):
            word, total, longer = begun + character, cost + edge.cost, (*path, edge)
            if word in model.words:
                yield Arc(node, edge.target, total + model.words[word], longer)
            if word in model.continuations:
                yield from _words(node, word, total, longer, lattice, model)


def _forward(lattice: Lattice, model: WordModel) -> tuple[dict[Node, list[Arc]], dict[Node, float]]:
    """All arcs, and the log-probability of reaching each node; hopeless nodes get no arcs."""
    arcs: dict[Node, list[Arc]] = {}
    forward = {lattice.first: 0.0}
    best: dict[tuple[int, int], float] = {}
    for node in sorted(lattice.edges):
        reached = forward.get(node, -inf)
        place = (node.at, node.stage)
        best[place] = max(best.get(place, -inf), reached)
        if reached < best[place] - BEAM or reached == -inf:
            continue
        arcs[node] = list(_arcs(node, lattice, model))
        for arc in arcs[node]:
            forward[arc.target] = _log_add(forward.get(arc.target, -inf), reached + arc.score)
    return arcs, forward


def _posteriors(
    lattice: Lattice, arcs: dict[Node, list[Arc]], forward: dict[Node, float]
) -> dict[tuple[int, int, str, int], float]:
    backward = dict.fromkeys(lattice.finals, 0.0)
    for node in sorted(arcs, reverse=True):
        for arc in arcs[node]:
            reached = backward.get(arc.target, -inf) + arc.score
            backward[node] = _log_add(backward.get(node, -inf), reached)
    total = backward[lattice.first]
    found: dict[tuple[int, int, str, int], float] = {}
    for node, words in arcs.items():
        for arc in words:
            share = exp(forward[node] + arc.score + backward.get(arc.target, -inf) - total)
            at = node
            for edge in arc.path:
                key = _place(at, edge)
                found[key] = found.get(key, 0.0) + share
                at = edge.target
    return found


def _log_add(a: float, b: float) -> float:
    if a < b:
        a, b = b, a
    return a if b == -inf else a + log(1 + exp(b - a))


def _best_path(lattice: Lattice, arcs: dict[Node, list[Arc]]) -> list[tuple[Node, Edge]]:
    best: dict[Node, tuple[float, Arc | None]] = {lattice.first: (0.0, None)}
    for node in sorted(arcs):
        for arc in arcs[node]:
            score = best[node][0] + arc.score
            if arc.target not in best or score > best[arc.target][0]:
                best[arc.target] = (score, arc)
    last = max((n for n in lattice.finals if n in best), key=lambda node: (best[node][0], node))
    return _trace(last, best)


def _trace(node: Node, best: dict[Node, tuple[float, Arc | None]]) -> list[tuple[Node, Edge]]:
    steps: list[tuple[Node, Edge]] = []
    while (arc := best[node][1]) is not None:
        at = arc.source
        word = []
        for edge in arc.path:
            word.append((at, edge))
            at = edge.target
        steps[:0] = word
        node = arc.source
    return steps
