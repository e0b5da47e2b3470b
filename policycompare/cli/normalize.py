"""``policycompare normalize``."""

from __future__ import annotations

from pathlib import Path

import click

from policycompare.cli.options import DOCUMENT
from policycompare.cli.output import print_rows


@click.command("normalize")
@DOCUMENT
@click.option("--explain", is_flag=True, help="Print every edit and all damage, not the text.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json", "md")),
    default="table",
    show_default=True,
    help="How the rows of --explain are printed.",
)
def command(document: Path, explain: bool, form: str) -> None:
    """Print the cleaned, simplified text of one file.

    With --explain, print each edit of each step and each damaged place, repaired or only flagged.
    The offsets count the characters of the file as decoded.
    """
    from policycompare import pipeline

    normalized = pipeline.normalize(document)
    if not explain:
        click.echo(normalized.text)
        return
    from policycompare.explained import COLUMNS, edit_rows

    print_rows(edit_rows(normalized), form, columns=COLUMNS)
    n_flagged = sum(place.repair is None for place in normalized.damage)
    n_edits = sum(len(step.edits) for step in normalized.steps)
    click.echo(
        f"{n_edits} edits in {len(normalized.steps)} steps; "
        f"{len(normalized.damage) - n_flagged} damaged places repaired, {n_flagged} flagged; "
        f"the source is {normalized.script}.",
        err=True,
    )
