"""The part of ``policycompare evaluate`` that reads what the user's own coders labelled."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policycompare.cli.options import settings_of
from policycompare.cli.output import print_rows, print_warnings, progress_bar
from policycompare.errors import UsageError

if TYPE_CHECKING:
    from policycompare.coding import CodedEvaluation, Refit

TITLES = {
    "agreement": "Agreement of the coders, on the sample",
    "figures": "Figures of the run, weighted to all pairs of the corpus",
    "suggestions": "Thresholds for what is wanted",
    "calibration": "Calibration: mean probability and weighted share of labels",
    "strata": "Strata of the sample",
    "disagreements": "Pairs that coders label differently",
}
"""Heading of each table."""

_OPTIONS = (
    click.option(
        "--coded",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A coder's sheet of `sample`; name further ones behind it or with --coded again.",
    ),
    click.option(
        "--key",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The sample's key.  [default: the .key.csv beside the sheets]",
    ),
    click.option(
        "--one-coder", is_flag=True, help="Go on with one coder, without a measure of agreement."
    ),
    click.option(
        "--wanted-precision",
        type=float,
        metavar="R",
        help="Precision in [0, 1] to suggest thresholds for.  [default: 0.9]",
    ),
    click.option(
        "--wanted-false-gap-rate",
        type=float,
        metavar="R",
        help="False-gap rate in [0, 1] to suggest thresholds for.  [default: 0.1]",
    ),
    click.option("--fit", is_flag=True, help="Refit the model to the labels and save it."),
    click.option(
        "--model-out",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Where --fit saves it; nothing uses it without --model.  [default: "
        "model-<sample>.json in CORPUS]",
    ),
)


def coded_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of coded sheets to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class CodedOptions:
    """What the command was told of coded sheets; ``more`` are files named behind the corpus."""

    more: tuple[Path, ...]
    coded: tuple[Path, ...]
    key: Path | None
    one_coder: bool
    wanted_precision: float | None
    wanted_false_gap_rate: float | None
    fit: bool
    model_out: Path | None

    @property
    def is_used(self) -> bool:
        """Whether sheets are given.

        Raises
        ------
        UsageError
            If none is given with ``--coded`` but something else asks for one.
        """
        if self.coded:
            return True
        named = {
            "a further FILE": self.more,
            "--key": self.key,
            "--one-coder": self.one_coder,
            "--wanted-precision": self.wanted_precision,
            "--wanted-false-gap-rate": self.wanted_false_gap_rate,
            "--fit": self.fit,
            "--model-out": self.model_out,
        }
        for name, value in named.items():
            if value not in (None, False, ()):
                raise UsageError(
                    f"{name[0].upper()}{name[1:]} goes with coded sheets only; name them with "
                    "--coded or leave it out."
                )
        return False


def run_coded(
    ctx: click.Context,
    corpus: Path,
    options: CodedOptions,
    form: str,
    *,
    gold: Path | None,
    resamples: int | None,
) -> None:
    """Compare the corpus, hold it against the sheets and print what comes out."""
    for name, value in (("--gold", gold), ("--resamples", resamples)):
        if value is not None:
            raise UsageError(f"{name} goes with a gold folder and not with --coded; leave it out.")
    if options.model_out is not None and not options.fit:
        raise UsageError("--model-out goes with --fit; add it or leave --model-out out.")
    from policycompare import coding, pipeline
    from policycompare.coding.evaluating import WANTED_FALSE_GAP_RATE, WANTED_PRECISION

    precision, rate = options.wanted_precision, options.wanted_false_gap_rate
    with progress_bar() as progress:
        comparison = pipeline.compare(corpus, settings=settings_of(ctx), progress=progress)
        found = coding.evaluate_coded(
            comparison,
            (*options.coded, *options.more),
            key=options.key,
            wanted_precision=WANTED_PRECISION if precision is None else precision,
            wanted_false_gap_rate=WANTED_FALSE_GAP_RATE if rate is None else rate,
            one_coder=options.one_coder,
        )
    refit = None
    saved = options.model_out or corpus / f"model-{found.coding.sample_id}.json"
    if options.fit:
        refit = coding.fit_coded(comparison, found, name=saved.name)
        refit.write(saved)
    print_warnings((*comparison.warnings, *found.warnings, *(refit.warnings if refit else ())))
    _print(found, form, refit, saved)


def _print(found: CodedEvaluation, form: str, refit: Refit | None, saved: Path) -> None:
    fit_rows = None if refit is None else refit.rows
    if form == "json":
        record = found.as_dict() | ({} if fit_rows is None else {"fit": list(fit_rows)})
        click.echo(json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False))
        return
    if form == "csv":
        print_rows(found.figures.rows, form)
        return
    mark = "## " if form == "md" else ""
    for table in found.tables:
        if len(table):
            click.echo(f"{mark}{TITLES[table.name]}\n")
            print_rows(table.rows, form)
            click.echo()
    click.echo(f"{mark}For a methods section\n\n{found.methods}")
    if fit_rows is not None:
        click.echo(f"\n{mark}Fit to the labels, on pairs that it did not see\n")
        print_rows(fit_rows, form)
        click.echo(f"\nSaved as {saved}; it counts only where you name it: --model {saved}")
