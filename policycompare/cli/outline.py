"""``policycompare outline``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from policycompare.cli.options import DOCUMENT, FORMAT
from policycompare.cli.output import print_rows, print_warnings

TABLE_COLUMNS = ("outline", "role", "n_chars", "start", "end", "warnings")


@click.command("outline")
@DOCUMENT
@FORMAT
def command(document: Path, form: str) -> None:
    """Print the clause tree of one file, with roles and warnings.

    Shows what was understood. The form json also holds the text of the clauses and what was
    skipped, with the reason.
    """
    from policycompare import pipeline
    from policycompare.report.pages import outline_record, outline_rows

    outline = pipeline.outline(document)
    print_warnings((*outline.document.warnings, *outline.warnings))
    if form == "json":
        click.echo(json.dumps(outline_record(outline), ensure_ascii=False, indent=2))
        return
    print_rows(outline_rows(outline), form, columns=TABLE_COLUMNS if form == "table" else None)
