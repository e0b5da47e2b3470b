"""Prepare a corpus with a store: what it has is read from it, the rest is done and added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policycompare.comparison import SkippedDocument
from policycompare.errors import PolicyCompareError
from policycompare.preparation import (
    Progress,
    prepare_each,
    report_progress,
)
from policycompare.store.documents import DocumentStore, Filler, find_keys, open_store
from policycompare.store.place import FOLDER

if TYPE_CHECKING:
    from policycompare.corpus import Corpus
    from policycompare.datamodel import Outline
    from policycompare.searching import Searcher
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
    done = update_store(store, corpus, settings, progress, must=True)
    # Only a run over the whole corpus knows which documents are stale.
    n_dropped = store.compact(list(done.keys.values())) if corpus.is_whole else 0
    report_progress(progress, "indexing", 0, 1)
    kept = [pair for pair in done.keys.items() if pair[1] in store]
    if kept:
        keep_index(store, kept, settings)
    report_progress(progress, "indexing", 1, 1)
    return IndexResult(
        folder=store.folder,
        n_documents=len(corpus.documents),
        n_kept=len(corpus.documents) - done.n_missing,
        n_made=done.n_added,
        n_dropped=n_dropped,
        n_shards=len(store.shards),
        refused=done.n_refused,
        failed=tuple(map(str, done.skipped)),
    )


class Update(NamedTuple):
    """What bringing a store up to date did.

    Attributes
    ----------
    keys : dict of str to str
        Key of each document that can be used, in the order of the corpus.
    skipped : tuple of SkippedDocument
    n_missing, n_added, n_refused : int
        Documents that the store had not, took, and cannot hold.
    """

    keys: dict[str, str]
    skipped: tuple[SkippedDocument, ...]
    n_missing: int
    n_added: int
    n_refused: int


def update_store(
    store: DocumentStore,
    corpus: Corpus,
    settings: Settings,
    progress: Progress | None = None,
    *,
    must: bool,
) -> Update:
    """Read the documents that a store has not and add them.

    Raises
    ------
    ReadError
        If a document cannot be used and ``settings.skip_bad`` is off; what was made before is kept.
    OutputError
        If the store cannot be written and ``must`` is on; else that is a warning.
    """
    keys = find_keys(corpus.documents, corpus.folder, settings.max_bytes)
    pairs = list(zip(keys, corpus.documents, strict=True))
    missing = [(key, entry) for key, entry in pairs if key is None or key not in store]
    filler = Filler(store, settings.max_bytes, must=must)
    skipped = []
    report_progress(progress, "reading documents", 0, len(missing))
    made = prepare_each(corpus.folder, [entry for _, entry in missing], settings)
    try:
        for number, ((key, entry), result) in enumerate(zip(missing, made, strict=True), 1):
            if not isinstance(result, PolicyCompareError):
                filler.take(key, result, corpus.folder)
            elif settings.skip_bad:
                skipped.append(SkippedDocument(entry.document, str(result)))
            else:
                raise result
            report_progress(progress, "reading documents", number, len(missing))
    finally:
        filler.flush()
    if missing:
        store.refresh()
    bad = {one.document for one in skipped}
    used = {e.document: key for key, e in pairs if key is not None and e.document not in bad}
    return Update(used, tuple(skipped), len(missing), filler.n_added, filler.n_refused)


def keep_index(
    store: DocumentStore, entries: Sequence[tuple[str, str]], settings: Settings
) -> None:
    """Make the files that a search reads, and remove those that none will read again."""
    from policycompare.store.corpus_index import build_index, remove_unused
    from policycompare.store.postings import FIELDS

    index, clauses = build_index(store, entries, settings)
    for field in FIELDS:
        index.norms(field)
    remove_unused(clauses, settings)


def search_stored(
    folder: Path,
    corpus: Corpus,
    groups: Mapping[str, str],
    settings: Settings,
    progress: Progress | None = None,
) -> Searcher | None:
    """Open a search of a corpus by its store; None where the store cannot serve it.

    Raises
    ------
    UsageError, CorpusError, ReadError
        As of :func:`policycompare.preparation.prepare_documents`.
    """
    store = open_store(folder, must=settings.store is not None)
    if store is None:
        return None
    done = update_store(store, corpus, settings, progress, must=False)
    if not done.keys or any(key not in store for key in done.keys.values()):
        return None
    from policycompare.searching import Searcher
    from policycompare.store.corpus_index import build_index

    index, clauses = build_index(store, list(done.keys.items()), settings)
    warnings = (*corpus.warnings, *map(str, done.skipped))
    return Searcher(index, clauses.read, clauses.spans, groups, warnings)
