"""The similarity report of ``compare`` in the terminal, made of the rows that the files hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from policycompare.report.files import FILE_NAMES
from policycompare.report.labels import Language, Translate, translator
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.record import counts, quality
from policycompare.report.rows import (
    aligned_rows,
    coverage_rows,
    document_rows,
    gap_rows,
    worst_gap_key,
)
from policycompare.report.tables import build_table

N_OVERLAPS = 12
"""Pairs shown under the strongest overlaps."""

N_GAPS = 8
"""Gaps shown of each group."""

N_WARNINGS = 12
"""Warnings shown."""


def print_comparison(
    comparison: ComparisonLike,
    console: Console,
    *,
    language: Language = "en",
    folder: Path | None = None,
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
    """
    t = translator(language)
    console.print(Text(t("summary", **counts(comparison)), style="bold"))
    for part in _parts(comparison, t, console.width, folder):
        console.print()
        console.print(part)


def _parts(
    comparison: ComparisonLike, t: Translate, width: int, folder: Path | None
) -> Iterator[Table | Text]:
    yield _documents_table(comparison, t)
    yield from _warning_lines(comparison, t, folder)
    yield from _coverage_tables(comparison, t, width)
    yield from _overlaps(comparison, t, folder)
    for group in comparison.group_order:
        yield from gap_parts(comparison, group, t, folder)
    yield _closing(comparison, t, folder)


def _documents_table(comparison: ComparisonLike, t: Translate) -> Table:
    numbers = ("n_headings", "n_clauses", "n_compared", "n_warnings")
    header = ["document", "group", "n_chars", "script", "damage", *numbers]
    rows = [
        [
            str(row["document"]),
            str(row["group"]),
            str(row["n_chars"]),
            t(str(row["script"])),
            f"{row['n_repaired']} / {row['n_flagged']}",
            *(str(row[name]) for name in numbers),
        ]
        for row in document_rows(comparison)
    ]
    right = (2, 4, 5, 6, 7, 8)
    return build_table([t(key) for key in header], rows, right=right, title=t("documents"))


def _warning_lines(comparison: ComparisonLike, t: Translate, folder: Path | None) -> Iterator[Text]:
    lines = [str(warning) for warning in comparison.warnings]
    for row in document_rows(comparison):
        lines += [f"{row['document']}: {row['warnings']}"] if row["warnings"] else []
    if lines:
        yield _list(t("warnings"), lines, N_WARNINGS, t, folder, "run.json")
    if comparison.skipped_documents:
        skipped = [str(document) for document in comparison.skipped_documents]
        yield _list(t("skipped"), skipped, len(skipped), t, folder, "run.json")


def _list(
    title: str, lines: Sequence[str], limit: int, t: Translate, folder: Path | None, file: str
) -> Text:
    text = Text(title, style="bold")
    for line in lines[:limit]:
        text.append(f"\n  {line}", style="not bold")
    if len(lines) > limit:
        text.append(f"\n  {_more(t, len(lines) - limit, file, folder)}", style="not bold")
    return text


def _more(t: Translate, n: int, file: str, folder: Path | None) -> str:
    if folder is None:
        return t("more_unwritten", n=n)
    return t("more", n=n, file=file)


def _coverage_tables(comparison: ComparisonLike, t: Translate, width: int) -> Iterator[Table]:
    """The matrix, in as many tables side by side as the width needs below each other."""
    cells = {(row["a"], row["b"]): _coverage_cell(row) for row in coverage_rows(comparison)}
    groups = list(comparison.group_order)
    for block in _blocks(groups, width):
        rows = [[str(a), *(cells.get((a, b), "–") for b in block)] for a in groups]
        right = range(1, len(block) + 1)
        yield build_table(["", *block], rows, right=right, title=t("coverage"))


def _coverage_cell(row: Row) -> str:
    covered, partial = row["covered_share"], row["partial_share"]
    if not isinstance(covered, float) or not isinstance(partial, float):
        return "–"
    return f"{covered:.0%} +{partial:.0%}"


