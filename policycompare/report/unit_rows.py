"""Rows of responsible units: each mention, each unit, and the table of units by measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from policycompare.datamodel import Clause, UnitMention
from policycompare.errors import UsageError
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.values import joined
from policycompare.units import find_unit_mentions, normalize_unit

N_NEAR = 3
"""Names like an unknown one that are told."""

CLOSE = 0.5
"""Likeness in [0, 1] (difflib) from which a name is told; for names of four to six characters."""

SUMMARY = (
    "unit",
    "kind",
    "n_lead",
    "n_responsible",
    "documents",
    "lead_measures",
    "responsible_measures",
    "printed",
    "hint",
)
"""Columns of the rows by unit."""


def unit_rows(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of ``units.csv``: each unit of each clause, by unit, then place of the clause."""
    place = {clause.clause_id: i for i, clause in enumerate(comparison.clauses)}
    measures = _measure_ids(comparison)
    mentions = find_unit_mentions(comparison.clauses, comparison.outlines)
    order = sorted(mentions, key=lambda m: (m.name.unit, place[m.clause_id], m.role))
    for mention in order:
        i = place[mention.clause_id]
        yield _row(mention, comparison.clauses[i], comparison.groups[i], measures.get(i, ""))


def unit_summaries(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows by unit: how often it leads and is responsible, and where; the busiest first."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(str(row["unit"]), []).append(row)
    summaries = (_summary(unit, found) for unit, found in grouped.items())
    yield from sorted(summaries, key=_busiest)


def unit_table(rows: Iterable[Row]) -> dict[str, dict[str, str]]:
    """Roles by unit and measure: ``lead``, ``responsible`` or both, with the documents.

    The cell of a unit and a measure is e.g. ``lead: weihai-2021; responsible: ningbo-2017``.
    """
    cells: dict[str, dict[str, dict[str, dict[str, None]]]] = {}
    for row in rows:
        unit, measure, role = str(row["unit"]), str(row["measure_id"]), str(row["role"])
        roles = cells.setdefault(unit, {}).setdefault(measure, {})
        roles.setdefault(role, {})[str(row["document"])] = None
    return {
        unit: {
            measure: joined(f"{role}: {', '.join(roles[role])}" for role in sorted(roles))
            for measure, roles in measures.items()
        }
        for unit, measures in cells.items()
    }


def select_units(rows: Iterable[Row], units: Sequence[str]) -> list[Row]:
    """Keep the rows of these units, however their names are written; all rows for none.

    Raises
    ------
    UsageError
        If no row is of one of them.
    """
    every = list(rows)
    known = {str(row["unit"]) for row in every}
    wanted = {unit: normalize_unit(unit).unit for unit in units}
    for printed, unit in wanted.items():
        if unit not in known:
            raise UsageError(
                f"No compared clause names the unit {printed!r}; {_near(unit, known)}leave --unit "
                "out to see all."
            )
    return [row for row in every if not units or row["unit"] in wanted.values()]


def _near(unit: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = [name for name in names if unit in name or name in unit]
    near += [n for n in get_close_matches(unit, names, N_NEAR, CLOSE) if n not in near]
    return f"did you mean {' or '.join(near[:N_NEAR])}? Else " if near else ""


def _row(mention: UnitMention, clause: Clause, group: str, measure_id: str) -> Row:
    return {
        "unit": mention.name.unit,
        "prefix": mention.name.prefix,
        "level": mention.name.level,
        "kind": mention.name.kind,
        "printed": mention.printed,
        "role": mention.role,
        "origin": mention.origin,
        "measure_id": measure_id,
        "clause_id": mention.clause_id,
        "document": clause.document,
        "jurisdiction": clause.jurisdiction,
        "group": group,
        "start": mention.start,
        "end": mention.end,
        "hint": mention.name.hint,
        "known": "yes" if mention.name.known else "no",
    }


def _summary(unit: str, rows: Sequence[Row]) -> Row:
    roles = Counter(str(row["role"]) for row in rows)
    return {
        "unit": unit,
        "kind": rows[0]["kind"],
        "n_lead": roles["lead"],
        "n_responsible": roles["responsible"],
        "documents": _distinct(rows, "document"),
        "lead_measures": _distinct((r for r in rows if r["role"] == "lead"), "measure_id"),
        "responsible_measures": _distinct(
            (r for r in rows if r["role"] == "responsible"), "measure_id"
        ),
        "printed": _distinct(rows, "printed"),
        "hint": rows[0]["hint"],
    }


def _distinct(rows: Iterable[Row], column: str) -> str:
    return joined(dict.fromkeys(str(row[column]) for row in rows))


def _busiest(row: Row) -> tuple[int, int, str]:
    lead, responsible = row["n_lead"], row["n_responsible"]
    assert isinstance(lead, int)
    assert isinstance(responsible, int)
    return -lead, -responsible, str(row["unit"])


def _measure_ids(comparison: ComparisonLike) -> dict[int, str]:
    return {i: m.measure_id for m in comparison.findings.measures for i in m.clauses}
