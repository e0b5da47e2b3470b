"""The first half of the pipeline: document by document, in worker processes if told so.

The number of workers changes no result: the order of the corpus is kept, and of several bad
documents the first one is the one that is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from policycompare.comparison import SkippedDocument
from policycompare.datamodel import Role
from policycompare.errors import CorpusError, PolicyCompareError, UsageError
from policycompare.tasks import map_in_processes, map_tasks

if TYPE_CHECKING:
    from policycompare.corpus import Corpus
    from policycompare.datamodel import Clause, Document, Metadata, Outline
    from policycompare.datamodel.sending import Sent
    from policycompare.settings import Settings

Progress = Callable[[str, int, int], None]
"""Told the name of the work, how many steps are done and how many there are."""

__all__ = [
    "Progress",
    "check_roles",
    "compared_clauses",
    "doubt_manifest",
    "map_in_processes",
    "open_corpus",
    "outline_read",
    "prepare_documents",
    "prepare_each",
    "report_progress",
    "stage",
    "work_at_hand",
]


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
    from policycompare.datamodel.sending import collector_at_rest

    outlines: list[Outline] = []
    skipped: list[SkippedDocument] = []
    n_documents = len(corpus.documents)
    report_progress(progress, "reading documents", 0, n_documents)
    results = zip(corpus.documents, _prepare_stored(corpus, settings), strict=True)
    # What workers send stays, and looking through it again and again keeps them waiting; reading in
    # this process leaves garbage.
    with collector_at_rest(settings.workers > 1 or settings.scheduler is not None):
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


MOST_IN_A_TASK = 8
"""Documents that a worker is given at a time, at most."""

_AT_WORK = [""]


def work_at_hand() -> str:
    """The work that was told last; empty before the first."""
    return _AT_WORK[0]


def report_progress(progress: Progress | None, work: str, done: int, total: int) -> None:
    """Tell the progress to whom it may concern, and note the work for the lack of memory."""
    _AT_WORK[0] = work
    if progress is not None:
        progress(work, done, total)


@contextmanager
def stage(progress: Progress | None, work: str) -> Iterator[None]:
    """Tell when a stage of the work begins and when it is done."""
    report_progress(progress, work, 0, 1)
    yield
    report_progress(progress, work, 1, 1)


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
    """Return the error instead of raising it: a worker's traceback helps nobody.

    The outline is one of many, which are sent between processes and kept: its text is packed.
    """
    from policycompare.datamodel.late_texts import pack_text
    from policycompare.limits import check_clauses, time_limit
    from policycompare.read import read_document

    try:
        with time_limit(metadata.document, max_seconds):
            outline = outline_read(read_document(metadata, folder, max_bytes=max_bytes))
        check_clauses(outline)
        return replace(outline, normalized=pack_text(outline.normalized))
    except PolicyCompareError as error:
        return error


def _work_to_send(
    work: Callable[..., Outline | PolicyCompareError], metadata: Metadata, **settings: Any
) -> Sent | PolicyCompareError:
    from policycompare.datamodel.sending import Sent

    result = work(metadata, **settings)
    return result if isinstance(result, PolicyCompareError) else Sent(result)


def _received(sent: Sent | PolicyCompareError) -> Outline | PolicyCompareError:
    return sent if isinstance(sent, PolicyCompareError) else sent.outline


def _prepare_stored(corpus: Corpus, settings: Settings) -> Iterator[Outline | PolicyCompareError]:
    """The documents of a corpus, those that a store has from there."""
    from policycompare.store.place import store_folder

    folder = store_folder(corpus.folder, settings.store)
    if folder is None:
        return prepare_each(corpus.folder, corpus.documents, settings)
    from policycompare.store.using import prepare_with_store

    return prepare_with_store(folder, corpus, settings)


def prepare_each(
    folder: Path, documents: Sequence[Metadata], settings: Settings
) -> Iterator[Outline | PolicyCompareError]:
    """Read, normalize and outline documents, in their order; what fails gives its error."""
    scheduler = settings.scheduler
    work = partial(
        _work_to_send,
        _prepare_or_error,
        # Workers of a cluster stand in folders of their own.
        folder=folder if scheduler is None else folder.resolve(),
        max_bytes=settings.max_bytes,
        max_seconds=settings.max_seconds,
    )
    # Some seconds of work at a time, so that sending it costs little beside it.
    batch = max(1, min(MOST_IN_A_TASK, len(documents) // 32))
    sent = map_tasks(work, documents, n_workers=settings.workers, scheduler=scheduler, batch=batch)
    results = map(_received, sent)
    return results if scheduler is None else map(partial(_bring_home, folder), results)


def _bring_home(folder: Path, result: Outline | PolicyCompareError) -> Outline | PolicyCompareError:
    """Give a document the path that it has in this process."""
    if isinstance(result, PolicyCompareError):
        return result
    document = result.document
    path = folder / document.metadata.file
    return replace(result, document=replace(document, path=path))
