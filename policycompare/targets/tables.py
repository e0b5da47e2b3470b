"""The tables of the stage: units, words and names, read from ``policycompare/data`` once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed, and the unit of its dimension with the factor to it."""

    name: str
    base: str
    factor: float
    dimension: str


def read_lines(name: str) -> Iterator[str]:
    """Lines of a shipped table without comments and empty lines."""
    text = files("policycompare").joinpath("data", name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


NO_UNIT = Unit("", "", 1.0, "index")
"""That of coefficients and indices."""


@cache
def units() -> dict[str, Unit]:
    """Every unit by its printed form."""
    rows = (line.split("\t") for line in read_lines("target_units.tsv"))
    found = {name: Unit(name, base, float(factor), what) for name, base, factor, what in rows}
    return {"": NO_UNIT, **found}


def find_unit(name: str) -> Unit | None:
    """The unit of that printed form; 万元/亩 is scaled as 万元 is. None if no table has it."""
    known = units()
    whole, slash, per = name.partition("/")
    if name in known or not slash:
        return known.get(name)
    one = known.get(whole)
    if one is None:
        return None
    return replace(one, name=name, base=f"{one.base}/{per}", dimension=f"{one.dimension}/{per}")


def scale_factor(unit: str) -> float:
    """The factor from a printed unit to that of its dimension; 1 for one that no table has.

    Examples
    --------
    >>> scale_factor("亿元"), scale_factor("元/千瓦时"), scale_factor("年")
    (10000.0, 0.0001, 1.0)
    """
    known = find_unit(unit)
    return 1.0 if known is None else known.factor


def multiply(value: float, factor: float) -> float:
    """Scale a value; twelve significant digits drop the error of the float, not a small value.

    Examples
    --------
    >>> multiply(0.0031, 0.0001), multiply(0.7, 0.1)
    (3.1e-07, 0.07)
    """
    return float(f"{value * factor:.12g}")


def scale(value: float, unit: str) -> tuple[float, str]:
    """A value in the unit of its dimension; a unit that no table has is its own.

    Examples
    --------
    >>> scale(2.0, "亿元"), scale(3.0, "家"), scale(3.0, "年")
    ((20000.0, '万元'), (3.0, '家'), (3.0, '年'))
    """
    known = find_unit(unit)
    return (value, unit) if known is None else (multiply(value, known.factor), known.base)


@cache
def words(category: str) -> tuple[str, ...]:
    """The words of one category, longest first, so that an alternation takes the longest."""
    found: set[str] = set()
    for line in read_lines("target_words.tsv"):
        name, listed = line.split("\t")
        if name == category:
            found.update(listed.split())
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def alternation(*categories: str) -> str:
    """A regular expression, in a group of its own, that matches one word of the categories."""
    found = sorted({w for c in categories for w in words(c)}, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(map(re.escape, found)) + ")"
