"""Prepare a corpus with a store: what it has is read from it, the rest is done and added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policycompare.errors import PolicyCompareError
from policycompare.preparation import (
    Progress,
    prepare_each,
    report_progress,
)
from policycompare.store.documents import (
    FOLDER,
    DocumentStore,
    Filler,
    find_keys,
    open_store,
)

if TYPE_CHECKING:
    from policycompare.corpus import Corpus
    from policycompare.datamodel import Outline
    from policycompare.settings import Settings


def prepare_with_store(
    folder: Path, corpus: Corpus, settings: Settings
) -> Iterator[Outline | PolicyCompareError]:
    """Outline every document of a corpus, in its order; what fails gives its error."""
    store = open_store(folder, must=settings.store is not None)
    if store is None:
        return prepare_each(corpus.folder, corpus.documents, settings)
    return _prepare(store, corpus, settings)


def _prepare(
    store: DocumentStore, corpus: Corpus, settings: Settings
) -> Iterator[Outline | PolicyCompareError]:
    keys = find_keys(corpus.documents, corpus.folder, settings.max_bytes)
    have = [
        (key, entry)
        for key, entry in zip(keys, corpus.documents, strict=True)
        if key is not None and key in store
    ]
    stored_keys = [key for key, _ in have]
    stored = store.read(stored_keys, [entry for _, entry in have], corpus.folder)
    ready = iter(stored)
    known = set(stored_keys)
    rest = [e for key, e in zip(keys, corpus.documents, strict=True) if key not in known]
    made = prepare_each(corpus.folder, rest, settings)
    filler = Filler(store, settings.max_bytes, must=False)
    try:
        for key in keys:
            if key in known:
                yield next(ready)
                continue
            result = next(made)
            if not isinstance(result, PolicyCompareError):
                filler.take(key, result, corpus.folder)
            yield result
    finally:  # a document that ends the run, or Ctrl-C, costs nothing of what was done before
        filler.flush()


@dataclass(frozen=True)
class IndexResult:
    """What ``index`` did.

    Attributes
    ----------
    folder : Path
        The store.
    n_documents, n_kept, n_made, n_dropped, n_shards : int
        Documents of the corpus; those the store had, and had not; stale ones dropped; files.
    refused : int
        Documents that no store can hold, because a name or text is no Unicode text.
    failed : tuple of str
        What is wrong with documents that cannot be used.
    """

    folder: Path
    n_documents: int
    n_kept: int
    n_made: int
    n_dropped: int
    n_shards: int
    refused: int
    failed: tuple[str, ...]


def index_corpus(
    corpus: Corpus, settings: Settings, progress: Progress | None = None
) -> IndexResult:
    """Bring the store of a corpus up to date and compact it.

    Raises
    ------
    UsageError
        If pyarrow is not installed.
    ReadError
        If a document cannot be used and ``settings.skip_bad`` is off; what was made before is kept.
    OutputError
        If the store cannot be written.
    """
    store = open_store(settings.store or corpus.folder / FOLDER)
    assert store is not None
    keys = find_keys(corpus.documents, corpus.folder, settings.max_bytes)
    pairs = list(zip(keys, corpus.documents, strict=True))
    missing = [(key, entry) for key, entry in pairs if key is None or key not in store]
    filler = Filler(store, settings.max_bytes, must=True)
    failed = []
    report_progress(progress, "reading documents", 0, len(missing))
    made = prepare_each(corpus.folder, [entry for _, entry in missing], settings)
    try:
        for number, ((key, entry), result) in enumerate(zip(missing, made, strict=True), 1):
            if not isinstance(result, PolicyCompareError):
                filler.take(key, result, corpus.folder)
            elif settings.skip_bad:
                failed.append(f"{entry.document} is left out: {result}")
            else:
                raise result
            report_progress(progress, "reading documents", number, len(missing))
    finally:
        filler.flush()
    keep = [key for key in keys if key is not None]
    # Only a run over the whole corpus knows which documents are stale.
    if corpus.is_whole:
        n_dropped, n_shards = store.compact(keep)
    else:
        n_dropped, n_shards = 0, len(store.shards)
    return IndexResult(
        folder=store.folder,
        n_documents=len(pairs),
        n_kept=len(pairs) - len(missing),
        n_made=filler.n_added,
        n_dropped=n_dropped,
        n_shards=n_shards,
        refused=filler.n_refused,
        failed=tuple(failed),
    )
