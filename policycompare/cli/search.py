"""``policycompare search``."""

from __future__ import annotations

from pathlib import Path

import click

from policycompare.cli.options import CORPUS, FORMAT, clause_options, settings_of
from policycompare.cli.output import print_table, progress_bar

TABLE_COLUMNS = ("clause_id", "similarity", "heading", "text")


@click.command("search")
@CORPUS
@click.argument("text")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    metavar="N",
    help="Clauses to print; the rest is counted.",
)
@clause_options
@FORMAT
@click.pass_context
def command(ctx: click.Context, corpus: Path, text: str, limit: int, form: str) -> None:
    """Find the clauses nearest to a phrase or a draft sentence.

    TEXT may be in simplified or traditional characters. Clauses of all documents are ranked by the
    words and characters that their headings and bodies share with it.
    """
    from policycompare import commands

    with progress_bar() as progress:
        table = commands.search(
            corpus, text, limit=limit, settings=settings_of(ctx), progress=progress
        )
    print_table(table, form, columns=TABLE_COLUMNS)
    if not table:
        click.echo("No clause shares a word or two characters with the text.", err=True)
