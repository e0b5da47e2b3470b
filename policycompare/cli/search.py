"""``policycompare search``."""

from __future__ import annotations

from pathlib import Path

import click

from policycompare.cli.options import CORPUS, FORMAT, search_options, settings_of
from policycompare.cli.output import print_table, progress_bar
from policycompare.errors import UsageError

TABLE_COLUMNS = ("clause_id", "similarity", "heading", "text")
LIKE_TABLE_COLUMNS = ("clause_id", "heading", "similarity", "counterpart", "counterpart_heading")


@click.command("search")
@CORPUS
@click.argument("text", required=False)
@click.option(
    "--like",
    metavar="DOCUMENT",
    help="In place of TEXT: for each clause of this document the nearest of other groups.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Clauses to print; the rest is counted.  [default: 10; with --like 3 for each clause]",
)
@search_options
@FORMAT
@click.pass_context
def command(
    ctx: click.Context,
    corpus: Path,
    text: str | None,
    like: str | None,
    limit: int | None,
    form: str,
) -> None:
    """Find the clauses nearest to a phrase or a draft sentence.

    TEXT may be in simplified or traditional characters. Clauses of all documents are ranked by the
    words and characters that their headings and bodies share with it. With --like a document of the
    corpus takes the place of TEXT, and its clauses are compared with those of other groups by
    words: quick hints about a document just added, no links of the model.
    """
    if (text is None) == (like is None):
        raise UsageError(
            "Give either a TEXT to search for or a document with --like; see `policycompare search "
            "--help`."
        )
    from policycompare import commands

    settings = settings_of(ctx)
    with progress_bar() as progress:
        if like is not None:
            n = commands.LIKE_LIMIT if limit is None else limit
            table = commands.search_like(
                corpus, like, limit=n, settings=settings, progress=progress
            )
        else:
            assert text is not None
            n = commands.SEARCH_LIMIT if limit is None else limit
            table = commands.search(corpus, text, limit=n, settings=settings, progress=progress)
    print_table(table, form, columns=TABLE_COLUMNS if like is None else LIKE_TABLE_COLUMNS)
    if not table:
        told = "shares a word" if like else "shares a word or two characters with the text"
        click.echo(f"No clause {'of another group ' if like else ''}{told}.", err=True)
