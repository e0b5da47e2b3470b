"""``policycompare compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from policycompare.cli.options import CORPUS, LANG, comparison_options, settings_of
from policycompare.cli.output import progress_bar


@click.command("compare")
@CORPUS
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write clauses.csv, aligned_clauses.csv, measures.csv, gaps.csv and run.json here.",
)
@comparison_options
@LANG
@click.pass_context
def command(ctx: click.Context, corpus: Path, out: Path | None, lang: Literal["en", "zh"]) -> None:
    """Align the clauses of a corpus; report what is shared and what is missing.

    Prints the similarity report. The files are written all together or not at all; files of an
    earlier run in the same folder are replaced.
    """
    from policycompare import pipeline

    settings = settings_of(ctx)
    with progress_bar() as progress:
        comparison = pipeline.compare(corpus, settings=settings, progress=progress)
        if out is not None:
            comparison.write(out)
    from policycompare.report.tables import make_console
    from policycompare.report.terminal import print_comparison

    print_comparison(comparison, make_console(), language=lang, folder=out)
