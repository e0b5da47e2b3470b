"""Choose the markers of a text by the consistency of their running sequences and their nesting.

A beam search reads the candidates in the order of the text. Each is either refused or accepted; an
accepted one continues the sequence of its kind or opens a new one below the open headings. The
weights are log-odds-like units, set by hand from what each event means and checked on the damaged
pages of ``tests/cases/damaged-pages.jsonl`` crossed with every kind of defect, and on the five
documents; no weight was fitted to a single text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from policycompare.outline.grammar import Candidate, Context

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


class _Open(NamedTuple):
    kind: str
    rank: float
    number: int | None
    n_seen: int
    bears: bool = False  # whether sub-headings were accepted below it


class _State(NamedTuple):
    stack: tuple[_Open, ...]
    last: tuple[tuple[str, int], ...]  # last number of each kind, for sequences that run through
    score: float
    trail: _Trail | None = None
    n_placed: int = 0


class _Trail(NamedTuple):
    """The accepted markers as a linked list, so that thousands of states share their past."""

    placed: Placed
    before: _Trail | None


def choose_markers(candidates: list[Candidate]) -> list[Placed]:
    """The most consistent subset of the candidates, with depths."""
    beam = [_State((), (), 0.0)]
    for candidate in candidates:
        following: dict[tuple[object, ...], _State] = {}
        for state in beam:
            for new in (_refuse(state, candidate), *_accept(state, candidate)):
                key = (new.stack, new.last)
                if key not in following or new.score > following[key].score:
                    following[key] = new
        beam = sorted(following.values(), key=lambda s: (-s.score, s.n_placed))[:BEAM_WIDTH]
    best = max((_close(state, 0) for state in beam), key=lambda s: s.score)
    placed, trail = [], best.trail
    while trail is not None:
        placed.append(trail.placed)
        trail = trail.before
    return placed[::-1]


def _refuse(state: _State, candidate: Candidate) -> _State:
    cost = REFUSED_LINE if candidate.context == "line" and not candidate.reference else 0.0
    return state._replace(score=state.score + cost) if cost else state


def _accept(state: _State, candidate: Candidate) -> list[_State]:
    depth = next((i for i, o in enumerate(state.stack) if o.kind == candidate.kind), None)
    if depth is not None:
        return [_sibling(state, candidate, depth)]
    ways = [_child(state, candidate, _conventional_depth(state, candidate), 0.0)]
    if ways[0].stack[:-1] != state.stack:
        ways.append(_child(state, candidate, len(state.stack), INVERSE))
    return ways


def _conventional_depth(state: _State, candidate: Candidate) -> int:
    return next(
        (i for i, o in enumerate(state.stack) if o.rank >= candidate.rank), len(state.stack)
    )


def _sibling(state: _State, candidate: Candidate, depth: int) -> _State:
    state = _close(state, depth + 1)
    previous = state.stack[depth]
    number = candidate.number
    if number is None:
        number = previous.number + 1 if previous.number is not None else None
        weight = UNNUMBERED
    else:
        weight = _step_weight(previous.number, number)
    opened = _Open(previous.kind, previous.rank, number, previous.n_seen + 1)
    return _place(state, candidate, (*state.stack[:depth], opened), number, weight)


def _step_weight(previous: int | None, number: int) -> float:
    step = number - previous if previous is not None else 1
    if step == 1:
        return NEXT
    if step == 0:
        return REPEAT
    if step > 1:
        return SKIP * min(step - 1, SKIP_LIMIT)
    return RESTART if number == 1 else BACKWARD


def _child(state: _State, candidate: Candidate, depth: int, weight: float) -> _State:
    state = _close(state, depth)
    last = dict(state.last).get(candidate.kind)
    number = candidate.number
    if number is None:
        number = None if candidate.kind in UNCOUNTED else 1
        weight += UNNUMBERED
    elif number == 1:
        weight += FIRST
    elif last is not None and number == last + 1:
        weight += THROUGH
    else:
        weight += LATE_START + LATE_STEP * min(number - 1, 10)
    opened = _Open(candidate.kind, candidate.rank, number, 1)
    above = state.stack
    if above:
        above = (*above[:-1], above[-1]._replace(bears=True))
    return _place(state, candidate, (*above, opened), number, weight)


def _place(
    state: _State,
    candidate: Candidate,
    stack: tuple[_Open, ...],
    number: int | None,
    weight: float,
) -> _State:
    weight += CONTEXT_WEIGHT[candidate.context] + (REFERENCE if candidate.reference else 0.0)
    last = state.last
    if number is not None:
        last = _with_last(last, candidate.kind, number)
    inferred = candidate.number is None and candidate.kind not in UNCOUNTED
    placed = Placed(candidate, len(stack), number, inferred)
    return _State(
        stack,
        last,
        state.score + weight,
        _Trail(placed, state.trail),
        state.n_placed + 1,
    )


def _with_last(
    last: tuple[tuple[str, int], ...], kind: str, number: int
) -> tuple[tuple[str, int], ...]:
    """The last numbers with that of one kind replaced, in an order that does not depend on time."""
    return tuple(sorted([*(entry for entry in last if entry[0] != kind), (kind, number)]))


def _close(state: _State, depth: int) -> _State:
    """Close the open headings from ``depth`` on; a childless sequence of one is doubted."""
    if depth >= len(state.stack):
        return state
    lonely = sum(
        1 for o in state.stack[depth:] if o.n_seen == 1 and o.number in (1, None) and not o.bears
    )
    return state._replace(stack=state.stack[:depth], score=state.score + LONELY * lonely)
