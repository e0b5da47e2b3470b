"""``policycompare index``."""

from __future__ import annotations

from pathlib import Path

import click

from policycompare.cli.options import CORPUS, clause_options, settings_of
from policycompare.cli.output import print_warnings, progress_bar


@click.command("index")
@CORPUS
@clause_options
@click.pass_context
def command(ctx: click.Context, corpus: Path) -> None:
    """Read the documents of a corpus once and keep them for later commands.

    The store is the hidden folder .policycompare of the corpus, or that of --store. Commands use it
    when it is there, do again what has changed, and give the same results as without it. Run again,
    this brings it up to date, drops what is stale and keeps the number of files small. Needs the
    extra `store`.
    """
    from policycompare import commands

    with progress_bar() as progress:
        done = commands.index(corpus, settings=settings_of(ctx), progress=progress)
    print_warnings(done.failed)
    if done.refused:
        click.echo(
            f"Warning: {done.refused} documents whose name or text is no Unicode text are not "
            "kept; each command reads them again.",
            err=True,
        )
    click.echo(
        f"{done.folder}: {done.n_documents} documents, {done.n_kept} unchanged, {done.n_made} "
        f"read, {done.n_dropped} stale ones dropped; {done.n_shards} files of documents."
    )
