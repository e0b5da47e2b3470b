"""What ``compare --tables`` prints: the summary and the files with their sizes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from policycompare.report.labels import Language, translator
from policycompare.report.protocol import ComparisonLike
from policycompare.report.record import counts
from policycompare.report.streaming import Written
from policycompare.report.tables import print_part


def print_written(
    comparison: ComparisonLike,
    written: Sequence[Written],
    console: Console,
    *,
    record: Path,
    language: Language = "en",
) -> None:
    """Print the summary of a run, its tables with their numbers of rows, and its record."""
    t = translator(language)
    print_part(console, Text(t("summary", **counts(comparison)), style="bold"))
    for table in written:
        print_part(console, Text(t("table_written", path=table.path, n_rows=table.n_rows)))
    n_warnings = len(comparison.warnings)
    print_part(console, Text(t("tables_record", path=record, n_warnings=n_warnings)))
