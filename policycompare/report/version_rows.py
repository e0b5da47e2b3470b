"""The rows of ``diff``: the only source of its terminal, CSV, JSON, Markdown, HTML and frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from policycompare.report.protocol import Row
from policycompare.report.values import joined, rounded
from policycompare.targets import scale_factor

if TYPE_CHECKING:
    from policycompare.datamodel import Clause, Target
    from policycompare.datamodel.versions import ClauseChange, Mark, TargetChange
    from policycompare.versions import VersionDiff

CLAUSE_COLUMNS = (
    "state",
    "change",
    "moved",
    "moves",
    "a_clause",
    "b_clause",
    "a_heading",
    "b_heading",
    "p_same",
    "p_overlap",
    "similarity",
    "reuse_a",
    "reuse_b",
    "marked",
    "a_section",
    "b_section",
    "a_start",
    "a_end",
    "b_start",
    "b_end",
    "a_quote",
    "b_quote",
    "a_units",
    "b_units",
    "nearest_clause",
    "nearest_state",
    "nearest_heading",
    "nearest_start",
    "nearest_end",
    "nearest_quote",
    "warnings",
)
"""Columns of the rows of clauses."""

_OF_TARGET = (
    "value",
    "value_max",
    "unit",
    "comparator",
    "kind",
    "deadline_year",
    "scope",
    "text",
)

TARGET_COLUMNS = (
    "state",
    "aspects",
    "indicator",
    *(f"{side}_{name}" for name in _OF_TARGET for side in "ab"),
    "difference",
    "a_clause",
    "b_clause",
    "a_start",
    "a_end",
    "b_start",
    "b_end",
    "a_quote",
    "b_quote",
)
"""Columns of the rows of targets."""

COLUMNS = ("part", *dict.fromkeys((*TARGET_COLUMNS, *CLAUSE_COLUMNS)))
"""Columns of both in one table; ``part`` is ``target`` or ``clause``."""

REMOVED = "[-{}-]"
ADDED = "{{+{}+}}"
"""Signs around what was removed and added, as ``wdiff`` has them."""


def version_rows(found: VersionDiff) -> Iterator[Row]:
    """Yield the targets, changed ones first, and then the clauses, all with every column."""
    empty: Row = dict.fromkeys(COLUMNS)
    for row in target_change_rows(found):
        yield {**empty, "part": "target", **row}
    for row in clause_change_rows(found):
        yield {**empty, "part": "clause", **row}


def clause_change_rows(found: VersionDiff) -> Iterator[Row]:
    """Yield what became of each clause, in the order of ``a``, then what is new in ``b``."""
    sources = {o.document.name: o.document.text for o in (found.a, found.b)}
    for change in found.changes:
        yield {
            "state": change.state,
            "change": change.change,
            "moved": change.moved,
            "moves": joined(change.moves),
            "p_same": rounded(change.p_same),
            "p_overlap": rounded(change.p_overlap),
            "similarity": rounded(change.similarity),
            "reuse_a": rounded(change.reuse_a),
            "reuse_b": rounded(change.reuse_b),
            "marked": mark_text(change.marks),
            **_clause_cells("a", change.a, sources),
            **_clause_cells("b", change.b, sources),
            **_nearest_cells(change, sources),
            "warnings": joined(change.warnings),
        }


def target_change_rows(found: VersionDiff) -> Iterator[Row]:
    """Yield the targets: changed ones first, then new, dropped and kept ones."""
    for change in found.target_changes:
        sides = [target for target in (change.b, change.a) if target]
        yield {
            "state": change.state,
            "aspects": joined(change.aspects),
            # the fuller of the two names
            "indicator": max((target.indicator for target in sides), key=len),
            **_target_cells("a", change.a),
            **_target_cells("b", change.b),
            "difference": _difference(change),
        }


def mark_text(marks: Sequence[Mark]) -> str:
    """Write marked text with signs: ``[-38%-]{+36%+}``.

    Examples
    --------
    >>> from policycompare.datamodel.versions import Mark
    >>> mark_text([Mark("equal", "达到", "达到"), Mark("replaced", "38%", "36%")])
    '达到[-38%-]{+36%+}'
    """
    return "".join(
        mark.a
        if mark.kind == "equal"
        else (REMOVED.format(mark.a) if mark.a else "") + (ADDED.format(mark.b) if mark.b else "")
        for mark in marks
    )


def _clause_cells(side: str, clause: Clause | None, sources: dict[str, str]) -> Row:
    cells: Row = {
        "clause": clause.clause_id if clause else "",
        "heading": clause.heading if clause else "",
        "section": clause.section if clause else "",
        "start": clause.start if clause else None,
        "end": clause.end if clause else None,
        "quote": sources[clause.document][clause.start : clause.end] if clause else "",
        "units": _units(clause) if clause else "",
    }
    return {f"{side}_{name}": value for name, value in cells.items()}


def _units(clause: Clause) -> str:
    units = (*clause.lead_units, *clause.responsible_units)
    return joined(dict.fromkeys(unit.name for unit in units))


def _nearest_cells(change: ClauseChange, sources: dict[str, str]) -> Row:
    nearest = change.nearest
    return {
        "nearest_clause": nearest.clause_id if nearest else "",
        "nearest_state": change.nearest_state,
        "nearest_heading": nearest.heading if nearest else "",
        "nearest_start": nearest.start if nearest else None,
        "nearest_end": nearest.end if nearest else None,
        "nearest_quote": sources[nearest.document][nearest.start : nearest.end] if nearest else "",
    }


def _target_cells(side: str, target: Target | None) -> Row:
    cells: Row = {name: getattr(target, name) if target else None for name in _OF_TARGET}
    cells["clause"] = target.clause_id if target else ""
    cells["start"] = target.start if target else None
    cells["end"] = target.end if target else None
    cells["quote"] = target.quote if target else ""
    return {f"{side}_{name}": value for name, value in cells.items()}


def _difference(change: TargetChange) -> float | None:
    """By how much the value changed, in the unit of ``a``; None where the units differ."""
    a, b = change.a, change.b
    if a is None or b is None or a.kind != b.kind or "unit" in change.aspects:
        return None
    return rounded((b.base_value - a.base_value) / scale_factor(a.unit))
