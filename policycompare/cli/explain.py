"""``policycompare explain``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from policycompare.cli.options import CORPUS, FORMAT, LANG, comparison_options, settings_of
from policycompare.cli.output import print_rows, print_warnings, progress_bar

if TYPE_CHECKING:
    from policycompare.comparison import Comparison
    from policycompare.explanation import Explanation

RIVALS = {
    "en": (
        "Nearest rivals: what else each clause might match",
        "rival",
        "heading",
        "same",
        "overlap",
    ),
    "zh": ("最接近的其他条款", "条款", "标题", "相同概率", "重合概率"),
}
"""Title and columns of the rivals, by language."""


@click.command("explain")
@CORPUS
@click.argument("a")
@click.argument("b")
@comparison_options
@FORMAT
@LANG
@click.pass_context
def command(
    ctx: click.Context, corpus: Path, a: str, b: str, form: str, lang: Literal["en", "zh"]
) -> None:
    """Explain why two clauses match or not.

    A and B are clause ids of different groups, such as weihai-2023/二(一)3; the command outline
    lists them. Shows what each feature adds, shared words, both texts with what they share
    literally, and the nearest rivals of each clause.
    """
    from policycompare import pipeline
    from policycompare.explanation import COLUMNS

    with progress_bar() as progress:
        comparison = pipeline.compare(corpus, settings=settings_of(ctx), progress=progress)
    explanation = comparison.explain(a, b)
    print_warnings((*comparison.warnings, *map(str, comparison.skipped_documents)))
    if form == "table":
        _print_text(comparison, explanation, lang)
    else:
        print_rows(explanation.rows(), form, columns=COLUMNS)


def _print_text(
    comparison: Comparison, explanation: Explanation, language: Literal["en", "zh"]
) -> None:
    from policycompare.report.explanation import print_explanation
    from policycompare.report.tables import build_table, make_console

    console = make_console()
    a, b = explanation.a.clause_id, explanation.b.clause_id
    print_explanation(comparison, a, b, console, language=language)
    rows = [
        [
            f"{side}: {rival.clause_id}",
            rival.heading,
            f"{rival.p_same:.3f}",
            f"{rival.p_overlap:.3f}",
        ]
        for side, rivals in (("a", explanation.a_rivals), ("b", explanation.b_rivals))
        for rival in rivals
    ]
    title, *header = RIVALS[language]
    if rows:
        console.print(f"\n{title}")
        console.print(build_table(header, rows, right=(2, 3), short=(2, 3)))
