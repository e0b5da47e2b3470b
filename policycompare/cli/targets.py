"""``policycompare targets``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from policycompare.cli.options import CORPUS, FORMAT, grouping_options, settings_of
from policycompare.cli.output import print_rows, print_table, print_warnings, progress_bar

if TYPE_CHECKING:
    from policycompare.report.protocol import Row


@click.command("targets")
@CORPUS
@click.option(
    "--indicator",
    metavar="TEXT",
    help="Only indicators whose name holds this text, such as 5G基站.",
)
@click.option("--shared", is_flag=True, help="Only indicators that two or more groups promise.")
@grouping_options
@FORMAT
@click.pass_context
def command(
    ctx: click.Context, corpus: Path, indicator: str | None, shared: bool, form: str
) -> None:
    """Line up who promises how much by when.

    Every quantity that a clause promises is a row with its quote, under one name and in one unit
    for each indicator; indicators that most groups promise come first. Rewards are among them:
    try --indicator 单项冠军.
    """
    from policycompare import commands

    with progress_bar() as progress:
        table = commands.targets(
            corpus,
            indicator=indicator,
            shared=shared,
            settings=settings_of(ctx),
            progress=progress,
        )
    if form == "table":
        print_warnings(table.warnings)
        print_rows(map(_short_row, table), form)
    else:
        print_table(table, form)
    if not table:
        click.echo("No quantity is promised.", err=True)


def _short_row(row: Row) -> Row:
    """What a terminal has room for; the other forms have every column."""
    from policycompare.report.target_rows import show_promise

    return {
        "indicator": row["indicator"],
        "group": row["group"],
        "promise": show_promise(row),
        "by": row["deadline_year"],
        "clause": row["clause_id"],
        "text": row["text"],
    }
