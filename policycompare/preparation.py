"""The first half of the pipeline: document by document, in worker processes if told so.

The number of workers changes no result: the order of the corpus is kept, and of several bad
documents the first one is the one that is told.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args

from policycompare.comparison import SkippedDocument
from policycompare.datamodel import Role
from policycompare.errors import CorpusError, PolicyCompareError, UsageError

if TYPE_CHECKING:
    from policycompare.corpus import Corpus
    from policycompare.datamodel import Clause, Document, Metadata, Outline
    from policycompare.settings import Settings

Progress = Callable[[str, int, int], None]
"""Told the name of the work, how many steps are done and how many there are."""

START_METHODS = ("forkserver", "spawn")
"""In order of preference; not ``fork``, which copies the locks of numpy's threads, held or not."""

In = TypeVar("In")
Out = TypeVar("Out")


def open_corpus(
    folder: str | PathLike[str], settings: Settings, *, skip_missing: bool = False
) -> Corpus:
    """Read which documents of a folder a run is about; their texts are not read yet.

    With ``skip_missing`` documents whose files are missing are told in the corpus.

    Raises
    ------
    UsageError
        If there is no such role or document.
    CorpusError
        If the folder or its manifest cannot be used.
    """
    from policycompare.corpus import read_corpus

    check_roles(settings.roles)
    return read_corpus(
        Path(fspath(folder)), documents=settings.documents, skip_missing=skip_missing
    )


def doubt_manifest(corpus: Corpus) -> tuple[str, ...]:
    """Say which dates and levels of a manifest contradict one another."""
    from policycompare.diffusion.dates import find_early, find_late
    from policycompare.diffusion.hierarchy import Hierarchy

    documents = corpus.documents
    return (*find_early(documents), *find_late(documents), *Hierarchy(documents).doubts())


def prepare_documents(
    corpus: Corpus,
    settings: Settings,
    progress: Progress | None = None,
    *,
    allow_none: bool = False,
) -> tuple[tuple[Outline, ...], tuple[SkippedDocument, ...]]:
    """Read, normalize and outline every document of a corpus, in its order.

    Raises
    ------
    ReadError
        If a document cannot be used and ``settings.skip_bad`` is off.
    CorpusError
        If no document is left, unless ``allow_none``.
    """
    outlines: list[Outline] = []
    skipped: list[SkippedDocument] = []
    n_documents = len(corpus.documents)
    report_progress(progress, "reading documents", 0, n_documents)
    results = zip(corpus.documents, _prepare_stored(corpus, settings), strict=True)
    for n_done, (metadata, result) in enumerate(results, start=1):
        if not isinstance(result, PolicyCompareError):
            outlines.append(result)
        elif settings.skip_bad:
            skipped.append(SkippedDocument(metadata.document, str(result)))
        else:
            raise result
        report_progress(progress, "reading documents", n_done, n_documents)
    if not outlines and not allow_none:
        raise CorpusError(
            f"None of the {n_documents} documents of {corpus.folder} can be used; see what is "
            "wrong with `policycompare check`."
        )
    return tuple(outlines), tuple(skipped)


def compared_clauses(outlines: Sequence[Outline], roles: Sequence[str]) -> tuple[Clause, ...]:
    """List the clauses of the compared roles, by document and place.

    Raises
    ------
    UsageError
        If there is no such role.
    """
    check_roles(roles)
    return tuple(clause for outline in outlines for clause in outline.compared(roles))


def check_roles(roles: Sequence[str]) -> None:
    """Raise a UsageError that lists the roles if one of these is none of them."""
    allowed = get_args(Role)
    for role in roles:
        if role not in allowed:
            raise UsageError(f"There is no role {role}; choose among {', '.join(allowed)}.")


def report_progress(progress: Progress | None, work: str, done: int, total: int) -> None:
    """Tell the progress to whom it may concern."""
    if progress is not None:
        progress(work, done, total)


def outline_read(document: Document, *, corrected: bool = True) -> Outline:
    """Normalize and outline a document that was read, as corrected by hand if ``corrected``.

    Raises
    ------
    CorpusError
        If a corrected outline is kept beside the document and cannot be used.
    """
    from policycompare.normalize import normalize_text
    from policycompare.outline import outline_document

    outline = outline_document(document, normalize_text(document.text))
    if not corrected or document.path is None:
        return outline
    from policycompare.corrections import apply_correction

    return apply_correction(outline)


def _prepare_or_error(
    metadata: Metadata, folder: Path, max_bytes: int, max_seconds: int
) -> Outline | PolicyCompareError:
    """Return the error instead of raising it: a worker's traceback helps nobody."""
    from policycompare.limits import check_clauses, time_limit
    from policycompare.read import read_document

    try:
        with time_limit(metadata.document, max_seconds):
            outline = outline_read(read_document(metadata, folder, max_bytes=max_bytes))
        check_clauses(outline)
        return outline
    except PolicyCompareError as error:
        return error


def _prepare_stored(corpus: Corpus, settings: Settings) -> Iterator[Outline | PolicyCompareError]:
    """The documents of a corpus, those that a store has from there."""
    from policycompare.store.documents import store_folder

    folder = store_folder(corpus.folder, settings.store)
    if folder is None:
        return prepare_each(corpus.folder, corpus.documents, settings)
    from policycompare.store.using import prepare_with_store

    return prepare_with_store(folder, corpus, settings)


def prepare_each(
    folder: Path, documents: Sequence[Metadata], settings: Settings
) -> Iterator[Outline | PolicyCompareError]:
    """Read, normalize and outline documents, in their order; what fails gives its error."""
    work = partial(
        _prepare_or_error,
        folder=folder,
        max_bytes=settings.max_bytes,
        max_seconds=settings.max_seconds,
    )
    n_workers = min(settings.workers, len(documents))
    if n_workers > 1:
        return map_in_processes(work, documents, n_workers)
    return map(work, documents)


def map_in_processes(
    work: Callable[[In], Out], items: Sequence[In], n_workers: int
) -> Iterator[Out]:
    """Yield ``work(item)`` for every item, in the order of the items.

    Parameters
    ----------
    work : callable
        A function of a module, or a partial of one, so that it can be sent to a process.
    items : sequence
    n_workers : int
        Processes, at least 1.

    Raises
    ------
    PolicyCompareError
        If a process ends before its work is done, e.g. for lack of memory.
    """
    method = next(m for m in START_METHODS if m in multiprocessing.get_all_start_methods())
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(n_workers, mp_context=context, initializer=_ignore_interrupt) as pool:
        try:
            yield from pool.map(work, items)
        except BrokenProcessPool as error:
            raise PolicyCompareError(
                "A worker process ended before its work was done, perhaps for lack of memory; use "
                "fewer workers, and in a script call the comparison below "
                '`if __name__ == "__main__":`.'
            ) from error
        finally:  # a caller that stops early, or Ctrl-C, does not wait for the rest
            pool.shutdown(wait=False, cancel_futures=True)


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the main process, which ends the workers; else each prints a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
