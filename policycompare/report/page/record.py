"""The run record as plain rows and lines for the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import Markup, escape

from policycompare.report.labels import LANGUAGES
from policycompare.report.protocol import ComparisonLike
from policycompare.report.quality import quality_line
from policycompare.report.record import build_record
from policycompare.report.summaries import document_rows

SHOWN = ("program", "python", "libraries", "settings", "embedder", "thresholds", "counts")
"""Parts of the run record that the page lists; documents and quality have their own place."""


def record_rows(comparison: ComparisonLike) -> list[tuple[str, str]]:
    """List name and value of the settings, thresholds, versions and counts of the run."""
    record = build_record(comparison)
    parts = (*SHOWN, "candidates", "names", "quality")
    return [row for name in parts for row in _flat(name, record[name])]


def quality_in_both(comparison: ComparisonLike) -> Iterator[Markup]:
    """Yield what was measured in each language; a note without a Chinese form stays English."""
    note = str(comparison.model.provenance.get("note", ""))
    for language in LANGUAGES:
        line = quality_line(comparison, language)
        if language == "en" or not note or not line.endswith(note):
            yield escape(line)
            continue
        shown = Markup('<span lang="en">{}</span>').format(note)
        yield escape(line.removesuffix(note)) + shown


def warning_lines(comparison: ComparisonLike) -> list[str]:
    """List every warning: of the run, documents, clauses, targets; and what is left out."""
    lines = [str(warning) for warning in comparison.warnings]
    lines += [
        f"{row['document']}: {row['warnings']}"
        for row in document_rows(comparison)
        if row["warnings"]
    ]
    lines += [
        f"{clause.clause_id}: {warning}"
        for outline in comparison.outlines
        for clause in outline.clauses
        for warning in clause.warnings
    ]
    lines += map(str, comparison.target_reading.warnings)
    lines += map(str, comparison.skipped_documents)
    return lines


def _flat(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}", inner)
    elif isinstance(value, list | tuple) and any(isinstance(x, Mapping) for x in value):
        for number, inner in enumerate(value, start=1):
            yield from _flat(f"{name}.{number}", inner)
    elif isinstance(value, list | tuple):
        yield name, ", ".join(map(str, value))
    else:
        yield name, "" if value is None else str(value)
