"""Promises of several documents side by side, by indicator: ``policycompare targets``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from policycompare.errors import UsageError
from policycompare.preparation import compared_clauses
from policycompare.table import Table
from policycompare.targets import key_of, read_targets

if TYPE_CHECKING:
    from policycompare.datamodel import Outline
    from policycompare.report.protocol import Row
    from policycompare.settings import Settings

N_SUGGESTED = 5
"""Indicators that an error names."""

LEAST_LIKENESS = 50
"""Per cent of rapidfuzz's ``partial_ratio`` from which an indicator is near a text."""


def line_up_targets(
    outlines: Sequence[Outline],
    group_of: Mapping[str, str],
    *,
    indicator: str | None,
    shared: bool,
    settings: Settings,
) -> Table:
    """Find the targets of documents and line them up by indicator.

    Raises
    ------
    UsageError
        If no indicator's name holds the text asked for.
    """
    from policycompare.report.columns import TARGET_COMPARISON
    from policycompare.report.target_rows import Places, target_comparison_rows

    reading = read_targets(compared_clauses(outlines, settings.roles), outlines)
    places = Places(
        documents=tuple(outline.document.name for outline in outlines),
        jurisdictions={o.document.name: o.document.metadata.jurisdiction for o in outlines},
        group_of=group_of,
        measure_of={},
    )
    rows = tuple(target_comparison_rows(reading.targets, places))
    if indicator is not None:
        rows = _choose(rows, indicator)
    if shared:
        rows = tuple(row for row in rows if int(row["n_groups"] or 0) > 1)
    return Table("targets", TARGET_COMPARISON, rows, tuple(map(str, reading.warnings)))


def _choose(rows: tuple[Row, ...], indicator: str) -> tuple[Row, ...]:
    """The rows whose indicator, levelled or as printed, holds the text."""
    text = indicator.strip()
    wanted = {text, key_of(text), key_of(text).removesuffix("数")} - {""}
    found = tuple(
        row
        for row in rows
        if any(
            part in str(row["indicator"]) or part in str(row["printed_indicator"])
            for part in wanted
        )
    )
    if not text or not found:
        raise UsageError(
            f"No indicator holds {indicator!r}; {_nearest(rows, text)}leave --indicator out to "
            "see all."
        )
    return found


def _nearest(rows: tuple[Row, ...], text: str) -> str:
    from rapidfuzz import fuzz, process

    names = sorted({str(row["indicator"]) for row in rows})
    near = process.extract(
        text, names, scorer=fuzz.partial_ratio, limit=N_SUGGESTED, score_cutoff=LEAST_LIKENESS
    )
    return f"near it are {', '.join(name for name, *_ in near)}; " if near else ""