def _blocks(groups: Sequence[str], width: int) -> Iterator[list[str]]:
    """Columns of the matrix that fit beside the row names."""
    from rich.cells import cell_len

    widest = max((cell_len(group) for group in groups), default=0)
    column = max(min(widest, 20), len("100% +100%")) + 2
    n = max(1, (width - min(widest, 20) - 2) // column)
    remaining = iter(groups)
    while block := list(islice(remaining, n)):
        yield block


def _overlaps(
    comparison: ComparisonLike, t: Translate, folder: Path | None
) -> Iterator[Table | Text]:
    pairs = sorted(
        (link for link in comparison.links if link.relation == "same"),
        key=lambda link: (-link.p_same, -link.p_overlap, link.a, link.b),
    )
    if not pairs:
        yield Text(t("no_overlaps"))
        return
    rows = [
        [
            f"{_number(row['p_same']):.2f}",
            f"{row['a_clause']} {row['a_heading']}",
            f"{row['b_clause']} {row['b_heading']}",
            t(str(row["wording"])),
        ]
        for row in aligned_rows(comparison, pairs[:N_OVERLAPS])
    ]
    header = [t("p"), "a", "b", t("wording")]
    yield build_table(header, rows, right=(0,), short=(0, 3), title=t("overlaps"))
    if len(pairs) > N_OVERLAPS:
        yield Text(_more(t, len(pairs) - N_OVERLAPS, "aligned_clauses.csv", folder))


def gap_parts(
    comparison: ComparisonLike,
    group: str,
    t: Translate,
    folder: Path | None = None,
    *,
    limit: int = N_GAPS,
) -> Iterator[Table | Text]:
    """Yield the gaps of one group, worst first, and how many are not shown."""
    gaps = sorted(gap_rows(comparison, group=group), key=worst_gap_key)
    if not gaps:
        yield Text(t("no_gaps", group=group))
        return
    n_partial = sum(row["state"] == "partial" for row in gaps)
    title = t("gaps_of", group=group, n_absent=len(gaps) - n_partial, n_partial=n_partial)
    rows = [
        [
            f"{row['measure_id']} {row['label']}",
            str(row["present_in"]),
            t(str(row["state"])),
            f"{row['nearest_clause']} {row['nearest_heading']}".strip(),
            "" if row["nearest_p_overlap"] is None else f"{_number(row['nearest_p_overlap']):.2f}",
        ]
        for row in gaps[:limit]
    ]
    header = [t(key) for key in ("measure", "present_in", "state", "nearest", "p")]
    yield build_table(header, rows, right=(4,), short=(2, 4), title=title)
    if len(gaps) > limit:
        yield Text(_more(t, len(gaps) - limit, "gaps.csv", folder))


def _closing(comparison: ComparisonLike, t: Translate, folder: Path | None) -> Text:
    n_scored, n_cut = len(comparison.scored.a), int(comparison.scored.n_cut)
    lines = [
        t("cut", n_cut=n_cut, n_all=n_scored + n_cut)
        if n_cut
        else t("nothing_cut", n_scored=n_scored),
        quality_line(comparison, t),
        t("files", folder=folder, names=", ".join(FILE_NAMES)) if folder else t("no_files"),
    ]
    return Text("\n".join(lines))


def quality_line(comparison: ComparisonLike, t: Translate) -> str:
    """Say in one line what was measured of the model and on what."""
    stated = quality(comparison)
    model = stated.pop("model")
    figures = stated.get("summary") or _flat(stated.get("figures"))
    if not figures:
        return t("no_quality", model=model)
    return t("quality", model=model, figures=figures)


def _flat(figures: Any, prefix: str = "") -> str:
    """Nested figures as ``name value`` pairs in one line."""
    if isinstance(figures, Mapping):
        parts = (_flat(value, f"{prefix}{key} ") for key, value in figures.items())
        return ", ".join(part for part in parts if part)
    if isinstance(figures, float):
        return f"{prefix}{figures:.3f}"
    return f"{prefix}{figures}" if figures is not None else ""


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
