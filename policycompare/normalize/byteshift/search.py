"""The most probable path through a lattice and how sure each of its characters is.

Probabilities are those of a word unigram model, summed over all segmentations: the paths lead
through the lattice's states and through the words begun in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf, log
from typing import NamedTuple

from policycompare.normalize.byteshift.lattice import Lattice
from policycompare.normalize.byteshift.nodes import Edge, Fan, Node, Option, Step
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


class Back(NamedTuple):
    """How the best path comes to a state: from where, by which step, branch and character."""

    source: State
    step: Step
    branch: int
    option: Option


class State:
    """A node between two words, or (``begun`` not empty) within a word.

    All numbers are natural logarithms of probabilities: ``best`` of the best way here, ``forward``
    of all of them together, ``backward`` of all ways from here to the end. ``incoming`` are the
    parts of ``forward``; ``arcs`` the ways on through words of two and more characters.
    """

    __slots__ = (
        "arcs",
        "back",
        "backward",
        "begun",
        "best",
        "fans",
        "forward",
        "incoming",
        "is_hopeless",
        "node",
        "steps",
        "within",
    )

    def __init__(self, node: Node, begun: str = "") -> None:
        self.node = node
        self.begun = begun
        self.best = self.forward = self.backward = -inf
        self.back: Back | None = None
        self.incoming: list[float] = []
        self.arcs: list[Arc] = []
        self.steps: list[tuple[Step, list[State]]] = []
        self.fans: tuple[Fan, ...] = ()
        self.within: dict[str, State] = {}
        self.is_hopeless = True

    def inside(self, begun: str) -> State:
        """The state of the same node within a word that begins so."""
        found = self.within.get(begun)
        if found is None:
            found = self.within[begun] = State(self.node, begun)
        return found


class Arc(NamedTuple):
    """One character of a longer word: its step, its simplified form, the logarithm of its share."""

    step: Step
    simple: str
    score: float
    target: State


def choose_path(lattice: Lattice, weights: Weights) -> list[Choice]:
    """The best path from the first node to a final one."""
    states = _states(lattice, weights)
    _go_forward(states, weights)
    finals = states[len(lattice.steps) :]
    last = max((s for s in finals if s.back), key=lambda state: (state.best, state.node))
    _go_backward(states, finals, weights)
    at_place: dict[tuple[int, int], list[State]] = {}
    for state in states:
        at_place.setdefault(state.node[:2], []).append(state)
    chosen = []
    for source, edge in _trace(last):
        share = _share(at_place[source[:2]], edge, states[0].backward, weights)
        chosen.append(Choice(source, edge, min(1.0, share)))
    return chosen


def _states(lattice: Lattice, weights: Weights) -> list[State]:
    """The states of all nodes in topological order, the final ones last."""
    states = {node: State(node) for node in (*lattice.steps, *lattice.finals)}
    for node, steps in lattice.steps.items():
        state = states[node]
        state.steps = [(step, [states[target] for target in step.targets]) for step in steps]
        state.fans = tuple([step.fan for step in steps])
    return list(states.values())


def _go_forward(states: Sequence[State], weights: Weights) -> None:
    """Reach every state; hopeless ones begin no words."""
    first = states[0]
    first.best = 0.0
    first.incoming.append(0.0)
    best: dict[tuple[int, int], float] = {}
    for state in states:
        for within in state.within.values():
            within.forward = _log_sum(within.incoming)
            _continue_word(state, within, weights)
        if not state.incoming:
            continue
        state.forward = reached = _log_sum(state.incoming)
        place = state.node[:2]
        best[place] = max(best.get(place, -inf), reached)
        if reached >= best[place] - BEAM:
            state.is_hopeless = False
            _begin_words(state, weights)


def _begin_words(state: State, weights: Weights) -> None:
    for step, targets in state.steps:
        fan, cost = step.fan, step.cost
        reached, best = state.forward + cost, state.best + cost
        for number, weight in enumerate(weights.of_branches(fan)):
            target = targets[number]
            target.incoming.append(reached + weight.total)
            if best + weight.best > target.best:
                target.best = best + weight.best
                target.back = Back(state, step, number, weight.option)
            branch = fan.branches[number]
            memory = weights.beginnings(target.fans)
            begun = memory.get(branch)
            if begun is None:
                begun = memory[branch] = weights.begin(branch, target.fans)
            for simple in begun:
                within = target.inside(simple)
                score, option = cost + branch.costs[simple], branch.best[simple]
                state.arcs.append(Arc(step, simple, score, within))
                within.incoming.append(state.forward + score)
                if best + option.cost > within.best:
                    within.best = best + option.cost
                    within.back = Back(state, step, number, option)


def _continue_word(state: State, within: State, weights: Weights) -> None:
    begun = within.begun
    for step, targets in state.steps:
        fan = step.fan
        memory = weights.rests(fan)
        rests = memory.get(begun)
        if rests is None:
            rests = memory[begun] = weights.go_on(begun, fan)
        for number, option, cost, word, longer in rests:
            target = targets[number]
            score, best = step.cost + cost, within.best + step.cost + option.cost
            if word:
                probability = weights.words[word]
                _arrive(within, target, step, number, option, score + probability, best + probability)
            if longer:
                _arrive(within, target.inside(longer), step, number, option, score, best)
        if "" in fan.by_character and not fan.branches[0].best[""].label:
            option = fan.branches[0].best[""]
            target = targets[0].inside(begun)
            _arrive(within, target, step, 0, option, step.cost, within.best + step.cost)


def _arrive(
    source: State,
    target: State,
    step: Step,
    number: int,
    option: Option,
    score: float,
    best: float,
) -> None:
    source.arcs.append(Arc(step, option.simple, score, target))
    target.incoming.append(source.forward + score)
    if best > target.best:
        target.best = best
        target.back = Back(source, step, number, option)


def _go_backward(states: Sequence[State], finals: Sequence[State], weights: Weights) -> None:
    for state in finals:
        state.backward = 0.0
    for state in reversed(states[: len(states) - len(finals)]):
        for within in state.within.values():
            within.backward = _log_sum([a.score + a.target.backward for a in within.arcs])
        if state.is_hopeless:
            continue
        ways = [arc.score + arc.target.backward for arc in state.arcs]
        for step, targets in state.steps:
            cost = step.cost
            ways += [
                cost + weight.total + target.backward
                for weight, target in zip(weights.of_branches(step.fan), targets, strict=True)
            ]
        state.backward = _log_sum(ways)


def _share(states: Sequence[State], edge: Edge, total: float, weights: Weights) -> float:
    """The share of all paths that have the edge's character at its place, in [0, 1]."""
    key, end = edge.simple or edge.label, edge.end
    found = 0.0
    for state in states:
        for within in (state, *state.within.values()):
            for arc in within.arcs:
                if arc.simple == key and arc.step.end == end:
                    found += exp(within.forward + arc.score + arc.target.backward - total)
        if state.is_hopeless:
            continue
        for step, targets in state.steps:
            if step.end != end:
                continue
            for branch, target in zip(step.fan.branches, targets, strict=True):
                for simple in {key, ""} & branch.costs.keys():
                    if simple or branch.best[simple].label == key:
                        score = step.cost + branch.costs[simple] + weights.character(simple)
                        found += exp(state.forward + score + target.backward - total)
    return found


def _log_sum(values: Sequence[float]) -> float:
    """The logarithm of the sum of numbers of which the logarithms are given."""
    if not values:
        return -inf
    most = max(values)
    if most == -inf or len(values) == 1:
        return most
    return most + log(sum([exp(value - most) for value in values]))


def _trace(last: State) -> list[tuple[Node, Edge]]:
    edges: list[tuple[Node, Edge]] = []
    at = last
    while (back := at.back) is not None:
        step, option = back.step, back.option
        target = step.targets[back.branch]
        edge = Edge(option.label, option.simple, step.start, step.end, target, step.exact)
        edges.append((back.source.node, edge))
        at = back.source
    return edges[::-1]
