"""Which targets changed: matched within counterpart clauses first, then in the whole documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from math import isclose
from typing import NamedTuple

from policycompare.datamodel import Target
from policycompare.datamodel.versions import TargetAspect, TargetChange, TargetState

LIKE = 0.8
"""Likeness in [0, 1] of two indicators from which they are the same in counterpart clauses.

A choice, not swept: 专精特新企业 and 专精特新小巨人企业, which differ, have 0.67.
"""

LIKE_TAIL = 0.6
"""The same where one is the end of the other: what is measured may be named once for two figures
(制造业增加值占比稳中有升,占GDP比重达到36%)."""

COUNTERS = frozenset("家个项座所处")
"""Units that count the same things: 绿色园区2家, 2个."""

_RANK: dict[TargetState, int] = {"changed": 0, "new": 1, "dropped": 2, "kept": 3}
"""Order of the states in a result: changed targets first."""


class _Pair(NamedTuple):
    """Two targets that may be the same: how like they are, and how far apart in their lists."""

    likeness: float
    equal: bool
    distance: float
    i: int
    j: int


class _Round(NamedTuple):
    """What two targets need in one round of the matching."""

    equal_key: bool = True
    counterparts: bool = True
    same_kind: bool = True
    same_grade: bool = True


ROUNDS = (
    _Round(),
    _Round(equal_key=False),
    _Round(counterparts=False),
    # 创新中心6家 → 省级创新中心10家
    _Round(same_grade=False),
    # 数字经济比重达到10%以上 → 比重较2022年翻一番
    _Round(same_kind=False),
)
"""From the surest to the least sure; each takes what the ones before it left."""


def find_target_changes(
    a: Sequence[Target], b: Sequence[Target], counterparts: Mapping[str, Set[str]]
) -> tuple[TargetChange, ...]:
    """Match the targets of two versions: changed first, then new, dropped and kept ones.

    Parameters
    ----------
    a, b : sequence of Target
        In the order of either document.
    counterparts : mapping of str to set of str
        Ids of the counterparts in ``b`` of a clause of ``a``.
    """
    left_a, left_b = dict(enumerate(a)), dict(enumerate(b))
    found: list[tuple[int, int, TargetChange]] = []
    for needs in ROUNDS:
        pairs = sorted(
            _find_pairs(left_a, left_b, counterparts, needs, (len(a), len(b))),
            key=lambda p: (-p.likeness, not p.equal, p.distance, p.i, p.j),
        )
        for pair in pairs:
            if pair.i in left_a and pair.j in left_b:
                one, two = left_a.pop(pair.i), left_b.pop(pair.j)
                aspects = find_aspects(one, two)
                state: TargetState = "changed" if aspects else "kept"
                found.append((pair.i, pair.j, TargetChange(state, aspects, one, two)))
    found += [(i, -1, TargetChange("dropped", (), one, None)) for i, one in left_a.items()]
    found += [(-1, j, TargetChange("new", (), None, two)) for j, two in left_b.items()]
    found.sort(key=lambda entry: (_RANK[entry[2].state], *entry[:2]))
    return tuple(change for _, _, change in found)


def find_aspects(a: Target, b: Target) -> tuple[TargetAspect, ...]:
    """List what differs between two targets of one indicator.

    A deadline differs where both texts set one; values are compared in the unit of the dimension.
    """
    differs: dict[TargetAspect, bool] = {
        "value": not (_close(a.base_value, b.base_value) and _close(_upper(a), _upper(b))),
        "unit": _dimension(a) != _dimension(b),
        "kind": a.kind != b.kind,
        "comparator": a.comparator != b.comparator,
        "deadline": None not in (a.deadline_year, b.deadline_year)
        and a.deadline_year != b.deadline_year,
        "scope": a.scope != b.scope,
    }
    return tuple(aspect for aspect, found in differs.items() if found)


def mirror_target(change: TargetChange) -> TargetChange:
    """Give the same change with ``a`` and ``b`` swapped."""
    turned: dict[TargetState, TargetState] = {"new": "dropped", "dropped": "new"}
    state = turned.get(change.state, change.state)
    return TargetChange(state, change.aspects, change.b, change.a)


def sort_changes(changes: Sequence[TargetChange]) -> tuple[TargetChange, ...]:
    """Sort by state, changed ones first, then by place in ``a`` and in ``b``."""

    def key(change: TargetChange) -> tuple[int, int, int]:
        place_a, place_b = (target.start if target else -1 for target in (change.a, change.b))
        return _RANK[change.state], place_a, place_b

    return tuple(sorted(changes, key=key))


def _find_pairs(
    a: Mapping[int, Target],
    b: Mapping[int, Target],
    counterparts: Mapping[str, Set[str]],
    needs: _Round,
    lengths: tuple[int, int],
) -> Iterator[_Pair]:
    """Pairs of what is left by place; ``lengths`` are those of the whole lists."""
    n_a, n_b = lengths
    by_key: dict[str, list[tuple[int, Target]]] = {}
    for j, two in b.items():
        by_key.setdefault(two.indicator_key, []).append((j, two))
    for i, one in a.items():
        near = counterparts.get(one.clause_id, frozenset())
        for j, two in by_key.get(one.indicator_key, ()) if needs.equal_key else b.items():
            if needs.counterparts and two.clause_id not in near:
                continue
            if needs.same_kind and (_dimension(one), one.kind) != (_dimension(two), two.kind):
                continue
            if one.grade != two.grade and (needs.same_grade or (one.grade and two.grade)):
                continue
            likeness = measure_likeness(one, two)
            if likeness == 1.0 or (likeness and not needs.equal_key):
                same = not find_aspects(one, two)
                yield _Pair(likeness, same, abs(i / n_a - j / n_b), i, j)


def measure_likeness(a: Target, b: Target) -> float:
    """Likeness in [0, 1] of two indicators: 1 for equal keys, else the Dice share of bigrams.

    Without a key on either side only equal texts are alike. 0 where it is below :data:`LIKE`, or
    :data:`LIKE_TAIL` if one is the end of the other.
    """
    one, two = a.indicator_key, b.indicator_key
    if one == two:
        return 1.0 if one or a.text == b.text else 0.0
    grams = [{key[i : i + 2] for i in range(len(key) - 1)} for key in (one, two)]
    total = len(grams[0]) + len(grams[1])
    likeness = 2 * len(grams[0] & grams[1]) / total if total else 0.0
    tail = one.endswith(two) or two.endswith(one)
    # below 1, which stands for equal keys
    return min(likeness, 0.99) if likeness >= (LIKE_TAIL if tail else LIKE) else 0.0


def _dimension(target: Target) -> str:
    return "" if target.base_unit in COUNTERS else target.base_unit


def _upper(target: Target) -> float:
    return target.base_value if target.base_value_max is None else target.base_value_max


def _close(a: float, b: float) -> bool:
    return isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
