"""Views of a comparison and of tables: what a notebook shows of a result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from policycompare.report.folding import N_FIRST, N_LISTED, FoldedTable, fold_rows, fold_table
from policycompare.report.labels import Language, Translate, translator
from policycompare.report.notebook import render_view
from policycompare.report.protocol import ComparisonLike, Row, Value
from policycompare.report.quality import quality_line
from policycompare.report.record import counts_of_clauses
from policycompare.report.rows import gap_rows, overlap_rows, worst_gap_key
from policycompare.report.summaries import coverage_rows, document_rows

DOCUMENT_COLUMNS = ("n_chars", "n_repaired", "n_flagged", "n_headings", "n_clauses", "n_compared")
"""Counts shown of each document."""

N_SHADES = 5
"""Shades of the coverage matrix: one per fifth of the share."""


class CoverageCell(NamedTuple):
    """A cell of the matrix: shares as text, shade 0 to ``N_SHADES``, and both in words."""

    covered: str
    partial: str
    shade: int
    told: str


def render_comparison(comparison: ComparisonLike, *, language: Language = "en") -> str:
    """Render a comparison: headline, documents, coverage, overlaps, gaps and warnings."""
    t = translator(language)
    n_scored, n_cut = len(comparison.scored.a), int(comparison.scored.n_cut)
    return render_view(
        "comparison.html",
        language=language,
        summary=t("summary", **counts_of_clauses(comparison)),
        documents=_documents(comparison, t),
        warnings=list(_warnings(comparison)),
        groups=comparison.group_order,
        coverage=list(_coverage(comparison, t)),
        overlaps=_overlaps(comparison, t),
        gaps=list(_gaps(comparison, t)),
        cut=t("cut", n_cut=n_cut, n_all=n_scored + n_cut)
        if n_cut
        else t("nothing_cut", n_scored=n_scored),
        quality=quality_line(comparison, language),
    )


def render_table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    warnings: Sequence[str] = (),
    notes: Sequence[str] = (),
    language: Language = "en",
) -> str:
    """Render rows under the names of their columns, which are those of the frame."""
    tables = [("", fold_rows(rows, columns))]
    values = {"title": title, "tables": tables, "warnings": warnings, "notes": notes}
    return render_view("table.html", language=language, **values)


def render_sections(
    title: str,
    sections: Iterable[tuple[str, Sequence[Row]]],
    *,
    warnings: Sequence[str] = (),
    notes: Sequence[str] = (),
    language: Language = "en",
) -> str:
    """Render several titled tables, such as those of an evaluation."""
    tables = [(name, fold_rows(rows)) for name, rows in sections]
    values = {"title": title, "tables": tables, "warnings": warnings, "notes": notes}
    return render_view("table.html", language=language, **values)


def _documents(comparison: ComparisonLike, t: Translate) -> FoldedTable:
    headings = [t(key) for key in ("document", "group", "script", *DOCUMENT_COLUMNS)]
    rows: Iterator[Sequence[Value]] = (
        (row["document"], row["group"], t(str(row["script"])), *(row[k] for k in DOCUMENT_COLUMNS))
        for row in document_rows(comparison)
    )
    return fold_table(headings, rows)


def _warnings(comparison: ComparisonLike) -> Iterator[str]:
    yield from map(str, comparison.skipped_documents)
    yield from comparison.warnings
    for row in document_rows(comparison):
        if row["warnings"]:
            yield f"{row['document']}: {row['warnings']}"


def _coverage(comparison: ComparisonLike, t: Translate) -> Iterator[tuple[str, list[CoverageCell]]]:
    cells = {(row["a"], row["b"]): _coverage_cell(row, t) for row in coverage_rows(comparison)}
    nothing = CoverageCell("–", "", 0, "")
    for a in comparison.group_order:
        yield a, [cells.get((a, b), nothing) for b in comparison.group_order]


def _coverage_cell(row: Row, t: Translate) -> CoverageCell:
    covered, partial = row["covered_share"], row["partial_share"]
    if not isinstance(covered, float) or not isinstance(partial, float):
        return CoverageCell("–", "", 0, "")
    n_all = row["n_clauses"]
    told = f"{t('covered')} {row['n_covered']}/{n_all}, {t('partial')} {row['n_partial']}/{n_all}"
    shade = min(N_SHADES, int(covered * N_SHADES) + (covered > 0))
    return CoverageCell(f"{covered:.0%}", f"{partial:.0%}" if partial else "", shade, told)


def _overlaps(comparison: ComparisonLike, t: Translate) -> FoldedTable:
    rows: Iterator[Sequence[Value]] = (
        (
            row["a_measure"],
            f"{row['a_clause']} {row['a_heading']}".strip(),
            f"{row['b_clause']} {row['b_heading']}".strip(),
            row["p_same"],
            t(str(row["wording"])),
            row["n_groups"],
        )
        for row in overlap_rows(comparison)
    )
    headings = [t("measure"), "a", "b", t("p_same"), t("wording"), t("n_groups")]
    return fold_table(headings, rows, probabilities=(3,))


def _gaps(comparison: ComparisonLike, t: Translate) -> Iterator[tuple[str, FoldedTable]]:
    keys = ("measure", "present_in", "state", "nearest", "p_overlap")
    # all groups together hold about as many rows as one table may
    n_listed = max(N_FIRST + 1, N_LISTED // max(1, len(comparison.group_order)))
    for group in comparison.group_order:
        gaps = sorted(gap_rows(comparison, group=group), key=worst_gap_key)
        n_partial = sum(row["state"] == "partial" for row in gaps)
        counts = {"n_absent": len(gaps) - n_partial, "n_partial": n_partial}
        cells = (_gap_cells(row, t) for row in gaps)
        headings = ["", *map(t, keys)]
        table = fold_table(headings, cells, n_listed=n_listed, probabilities=(5,))
        yield t("gaps_of" if gaps else "no_gaps", group=group, **counts), table


def _gap_cells(row: Row, t: Translate) -> Sequence[Value]:
    return (
        row["measure_id"],
        row["label"],
        row["present_in"],
        t(str(row["state"])),
        f"{row['nearest_clause']} {row['nearest_heading']}".strip(),
        row["nearest_p_overlap"],
    )
