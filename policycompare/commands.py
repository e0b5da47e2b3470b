"""The functions behind the smaller commands, under the commands' names.

A command only parses its arguments and prints what its function returns; what needs the clauses
compared asks :mod:`policycompare.pipeline` for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from os import PathLike
from typing import TYPE_CHECKING

from policycompare.errors import UsageError
from policycompare.groups import assign_groups, check_group
from policycompare.pipeline import DEFAULTS, compare, compare_outlines
from policycompare.preparation import (
    Progress,
    doubt_manifest,
    open_corpus,
    prepare_documents,
)
from policycompare.search_commands import (
    LIKE_LIMIT,
    SEARCH_LIMIT,
    open_searcher,
    search,
    search_like,
)
from policycompare.settings import Settings
from policycompare.table import Table

if TYPE_CHECKING:
    from policycompare.check_result import CheckResult
    from policycompare.corpus import Corpus
    from policycompare.explanation import Explanation
    from policycompare.store.using import IndexResult

__all__ = [
    "DIFFUSION_ROWS",
    "LIKE_LIMIT",
    "SEARCH_LIMIT",
    "check",
    "diffusion",
    "doubt_future",
    "explain",
    "gaps",
    "index",
    "names",
    "open_searcher",
    "require_group",
    "search",
    "search_like",
    "targets",
    "units",
]

DIFFUSION_ROWS = ("dyads", "measures")
"""What :func:`diffusion` can list."""


def explain(
    folder: str | PathLike[str],
    a: str,
    b: str,
    *,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Explanation:
    """Explain why two clauses of a corpus match or not: see :meth:`Comparison.explain`."""
    return compare(folder, settings=settings, progress=progress).explain(a, b)


def require_group(
    folder: str | PathLike[str], group: str, *, settings: Settings = DEFAULTS
) -> None:
    """Raise a UsageError with the nearest names if a corpus has no such group; reads no text."""
    corpus = open_corpus(folder, settings)
    check_group(group, assign_groups(corpus.documents, settings.between).order)


def gaps(
    folder: str | PathLike[str],
    group: str,
    *,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Table:
    """List what one group lacks, worst first, each with the group's nearest clause.

    Raises
    ------
    UsageError
        If there is no such group; further errors as of :func:`compare`.
    """
    corpus = open_corpus(folder, settings)
    check_group(group, assign_groups(corpus.documents, settings.between).order)
    outlines, skipped = prepare_documents(corpus, settings, progress)
    found = compare_outlines(corpus, outlines, skipped, settings=settings, progress=progress)
    return found.gaps_of(group)


def targets(
    folder: str | PathLike[str],
    *,
    indicator: str | None = None,
    shared: bool = False,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Table:
    """Line up by indicator who promises how much by when.

    Parameters
    ----------
    folder : path
        A corpus; one document is enough.
    indicator : str, optional
        Only indicators whose name, levelled or as printed, holds this text.
    shared : bool
        Only indicators that two or more groups promise.
    settings : Settings
        Roles, documents and ``between``; nothing is scored.
    progress : callable, optional
        As of :func:`compare`.

    Returns
    -------
    Table
        The rows of ``target_comparison.csv``; its warnings tell what could not be read.

    Raises
    ------
    UsageError
        If no indicator holds the text, or there is no such column, document or role.
    CorpusError, ReadError
        If the folder or one of its documents cannot be used.
    """
    from policycompare.lining_up import line_up_targets

    corpus = open_corpus(folder, settings)
    grouping = assign_groups(corpus.documents, settings.between, min_groups=1)
    outlines, skipped = prepare_documents(corpus, settings, progress)
    found = line_up_targets(
        outlines, grouping.group_of, indicator=indicator, shared=shared, settings=settings
    )
    return found.with_warnings(*corpus.warnings, *grouping.warnings, *map(str, skipped))


def units(
    folder: str | PathLike[str],
    names: Sequence[str] = (),
    *,
    clauses: bool = False,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Table:
    """List the responsible units of a corpus: see :meth:`Comparison.units_by`."""
    found = compare(folder, settings=settings, progress=progress)
    return found.units_by(names, clauses=clauses)


def diffusion(
    folder: str | PathLike[str],
    *,
    rows: str = "dyads",
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Table:
    """List who had shared measures first: a row per dyad of documents, or per measure.

    Parameters
    ----------
    rows : str
        ``dyads`` or ``measures``.

    Raises
    ------
    UsageError
        If ``rows`` is neither; further errors as of :func:`compare`.
    """
    if rows not in DIFFUSION_ROWS:
        raise UsageError(f"There are no rows {rows!r}; choose one of {', '.join(DIFFUSION_ROWS)}.")
    found = compare(folder, settings=settings, progress=progress)
    return found.dyads_table() if rows == "dyads" else found.diffusion_table()


def names(
    folder: str | PathLike[str], *, settings: Settings = DEFAULTS, progress: Progress | None = None
) -> Table:
    """List the names of other places in the documents: hints to look at, no findings.

    Raises
    ------
    UsageError, CorpusError, ReadError, ModelError
        As :func:`compare`.
    """
    return compare(folder, settings=settings, progress=progress).names_table()


def index(
    folder: str | PathLike[str], *, settings: Settings = DEFAULTS, progress: Progress | None = None
) -> IndexResult:
    """Read the documents of a corpus once and keep them for later runs.

    Returns
    -------
    IndexResult
        Where the store is, and how many documents it had, took in and dropped.

    Raises
    ------
    UsageError
        If pyarrow (extra ``store``) is not installed.
    CorpusError, ReadError
        If the folder or one of its documents cannot be used.
    OutputError
        If the store cannot be written.
    """
    from policycompare.store.using import index_corpus

    return index_corpus(open_corpus(folder, settings), settings, progress)


def check(
    folder: str | PathLike[str], *, settings: Settings = DEFAULTS, progress: Progress | None = None
) -> CheckResult:
    """List what is wrong or missing in a corpus; a document that cannot be read is a row of it.

    Returns
    -------
    CheckResult
        A sequence of rows, with a ``frame`` of them, and the ``coverage`` of jurisdictions.

    Raises
    ------
    CorpusError
        If the folder or its manifest cannot be used at all.
    """
    from policycompare.check import CheckRow, check_outlines
    from policycompare.check_coverage import check_coverage, make_coverage
    from policycompare.check_doubles import check_doubles
    from policycompare.check_files import check_files
    from policycompare.check_places import check_places
    from policycompare.check_result import CheckResult

    corpus = open_corpus(folder, settings, skip_missing=True)
    forgiving = replace(settings, skip_bad=True)
    outlines, skipped = prepare_documents(corpus, forgiving, progress, allow_none=True)
    unreadable = (CheckRow(bad.document, "error", "reading", bad.message) for bad in skipped)
    told = (*corpus.warnings, *doubt_manifest(corpus), *_doubt_future(corpus))
    doubles, coverage = check_doubles(outlines), check_coverage(corpus.documents)
    found = (
        *unreadable,
        *check_files(corpus),
        *check_outlines(told, outlines, settings.roles, (*doubles, *coverage)),
        *check_places(outlines, settings.roles),
    )
    return CheckResult(found, make_coverage(corpus.documents))


def doubt_future(folder: str | PathLike[str], *, settings: Settings = DEFAULTS) -> tuple[str, ...]:
    """Say which documents of a run are issued after today by the manifest.

    The only statement that depends on the clock, so no result holds it.
    """
    return _doubt_future(open_corpus(folder, settings))


def _doubt_future(corpus: Corpus) -> tuple[str, ...]:
    from policycompare.diffusion.dates import find_future

    return find_future(corpus.documents, date.today())
