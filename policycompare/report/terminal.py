"""The similarity report of ``compare`` in the terminal, made of the rows that the files hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from policycompare.report.diffusion_section import diffusion_parts, name_parts
from policycompare.report.files import FILE_NAMES
from policycompare.report.labels import Language, Translate, translator
from policycompare.report.parts import Parts, make_title, tell_more
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.quality import quality_line
from policycompare.report.record import counts
from policycompare.report.remarks import tell_remark
from policycompare.report.rows import gap_rows, overlap_rows, worst_gap_key
from policycompare.report.summaries import coverage_rows, document_rows
from policycompare.report.tables import build_table, print_part
from policycompare.report.target_section import target_parts
from policycompare.report.unit_section import strength_parts, unit_parts

N_OVERLAPS = 12
"""Shared measures shown, each with its strongest pair."""

N_GAPS = 8
"""Gaps shown of each group."""

N_WARNINGS = 12
"""Warnings shown."""

MAX_GROUP_CELLS = 20
"""Terminal columns of a group's name in the matrix; longer names wrap."""


def print_comparison(
    comparison: ComparisonLike,
    console: Console,
    *,
    language: Language = "en",
    folder: Path | None = None,
    workbook: Path | None = None,
    brief: Path | None = None,
) -> None:
    """Print the similarity report.

    Parameters
    ----------
    comparison : Comparison
        What to report.
    console : rich.console.Console
        Where to; readable from 100 columns.
    language : str
        ``en`` or ``zh``.
    folder : Path, optional
        Where the files were written; None: they were not.
    workbook : Path, optional
        The workbook that was written; None: it was not.
    brief : Path, optional
        The brief that was written; None: it was not.
    """
    t = translator(language)
    print_part(console, Text(t("summary", **counts(comparison)), style="bold"))
    for part in _parts(comparison, language, console.width, folder, workbook):
        print_part(console, part)
    if brief:
        print_part(console, Text(t("brief_file", path=brief)))


def print_gaps(
    comparison: ComparisonLike, group: str, console: Console, *, language: Language = "en"
) -> None:
    """Print all gaps of one group, worst first."""
    t = translator(language)
    for part in _gaps(comparison, group, t, None, limit=None):
        print_part(console, part)


def _parts(
    comparison: ComparisonLike,
    language: Language,
    width: int,
    folder: Path | None,
    workbook: Path | None,
) -> Parts:
    t = translator(language)
    yield make_title(t("documents"))
    yield _documents_table(comparison, t)
    yield from _warnings(comparison, language, folder)
    yield make_title(t("coverage"))
    yield from _coverage_tables(comparison, width)
    yield make_title(t("overlaps"))
    yield from _overlaps(comparison, t, folder)
    for group in comparison.group_order:
        yield from _gaps(comparison, group, t, folder, limit=N_GAPS)
    yield from target_parts(comparison, t, folder)
    yield from unit_parts(comparison, t, folder)
    yield from strength_parts(comparison, t)
    yield from diffusion_parts(comparison, t, folder)
    yield from name_parts(comparison, t, folder)
    yield _closing(comparison, language, folder, workbook)


def _documents_table(comparison: ComparisonLike, t: Translate) -> Table:
    numbers = (
        "n_chars",
        "n_repaired",
        "n_flagged",
        "n_headings",
        "n_clauses",
        "n_compared",
        "n_warnings",
    )
    header = [t(key) for key in ("document", "group", "script", *numbers)]
    rows = [
        [
            str(row["document"]),
            str(row["group"]),
            t(str(row["script"])),
            *(str(row[name]) for name in numbers),
        ]
        for row in document_rows(comparison)
    ]
    return build_table(header, rows, right=range(3, 10), short=range(2, 10))


def _warnings(
    comparison: ComparisonLike, language: Language, folder: Path | None
) -> Iterator[Text]:
    t = translator(language)
    lines = [str(warning) for warning in comparison.warnings]
    lines += [
        f"{row['document']}: {row['warnings']}"
        for row in document_rows(comparison)
        if row["warnings"]
    ]
    if lines:
        yield make_title(t("warnings"))
        yield from (Text(f"  {tell_remark(line, language)}") for line in lines[:N_WARNINGS])
        yield from tell_more(t, len(lines) - N_WARNINGS, "run.json", folder)
    if comparison.skipped_documents:
        yield make_title(t("skipped"))
        yield from (Text(f"  {document}") for document in comparison.skipped_documents)


