"""The most probable path through a lattice and how sure each of its characters is.

Probabilities are those of a word unigram model, summed over all segmentations: the paths lead
through the lattice's nodes and, within a word, through its beginnings there.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf, log
from typing import NamedTuple

from policycompare.normalize.byteshift.lattice import Lattice
from policycompare.normalize.byteshift.nodes import Edge, Node
from policycompare.normalize.byteshift.weights import Weights

BEAM = 20.0
"""Nodes less probable than the best of their place by more than this are given up, as the natural
logarithm of the ratio; set by hand for speed, its effect on the results is not measured."""


class Choice(NamedTuple):
    """An edge of the best path.

    ``certainty`` in [0, 1] is the share of all solutions, weighted by their probability, that have
    the same simplified character there.
    """

    source: Node
    edge: Edge
    certainty: float


_NO_ARCS = range(0)

_Back = tuple[int, int, int, str]


def choose_path(lattice: Lattice, weights: Weights) -> list[Choice]:
    """The best path from the first node to a final one."""
    return _Search(lattice, weights).choices()


class _Search:
    """The states of one window: a lattice's nodes, then beginnings of words in them.

    A state is a number; plain lists hold what is known of it, for a page has very many and objects
    that refer to each other would keep the garbage collector busy. All numbers are natural
    logarithms of probabilities but ``mass``.

    ``best`` is that of the best way to a state and ``back`` its last step: from where, the numbers
    of the step and of the branch, the character. All ways to it together have ``most + log(mass)``,
    which becomes ``forward``, all ways from it to the end ``backward``.

    The ways on through words of two and more characters are arcs, numbered one after the other;
    ``arcs`` has the range of each state's. An arc has the place where its step ends, its character,
    the logarithm of its share and the state that it leads to.
    """

    def __init__(self, lattice: Lattice, weights: Weights) -> None:
        n_nodes = len(lattice.nodes)
        self._lattice = lattice
        self._weights = weights
        self._best = [-inf] * n_nodes
        self._back: list[_Back | None] = [None] * n_nodes
        self._most = [-inf] * n_nodes
        self._mass = [0.0] * n_nodes
        self._forward = [-inf] * n_nodes
        self._backward = [-inf] * n_nodes
        self._arcs = [_NO_ARCS] * n_nodes
        self._arc_ends: list[int] = []
        self._arc_characters: list[str] = []
        self._arc_scores: list[float] = []
        self._arc_targets: list[int] = []
        self._node = list(range(n_nodes))
        self._within: list[dict[str, int]] = [{} for _ in range(n_nodes)]
        self._fans = [weights.of_fans([s.fan for s, _ in steps]) for steps in lattice.steps]
        self._is_hopeless = [True] * n_nodes

    def choices(self) -> list[Choice]:
        """The best path and the certainty of each character."""
        nodes, finals = self._lattice.nodes, self._lattice.finals
        self._go_forward()
        self._go_backward()
        reached = [final for final in finals if self._back[final] is not None]
        last = max(reached, key=lambda final: (self._best[final], nodes[final]))
        places: dict[tuple[int, int], list[int]] = {}
        for state in self._lattice.order:
            places.setdefault(nodes[state][:2], []).append(state)
        chosen = []
        for source, edge in self._trace(last):
            certainty = min(1.0, self._share(places[source[:2]], edge))
            chosen.append(Choice(source, edge, certainty))
        return chosen

    def _go_forward(self) -> None:
        """Reach every state; hopeless ones begin no words."""
        nodes, forward = self._lattice.nodes, self._forward
        self._best[0] = self._most[0] = 0.0
        self._mass[0] = 1.0
        best: dict[tuple[int, int], float] = {}
        for state in self._lattice.order:
            for begun, within in self._within[state].items():
                forward[within] = self._most[within] + log(self._mass[within])
                self._continue_word(state, within, begun)
            if not self._mass[state]:
                continue
            forward[state] = reached = self._most[state] + log(self._mass[state])
            place = nodes[state][:2]
            best[place] = max(best.get(place, -inf), reached)
            if reached >= best[place] - BEAM:
                self._is_hopeless[state] = False
                self._begin_words(state)

    def _begin_words(self, state: int) -> None:
        """Take each step as a word of its own and as the beginning of a longer one."""
        best, most, mass = self._best, self._most, self._mass
        n_before = len(self._arc_ends)
        for taken, (step, targets) in enumerate(self._lattice.steps[state]):
            fan, cost = step.fan, step.cost
            reached, best_here = self._forward[state] + cost, best[state] + cost
            for number, (total, top, likely) in enumerate(self._weights.of_branches(fan)):
                target = targets[number]
                if best_here + top > best[target]:
                    best[target] = best_here + top
                    self._back[target] = (state, taken, number, likely)
                score = reached + total
                if score <= most[target]:
                    mass[target] += exp(score - most[target])
                else:
                    mass[target] = mass[target] * exp(most[target] - score) + 1.0
                    most[target] = score
                branch = fan.branches[number]
                for simple in self._fans[target].begin(branch):
                    within = self._inside(target, simple)
                    score = cost + branch.costs[simple]
                    top = best_here + branch.best[simple].cost
                    back = (state, taken, number, simple)
                    self._arrive(within, score, top, step.end, back)
        self._arcs[state] = range(n_before, len(self._arc_ends))

    def _continue_word(self, state: int, within: int, begun: str) -> None:
        """Take each step of a node as one more character of a word begun before it."""
        words, top = self._weights.words, self._best[within]
        steps, n_before = self._lattice.steps[state], len(self._arc_ends)
        for taken, branch, simple, cost, cheapest, word, longer in self._fans[state].rests(begun):
            step, targets = steps[taken]
            target, end = targets[branch], step.end
            score, best = step.cost + cost, top + step.cost + cheapest
            back = (within, taken, branch, simple)
            if word:
                weight = words[word]
                self._arrive(target, score + weight, best + weight, end, back)
            if longer and self._fans[target].rests(longer):
                self._arrive(self._inside(target, longer), score, best, end, back)
        self._arcs[within] = range(n_before, len(self._arc_ends))

    def _arrive(self, target: int, score: float, best: float, end: int, back: _Back) -> None:
        source = back[0]
        self._arc_ends.append(end)
        self._arc_characters.append(back[3])
        self._arc_scores.append(score)
        self._arc_targets.append(target)
        if best > self._best[target]:
            self._best[target] = best
            self._back[target] = back
        score += self._forward[source]
        most = self._most[target]
        if score <= most:
            self._mass[target] += exp(score - most)
        else:
            self._mass[target] = self._mass[target] * exp(most - score) + 1.0
            self._most[target] = score

    def _inside(self, node: int, begun: str) -> int:
        """The state of a node within a word that begins so."""
        state = self._within[node].get(begun)
        if state is None:
            state = self._within[node][begun] = len(self._node)
            self._node.append(node)
            for values in (self._best, self._most, self._forward, self._backward):
                values.append(-inf)
            self._mass.append(0.0)
            self._back.append(None)
            self._arcs.append(_NO_ARCS)
        return state

    def _go_backward(self) -> None:
        backward = self._backward
        for final in self._lattice.finals:
            backward[final] = 0.0
        for state in reversed(self._lattice.order):
            for within in self._within[state].values():
                backward[within] = _log_sum(self._ways(within))
            if self._is_hopeless[state]:
                continue
            ways = self._ways(state)
            for step, targets in self._lattice.steps[state]:
                cost = step.cost
                branches = self._weights.of_branches(step.fan)
                ways += [
                    cost + weight[0] + backward[to]
                    for weight, to in zip(branches, targets, strict=True)
                ]
            backward[state] = _log_sum(ways)

    def _ways(self, state: int) -> list[float]:
        """What each arc of a state adds to the ways from it to the end."""
        scores, targets, backward = self._arc_scores, self._arc_targets, self._backward
        return [scores[arc] + backward[targets[arc]] for arc in self._arcs[state]]

    def _share(self, states: Sequence[int], edge: Edge) -> float:
        """The share of all paths that have the edge's character at its place, in [0, 1]."""
        key, end, backward, total = edge.simple or edge.label, edge.end, self._backward, 0.0
        for node in states:
            for state in (node, *self._within[node].values()):
                base = self._forward[state] - backward[0]
                for arc in self._arcs[state]:
                    if self._arc_characters[arc] == key and self._arc_ends[arc] == end:
                        score = self._arc_scores[arc]
                        total += exp(base + score + backward[self._arc_targets[arc]])
            if self._is_hopeless[node]:
                continue
            base = self._forward[node] - backward[0]
            for step, targets in self._lattice.steps[node]:
                if step.end != end:
                    continue
                for branch, to in zip(step.fan.branches, targets, strict=True):
                    for simple in {key, ""} & branch.costs.keys():
                        if simple or branch.best[simple].label == key:
                            score = branch.costs[simple] + self._weights.character(simple)
                            total += exp(base + step.cost + score + backward[to])
        return total

    def _trace(self, last: int) -> list[tuple[Node, Edge]]:
        nodes = self._lattice.nodes
        edges: list[tuple[Node, Edge]] = []
        at = last
        while (back := self._back[at]) is not None:
            at, taken, number, simple = back
            step, _ = self._lattice.steps[self._node[at]][taken]
            option = step.fan.branches[number].best[simple]
            target = step.targets[number]
            edge = Edge(option.label, option.simple, step.start, step.end, target, step.exact)
            edges.append((nodes[self._node[at]], edge))
        return edges[::-1]


def _log_sum(values: Sequence[float]) -> float:
    """The logarithm of the sum of numbers of which the logarithms are given."""
    if not values:
        return -inf
    most = max(values)
    if most == -inf:
        return most
    return most + log(sum([exp(value - most) for value in values]))
