"""``policycompare check``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from policycompare.cli.group import DATA_FAILED
from policycompare.cli.options import CORPUS, FORMAT, LANG, reading_options, settings_of
from policycompare.cli.output import print_corpus_rows, progress_bar

COVERAGE_COLUMNS = ("jurisdiction", "level", "parent", "n_documents", "years", "types", "status")
"""What the form ``table`` shows of the coverage; the remarks stand among the findings."""


SEVERITIES = ("error", "doubt", "note")


@click.command("check")
@CORPUS
@click.option("--strict", is_flag=True, help="Exit with 1 if anything is doubtful.")
@click.option(
    "--coverage",
    is_flag=True,
    help="Print what there is of each jurisdiction in place of the findings.",
)
@reading_options
@FORMAT
@LANG
@click.pass_context
def command(
    ctx: click.Context,
    corpus: Path,
    strict: bool,
    coverage: bool,
    form: str,
    lang: Literal["en", "zh"],
) -> None:
    """List what is wrong or missing in a corpus before comparing.

    A row is an error (a comparison would be wrong or impossible), a doubt (look at it) or a note.
    A table of the years, types and status of the documents of each jurisdiction follows, so that a
    missing file is not read as a missing policy. The exit code is 1 if there is an error, with
    --strict also if there is a doubt.
    """
    from policycompare import commands
    from policycompare.report.labels import translator

    with progress_bar() as progress:
        found = commands.check(corpus, settings=settings_of(ctx), progress=progress)
    if not coverage:
        print_corpus_rows(found.table, form, columns=found.table.columns, language=lang)
    if coverage or form == "table":
        if not coverage:
            click.echo()
        columns = COVERAGE_COLUMNS if form == "table" else found.coverage.columns
        print_corpus_rows(found.coverage, form, columns=columns, language=lang)
    severities: list[str] = [row.severity for row in found]
    t = translator(lang)
    numbers = [(severities.count(name), f"corpus_count_{name}") for name in SEVERITIES]
    told = [t(f"{key}_one" if n == 1 else key, n=n) for n, key in numbers]
    click.echo(f"{t('corpus_list').join(told)}{t('corpus_stop')}", err=True)
    if found.has_errors or (strict and found.is_doubtful):
        ctx.exit(DATA_FAILED)
