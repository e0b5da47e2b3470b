"""The functions behind ``search``: once, like a document, or one search after the other."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from policycompare.groups import assign_groups
from policycompare.pipeline import DEFAULTS
from policycompare.preparation import (
    Progress,
    compared_clauses,
    open_corpus,
    prepare_documents,
)
from policycompare.settings import Settings
from policycompare.store.place import store_folder
from policycompare.table import Table

if TYPE_CHECKING:
    from policycompare.searching import Searcher

SEARCH_LIMIT = 10
"""Clauses that a search returns; how many more are alike is told."""

LIKE_LIMIT = 3
"""Counterparts that :func:`search_like` returns for each clause; the rest is counted."""


def search(
    folder: str | PathLike[str],
    text: str,
    *,
    limit: int = SEARCH_LIMIT,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Table:
    """Find the clauses of a corpus nearest to a phrase or a draft sentence.

    Raises
    ------
    UsageError
        If the text holds no letter or character, or ``limit`` is below 1.
    CorpusError, ReadError
        If the folder or one of its documents cannot be used.
    """
    from policycompare.searching import check_query

    check_query(text, limit)
    return open_searcher(folder, settings=settings, progress=progress).search(text, limit=limit)


def search_like(
    folder: str | PathLike[str],
    document: str,
    *,
    limit: int = LIKE_LIMIT,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Table:
    """List the clauses of other groups nearest to each clause of a document of a corpus.

    See :meth:`policycompare.searching.Searcher.like`; for a document that was just added this
    answers in seconds what it shares with a large corpus that ``index`` keeps.

    Raises
    ------
    UsageError
        If there is no such document or column, or ``limit`` is below 1.
    CorpusError, ReadError
        If the folder or one of its documents cannot be used.
    """
    return open_searcher(folder, settings=settings, progress=progress).like(document, limit=limit)


def open_searcher(
    folder: str | PathLike[str], *, settings: Settings = DEFAULTS, progress: Progress | None = None
) -> Searcher:
    """Open a corpus for one search after the other; a store is used where there is one.

    Raises
    ------
    UsageError, CorpusError, ReadError
        As of :func:`search`.
    """
    corpus = open_corpus(folder, settings)
    groups = assign_groups(corpus.documents, settings.between, min_groups=1).group_of
    stored = store_folder(corpus.folder, settings.store)
    if stored is not None:
        from policycompare.store.using import search_stored

        found = search_stored(stored, corpus, groups, settings, progress)
        if found is not None:
            return found
    from policycompare.searching import search_these

    outlines, skipped = prepare_documents(corpus, settings, progress)
    clauses = compared_clauses(outlines, settings.roles)
    warnings = (*corpus.warnings, *map(str, skipped))
    read = [outline.document.name for outline in outlines]
    return search_these(clauses, settings, groups, warnings, read)
