"""``policycompare init``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Make an empty corpus: a folder with a manifest.csv.

    A README.md in it says in English and Chinese what the columns mean. A folder that holds a
    manifest is refused; files in a folder without one stay as they are, and are told.
    """
    from policycompare.adding import init

    made = init(folder)
    click.echo(f"Made {', '.join(path.name for path in made.written)} in {folder}.")
    for note in made.notes:
        click.echo(f"Note: {note}", err=True)
    click.echo(f"Bring documents in with `policycompare add {folder} FILE…`.")
