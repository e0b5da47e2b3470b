"""``policycompare init``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from policycompare.cli.options import LANG
from policycompare.errors import one_line


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@LANG
def command(folder: Path, lang: Literal["en", "zh"]) -> None:
    """Make an empty corpus: a folder with a manifest.csv.

    A README.md in it says in English and Chinese what the columns mean. A folder that holds a
    manifest is refused; files in a folder without one stay as they are, and are told.
    """
    from policycompare.adding import init
    from policycompare.report.labels import translator
    from policycompare.report.remarks import tell_remark

    made = init(folder)
    t = translator(lang)
    names = t("list_comma").join(path.name for path in made.written)
    click.echo(t("corpus_made", names=names, folder=one_line(str(folder))))
    for note in made.notes:
        click.echo(t("corpus_remark", note=tell_remark(one_line(note), lang)), err=True)
    command_line = f"policycompare add {one_line(str(folder))} FILE…"
    click.echo(t("corpus_bring_in", command=command_line))
