"""The sheets of the workbook: the rows of the CSV files, and the comparison table made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from policycompare.datamodel import Clause
from policycompare.report import columns
from policycompare.report.comparison_cells import (
    DocumentColumn,
    MeasureCell,
    clause_label,
    document_columns,
    measure_cells,
)
from policycompare.report.labels import Translate
from policycompare.report.protocol import ComparisonLike, Row, Value
from policycompare.report.record import build_record
from policycompare.report.rows import aligned_rows, gap_rows, measure_rows
from policycompare.report.target_rows import places_of, target_comparison_rows
from policycompare.report.unit_rows import unit_rows
from policycompare.report.workbook_labels import HEADING

MEASURE_CELLS: dict[str, tuple[str, ...]] = {
    "aligned": ("a_measure", "b_measure"),
    "gaps": ("measure_id",),
    "targets": ("measure_id",),
    "units": ("measure_id",),
}
"""Sheets whose rows belong to measures, in their order, with the columns that name them."""

BEFORE = ("measure_id", "label", "n_groups")
"""Columns of the comparison table before those of the documents."""

AFTER = (*(f"n_{key}" for key in MEASURE_CELLS), "mean_p_same")
"""Columns of the comparison table behind those of the documents."""

OTHER_HEADINGS = {("targets", "unit"): "targets_unit", ("record", "value"): "record_value"}
"""Columns that mean something else in one sheet than in the others."""

TRANSLATED = ("relation", "state", "wording")
"""Columns whose values are words of the catalogue."""


@dataclass(frozen=True)
class Sheet:
    """Rows with the columns and headings that a sheet shows them under."""

    key: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ComparisonSheet(Sheet):
    """The comparison table: one row per measure, one column per document.

    Attributes
    ----------
    blocks : tuple of (str, int)
        Headings above the columns, each with the number of columns below it.
    group_of : mapping of str to str
        The group of each column of a document.
    states : tuple of mapping of str to str
        By row the state of each group: ``covered``, ``partial`` or ``absent``.
    """

    blocks: tuple[tuple[str, int], ...]
    group_of: Mapping[str, str]
    states: tuple[Mapping[str, str], ...]


def data_sheets(comparison: ComparisonLike, t: Translate) -> tuple[Sheet, ...]:
    """Build the sheets whose rows are those of CSV files, in the order of ``MEASURE_CELLS``."""
    return (
        _sheet("aligned", columns.ALIGNED, aligned_rows(comparison), t),
        _sheet("gaps", columns.GAPS, gap_rows(comparison), t),
        _sheet(
            "targets",
            ("measure_id", *columns.TARGET_COMPARISON),
            _targets_of_measures(comparison),
            t,
        ),
        _sheet("units", columns.UNITS, unit_rows(comparison), t),
    )


def comparison_sheet(
    comparison: ComparisonLike, others: Sequence[Sheet], t: Translate
) -> ComparisonSheet:
    """Build the comparison table; documents stand beside those of their group.

    A document without a clause of the measure says what its group has: nothing (``absent``), the
    nearest clause (``partial``), or a clause in another document (``–``).
    """
    documents = document_columns(comparison)
    rows, states = _comparison_rows(comparison, documents, others, t)
    blocks = [(t("block_measures"), len(BEFORE))]
    for group in dict.fromkeys(column.group for column in documents):
        blocks.append((group, sum(column.group == group for column in documents)))
    blocks.append((t("block_rows"), len(AFTER)))
    return ComparisonSheet(
        "comparison",
        (*BEFORE, *(_column_of(c.document) for c in documents), *AFTER),
        (
            *(t(HEADING + name) for name in BEFORE),
            *("\n".join(filter(None, (c.document, c.metadata.title))) for c in documents),
            *(t(HEADING + name) for name in AFTER),
        ),
        rows,
        tuple(blocks),
        {_column_of(column.document): column.group for column in documents},
        states,
    )


def record_sheet(comparison: ComparisonLike, t: Translate) -> Sheet:
    """Build the run record as keys and values, e.g. ``counts.n_gaps_absent``."""
    rows = ({"key": key, "value": value} for key, value in _flatten(build_record(comparison), ""))
    return _sheet("record", ("key", "value"), rows, t)


def first_rows(sheet: Sheet) -> dict[str, int]:
    """Position of the first row of each measure."""
    first: dict[str, int] = {}
    for number, row in enumerate(sheet.rows):
        for column in MEASURE_CELLS[sheet.key]:
            first.setdefault(str(row[column]), number)
    return first


def _sheet(key: str, names: tuple[str, ...], rows: Iterator[Row], t: Translate) -> Sheet:
    headings = tuple(t(HEADING + OTHER_HEADINGS.get((key, name), name)) for name in names)
    return Sheet(key, names, headings, tuple(_translated(row, t) for row in rows))


def _translated(row: Row, t: Translate) -> Row:
    words: Row = {name: t(str(row[name])) for name in TRANSLATED if row.get(name)}
    return {**row, **words}


def _targets_of_measures(comparison: ComparisonLike) -> Iterator[Row]:
    places = places_of(comparison)
    for row in target_comparison_rows(comparison.target_reading.targets, places):
        yield {"measure_id": places.measure_of.get(str(row["clause_id"]), ""), **row}


def _comparison_rows(
    comparison: ComparisonLike,
    documents: Sequence[DocumentColumn],
    others: Sequence[Sheet],
    t: Translate,
) -> tuple[tuple[Row, ...], tuple[Mapping[str, str], ...]]:
    counted = {sheet.key: _count_rows(sheet) for sheet in others}
    told = measure_rows(comparison)
    rows: list[Row] = []
    states: list[Mapping[str, str]] = []
    for (measure, cells), values in zip(measure_cells(comparison, documents), told, strict=True):
        row: Row = {name: values[name] for name in BEFORE}
        for cell in cells:
            row[_column_of(cell.column.document)] = _cell_text(comparison, cell, t)
        for key, counts in counted.items():
            row[f"n_{key}"] = counts.get(measure.measure_id, 0)
        row["mean_p_same"] = values["mean_p_same"]
        rows.append(row)
        states.append({cell.column.group: cell.state for cell in cells})
    return tuple(rows), tuple(states)


def _cell_text(comparison: ComparisonLike, cell: MeasureCell, t: Translate) -> str:
    if cell.clauses:
        return "\n".join(_name(comparison.clauses[i]) for i in cell.clauses)
    if cell.gap is None:
        return t("cell_no_clause")
    if cell.state == "partial" and cell.nearest is not None:
        clause = comparison.clauses[cell.nearest]
        nearest = "\n".join(filter(None, (clause.heading, clause.clause_id)))
        return t("cell_partial", nearest=nearest)
    return t(cell.state)


def _name(clause: Clause) -> str:
    return f"{clause_label(clause)}\n{clause.clause_id}"


def _count_rows(sheet: Sheet) -> dict[str, int]:
    """Rows of each measure; a pair inside one measure counts once."""
    counts: dict[str, int] = {}
    for row in sheet.rows:
        for measure in {str(row[column]) for column in MEASURE_CELLS[sheet.key]}:
            counts[measure] = counts.get(measure, 0) + 1
    return counts


def _column_of(document: str) -> str:
    return f"document:{document}"


def _flatten(value: object, key: str) -> Iterator[tuple[str, Value]]:
    """Values of a nested record with the keys that lead to them; entries are counted from 1."""
    if isinstance(value, Mapping):
        entries = [(str(name), entry) for name, entry in value.items()]
    elif isinstance(value, list | tuple):
        entries = [(str(number), entry) for number, entry in enumerate(value, start=1)]
    elif isinstance(value, bool):
        yield key, "true" if value else "false"
        return
    else:
        yield key, value if isinstance(value, str | int | float | None) else str(value)
        return
    if not entries:
        yield key, None
    for name, entry in entries:
        yield from _flatten(entry, f"{key}.{name}" if key else name)
