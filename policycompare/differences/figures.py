"""Compare the targets of two clauses: other quantities, other years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policycompare.datamodel import Change, Target

Key = tuple[str, str, str]

SIGNS = {"=": "", ">=": "≥", "<=": "≤", "~": "≈"}
"""How a comparator is shown before its quantity."""


def compare_targets(
    a: Sequence[Target], b: Sequence[Target]
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Compare targets of one indicator, unit and kind; swapping the clauses mirrors it.

    Returns
    -------
    numbers, deadlines : tuple of Change
        Targets with another quantity or comparator, and with another year; by indicator.
    """
    ours, theirs = _by_key(a), _by_key(b)
    numbers, deadlines = [], []
    for key in sorted(ours.keys() & theirs.keys()):
        for one, two in _pair(ours[key], theirs[key]):
            name = min(one.indicator, two.indicator, key=lambda text: (len(text), text))
            if _quantity(one) != _quantity(two):
                numbers.append(Change(name, show_quantity(one), show_quantity(two)))
            if one.deadline_year != two.deadline_year:
                deadlines.append(Change(name, _year(one), _year(two)))
    return tuple(numbers), tuple(deadlines)


def show_quantity(target: Target) -> str:
    """Show the quantity of a target with its comparator and unit.

    A whole number is shown without decimals.
    """
    value = f"{target.value:.10g}"
    if target.value_max is not None:
        value += f"-{target.value_max:.10g}"
    return f"{SIGNS[target.comparator]}{value}{target.unit}"


def _by_key(targets: Iterable[Target]) -> dict[Key, list[Target]]:
    found: dict[Key, list[Target]] = {}
    for target in targets:
        if target.indicator_key:
            key = target.indicator_key, target.base_unit, target.kind
            found.setdefault(key, []).append(target)
    return found


def _pair(a: list[Target], b: list[Target]) -> list[tuple[Target, Target]]:
    """Pair equal targets first, then the others by year and quantity; the rest stands alone."""
    left, right = sorted(a, key=_order), sorted(b, key=_order)
    for one in tuple(left):
        two = next((x for x in right if _order(x) == _order(one)), None)
        if two is not None:
            left.remove(one)
            right.remove(two)
    return list(zip(left, right, strict=False))


def _order(target: Target) -> tuple[int, float, float, str]:
    return (target.deadline_year or 0, *_quantity(target))


def _quantity(target: Target) -> tuple[float, float, str]:
    high = target.base_value if target.base_value_max is None else target.base_value_max
    return target.base_value, high, target.comparator


def _year(target: Target) -> str:
    return "–" if target.deadline_year is None else str(target.deadline_year)
