"""What commands print: rows to standard output, progress and warnings to standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from policycompare.errors import one_line

if TYPE_CHECKING:
    from policycompare.preparation import Progress
    from policycompare.report.labels import Language
    from policycompare.report.protocol import Row
    from policycompare.table import Table

PATIENCE = 1.0
"""Seconds after which a progress bar appears."""


def print_rows(rows: Iterable[Row], form: str, *, columns: Sequence[str] | None = None) -> None:
    """Print rows as ``table``, ``csv``, ``json`` or ``md``."""
    from policycompare.report.formats import render_rows

    click.echo(render_rows(rows, form, columns=columns, width=_width()), nl=False)


def print_table(table: Table, form: str, *, columns: Sequence[str] | None = None) -> None:
    """Print a table's warnings, notes and rows; ``columns`` are those of the form ``table``."""
    print_warnings(table.warnings)
    for note in table.notes:
        click.echo(note, err=True)
    if form == "table":
        print_rows(table, form, columns=columns or table.columns)
    else:
        print_rows(table, form, columns=table.columns)


def print_warnings(warnings: Iterable[str], language: Language = "en") -> None:
    """Print each warning as a line on standard error."""
    from policycompare.report.labels import translator
    from policycompare.report.remarks import tell_remark

    for warning in warnings:
        told = tell_remark(one_line(warning), language)
        click.echo(translator(language)("corpus_warning", warning=told), err=True)


def print_corpus_rows(
    rows: Iterable[Row], form: str, *, columns: Sequence[str], language: Language
) -> None:
    """Print rows about a corpus; headings and words of a table are in the language, too."""
    from policycompare.report.corpus_words import tell_remarks, translate_table

    if form in ("table", "md"):
        told, headings = translate_table(rows, columns, language)
        print_rows(told, form, columns=headings)
    else:
        print_rows(tell_remarks(rows, language), form, columns=columns)


def _width() -> int:
    """Width of a table: that of the terminal, at least of 100 columns; 100 in a pipe."""
    from policycompare.report.formats import TABLE_WIDTH

    if not sys.stdout.isatty():
        return TABLE_WIDTH
    import shutil

    return max(shutil.get_terminal_size().columns, TABLE_WIDTH)


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """Give a callback that shows a bar on standard error once the work takes over a second.

    None where standard error is no terminal.
    """
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar()
    try:
        yield bar.update
    finally:
        bar.close()


class _Bar:
    def __init__(self) -> None:
        self._began = time.monotonic()
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}

    def update(self, work: str, done: int, total: int) -> None:
        if self._bar is None:
            if time.monotonic() - self._began < PATIENCE:
                return
            self._open()
        if work not in self._tasks:
            self._tasks[work] = self._bar.add_task(work, total=total)
        self._bar.update(self._tasks[work], completed=done, total=total)

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import Progress as RichProgress

        self._bar = RichProgress(console=Console(stderr=True), transient=True)
        self._bar.start()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
