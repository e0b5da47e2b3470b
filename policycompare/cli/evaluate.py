"""``policycompare evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policycompare.cli.coded import CodedOptions, coded_options, run_coded
from policycompare.cli.options import CORPUS, FORMAT, comparison_options, settings_of
from policycompare.cli.output import print_rows, print_warnings, progress_bar
from policycompare.errors import UsageError

if TYPE_CHECKING:
    from policycompare.evaluation.result import Evaluation
    from policycompare.evaluation.targets import TargetEvaluation
    from policycompare.settings import Settings


@click.command("evaluate")
@CORPUS
@click.argument("more", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
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
@click.option(
    "--targets",
    is_flag=True,
    help="Score the targets found against targets.jsonl of the gold instead.",
)
@coded_options
@comparison_options
@FORMAT
@click.pass_context
def command(
    ctx: click.Context,
    /,
    corpus: Path,
    gold: Path | None,
    resamples: int | None,
    targets: bool,
    form: str,
    **coded: Any,
) -> None:
    """Score the program on a corpus against a gold folder or your own coders.

    Compares every document with every other and holds the result against the coded pairs: as the
    model is, refitted without the pair of documents that is tried (folds_by_pair), and refitted
    without a whole document (documents_left_out). Shows F1, average precision, coverage states,
    false gaps and calibration with 95 % intervals over clauses, and how far the coders agree.

    With --coded it takes the sheets that `sample` wrote and coders filled in, one FILE each: how
    far they agree, what precision, recall and false gaps the program has on the corpus, with 95 %
    intervals, and thresholds for what is wanted. With --fit it refits the model to the labels.

    With --targets it holds the quantities found against those of the gold: precision, recall and
    F1, then how often kind, deadline and indicator of the matched agree, and every mistake.
    """
    options = CodedOptions(**coded)
    if targets:
        _run_targets(ctx, corpus, gold, form, others=(*options.coded, resamples))
        return
    if options.is_used:
        run_coded(ctx, corpus, options, form, gold=gold, resamples=resamples)
        return
    _check_between(settings_of(ctx))
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
    _print(found, form)


def _run_targets(
    ctx: click.Context, corpus: Path, gold: Path | None, form: str, *, others: tuple[object, ...]
) -> None:
    if any(other is not None for other in others):
        raise UsageError(
            "--targets needs no coded sheets and no resamples; leave --coded and --resamples out."
        )
    _check_between(settings_of(ctx))
    from policycompare.evaluation.targets import evaluate_targets

    with progress_bar() as progress:
        found = evaluate_targets(corpus, gold=gold, settings=settings_of(ctx), progress=progress)
    _print(found, form)


def _print(found: Evaluation | TargetEvaluation, form: str) -> None:
    if form == "json":
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2, allow_nan=False))
    elif form == "csv":
        print_warnings(found.notes)
        print_rows(found.rows(), form)
    else:
        _print_sections(found, form)


def _check_between(settings: Settings) -> None:
    from policycompare.pipeline import DEFAULTS

    if settings.between != DEFAULTS.between:
        raise UsageError(
            "Against a gold folder every document is compared with every other, so --between goes "
            "with --coded only; leave it out."
        )


def _print_sections(found: Evaluation | TargetEvaluation, form: str) -> None:
    """Print the tables, under headings, and below them what a reader should know."""
    mark = "## " if form == "md" else ""
    click.echo(found.summary())
    for section in found.sections():
        click.echo(f"\n{mark}{section.title}\n")
        print_rows(section.rows, form)
    click.echo(f"\n{mark}Notes\n")
    for note in found.notes:
        click.echo(f"- {note}")
