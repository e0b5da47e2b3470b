"""The tables of unit names, read once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import cast, get_args

from policycompare.datamodel import UnitKind

CLASSES = {
    "authority": ("委员会", "总局", "局", "厅", "委", "部", "署"),
    "office": ("办公室", "办"),
}
"""Endings that say what a unit is; within a class they only tell its level (厅 in a province)."""

_LINKS = re.compile("[和与及]")


@dataclass(frozen=True, slots=True)
class Change:
    """What took over the functions of a unit: a hint."""

    new: tuple[str, ...]
    year: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of unit told by the form of its name; ``canonical`` is None: as printed."""

    kind: UnitKind
    canonical: str | None
    form: re.Pattern[str]


def fold_stem(stem: str) -> str:
    """Leave out 和, 与 and 及, which are written or not.

    Examples
    --------
    >>> fold_stem("自然资源和规划")
    '自然资源规划'
    """
    return _LINKS.sub("", stem)


def split_ending(name: str) -> tuple[str, str]:
    """Cut a name into stem and class of its ending; the class is empty where it has none.

    Examples
    --------
    >>> split_ending("工业和信息化局"), split_ending("大数据中心")
    (('工业和信息化', 'authority'), ('大数据中心', ''))
    """
    for kind, endings in CLASSES.items():
        for ending in endings:
            if name.endswith(ending) and len(name) > len(ending):
                return name.removesuffix(ending), kind
    return name, ""


@cache
def read_names() -> dict[tuple[str, str], tuple[str, UnitKind]]:
    """Canonical name and kind by folded stem and class of ending (``data/units.tsv``).

    Raises
    ------
    ValueError
        If two lines of the table claim the same name.
    """
    names: dict[tuple[str, str], tuple[str, UnitKind]] = {}
    kind: UnitKind = "authority"
    for row in _rows("units.tsv"):
        if row[0].startswith("["):
            kind = _kind(row[0].strip("[]"))
            continue
        for key in _keys(row[0], row[1].split() if len(row) > 1 else []):
            if names.setdefault(key, (row[0], kind)) != (row[0], kind):
                raise ValueError(f"units.tsv: {key[0]} is {names[key][0]} and {row[0]}")
    return names


def _keys(canonical: str, others: list[str]) -> Iterator[tuple[str, str]]:
    stem, ending = split_ending(canonical)
    yield fold_stem(stem), ending
    for other in others:
        if other.startswith("=") or not ending:
            yield fold_stem(other.removeprefix("=")), ""
        else:
            other_stem, other_ending = split_ending(other)
            yield fold_stem(other_stem if other_ending == ending else other), ending


def _kind(name: str) -> UnitKind:
    assert name in get_args(UnitKind), name
    return cast(UnitKind, name)


@cache
def read_changes() -> dict[str, Change]:
    """What took over, by the old canonical name (``data/unit_changes.tsv``)."""
    rows = _rows("unit_changes.tsv")
    return {old: Change(tuple(new.split()), year) for old, new, year, _ in rows}


@cache
def read_patterns() -> tuple[Pattern, ...]:
    """Kinds told by the form of a name, in the order of ``data/unit_patterns.tsv``."""
    return tuple(
        Pattern(_kind(kind), None if canonical == "-" else canonical, re.compile(form))
        for kind, canonical, form in _rows("unit_patterns.tsv")
    )


def _rows(name: str) -> Iterator[list[str]]:
    text = resources.files("policycompare").joinpath("data", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
