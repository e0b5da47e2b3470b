"""``policycompare compare``."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from policycompare.allocation import give_back_arrays
from policycompare.cli.options import CORPUS, LANG, comparison_options, settings_of
from policycompare.cli.output import print_warnings, progress_bar
from policycompare.errors import OutputError, UsageError

if TYPE_CHECKING:
    from policycompare.comparison import Comparison
    from policycompare.settings import Settings


@click.command("compare")
@CORPUS
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write the page report.html, run.json and the CSV files here: clauses, aligned_clauses,"
    " measures, gaps, targets, target_comparison, units, sentences, dyads, diffusion, names.",
)
@click.option(
    "--xlsx",
    "workbook",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write one workbook with a comparison table, aligned clauses, gaps, targets, units and the"
    " run record (extra: excel).",
)
@click.option(
    "--brief",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write two pages for decision makers, each sentence with its sources: a .md file, or a"
    " .docx file (extra: documents).",
)
@click.option(
    "--for",
    "group",
    metavar="GROUP",
    help="Write the brief about this group.  [default: all groups, a paragraph each]",
)
@click.option(
    "--tables",
    type=click.Choice(["csv", "parquet"]),
    help="For thousands of documents: write only the large tables, in this form, and run.json into"
    " the folder of --out, part by part; no page and no report (parquet: extra store).",
)
@comparison_options
@LANG
@click.pass_context
def command(
    ctx: click.Context,
    corpus: Path,
    out: Path | None,
    workbook: Path | None,
    brief: Path | None,
    group: str | None,
    tables: Literal["csv", "parquet"] | None,
    lang: Literal["en", "zh"],
) -> None:
    """Align the clauses; report overlaps and gaps.

    Prints the similarity report of all documents of CORPUS: what was understood, how much the
    groups share, the strongest overlaps, the gaps of each group, shared targets, units, strength
    of commitment, order of adoption and names of other places. The files are written all together
    or not at all; files of an earlier run in the folder are replaced. With --tables only the large
    tables and the run record are written, and their sizes printed.
    """
    from policycompare import commands, pipeline

    settings = settings_of(ctx)
    if out is not None:
        _check_writable(out, corpus)
    if workbook is not None:
        from policycompare.report.workbook import check_workbook_path

        check_workbook_path(workbook)
    _check_brief(corpus, brief, group, settings)
    if tables is not None:
        _check_tables(tables, out, alone=workbook is None and brief is None)
    unheld: tuple[str, ...] = ()
    with _held(out), progress_bar() as progress:
        give_back_arrays()
        comparison = pipeline.compare(corpus, settings=settings, progress=progress)
        if out is not None and tables is not None:
            _write_tables(comparison, out, tables, lang)
            return
        if out is not None:
            comparison.write(out, language=lang)
        if workbook is not None:
            from policycompare.report.labels import translator
            from policycompare.report.workbook import write_workbook

            written = write_workbook(comparison, workbook, language=lang)
            unheld = written.warnings(translator(lang))
        if brief is not None:
            comparison.write_brief(brief, group, language=lang)
    print_warnings((*commands.doubt_future(corpus, settings=settings), *unheld))
    from policycompare.report.tables import make_console
    from policycompare.report.terminal import print_comparison

    print_comparison(
        comparison, make_console(), language=lang, folder=out, workbook=workbook, brief=brief
    )


def _check_brief(corpus: Path, brief: Path | None, group: str | None, settings: Settings) -> None:
    """Tell what is wrong with the brief before the work is done, not after it."""
    if brief is None:
        if group is not None:
            raise UsageError("--for says whom a brief is about; give its file with --brief too.")
        return
    from policycompare import commands
    from policycompare.report.brief import check_brief_path

    check_brief_path(brief)
    if group is not None:
        commands.require_group(corpus, group, settings=settings)


def _check_tables(form: str, out: Path | None, *, alone: bool) -> None:
    """Tell before the work is done that tables cannot be written so."""
    if out is None:
        raise UsageError("--tables says in which form tables are written; give --out DIR too.")
    if not alone:
        raise UsageError(
            "--tables writes only the large tables; leave out --xlsx and --brief, or run again "
            "without --tables for them."
        )
    from policycompare.report.streaming import check_form

    check_form(form)


def _write_tables(
    comparison: Comparison,
    folder: Path,
    form: Literal["csv", "parquet"],
    language: Literal["en", "zh"],
) -> None:
    """Write the tables and print what was written: the whole report would be too long."""
    from policycompare.report.streaming import RECORD, write_tables
    from policycompare.report.table_list import print_written
    from policycompare.report.tables import make_console

    written = write_tables(comparison, folder, form=form)
    print_written(comparison, written, make_console(), record=folder / RECORD, language=language)


def _held(folder: Path | None) -> AbstractContextManager[None]:
    """Keep other runs out of the folder from the beginning, not only while it is written."""
    if folder is None:
        return nullcontext()
    from policycompare.report.atomic import hold_folder

    return hold_folder(folder)


def _check_writable(folder: Path, corpus: Path) -> None:
    """Tell a folder that cannot be written before the work is done, not after it."""
    if folder.resolve() == corpus.resolve():
        raise UsageError(
            f"The output folder {folder} is the corpus folder; texts and results must not mix; "
            "give another folder with --out."
        )
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise OutputError(
            f"The output folder {folder} cannot be written, because {nearest} is "
            f"{'write-protected' if nearest.is_dir() else 'a file'}; give another with --out."
        )
