"""``policycompare names``."""

from __future__ import annotations

from pathlib import Path

import click

from policycompare.cli.options import CORPUS, FORMAT, comparison_options, settings_of
from policycompare.cli.output import print_table, progress_bar

TABLE_COLUMNS = (
    "document",
    "clause_id",
    "name",
    "strength",
    "division_of",
    "context",
    "linked_clause",
)


@click.command("names")
@CORPUS
@comparison_options
@FORMAT
@click.pass_context
def command(ctx: click.Context, corpus: Path, form: str) -> None:
    """List names of other places left in the texts.

    Hints to look at, no findings: a text may have a good reason to name another place. Names that
    their context explains (cooperation, learning from, routes, institutions) are left out. Needs
    the jurisdiction of a document in the manifest; others are told as not checked.
    """
    from policycompare import commands

    with progress_bar() as progress:
        table = commands.names(corpus, settings=settings_of(ctx), progress=progress)
    print_table(table, form, columns=TABLE_COLUMNS)
