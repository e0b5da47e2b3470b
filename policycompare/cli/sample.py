"""``policycompare sample``."""

from __future__ import annotations

from pathlib import Path

import click

from policycompare.cli.options import CORPUS, comparison_options, settings_of
from policycompare.cli.output import print_warnings, progress_bar


@click.command("sample")
@CORPUS
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="A .csv or .xlsx file; with several coders one beside it for each.",
)
@click.option(
    "--pairs",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    metavar="N",
    help="Pairs to draw.",
)
@click.option(
    "--coders",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    metavar="N",
    help="Sheets to write, each in an order of its own.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="K",
    help="Another seed draws other pairs.",
)
@comparison_options
@click.pass_context
def command(
    ctx: click.Context, corpus: Path, out: Path, pairs: int, coders: int, seed: int
) -> None:
    """Draw pairs of clauses to code by hand.

    Coders see both texts and neither score nor stratum, and label each pair 0, 1 (partial) or
    2 (same). Keep the file that ends in .key.csv from them: it holds the weights that
    `evaluate --coded` needs. Likely pairs are drawn more often; the weights put that right.
    """
    from policycompare import sampling
    from policycompare.sampling.sheets import list_cut_texts

    suffix = sampling.check_path(out)
    with progress_bar() as progress:
        drawn = sampling.sample(
            corpus, n_pairs=pairs, seed=seed, settings=settings_of(ctx), progress=progress
        )
    files = sampling.write_sample(drawn, out, n_coders=coders)
    cut = list_cut_texts(drawn, suffix)
    print_warnings(
        (
            *drawn.warnings,
            *(f"The text of {name} is cut: it is too long for a cell." for name in cut),
        )
    )
    click.echo(f"{len(drawn.pairs)} of {drawn.n_population} pairs, sample {drawn.sample_id}:")
    for path in files[:-1]:
        click.echo(f"  {path}  for a coder")
    click.echo(f"  {files[-1]}  the key, not for coders")
