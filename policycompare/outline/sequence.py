"""Choose the markers of a text by the consistency of their running sequences and their nesting.

A beam search reads the candidates in the order of the text. Each is either refused or accepted; an
accepted one continues the sequence of its kind or opens a new one below the open headings. The
weights are log-odds-like units, set by hand from what each event means and checked on the damaged
pages of ``tests/cases/damaged-pages.jsonl`` crossed with every kind of defect, and on the five
documents; no weight was fitted to a single text.

The states of the beam share few stacks of open headings, so what a candidate makes of a stack is
worked out once for all of them; a state is but a tuple of references.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

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


class _Stack:
    """The open headings, outermost first.

    ``key`` tells stacks apart: as one text its hash is worked out once.
    """

    __slots__ = ("key", "opened")

    def __init__(self, opened: tuple[_Open, ...]) -> None:
        self.opened = opened
        self.key = "".join([f"{o.kind}:{o.number}:{o.n_seen}:{o.bears};" for o in opened])


class _Last:
    """The last number of each kind, for sequences that run through; ``key`` tells them apart."""

    __slots__ = ("key", "numbers")

    def __init__(self, numbers: dict[str, int]) -> None:
        self.numbers = numbers
        # In an order that does not depend on which kind came first.
        self.key = "".join([f"{kind}:{numbers[kind]};" for kind in sorted(numbers)])


class _Move(NamedTuple):
    """One way to accept a candidate above a stack.

    ``closing`` is the weight of the headings it closes. ``through`` takes the place of ``weight``
    where the number follows the last one of its kind.
    """

    stack: _Stack
    placed: Placed
    closing: float
    weight: float
    through: float


_State = tuple[float, int, _Stack, _Last, Placed | None, Any]
"""Its score negated, so that the best sorts first; how many markers it accepted; the open headings
and the last numbers; the last marker accepted, and the state that accepted it."""

_key = itemgetter(0, 1)


def choose_markers(candidates: list[Candidate]) -> list[Placed]:
    """The most consistent subset of the candidates, with depths."""
    beam: list[_State] = [(0.0, 0, _Stack(()), _Last({}), None, None)]
    for candidate in candidates:
        beam = sorted(_follow(beam, candidate), key=_key)[:BEAM_WIDTH]
    best = min(beam, key=lambda state: state[0] - _closing(state[2].opened, 0))
    placed: list[Placed] = []
    state: _State | None = best
    while state is not None and state[4] is not None:
        placed.append(state[4])
        state = state[5]
    return placed[::-1]


def _follow(beam: list[_State], candidate: Candidate) -> Iterable[_State]:
    """The states behind a candidate; of equal stacks and last numbers the best."""
    following: dict[tuple[str, str], _State] = {}
    moves_of: dict[str, list[_Move]] = {}
    last_of: dict[tuple[str, int | None], _Last] = {}
    kind, follows = candidate.kind, (candidate.number or 0) - 1
    cost = REFUSED_LINE if candidate.context == "line" and not candidate.reference else 0.0
    for state in beam:
        score, n_placed, stack, last, placed, before = state
        key = (stack.key, last.key)
        known = following.get(key)
        if known is None or score - cost < known[0]:
            following[key] = (score - cost, n_placed, stack, last, placed, before)
        moves = moves_of.get(stack.key)
        if moves is None:
            moves = moves_of[stack.key] = _accept(stack.opened, candidate)
        for opened, placed, closing, weight, through in moves:
            number = placed.number
            after = last_of.get((last.key, number))
            if after is None:
                after = last_of[last.key, number] = _with_last(last, kind, number)
            total = score - closing - (through if last.numbers.get(kind) == follows else weight)
            key = (opened.key, after.key)
            known = following.get(key)
            if known is None or total < known[0]:
                following[key] = (total, n_placed + 1, opened, after, placed, state)
    return following.values()


def _accept(opened: tuple[_Open, ...], candidate: Candidate) -> list[_Move]:
    for depth, above in enumerate(opened):
        if above.kind == candidate.kind:
            return [_sibling(opened, candidate, depth)]
    depth = _conventional_depth(opened, candidate)
    ways = [_child(opened, candidate, depth, 0.0)]
    if depth < len(opened):
        ways.append(_child(opened, candidate, len(opened), INVERSE))
    return ways


def _conventional_depth(opened: tuple[_Open, ...], candidate: Candidate) -> int:
    return next((i for i, o in enumerate(opened) if o.rank >= candidate.rank), len(opened))


def _sibling(opened: tuple[_Open, ...], candidate: Candidate, depth: int) -> _Move:
    previous = opened[depth]
    number = candidate.number
    if number is None:
        number = previous.number + 1 if previous.number is not None else None
        weight = UNNUMBERED
    else:
        weight = _step_weight(previous.number, number)
    one = _Open(previous.kind, previous.rank, number, previous.n_seen + 1)
    closing = _closing(opened, depth + 1)
    return _move((*opened[:depth], one), candidate, closing, weight, weight)


def _step_weight(previous: int | None, number: int) -> float:
    step = number - previous if previous is not None else 1
    if step == 1:
        return NEXT
    if step == 0:
        return REPEAT
    if step > 1:
        return SKIP * min(step - 1, SKIP_LIMIT)
    return RESTART if number == 1 else BACKWARD


def _child(opened: tuple[_Open, ...], candidate: Candidate, depth: int, weight: float) -> _Move:
    closing = _closing(opened, depth)
    above = opened[:depth]
    if above:
        above = (*above[:-1], above[-1]._replace(bears=True))
    number = candidate.number
    through = weight + THROUGH
    if number is None:
        number = None if candidate.kind in UNCOUNTED else 1
        weight = through = weight + UNNUMBERED
    elif number == 1:
        weight = through = weight + FIRST
    else:
        weight += LATE_START + LATE_STEP * min(number - 1, 10)
    one = _Open(candidate.kind, candidate.rank, number, 1)
    return _move((*above, one), candidate, closing, weight, through)


def _move(
    opened: tuple[_Open, ...],
    candidate: Candidate,
    closing: float,
    weight: float,
    through: float,
) -> _Move:
    place = CONTEXT_WEIGHT[candidate.context] + (REFERENCE if candidate.reference else 0.0)
    number = opened[-1].number
    inferred = candidate.number is None and candidate.kind not in UNCOUNTED
    placed = Placed(candidate, len(opened), number, inferred)
    return _Move(_Stack(opened), placed, closing, weight + place, through + place)


def _with_last(last: _Last, kind: str, number: int | None) -> _Last:
    return last if number is None else _Last({**last.numbers, kind: number})


def _closing(opened: tuple[_Open, ...], depth: int) -> float:
    """Weight of closing the headings from ``depth`` on; a childless sequence of one is doubted."""
    lonely = sum(
        1 for o in opened[depth:] if o.n_seen == 1 and o.number in (1, None) and not o.bears
    )
    return LONELY * lonely
