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
    from policycompare import commands
    from policycompare.report.pages import check_rows

    with progress_bar() as progress:
        found = commands.check(corpus, settings=settings_of(ctx), progress=progress)
    print_rows(check_rows(found), form, columns=COLUMNS)
    severities = [row.severity for row in found]
    numbers = [(severities.count(name), name) for name in ("error", "doubt", "note")]
    told = ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in numbers)
    click.echo(f"{told}.", err=True)
    if "error" in severities:
        ctx.exit(DATA_FAILED)
