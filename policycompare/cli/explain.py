"""``policycompare explain``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from policycompare.cli.options import CORPUS, LANG, comparison_options, piece_format, settings_of
from policycompare.cli.output import print_rows, print_warnings, progress_bar

if TYPE_CHECKING:
    from policycompare.explanation import Explanation

FORMS = piece_format("explanation is printed")
EVERY = click.option(
    "--every-feature",
    is_flag=True,
    help="Give every feature and shared term a row, also small ones.",
)


@click.command("explain")
@CORPUS
@click.argument("a")
@click.argument("b")
@comparison_options
@FORMS
@EVERY
@LANG
@click.pass_context
def command(
    ctx: click.Context,
    corpus: Path,
    a: str,
    b: str,
    form: str,
    every_feature: bool,
    lang: Literal["en", "zh"],
) -> None:
    """Explain why two clauses match or not.

    A and B are clause ids of different groups, such as weihai-2023/二(一)3; the command outline
    lists them. Shows what each feature adds, shared words, both texts with what they share
    literally, and the nearest rivals of each clause with what tells them apart.
    """
    from policycompare import pipeline

    with progress_bar() as progress:
        comparison = pipeline.compare(corpus, settings=settings_of(ctx), progress=progress)
    explanation = comparison.explain(a, b)
    print_warnings((*comparison.warnings, *map(str, comparison.skipped_documents)))
    _print(explanation, form, lang, fold=not every_feature)


def _print(explanation: Explanation, form: str, language: Literal["en", "zh"], fold: bool) -> None:
    if form == "table":
        from policycompare.report.explanation import print_explanation
        from policycompare.report.tables import make_console

        print_explanation(explanation, make_console(), language=language, fold=fold)
    elif form == "html":
        click.echo(explanation.to_html(fold=fold, language=language), nl=False)
    else:
        from policycompare.report.explanation_rows import COLUMNS

        rows = explanation.rows(fold=fold, language=language)
        print_rows(rows, form, columns=COLUMNS)
