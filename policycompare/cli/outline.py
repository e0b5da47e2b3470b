"""``policycompare outline``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policycompare.cli.options import DOCUMENT, FORMAT
from policycompare.cli.output import print_rows, print_warnings
from policycompare.errors import UsageError

if TYPE_CHECKING:
    from policycompare.datamodel import Outline

TABLE_COLUMNS = ("outline", "role", "n_chars", "start", "end", "warnings")
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("outline")
@DOCUMENT
@FORMAT
@click.option("--export", "export", type=_FILE, help="Write the outline to this CSV file to edit.")
@click.option(
    "--import", "import_", type=_FILE, help="Check an edited outline, keep it, use it from now on."
)
@click.option("--forget", is_flag=True, help="Remove the corrected outline of the document.")
def command(
    document: Path, form: str, export: Path | None, import_: Path | None, forget: bool
) -> None:
    """Print the clause tree of one file, with roles and warnings.

    Shows what was understood. The form json also holds the text of the clauses and what was
    skipped, with the reason.

    To correct it by hand: export it, edit the table, import it. The corrected outline is kept
    beside the document and every command uses it.
    """
    from policycompare import pipeline

    if sum((export is not None, import_ is not None, forget)) > 1:
        raise UsageError("Of --export, --import and --forget only one can be given; choose one.")
    if forget or import_ is not None:
        _change(document, import_)
        return
    outline = pipeline.outline(document)
    print_warnings((*outline.document.warnings, *outline.warnings))
    if export is not None:
        _export(outline, export)
        return
    _print(outline, form)


def _print(outline: Outline, form: str) -> None:
    from policycompare.report.pages import outline_record, outline_rows

    if form == "json":
        click.echo(json.dumps(outline_record(outline), ensure_ascii=False, indent=2))
        return
    print_rows(outline_rows(outline), form, columns=TABLE_COLUMNS if form == "table" else None)


def _export(outline: Outline, path: Path) -> None:
    from policycompare.corrections import export_outline

    n_rows = export_outline(outline, path)
    click.echo(f"{path}: {n_rows} rows written; edit them and bring them back with --import.")


def _change(document: Path, path: Path | None) -> None:
    """Import a corrected outline, or forget the one that is kept (``path`` is None)."""
    from policycompare import pipeline
    from policycompare.corrections import forget_correction, import_outline

    found = pipeline.outline(document, corrected=False)
    if path is None:
        click.echo(f"{forget_correction(found.document).name}: removed.")
        return
    outline, kept = import_outline(found, path)
    click.echo(
        f"{kept.name}: kept beside the document, with {len(outline.headings)} headings and "
        f"{len(outline.clauses)} clauses; used from now on."
    )
