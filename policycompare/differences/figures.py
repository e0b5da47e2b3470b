"""Compare the targets of two clauses: other quantities, other years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from policycompare.datamodel import COMPARATOR_SIGNS, Change, Target

TargetKey = tuple[str, str, str]
"""Indicator, unit and kind of targets that can be compared."""

NOTHING = "–"
"""Shown where one of the two says nothing."""


class TargetChanges(NamedTuple):
    """Targets of one indicator with another quantity, another year, another grade."""

    numbers: tuple[Change, ...]
    deadlines: tuple[Change, ...]
    scopes: tuple[Change, ...]


def compare_targets(a: Sequence[Target], b: Sequence[Target]) -> TargetChanges:
    """Compare targets of one indicator, unit and kind; swapping the clauses mirrors it."""
    return compare_keyed(key_targets(a), key_targets(b))


def compare_keyed(
    ours: Mapping[TargetKey, Sequence[Target]], theirs: Mapping[TargetKey, Sequence[Target]]
) -> TargetChanges:
    """Compare the targets of two clauses, laid out by :func:`key_targets`."""
    numbers, deadlines, scopes = [], [], []
    for key in sorted(ours.keys() & theirs.keys()):
        for one, two in _pair(ours[key], theirs[key]):
            name = one.indicator_key
            if _quantity(one) != _quantity(two):
                numbers.append(Change(name, show_quantity(one), show_quantity(two)))
            if one.deadline_year != two.deadline_year:
                deadlines.append(Change(name, _year(one), _year(two)))
            if one.grade != two.grade:
                scopes.append(Change(name, one.grade or NOTHING, two.grade or NOTHING))
    return TargetChanges(tuple(numbers), tuple(deadlines), tuple(scopes))


def show_quantity(target: Target) -> str:
    """Show the quantity of a target with its comparator and unit.

    A whole number is shown without decimals.
    """
    value = f"{target.value:.10g}"
    if target.value_max is not None:
        value += f"-{target.value_max:.10g}"
    return f"{COMPARATOR_SIGNS[target.comparator]}{value}{target.unit}"


def key_targets(targets: Iterable[Target]) -> dict[TargetKey, list[Target]]:
    """Lay the targets of a clause out by indicator, unit and kind."""
    found: dict[TargetKey, list[Target]] = {}
    for target in targets:
        if target.indicator_key:
            key = target.indicator_key, target.base_unit, target.kind
            found.setdefault(key, []).append(target)
    return found


def _pair(a: Sequence[Target], b: Sequence[Target]) -> list[tuple[Target, Target]]:
    """Pair targets with the same quantity and year, then of the same grade, then in their order.

    What is left over on one side stands alone: the text of its sentence tells it.
    """
    left, right = sorted(a, key=_order), sorted(b, key=_order)
    pairs = []
    likeness: tuple[Callable[[Target], object], ...] = (
        _order,
        lambda x: (x.grade, x.deadline_year),
        lambda x: x.grade,
        lambda x: x.deadline_year,
        lambda x: "",
    )
    for key in likeness:
        for one in tuple(left):
            two = next((x for x in right if key(x) == key(one)), None)
            if two is not None:
                pairs.append((one, two))
                left.remove(one)
                right.remove(two)
    return sorted(pairs, key=lambda pair: sorted(map(_order, pair)))


def _order(target: Target) -> tuple[int, float, float, str, str]:
    return (target.deadline_year or 0, *_quantity(target), target.grade)


def _quantity(target: Target) -> tuple[float, float, str]:
    high = target.base_value if target.base_value_max is None else target.base_value_max
    return target.base_value, high, target.comparator


def _year(target: Target) -> str:
    return NOTHING if target.deadline_year is None else str(target.deadline_year)
