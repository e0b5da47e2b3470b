"""Choose the markers of a text by the consistency of their running sequences and their nesting.

A beam search reads the candidates in the order of the text. Each is either refused or accepted; an
accepted one continues the sequence of its kind or opens a new one below the open headings. The
weights are log-odds-like units, set by hand from what each event means and checked on the damaged
pages of ``tests/cases/damaged-pages.jsonl`` crossed with every kind of defect, and on the five
documents; no weight was fitted to a single text.

Most of the states that a candidate leads to are worse than one with the same open headings and
numbers, or fall out of the beam: a state is but a tuple of references, and what is read off it is
worked out for the best one alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from policycompare.outline.grammar import KIND, Candidate, Context

BEAM_WIDTH = 48

CONTEXT_WEIGHT: dict[Context, float] = {"line": 2.0, "sentence": 0.7, "space": 1.0, "glued": -0.8}
NEXT = 3.0  # the number follows its predecessor
THROUGH = 2.5  # the number goes on across a new parent (Weihai's 1 to 30)
FIRST = 1.5  # the sequence opens with 1
UNNUMBERED = 0.5  # a dash, or a marker whose number is lost: its place alone speaks for it
REPEAT = -2.5  # the same number again
SKIP = -0.6  # for each number that is missing, up to SKIP_LIMIT
SKIP_LIMIT = 4
RESTART = -4.0  # 1 again below the same parent
BACKWARD = -6.0
LATE_START = -2.5  # a sequence that opens with another number than 1 …
LATE_STEP = -0.3  # … and for each number before it, up to 10
INVERSE = -2.0  # a kind nests below one that conventionally lies deeper
LONELY = -2.0  # a sequence of one
REFUSED_LINE = -1.5  # a marker at a line start is refused
REFERENCE = -4.0  # 第三条规定: a reference, not a heading


UNCOUNTED = frozenset({"dash", "bullet"})
"""Kinds whose markers bear no number."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An accepted marker with its depth (from 1) and its number, inferred where it was lost."""

    candidate: Candidate
    level: int
    number: int | None
    inferred: bool


_Open = tuple["_Above | None", str, int | None, int]
"""The innermost open heading: the one above it, its kind, its number, how many of its sequence were
seen. No sub-headings were accepted below it."""


class _Above:
    """An open heading with another one open below it.

    Equal ones are one object, so that stacks of any depth are told apart by their innermost two.
    """

    __slots__ = ("level", "opened", "rank")

    def __init__(self, opened: _Open) -> None:
        self.opened = opened
        self.level = _level(opened)
        self.rank = KIND[opened[1]].rank


_Last = tuple[int | None, ...]
"""The last number of each kind that the text has, for sequences that run through."""

_State = tuple[float, int, _Open | None, _Last, Candidate | None, Any]
"""Its score negated, so that the best sorts first; how many markers it accepted; the open headings;
the last numbers; the last marker accepted, and the state that accepted it."""

_order = itemgetter(0, 1)


def choose_markers(candidates: list[Candidate]) -> list[Placed]:
    """The most consistent subset of the candidates, with depths."""
    kinds = {kind: i for i, kind in enumerate(dict.fromkeys(c.kind for c in candidates))}
    nodes: dict[_Open, _Above] = {}
    beam: list[_State] = [(0.0, 0, None, (None,) * len(kinds), None, None)]
    for candidate in candidates:
        following = _follow(beam, candidate, kinds[candidate.kind], nodes)
        beam = sorted(following, key=_order)[:BEAM_WIDTH]
    return _read_trail(min(beam, key=lambda state: state[0] - _closing(state[2])))


def _read_trail(state: _State) -> list[Placed]:
    """The markers that a state accepted."""
    placed: list[Placed] = []
    while True:
        _, _, opened, _, candidate, before = state
        if opened is None or candidate is None:
            return placed[::-1]
        inferred = candidate.number is None and candidate.kind not in UNCOUNTED
        placed.append(Placed(candidate, _level(opened), opened[2], inferred))
        state = before


