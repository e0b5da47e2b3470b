"""The tables of a comparison, written part by part: for runs whose rows do not fit into memory.

They hold the rows of the CSV files of :mod:`policycompare.report.files`, but ``measures``, which
cannot have a column for each of thousands of documents: what each has stands in
``measure_clauses``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from policycompare.datamodel.sending import collector_at_rest
from policycompare.errors import UsageError
from policycompare.report import columns
from policycompare.report.atomic import StagedFiles, stage_files
from policycompare.report.cells import csv_lines
from policycompare.report.files import BYTE_ORDER_MARK, format_record
from policycompare.report.linked import has_many_links
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.record import build_short_record
from policycompare.report.rows import PairRows, clause_rows, gap_rows, measure_heads
from policycompare.report.streamed_columns import COVERAGE, DOCUMENTS, MEASURE_CLAUSES
from policycompare.report.summaries import coverage_rows, document_rows

TableForm = Literal["csv", "parquet"]
"""Forms of the tables, also the endings of their files."""

RECORD = "run.json"


class Written(NamedTuple):
    """A written table: where it is, and how many rows it has."""

    path: Path
    n_rows: int


def write_tables(
    comparison: ComparisonLike, folder: Path, *, form: TableForm = "parquet"
) -> tuple[Written, ...]:
    """Write the large tables and ``run.json`` into a folder, never holding all rows of one.

    Parameters
    ----------
    form : {"parquet", "csv"}
        Parquet has typed columns and needs pyarrow of the extra ``store``.

    Returns
    -------
    tuple of Written
        The tables, in the order in which they were written.

    Raises
    ------
    UsageError
        If the form is Parquet and pyarrow is not installed.
    OutputError
        If the folder or a file cannot be written; files of an earlier run are then as they were.
    """
    check_form(form)
    told: list[Written] = []
    # The collector of garbage would walk through all clauses and links again and again.
    with collector_at_rest(), stage_files(folder) as staged:
        record: dict[str, object] = {}
        for name, n_rows, digest in _write_all(comparison, staged, form):
            record[name] = {"n_rows": n_rows, "sha256": digest}
            told.append(Written(folder / name, n_rows))
        staged.add(RECORD, [format_record(build_short_record(comparison), record)])
        staged.commit()
    return tuple(told)


def check_form(form: str) -> None:
    """Tell before the work is done that tables cannot be written in a form.

    Raises
    ------
    UsageError
        If there is no such form, or it is Parquet and pyarrow is not installed.
    """
    if form not in ("csv", "parquet"):
        raise UsageError(f"There is no form {form} of tables; choose csv or parquet.")
    if form == "parquet":
        from policycompare.report.parquet import load_pyarrow

        load_pyarrow()


def streamed_tables(
    comparison: ComparisonLike,
) -> Iterator[tuple[str, Sequence[str], Iterator[Row]]]:
    """Yield name, columns and rows of every table; rows are made while they are read."""
    yield "documents", DOCUMENTS, document_rows(comparison)
    yield "clauses", columns.CLAUSES, clause_rows(comparison)
    yield "aligned_clauses", columns.ALIGNED, aligned_row_stream(comparison)
    heads = columns.MEASURES_BEFORE + columns.MEASURES_AFTER
    yield "measures", heads, measure_heads(comparison)
    yield "measure_clauses", MEASURE_CLAUSES, measure_clause_rows(comparison)
    yield "gaps", columns.GAPS, gap_rows(comparison)
    yield "coverage", COVERAGE, coverage_rows(comparison)


def aligned_row_stream(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of ``aligned_clauses``, none of which is kept."""
    if has_many_links(comparison):
        from policycompare.report.link_columns import LinkColumns

        for block in LinkColumns(comparison).blocks():
            yield from block.rows(columns.ALIGNED)
    else:
        links = sorted(comparison.links, key=lambda link: (link.a, link.b))
        yield from PairRows(comparison).of(links)


def measure_clause_rows(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of ``measure_clauses``: every clause of every measure, by measure and place."""
    for measure in comparison.findings.measures:
        for i in measure.clauses:
            clause = comparison.clauses[i]
            yield {
                "measure_id": measure.measure_id,
                "clause_id": clause.clause_id,
                "document": clause.document,
                "group": comparison.groups[i],
            }


def _write_all(
    comparison: ComparisonLike, staged: StagedFiles, form: TableForm
) -> Iterator[tuple[str, int, str]]:
    """Write every table; yield its file's name, number of rows and SHA-256."""
    for name, names, rows in streamed_tables(comparison):
        file = f"{name}.{form}"
        if form == "csv":
            counted = _Counted(rows)
            digest = staged.add(file, _with_mark(csv_lines(counted, names)))
            yield file, counted.n, digest
        else:
            from policycompare.report.parquet import write_parquet

            yield file, *write_parquet(comparison, staged, file, names, rows)


class _Counted:
    """Rows that are counted while they are read."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.n = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.n += 1
            yield row


def _with_mark(lines: Iterator[str]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    yield from lines
