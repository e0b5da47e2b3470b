"""Rows of the targets: one per promise, and one per indicator and promise side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from policycompare.datamodel import COMPARATOR_SIGNS, Target
from policycompare.report.labels import CATALOGUE
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.values import SMALL, SMALL_DIGITS, joined, written
from policycompare.targets import scale_factor

DIGITS = 6
"""Decimal places of values that are no whole numbers."""


@dataclass(frozen=True)
class Places:
    """Where targets stand: by document its jurisdiction and group, by clause its measure.

    ``groups`` and ``documents`` are in the order of the corpus.
    """

    documents: tuple[str, ...]
    jurisdictions: Mapping[str, str]
    group_of: Mapping[str, str]
    measure_of: Mapping[str, str]


def places_of(comparison: ComparisonLike) -> Places:
    """The places of a comparison's targets."""
    measures = comparison.findings.measures
    return Places(
        documents=tuple(outline.document.name for outline in comparison.outlines),
        jurisdictions={
            outline.document.name: outline.document.metadata.jurisdiction
            for outline in comparison.outlines
        },
        group_of={
            clause.document: group
            for clause, group in zip(comparison.clauses, comparison.groups, strict=True)
        },
        measure_of={
            comparison.clauses[i].clause_id: measure.measure_id
            for measure in measures
            for i in measure.clauses
        },
    )


def target_rows(targets: Sequence[Target], places: Places) -> Iterator[Row]:
    """Rows of ``targets.csv``: every target, by document and place."""
    for target in targets:
        yield {
            "clause_id": target.clause_id,
            "document": target.document,
            "quote": target.quote,
            "indicator": target.indicator,
            "value": plain_number(target.value),
            "value_max": plain_number(target.value_max),
            "unit": target.unit,
            "comparator": target.comparator,
            "kind": target.kind,
            "deadline_year": target.deadline_year,
            "scope": target.scope,
            "start": target.start,
            "end": target.end,
            "jurisdiction": places.jurisdictions[target.document],
            "group": places.group_of[target.document],
            "measure_id": places.measure_of.get(target.clause_id, ""),
            "indicator_key": target.indicator_key,
            "grade": target.grade,
            "base_value": plain_number(target.base_value),
            "base_value_max": plain_number(target.base_value_max),
            "base_unit": target.base_unit,
            "deadline_source": target.deadline_source or "",
            "text": target.text,
            "warnings": joined(target.warnings),
        }


def target_comparison_rows(targets: Sequence[Target], places: Places) -> Iterator[Row]:
    """Rows of ``target_comparison.csv``: indicators that most groups promise first.

    Then by the name of the indicator, kind, document and place. Values of one indicator are in
    one unit: the one printed most often for it.
    """
    n_groups = count_groups(targets, places.group_of)
    units = _common_units(targets)
    rank = {name: number for number, name in enumerate(places.documents)}

    def order(target: Target) -> tuple[int, str, str, int, int, int, float]:
        place = rank[target.document], target.start, target.end, target.base_value
        return -n_groups[target.indicator_key], target.indicator_key, target.kind, *place

    for target in sorted(targets, key=order):
        unit = units[target.indicator_key, target.base_unit]
        factor = scale_factor(unit)
        yield {
            "indicator": target.indicator_key,
            "unit": unit,
            "document": target.document,
            "value": plain_number(target.base_value / factor),
            "comparator": target.comparator,
            "deadline_year": target.deadline_year,
            "clause_id": target.clause_id,
            "quote": target.quote,
            "value_max": None
            if target.base_value_max is None
            else plain_number(target.base_value_max / factor),
            "kind": target.kind,
            "scope": target.scope,
            "grade": target.grade,
            "jurisdiction": places.jurisdictions[target.document],
            "group": places.group_of[target.document],
            "n_groups": n_groups[target.indicator_key],
            "printed_indicator": target.indicator,
            "deadline_source": target.deadline_source or "",
            "text": target.text,
            "start": target.start,
            "end": target.end,
        }


def count_groups(targets: Sequence[Target], group_of: Mapping[str, str]) -> dict[str, int]:
    """How many groups promise each indicator."""
    groups: dict[str, set[str]] = {}
    for target in targets:
        groups.setdefault(target.indicator_key, set()).add(group_of[target.document])
    return {key: len(found) for key, found in groups.items()}


def _common_units(targets: Sequence[Target]) -> dict[tuple[str, str], str]:
    """The unit printed most often for each indicator and dimension."""
    printed: dict[tuple[str, str], Counter[str]] = {}
    for target in targets:
        counter = printed.setdefault((target.indicator_key, target.base_unit), Counter())
        counter[target.unit] += 1
    return {
        key: min(counter, key=lambda unit: (-counter[unit], unit))
        for key, counter in printed.items()
    }


def plain_number(value: float | None) -> int | float | None:
    """A whole number without decimals, any other with at most six; a small one with ten digits.

    Examples
    --------
    >>> plain_number(2000.0), plain_number(1.6), plain_number(None), plain_number(3.1e-06)
    (2000, 1.6, None, 3.1e-06)
    """
    if value is None:
        return None
    if 0 < abs(value) < SMALL:
        return float(f"{value:.{SMALL_DIGITS}g}")
    rounded = round(value, DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded


def show_quantity(row: Row) -> str:
    """A quantity as a reader is shown it.

    Examples
    --------
    >>> show_quantity({"comparator": ">=", "value": 3, "value_max": 5, "unit": "家"})
    '≥3–5家'
    """
    value, value_max = (written(row[name]) for name in ("value", "value_max"))
    upper = f"–{value_max}" if value_max else ""
    return f"{COMPARATOR_SIGNS[str(row['comparator'])]}{value}{upper}{row['unit']}"


def show_promise(row: Row, scope: str | None = None) -> str:
    """A quantity with its grade and scope: 新增200家 is no promise of the same thing as 200家.

    ``scope`` stands in place of the row's own, where a reader is told the kind instead.

    Examples
    --------
    >>> row = {"comparator": ">=", "value": 3, "value_max": None, "unit": "家"}
    >>> show_promise({**row, "grade": "省级", "scope": "新增"})
    '≥3家 省级 新增'
    """
    parts = (show_quantity(row), str(row["grade"]), str(row["scope"]) if scope is None else scope)
    return " ".join(part for part in parts if part)


def find_remark(row: Row, mark: Callable[[str], str]) -> str:
    """The scope of a promise, else the word that ``mark`` gives for its kind if it needs one."""
    kind = str(row["kind"])
    return str(row["scope"]) or (mark(kind) if kind in CATALOGUE and kind != "coverage" else "")
