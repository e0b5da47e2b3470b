"""``policycompare check``."""

from __future__ import annotations

from pathlib import Path

import click

from policycompare.cli.group import DATA_FAILED
from policycompare.cli.options import CORPUS, FORMAT, reading_options, settings_of
from policycompare.cli.output import print_rows, progress_bar

COVERAGE_COLUMNS = ("jurisdiction", "level", "parent", "n_documents", "years", "types", "status")
"""What the form ``table`` shows of the coverage; the remarks stand among the findings."""


@click.command("check")
@CORPUS
@click.option("--strict", is_flag=True, help="Exit with 1 if anything is doubtful.")
@click.option(
    "--coverage",
    is_flag=True,
    help="Print what there is of each jurisdiction in place of the findings.",
)
@reading_options
@FORMAT
@click.pass_context
def command(ctx: click.Context, corpus: Path, strict: bool, coverage: bool, form: str) -> None:
    """List what is wrong or missing in a corpus before comparing.

    A row is an error (a comparison would be wrong or impossible), a doubt (look at it) or a note.
    A table of the years, types and status of the documents of each jurisdiction follows, so that a
    missing file is not read as a missing policy. The exit code is 1 if there is an error, with
    --strict also if there is a doubt.
    """
    from policycompare import commands

    with progress_bar() as progress:
        found = commands.check(corpus, settings=settings_of(ctx), progress=progress)
    if not coverage:
        print_rows(found.table, form, columns=found.table.columns)
    if coverage or form == "table":
        if not coverage:
            click.echo()
        columns = COVERAGE_COLUMNS if form == "table" else found.coverage.columns
        print_rows(found.coverage, form, columns=columns)
    severities = [row.severity for row in found]
    numbers = [(severities.count(name), name) for name in ("error", "doubt", "note")]
    told = ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in numbers)
    click.echo(f"{told}.", err=True)
    if found.has_errors or (strict and found.is_doubtful):
        ctx.exit(DATA_FAILED)
