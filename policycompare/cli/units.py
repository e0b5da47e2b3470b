"""``policycompare units``."""

from __future__ import annotations

from pathlib import Path

import click

from policycompare.cli.options import CORPUS, FORMAT, comparison_options, settings_of
from policycompare.cli.output import print_table, progress_bar

TABLE_COLUMNS = ("unit", "n_lead", "n_responsible", "documents", "lead_measures", "hint")
CLAUSE_COLUMNS = ("unit", "printed", "role", "measure_id", "clause_id", "hint")

UNIT = click.option(
    "--unit",
    "names",
    multiple=True,
    metavar="NAME",
    help="Only this unit, however its name is written, e.g. 市工信局; may be given several times.",
)
CLAUSES = click.option(
    "--clauses", is_flag=True, help="One row per unit and clause, as in units.csv."
)


@click.command("units")
@CORPUS
@UNIT
@CLAUSES
@comparison_options
@FORMAT
@click.pass_context
def command(
    ctx: click.Context, corpus: Path, names: tuple[str, ...], clauses: bool, form: str
) -> None:
    """List who leads and who is responsible.

    Units are named by their function: 市工业和信息化局 and 市工信局 are one. A unit that a reform
    replaced keeps its row; the hint says what may have taken over.
    """
    from policycompare import commands

    with progress_bar() as progress:
        table = commands.units(
            corpus, names, clauses=clauses, settings=settings_of(ctx), progress=progress
        )
    print_table(table, form, columns=CLAUSE_COLUMNS if clauses else TABLE_COLUMNS)
