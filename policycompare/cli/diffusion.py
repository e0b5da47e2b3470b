"""``policycompare diffusion``."""

from __future__ import annotations

from pathlib import Path

import click

from policycompare.cli.options import CORPUS, FORMAT, comparison_options, settings_of
from policycompare.cli.output import print_table, progress_bar

TABLE_COLUMNS = {
    "dyads": (
        "measure",
        "a_document",
        "b_document",
        "order",
        "days_min",
        "reuse_share",
        "wording",
        "relation",
    ),
    "measures": ("measure", "label", "first_mover", "order", "adopters", "issued", "lags"),
}
ROWS = click.option(
    "--rows",
    type=click.Choice(tuple(TABLE_COLUMNS)),
    default="dyads",
    show_default=True,
    help="A row per two documents that share a measure, or per measure.",
)


@click.command("diffusion")
@CORPUS
@ROWS
@comparison_options
@FORMAT
@click.pass_context
def command(ctx: click.Context, corpus: Path, rows: str, form: str) -> None:
    """Tell who had shared measures first and what texts share.

    Order and days come from `issued` in the manifest and are empty where they are not certain. A
    draft stands at the day it was published for comment. Shared wording is no proof of copying.
    """
    from policycompare import commands

    settings = settings_of(ctx)
    with progress_bar() as progress:
        table = commands.diffusion(corpus, rows=rows, settings=settings, progress=progress)
    table = table.with_warnings(*commands.doubt_future(corpus, settings=settings))
    print_table(table, form, columns=TABLE_COLUMNS[rows])