def _coverage_tables(comparison: ComparisonLike, width: int) -> Iterator[Table]:
    """The matrix, in as many tables as the width asks for."""
    cells = {(row["a"], row["b"]): _coverage_cell(row) for row in coverage_rows(comparison)}
    groups = list(comparison.group_order)
    for block in _blocks(groups, width):
        rows = [[a, *(cells.get((a, b), "–") for b in block)] for a in groups]
        yield build_table(["", *block], rows, right=range(1, len(block) + 1))


def _coverage_cell(row: Row) -> str:
    covered, partial = row["covered_share"], row["partial_share"]
    if not isinstance(covered, float) or not isinstance(partial, float):
        return "–"
    return f"{covered:.0%} +{partial:.0%}"


def _blocks(groups: Sequence[str], width: int) -> Iterator[list[str]]:
    """Columns of the matrix that fit beside the row names."""
    name = min(max((cell_len(group) for group in groups), default=0), MAX_GROUP_CELLS)
    column = max(name, len("100% +100%")) + 2
    n = max(1, (width - name) // column)
    remaining = iter(groups)
    while block := list(islice(remaining, n)):
        yield block


def _overlaps(comparison: ComparisonLike, t: Translate, folder: Path | None) -> Parts:
    overlaps = list(overlap_rows(comparison, limit=N_OVERLAPS))
    if not overlaps:
        yield Text(t("no_overlaps"))
        return
    rows = [
        [
            str(row["a_measure"]),
            f"{row['a_clause']} {row['a_heading']}",
            f"{row['b_clause']} {row['b_heading']}",
            f"{row['p_same']:.2f}",
            t(str(row["wording"])),
            str(row["n_groups"]),
        ]
        for row in overlaps
    ]
    header = ["", "a", "b", t("p_same"), t("wording"), t("n_groups")]
    yield build_table(header, rows, right=(3, 5), short=(0, 3, 4, 5))
    n_all = counts(comparison)["n_overlaps"]
    yield from tell_more(t, n_all - len(overlaps), "measures.csv", folder)


def _gaps(
    comparison: ComparisonLike, group: str, t: Translate, folder: Path | None, *, limit: int | None
) -> Parts:
    gaps = sorted(gap_rows(comparison, group=group), key=worst_gap_key)
    if not gaps:
        yield make_title(t("no_gaps", group=group))
        return
    n_partial = sum(row["state"] == "partial" for row in gaps)
    n_absent = len(gaps) - n_partial
    yield make_title(t("gaps_of", group=group, n_absent=n_absent, n_partial=n_partial))
    header = ["", *(t(key) for key in ("measure", "present_in", "state", "nearest", "p_overlap"))]
    rows = [_gap_cells(row, t) for row in gaps[:limit]]
    yield build_table(header, rows, right=(5,), short=(0, 3, 5))
    if limit is not None:
        yield from tell_more(t, len(gaps) - limit, "gaps.csv", folder)


def _gap_cells(row: Row, t: Translate) -> list[str]:
    p_overlap = row["nearest_p_overlap"]
    return [
        str(row["measure_id"]),
        str(row["label"]),
        str(row["present_in"]),
        t(str(row["state"])),
        f"{row['nearest_clause']} {row['nearest_heading']}".strip(),
        "" if p_overlap is None else f"{p_overlap:.2f}",
    ]


def _closing(
    comparison: ComparisonLike, language: Language, folder: Path | None, workbook: Path | None
) -> Text:
    t = translator(language)
    n_scored, n_cut = len(comparison.scored.a), int(comparison.scored.n_cut)
    unwritten = t("no_csv_files") if workbook else t("no_files")
    lines = [
        t("cut", n_cut=n_cut, n_all=n_scored + n_cut)
        if n_cut
        else t("nothing_cut", n_scored=n_scored),
        quality_line(comparison, language),
        t("files", folder=folder, names=", ".join(FILE_NAMES)) if folder else unwritten,
    ]
    if workbook:
        lines.append(t("workbook_file", path=workbook))
    return Text("\n" + "\n".join(lines))
