"""``policycompare check``."""

from __future__ import annotations

from pathlib import Path

import click

from policycompare.cli.group import DATA_FAILED
from policycompare.cli.options import CORPUS, FORMAT, reading_options, settings_of
from policycompare.cli.output import print_rows, progress_bar

COLUMNS = ("document", "severity", "subject", "message", "start", "end")


@click.command("check")
@CORPUS
@reading_options
@FORMAT
@click.pass_context
def command(ctx: click.Context, corpus: Path, form: str) -> None:
    """List what is wrong or missing in a corpus before comparing.

    A row is an error (a comparison would be wrong or impossible), a doubt (look at it) or a note.
    The exit code is 1 if there is an error.
    """
    from policycompare import pipeline
    from policycompare.report.pages import check_rows

    with progress_bar() as progress:
        found = pipeline.check(corpus, settings=settings_of(ctx), progress=progress)
    print_rows(check_rows(found), form, columns=COLUMNS)
    n_errors = sum(row.severity == "error" for row in found)
    n_doubts = sum(row.severity == "doubt" for row in found)
    click.echo(
        f"{n_errors} errors, {n_doubts} doubts, {len(found) - n_errors - n_doubts} notes.", err=True
    )
    if n_errors:
        ctx.exit(DATA_FAILED)
