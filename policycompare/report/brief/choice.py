"""What is important enough for two pages: rows ranked, nothing written.

Tasks go before principles, goals and safeguards, because every plan has those; then what many
groups have, and what is most certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from policycompare.report.brief.material import Material, entries
from policycompare.report.protocol import Row
from policycompare.report.rows import worst_gap_key
from policycompare.versions.targets import COUNTERS

Verdict = Literal["more", "later", "sooner"]
"""More and not later as far as is known, more but later, as much but sooner."""

LEVELS = ("national", "province", "city", "county")
"""Levels of the manifest from above."""


@dataclass(frozen=True)
class Rivalry:
    """Two promises that can be held against each other, and what the other one is."""

    theirs: Row
    ours: Row
    verdict: Verdict


def rank_shared(material: Material, group: str | None) -> list[Row]:
    """Shared measures, those of the most groups and the surest first."""
    rows = [
        row
        for row in material.rows("measures.csv")
        if _number(row["n_groups"]) > 1 and (group is None or group in entries(row["groups"]))
    ]

    def key(row: Row) -> tuple[bool, float, float]:
        task = material.is_task(str(row["measure_id"]))
        return not task, -_number(row["n_groups"]), -_number(row["mean_p_same"])

    return sorted(rows, key=key)


def rank_gaps(material: Material, group: str, state: str) -> list[Row]:
    """Gaps of a group in one state, worst first."""
    rows = [
        row for row in material.rows("gaps.csv") if (row["group"], row["state"]) == (group, state)
    ]

    def key(row: Row) -> tuple[bool, tuple[int, float, str]]:
        return not material.is_task(str(row["measure_id"])), worst_gap_key(row)

    return sorted(rows, key=key)


def rank_promises(material: Material, group: str) -> list[Rivalry]:
    """Where another promises more or sooner, for each indicator and way of counting.

    Of the other group its least promise counts, of this group the most.
    """
    found = [
        rivalry
        for rows in _comparable(material).values()
        if (rivalry := _judge(rows, group)) is not None
    ]
    order = {"more": 0, "later": 1, "sooner": 2}
    return sorted(found, key=lambda one: (order[one.verdict], str(one.theirs["indicator"])))


def rank_ahead(material: Material, group: str) -> list[Rivalry]:
    """Where each promise of this group is more than all of the others, and not for later.

    ``ours`` is the least of the group's own, ``theirs`` the most of the others.
    """
    found = []
    for rows in _comparable(material).values():
        ours, theirs = _split(rows, group)
        if ours and theirs:
            least, rival = _weakest(ours), _strongest(theirs)
            if _is_stronger(least, rival) and not _is_sooner(rival, least):
                found.append(Rivalry(rival, least, "more"))
    return found


def unlike_indicators(material: Material, group: str) -> list[Row]:
    """One row for each indicator that others promise too, but in no way that can be compared."""
    like = {
        str(row["indicator"])
        for rows in _comparable(material).values()
        if all(_split(rows, group))
        for row in rows
    }
    first: dict[str, Row] = {}
    for row in material.rows("target_comparison.csv"):
        name = str(row["indicator"])
        if row["group"] == group and _number(row["n_groups"]) > 1 and name and name not in like:
            first.setdefault(name, row)
    return list(first.values())


def silent_indicators(material: Material, group: str) -> list[Row]:
    """The first row of each indicator that two or more others promise and this group does not."""
    rows = material.rows("target_comparison.csv")
    own = {row["indicator"] for row in rows if row["group"] == group}
    first: dict[str, Row] = {}
    for row in rows:
        if _number(row["n_groups"]) > 1 and row["indicator"] and row["indicator"] not in own:
            first.setdefault(str(row["indicator"]), row)
    return list(first.values())


def is_below(row: Row) -> bool | None:
    """Whether document a of a dyad row is below document b; None where levels do not tell."""
    levels = (row["a_level"], row["b_level"])
    if row["relation"] != "vertical" or not all(level in LEVELS for level in levels):
        return None
    a, b = (LEVELS.index(str(level)) for level in levels)
    return None if a == b else a > b


def _comparable(material: Material) -> dict[tuple[object, ...], list[Row]]:
    """Rows of two or more groups that count the same thing in the same way."""
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in material.rows("target_comparison.csv"):
        if row["indicator"] and _number(row["n_groups"]) > 1 and row["kind"] != "reward":
            unit = "" if row["unit"] in COUNTERS else row["unit"]
            ceiling = row["comparator"] == "<="
            key = (row["indicator"], row["kind"], unit, row["scope"], row["grade"], ceiling)
            found.setdefault(key, []).append(row)
    return {key: rows for key, rows in found.items() if len({row["group"] for row in rows}) > 1}


def _split(rows: Sequence[Row], group: str) -> tuple[list[Row], list[Row]]:
    ours = [row for row in rows if row["group"] == group]
    return ours, [row for row in rows if row["group"] != group]


def _judge(rows: Sequence[Row], group: str) -> Rivalry | None:
    ours, theirs = _split(rows, group)
    if not ours or not theirs:
        return None
    best, rival = _strongest(ours), _strongest(_surest(theirs))
    if _is_stronger(rival, best):
        late = _is_sooner(best, rival)
        return Rivalry(rival, best, "later" if late else "more")
    sooner = [row for row in theirs if _equals(row, best) and _is_sooner(row, best)]
    if not sooner or any(_equals(row, best) and not _is_sooner(sooner[0], row) for row in ours):
        return None
    return Rivalry(min(sooner, key=lambda row: _number(row["deadline_year"])), best, "sooner")


def _strongest(rows: Sequence[Row]) -> Row:
    """The highest value, of ceilings the lowest; of equal ones the earliest."""

    def key(row: Row) -> tuple[float, float]:
        value = _number(row["value"])
        year = row["deadline_year"]
        sign = 1 if row["comparator"] == "<=" else -1
        return sign * value, float("inf") if year is None else _number(year)

    return min(rows, key=key)


def _surest(rows: Sequence[Row]) -> list[Row]:
    """Of each group the least that it promises: a later text may have taken back an earlier one."""
    names = dict.fromkeys(row["group"] for row in rows)
    return [_weakest([row for row in rows if row["group"] == name]) for name in names]


def _weakest(rows: Sequence[Row]) -> Row:
    """The lowest value, of ceilings the highest; of equal ones the first."""

    def key(row: Row) -> float:
        return (-1 if row["comparator"] == "<=" else 1) * _upper(row)

    return min(rows, key=key)


def _is_stronger(a: Row, b: Row) -> bool:
    """Whether the whole range of a lies beyond that of b."""
    if a["comparator"] == "<=":
        return _upper(a) < _number(b["value"])
    return _number(a["value"]) > _upper(b)


def _equals(a: Row, b: Row) -> bool:
    return (a["value"], a["value_max"], a["comparator"]) == (
        b["value"],
        b["value_max"],
        b["comparator"],
    )


def _is_sooner(a: Row, b: Row) -> bool:
    years = (a["deadline_year"], b["deadline_year"])
    return None not in years and _number(years[0]) < _number(years[1])


def _upper(row: Row) -> float:
    return _number(row["value"] if row["value_max"] is None else row["value_max"])


def _number(value: object) -> float:
    return float(str(value)) if value is not None else 0.0


def unit_counts(rows: Sequence[Row]) -> Iterator[tuple[str, int]]:
    """Units by how often they stand in the rows, the most frequent first."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[str(row["unit"])] = counts.get(str(row["unit"]), 0) + 1
    yield from sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
