"""``policycompare add``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policycompare.cli.options import CORPUS, FORMAT
from policycompare.cli.output import print_rows, print_warnings, progress_bar
from policycompare.errors import CorpusError, UsageError, one_line

if TYPE_CHECKING:
    from policycompare.adding import AddResult, Proposal

TABLE_COLUMNS = ("column", "value", "sure", "where", "quote")
"""What the form ``table`` shows of each file, below a line that names it."""


_NOT_ADDED = (
    ("double", "already there"),
    ("too little", "with too little text"),
    ("skipped", "skipped"),
)


@click.command("add")
@CORPUS
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--jurisdiction", default="", metavar="NAME", help="Whose texts they are (威海市).")
@click.option("--document", default="", metavar="ID", help="Name of the only document.")
@click.option("--yes", is_flag=True, help="Accept what was found without asking.")
@click.option("--dry-run", is_flag=True, help="Show what was found, write nothing.")
@click.option("--allow-double", is_flag=True, help="Add a text that the corpus has already.")
@click.option(
    "--skip-bad", is_flag=True, help="Go on without a file that cannot be read, and say so."
)
@click.option(
    "--max-bytes",
    type=click.IntRange(min=1),
    default=20_000_000,
    show_default=True,
    metavar="N",
    help="Size limit of one file in bytes.",
)
@FORMAT
def command(
    corpus: Path,
    files: tuple[Path, ...],
    jurisdiction: str,
    document: str,
    yes: bool,
    dry_run: bool,
    allow_double: bool,
    skip_bad: bool,
    max_bytes: int,
    form: str,
) -> None:
    """Bring files into a corpus, with what they say about themselves.

    Takes text, HTML, DOCX, PDF, Markdown, and ZIP of these. Shows title, issuer, number, dates,
    jurisdiction and status with the place each was found in and how sure it is, asks, and writes
    the text, the original and a row of the manifest. What was not found stays empty. Tells texts
    that the corpus has already, exactly or nearly. All files are added, or none.
    """
    from policycompare.adding import add
    from policycompare.settings import Settings

    asks = not yes and not dry_run
    if asks and not (_is_terminal(sys.stdin) and form == "table"):
        raise UsageError(
            "add asks about every document, which needs a terminal and the form table; give --yes "
            "to accept what was found, or --dry-run to look only."
        )
    with progress_bar() as progress:
        result = add(
            corpus,
            files,
            jurisdiction=jurisdiction,
            document=document,
            allow_double=allow_double,
            dry_run=dry_run,
            decide=_ask if asks else None,
            settings=Settings(skip_bad=skip_bad, max_bytes=max_bytes),
            progress=None if asks else progress,
        )
    print_warnings(result.warnings)
    if form != "table":
        print_rows(result.table, form, columns=result.table.columns)
    elif not asks:
        for proposal in result.proposals:
            _show(proposal)
    _tell(result, dry_run)


def _is_terminal(stream: object) -> bool:
    return bool(getattr(stream, "isatty", lambda: False)())


def _show(proposal: Proposal) -> None:
    from policycompare.adding.model import FIELDS
    from policycompare.report.add_rows import proposal_rows

    rows = list(proposal_rows(proposal))
    click.echo(f"{one_line(proposal.source_file)} -> {proposal.document} ({proposal.text.kind})")
    print_rows((row for row in rows if row["column"] in FIELDS), "table", columns=TABLE_COLUMNS)
    for row in rows:
        if row["column"] not in FIELDS:  # a sentence would be a narrow column of a table
            click.echo(f"  {row['column']}: {one_line(str(row['value']))}.")
    click.echo()


def _ask(proposal: Proposal) -> Proposal | None:
    """Show a proposal until it is accepted or skipped; columns can be edited in between."""
    while True:
        _show(proposal)
        answer = click.prompt(
            "[a]ccept, [e]dit a column, [s]kip this file, [q]uit without writing",
            type=click.Choice(("a", "e", "s", "q")),
            default="a",
            show_choices=False,
        )
        if answer == "a":
            return proposal
        if answer == "s":
            return None
        if answer == "q":
            raise click.Abort
        proposal = _edit(proposal)


def _edit(proposal: Proposal) -> Proposal:
    from policycompare.adding.model import FIELDS
    from policycompare.adding.proposing import find_given
    from policycompare.manifest import check_values

    names = ("document", *FIELDS, "note")
    name = click.prompt(
        f"Column ({', '.join(names)})", type=click.Choice(names), show_choices=False
    )
    old = proposal.document if name == "document" else proposal.values.get(name, "")
    old = old or next((f.value for f in proposal.findings if f.field == name), "")
    value = click.prompt(f"{name} (a single - for nothing)", default=old or "-").strip()
    value = "" if value == "-" else value
    if name == "document":
        changed = replace(proposal, document=value)
    else:
        placed = {f.field: f.value for f in find_given(value)} if name == "jurisdiction" else {}
        changed = replace(proposal, values={**proposal.values, name: value, **placed})
    try:
        check_values(proposal.source_file, {"document": changed.document, **changed.values})
    except CorpusError as error:
        click.echo(f"Not changed: {error}", err=True)
        return proposal
    return changed


def _tell(result: AddResult, dry_run: bool) -> None:
    """The last lines: what was added, what was not and why, what to do next."""
    states = [one.state for one in result.proposals]
    n_new = states.count("added") + states.count("proposed")
    told = (
        f"{n_new} of {len(states)} would be added" if dry_run else f"{n_new} of {len(states)} added"
    )
    for state, words in _NOT_ADDED:
        if state in states:
            told += f", {states.count(state)} {words}"
    empty = sum(bool(one.missing) for one in result.proposals if one.state in ("added", "proposed"))
    told += f"; {empty} with empty columns" if empty else ""
    click.echo(f"{told}.", err=True)
    if n_new and not dry_run:
        click.echo(f"Next: policycompare check {result.folder}", err=True)
