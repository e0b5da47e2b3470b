"""The sections on responsible units and on strength of commitment of the terminal report."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from policycompare.datamodel import STRENGTHS
from policycompare.report.labels import Translate
from policycompare.report.parts import Parts, make_title, tell_more
from policycompare.report.protocol import ComparisonLike
from policycompare.report.strength_rows import strength_rows
from policycompare.report.tables import build_table
from policycompare.report.unit_rows import unit_rows, unit_summaries

N_UNITS = 10
"""Units shown."""


def unit_parts(comparison: ComparisonLike, t: Translate, folder: Path | None) -> Parts:
    """Yield the units that lead or are responsible for most clauses."""
    yield make_title(t("units"))
    units = list(unit_summaries(unit_rows(comparison)))
    if not units:
        yield Text(t("no_units"))
        return
    header = [t(k) for k in ("unit", "n_lead", "n_responsible", "documents_of", "unit_hint")]
    names = ("unit", "n_lead", "n_responsible", "documents", "hint")
    rows = [[str(row[name]) for name in names] for row in units[:N_UNITS]]
    yield build_table(header, rows, right=(1, 2), short=(1, 2))
    yield from tell_more(t, len(units) - N_UNITS, "units.csv", folder)


def strength_parts(comparison: ComparisonLike, t: Translate) -> Parts:
    """Yield how firmly each group promises."""
    yield make_title(t("strengths"))
    names = ("n_sentences", *STRENGTHS)
    rows = [
        [str(row["group"]), *(str(row[name]) for name in names)]
        for row in strength_rows(comparison)
    ]
    header = [t(key) for key in ("group", *names)]
    yield build_table(header, rows, right=range(1, 7), short=range(1, 7))
