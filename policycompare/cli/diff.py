"""``policycompare diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from policycompare.cli.options import CORPUS, LANG, piece_format, settings_of, version_options
from policycompare.cli.output import print_rows, print_warnings, progress_bar

if TYPE_CHECKING:
    from policycompare.versions import VersionDiff

FORMS = piece_format("changes are printed")
FULL = click.option(
    "--full", is_flag=True, help="In a table, print marked texts whole, not shortened."
)


@click.command("diff")
@CORPUS
@click.argument("a")
@click.argument("b")
@version_options
@FORMS
@FULL
@LANG
@click.pass_context
def command(
    ctx: click.Context,
    corpus: Path,
    a: str,
    b: str,
    form: str,
    full: bool,
    lang: Literal["en", "zh"],
) -> None:
    """Tell what changed between two versions of one plan.

    A and B are document names, A the older one, such as weihai-2021 and weihai-2023. Changed
    targets come first; then every clause of both is kept, reworded, moved, merged, split, new or
    dropped, with the changes in its wording marked.
    """
    from policycompare.versions import diff

    with progress_bar() as progress:
        found = diff(corpus, a, b, settings=settings_of(ctx), progress=progress)
    print_warnings(found.warnings)
    _print(found, form, lang, full)


def _print(found: VersionDiff, form: str, language: Literal["en", "zh"], full: bool) -> None:
    if form == "table":
        from policycompare.report.tables import make_console
        from policycompare.report.versions import print_versions

        print_versions(found, make_console(), language=language, full=full)
    elif form == "html":
        click.echo(found.to_html(language=language), nl=False)
    else:
        from policycompare.report.version_rows import COLUMNS

        print_rows(found.rows(), form, columns=COLUMNS)
