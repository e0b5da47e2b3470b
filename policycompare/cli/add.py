"""``policycompare add``."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policycompare.cli.options import CORPUS, FORMAT, LANG
from policycompare.cli.output import print_corpus_rows, print_warnings, progress_bar
from policycompare.errors import CorpusError, UsageError, one_line
from policycompare.report.labels import Language, translator
from policycompare.report.remarks import tell_remark

if TYPE_CHECKING:
    from policycompare.adding import AddResult, Proposal

TABLE_COLUMNS = ("column", "value", "sure", "where", "quote")
"""What the form ``table`` shows of each file, below a line that names it."""


NOT_ADDED = ("double", "too little", "skipped")
"""States of a file that was left out, in the order of telling."""


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
@LANG
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
    lang: Language,
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
        raise UsageError(translator(lang)("corpus_no_terminal"))
    with progress_bar() as progress:
        result = add(
            corpus,
            files,
            jurisdiction=jurisdiction,
            document=document,
            allow_double=allow_double,
            dry_run=dry_run,
            decide=partial(_ask, language=lang) if asks else None,
            settings=Settings(skip_bad=skip_bad, max_bytes=max_bytes),
            progress=None if asks else progress,
        )
    print_warnings(result.warnings, lang)
    if form != "table":
        print_corpus_rows(result.table, form, columns=result.table.columns, language=lang)
    elif not asks:
        for proposal in result.proposals:
            _show(proposal, lang)
    _tell(result, dry_run, lang)


def _is_terminal(stream: object) -> bool:
    return bool(getattr(stream, "isatty", lambda: False)())


def _show(proposal: Proposal, language: Language) -> None:
    from policycompare.adding.model import FIELDS
    from policycompare.report.add_rows import proposal_rows

    rows = list(proposal_rows(proposal))
    click.echo(f"{one_line(proposal.source_file)} -> {proposal.document} ({proposal.text.kind})")
    of_columns = (row for row in rows if row["column"] in FIELDS)
    print_corpus_rows(of_columns, "table", columns=TABLE_COLUMNS, language=language)
    t = translator(language)
    for row in rows:
        if row["column"] not in FIELDS:  # a sentence would be a narrow column of a table
            told = tell_remark(one_line(str(row["value"])), language)
            head = t(f"corpus_word_{row['column']}") + t("corpus_colon")
            click.echo(f"  {head}{told.removesuffix(t('corpus_stop'))}{t('corpus_stop')}")
    click.echo()


def _ask(proposal: Proposal, language: Language) -> Proposal | None:
    """Show a proposal until it is accepted or skipped; columns can be edited in between."""
    while True:
        _show(proposal, language)
        answer = click.prompt(
            translator(language)("corpus_ask"),
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
        proposal = _edit(proposal, language)


def _edit(proposal: Proposal, language: Language) -> Proposal:
    from policycompare.adding.model import FIELDS
    from policycompare.adding.proposing import find_given
    from policycompare.manifest import check_values

    t = translator(language)
    names = ("document", *FIELDS, "note")
    name = click.prompt(
        t("corpus_ask_column", names=", ".join(names)),
        type=click.Choice(names),
        show_choices=False,
    )
    old = proposal.document if name == "document" else proposal.values.get(name, "")
    old = old or next((f.value for f in proposal.findings if f.field == name), "")
    value = click.prompt(t("corpus_ask_value", name=name), default=old or "-").strip()
    value = "" if value == "-" else value
    if name == "document":
        changed = replace(proposal, document=value)
    else:
        placed = {f.field: f.value for f in find_given(value)} if name == "jurisdiction" else {}
        changed = replace(proposal, values={**proposal.values, name: value, **placed})
    try:
        check_values(proposal.source_file, {"document": changed.document, **changed.values})
    except CorpusError as error:
        click.echo(t("corpus_not_changed", error=error), err=True)
        return proposal
    return changed


def _tell(result: AddResult, dry_run: bool, language: Language) -> None:
    """The last lines: what was added, what was not and why, what to do next."""
    t = translator(language)
    states = [one.state for one in result.proposals]
    n_new = states.count("added") + states.count("proposed")
    key = "corpus_would_add" if dry_run else "corpus_added"
    told = [t(key, n=n_new, n_all=len(states))]
    told += [
        t(f"corpus_n_{state}", n=states.count(state)) for state in NOT_ADDED if state in states
    ]
    empty = sum(bool(one.missing) for one in result.proposals if one.state in ("added", "proposed"))
    rest = t("corpus_n_empty", n=empty) if empty else ""
    click.echo(f"{t('corpus_list').join(told)}{rest}{t('corpus_stop')}", err=True)
    if n_new and not dry_run:
        command_line = f"policycompare check {one_line(str(result.folder))}"
        click.echo(t("corpus_next", command=command_line), err=True)