def _level(opened: _Open) -> int:
    return 1 if opened[0] is None else opened[0].level + 1


def _follow(
    beam: list[_State], candidate: Candidate, column: int, nodes: dict[_Open, _Above]
) -> Iterable[_State]:
    """The states behind a candidate; of those with equal open headings and numbers the best."""
    following: dict[tuple[_Open | None, _Last], _State] = {}
    is_line = candidate.context == "line"
    cost = REFUSED_LINE if is_line and not candidate.reference else 0.0
    place = CONTEXT_WEIGHT[candidate.context] + (REFERENCE if candidate.reference else 0.0)
    for state in beam:
        score, n_placed, top, last, accepted, before = state
        key = (top, last)
        known = following.get(key)
        if known is None or score - cost < known[0]:
            following[key] = (score - cost, n_placed, top, last, accepted, before)
        for opened, closing, weight in _accept(top, candidate, last[column], nodes):
            number = opened[2]
            numbers = last if number is None else (*last[:column], number, *last[column + 1 :])
            key = (opened, numbers)
            known = following.get(key)
            total = score - closing - (weight + place)
            if known is None or total < known[0]:
                following[key] = (total, n_placed + 1, opened, numbers, candidate, state)
    return following.values()


def _accept(
    top: _Open | None, candidate: Candidate, last: int | None, nodes: dict[_Open, _Above]
) -> list[tuple[_Open, float, float]]:
    """The ways to accept a candidate: what is open then, the weight of closing and of placing."""
    if top is None:
        return [(_child(None, candidate), 0.0, _child_weight(candidate, last, 0.0))]
    kind = candidate.kind
    if top[1] == kind:
        return [_sibling(top, candidate, 0.0)]
    # Where the first heading stands that is not above by convention.
    rank, at = candidate.rank, top[0]
    outermost = KIND[top[1]].rank >= rank
    above = top[0] if outermost else None
    while at is not None:
        if at.opened[1] == kind:
            return [_sibling(at.opened, candidate, _closing(top))]
        if at.rank >= rank:
            outermost, above = True, at.opened[0]
        at = at.opened[0]
    node = nodes.get(top)
    if node is None:
        node = nodes[top] = _Above(top)
    if not outermost:
        return [(_child(node, candidate), 0.0, _child_weight(candidate, last, 0.0))]
    return [
        (_child(above, candidate), _closing(top), _child_weight(candidate, last, 0.0)),
        (_child(node, candidate), 0.0, _child_weight(candidate, last, INVERSE)),
    ]


def _sibling(previous: _Open, candidate: Candidate, closing: float) -> tuple[_Open, float, float]:
    above, kind, before, n_seen = previous
    number = candidate.number
    if number is None:
        number = before + 1 if before is not None else None
        weight = UNNUMBERED
    else:
        weight = _step_weight(before, number)
    return (above, kind, number, n_seen + 1), closing, weight


def _step_weight(previous: int | None, number: int) -> float:
    step = number - previous if previous is not None else 1
    if step == 1:
        return NEXT
    if step == 0:
        return REPEAT
    if step > 1:
        return SKIP * min(step - 1, SKIP_LIMIT)
    return RESTART if number == 1 else BACKWARD


def _child(above: _Above | None, candidate: Candidate) -> _Open:
    number = candidate.number
    if number is None and candidate.kind not in UNCOUNTED:
        number = 1
    return (above, candidate.kind, number, 1)


def _child_weight(candidate: Candidate, last: int | None, weight: float) -> float:
    number = candidate.number
    if number is None:
        return weight + UNNUMBERED
    if number == 1:
        return weight + FIRST
    if last is not None and number == last + 1:
        return weight + THROUGH
    return weight + (LATE_START + LATE_STEP * min(number - 1, 10))


def _closing(top: _Open | None) -> float:
    """Weight of closing the innermost heading and any above it.

    A sequence of one is doubted, unless it bears others: only the innermost bears none.
    """
    is_lonely = top is not None and top[3] == 1 and top[2] in (1, None)
    return LONELY if is_lonely else 0.0
