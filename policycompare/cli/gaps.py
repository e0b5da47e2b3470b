"""``policycompare gaps``."""

from __future__ import annotations

from pathlib import Path

import click

from policycompare.cli.options import CORPUS, FORMAT, comparison_options, settings_of
from policycompare.cli.output import print_table, progress_bar

TABLE_COLUMNS = (
    "label",
    "present_in",
    "state",
    "nearest_clause",
    "nearest_heading",
    "nearest_p_overlap",
)


@click.command("gaps")
@CORPUS
@click.argument("group")
@comparison_options
@FORMAT
@click.pass_context
def command(ctx: click.Context, corpus: Path, group: str, form: str) -> None:
    """List what one group lacks, worst first.

    GROUP is a jurisdiction, such as 青岛市, or a value of the column given with --between. Each gap
    comes with the group's nearest clause; a state `partial` says that the measure is there in part.
    """
    from policycompare import commands

    with progress_bar() as progress:
        table = commands.gaps(corpus, group, settings=settings_of(ctx), progress=progress)
    print_table(table, form, columns=TABLE_COLUMNS)
