"""The written files: UTF-8 with a byte-order mark, RFC 4180, sorted, and all in place or none.

``docs/outputs.md`` describes them for their readers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from policycompare.report import columns
from policycompare.report.atomic import stage_files, write_whole
from policycompare.report.cells import csv_lines
from policycompare.report.diffusion_rows import adoption_rows, dyad_rows
from policycompare.report.labels import Language
from policycompare.report.name_rows import name_rows
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.record import build_record
from policycompare.report.rows import aligned_rows, clause_rows, gap_rows, measure_rows
from policycompare.report.strength_rows import sentence_rows
from policycompare.report.target_rows import places_of, target_comparison_rows, target_rows
from policycompare.report.unit_rows import unit_rows

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes a UTF-8 file for the code page of the machine."""

FILE_NAMES = (
    "clauses.csv",
    "aligned_clauses.csv",
    "measures.csv",
    "gaps.csv",
    "targets.csv",
    "target_comparison.csv",
    "units.csv",
    "sentences.csv",
    "dyads.csv",
    "diffusion.csv",
    "names.csv",
    "report.html",
    "run.json",
)
"""The files of a run in the order in which they are put in place; the record comes last."""


PAGE = "report.html"
"""The page, made of the rows of the CSV files."""


def write_files(
    comparison: ComparisonLike, folder: Path, *, language: Language = "en"
) -> tuple[Path, ...]:
    """Write all files of a comparison into a folder, made if it does not exist.

    Parameters
    ----------
    language : {"en", "zh"}
        Language in which the page opens.

    Returns
    -------
    tuple of Path
        The files written, in the order of ``FILE_NAMES``.

    Raises
    ------
    OutputError
        If the folder or a file cannot be written; files of an earlier run are then as they were.
    """
    with stage_files(folder) as staged:
        written: dict[str, dict[str, object]] = {}
        found: dict[str, Sequence[Row]] = {}
        for name, names, rows in tables(comparison):
            found[name] = list(rows)
            digest = staged.add(name, _with_mark(csv_lines(found[name], names)))
            written[name] = {"n_rows": len(found[name]), "sha256": digest}
        written[PAGE] = {"sha256": staged.add(PAGE, _page(comparison, found, language))}
        staged.add("run.json", [format_record(build_record(comparison), written)])
        staged.commit()
    return tuple(folder / name for name in FILE_NAMES)


def tables(
    comparison: ComparisonLike,
) -> Iterator[tuple[str, Sequence[str], Iterator[Row]]]:
    """Yield name, columns and rows of every CSV file."""
    documents = tuple(outline.document.name for outline in comparison.outlines)
    yield "clauses.csv", columns.CLAUSES, clause_rows(comparison)
    yield "aligned_clauses.csv", columns.ALIGNED, aligned_rows(comparison)
    yield "measures.csv", columns.measure_columns(documents), measure_rows(comparison)
    yield "gaps.csv", columns.GAPS, gap_rows(comparison)
    targets, places = comparison.target_reading.targets, places_of(comparison)
    yield "targets.csv", columns.TARGETS, target_rows(targets, places)
    compared = target_comparison_rows(targets, places)
    yield "target_comparison.csv", columns.TARGET_COMPARISON, compared
    yield "units.csv", columns.UNITS, unit_rows(comparison)
    yield "sentences.csv", columns.SENTENCES, sentence_rows(comparison)
    yield "dyads.csv", columns.DYADS, dyad_rows(comparison)
    yield "diffusion.csv", columns.DIFFUSION, adoption_rows(comparison)
    yield "names.csv", columns.NAMES, name_rows(comparison)


def format_record(record: Mapping[str, object], written: Mapping[str, object]) -> str:
    """Format the run record with what was written as JSON without NaN."""
    whole = {**record, "files": written}
    return json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _with_mark(lines: Iterable[str]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    yield from lines


def write_page(comparison: ComparisonLike, path: Path, *, language: Language = "en") -> Path:
    """Write only the page, whole or not at all.

    Raises
    ------
    OutputError
        If the file cannot be written; an earlier one is then left as it was.
    """
    rows = {name: list(of_file) for name, _, of_file in tables(comparison)}
    chunks = _page(comparison, rows, language)
    write_whole(path, (chunk.encode("utf-8", "backslashreplace") for chunk in chunks))
    return path


def _page(
    comparison: ComparisonLike, rows: Mapping[str, Sequence[Row]], language: Language
) -> Iterator[str]:
    # here and not above, so that jinja2 is loaded only where a page is written
    from policycompare.report.page import page_chunks

    return page_chunks(comparison, rows, language=language)
