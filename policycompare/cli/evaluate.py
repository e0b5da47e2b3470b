"""``policycompare evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policycompare.cli.options import CORPUS, FORMAT, document_options, settings_of
from policycompare.cli.output import print_rows, print_warnings, progress_bar

if TYPE_CHECKING:
    from policycompare.evaluation.result import Evaluation


@click.command("evaluate")
@CORPUS
@click.option(
    "--gold",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of clauses.jsonl and alignments.csv.  [default: gold in CORPUS]",
)
@click.option(
    "--resamples",
    type=click.IntRange(min=0),
    metavar="N",
    help="Draws of the bootstrap behind the 95 % intervals; 0 for none.  [default: 1000]",
)
@document_options
@FORMAT
@click.pass_context
def command(
    ctx: click.Context, corpus: Path, gold: Path | None, resamples: int | None, form: str
) -> None:
    """Score the program on a corpus against a gold folder.

    Compares every document with every other and holds the result against the coded pairs: as the
    model is, refitted without the pair of documents that is tried (folds_by_pair), and refitted
    without a whole document (documents_left_out). Shows F1, average precision, coverage states,
    false gaps and calibration with 95 % intervals over clauses, and how far the coders agree.
    """
    from policycompare.evaluation.intervals import N_RESAMPLES
    from policycompare.evaluation.run import evaluate

    with progress_bar() as progress:
        found = evaluate(
            corpus,
            gold=gold,
            settings=settings_of(ctx),
            n_resamples=N_RESAMPLES if resamples is None else resamples,
            progress=progress,
        )
    if form == "json":
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2, allow_nan=False))
    elif form == "csv":
        from policycompare.evaluation.result import COLUMNS

        print_warnings(found.notes)
        print_rows(found.rows(), form, columns=COLUMNS)
    else:
        _print_sections(found, form)


def _print_sections(found: Evaluation, form: str) -> None:
    """Print the tables, under headings, and below them what a reader should know."""
    mark = "## " if form == "md" else ""
    click.echo(found.summary())
    for section in found.sections():
        click.echo(f"\n{mark}{section.title}\n")
        print_rows(section.rows, form)
    click.echo(f"\n{mark}Notes\n")
    for note in found.notes:
        click.echo(f"- {note}")
