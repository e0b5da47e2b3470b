"""The documents of a corpus in a store: found by key, added, compacted."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policycompare.errors import CorpusError, OutputError, PolicyCompareWarning
from policycompare.store import shards as files
from policycompare.store.keys import document_key
from policycompare.store.libraries import import_arrow
from policycompare.store.reading import decode_outlines
from policycompare.store.shards import Shard
from policycompare.store.writing import build_table, encode_outline, encode_table, is_storable

if TYPE_CHECKING:
    from policycompare.datamodel import Metadata, Outline

SHARD_ROWS = 500
"""Documents of a shard: 100,000 documents are 200 files."""

FULL_SHARE = 0.5
"""Share of :data:`SHARD_ROWS` from which a shard without stale rows is left as it is."""


@dataclass
class DocumentStore:
    """Outlines by key in the shards of a folder.

    Attributes
    ----------
    folder : Path
    shards : list of Shard
        As they were when they were last listed.
    """

    folder: Path
    shards: list[Shard] = field(default_factory=list)
    _place: dict[str, tuple[int, int]] = field(default_factory=dict, repr=False)

    def refresh(self) -> None:
        """List the shards again."""
        self.shards = files.open_shards(self.folder, self.shards)
        self._place = {}
        for number, shard in enumerate(self.shards):
            for row, key in enumerate(shard.keys):
                self._place.setdefault(key, (number, row))

    def __contains__(self, key: object) -> bool:
        return key in self._place

    def __len__(self) -> int:
        return len(self._place)

    def place(self, key: str) -> tuple[Shard, int]:
        """The shard and the row of a document."""
        number, row = self._place[key]
        return self.shards[number], row

    def read(
        self, keys: Sequence[str], metadata: Sequence[Metadata], corpus_folder: Path
    ) -> list[Outline]:
        """The outlines of stored documents, in the order of the keys."""
        outlines: dict[str, Outline] = {}
        entry_of = dict(zip(keys, metadata, strict=True))
        for shard, wanted in self.by_shard(keys):
            table = shard.read([row for _, row in wanted])
            entries = [entry_of[key] for key, _ in wanted]
            found = decode_outlines(table, entries, corpus_folder)
            outlines |= zip((key for key, _ in wanted), found, strict=True)
        return [outlines[key] for key in keys]

    def by_shard(self, keys: Iterable[str]) -> Iterator[tuple[Shard, list[tuple[str, int]]]]:
        """The shards that hold these documents, each with keys and rows in the order of rows."""
        wanted: dict[int, list[tuple[int, str]]] = {}
        for key in keys:
            number, row = self._place[key]
            wanted.setdefault(number, []).append((row, key))
        for number in sorted(wanted):
            yield self.shards[number], [(key, row) for row, key in sorted(wanted[number])]

    def add(self, entries: Sequence[tuple[str, Outline]]) -> int:
        """Put outlines into a new shard; return how many no store can hold.

        Raises
        ------
        OutputError
            If the shard cannot be written.
        """
        kept = [(key, outline) for key, outline in entries if is_storable(outline)]
        if kept:
            table = build_table([encode_outline(key, outline) for key, outline in kept])
            files.write_shard(self.folder, encode_table(table))
        return len(entries) - len(kept)

    def compact(self, keys: Sequence[str]) -> int:
        """Keep these documents only, in few shards.

        A shard that is at least half full and holds no stale row stays; the others are written
        anew, and then removed: what another process wrote meanwhile is none of them.

        Returns
        -------
        int
            Stale or doubled documents dropped.
        """
        self.refresh()
        present = [key for key in dict.fromkeys(keys) if key in self]
        loose: list[tuple[Shard, list[int]]] = []
        full = set()
        for shard, wanted in self.by_shard(present):
            rows = [row for _, row in wanted]
            if len(rows) == len(shard.keys) and len(rows) >= FULL_SHARE * SHARD_ROWS:
                full.add(shard.path)
            else:
                loose.append((shard, rows))
        gone = [shard for shard in self.shards if shard.path not in full]
        n_dropped = sum(len(shard.keys) for shard in self.shards) - len(present)
        if len(gone) == 1 and n_dropped == 0:
            gone = []  # the last shard, not yet full
        if gone:
            written = {self._write(tables) for tables in _fill(loose)}
            files.remove_files(shard.path for shard in gone if shard.path not in written)
        files.remove_files(files.find_leftovers(self.folder))
        self.refresh()
        return n_dropped

    def _write(self, tables: list[Any]) -> Path:
        return files.write_shard(self.folder, encode_table(import_arrow().concat_tables(tables)))


def _fill(loose: Sequence[tuple[Shard, list[int]]]) -> Iterator[list[Any]]:
    """Rows of several shards, as many at a time as one shard holds."""
    tables: list[Any] = []
    n_rows = 0
    for shard, rows in loose:
        table = shard.read(rows)
        while len(table):
            part = table.slice(0, SHARD_ROWS - n_rows)
            tables.append(part)
            n_rows += len(part)
            table = table.slice(len(part))
            if n_rows == SHARD_ROWS:
                yield tables
                tables, n_rows = [], 0
    if tables:
        yield tables


def open_store(folder: Path, *, must: bool = True) -> DocumentStore | None:
    """Open a store, empty where its folder is missing.

    Parameters
    ----------
    must : bool
        Whether a missing library is an error; else it is a warning and the result None.

    Raises
    ------
    UsageError
        If pyarrow is not installed.
    CorpusError
        If there is a file in place of the folder.
    """
    from policycompare.errors import UsageError

    if folder.exists() and not folder.is_dir():
        raise CorpusError(
            f"{folder} is a file; a store must be a folder; give another one with --store."
        )
    try:
        import_arrow()
    except UsageError as error:
        if must:
            raise
        warnings.warn(
            f"The store {folder} is not used: {error}", PolicyCompareWarning, stacklevel=2
        )
        return None
    store = DocumentStore(folder)
    store.refresh()
    return store


def find_keys(entries: Iterable[Metadata], folder: Path, max_bytes: int) -> list[str | None]:
    """The key of each document; None where its source cannot be read."""
    return [document_key(entry, folder, max_bytes) for entry in entries]


class Filler:
    """Takes outlines that were made anew and adds them to a store, a shard at a time.

    A store that cannot be written costs time, never a result: with ``must`` off that is a warning.
    """

    def __init__(self, store: DocumentStore, max_bytes: int, *, must: bool) -> None:
        self._store = store
        self._max_bytes = max_bytes
        self._must = must
        self._waiting: list[tuple[str, Outline]] = []
        self.n_refused = 0
        self.n_added = 0

    def take(self, key: str | None, outline: Outline, folder: Path) -> None:
        """Add one outline, unless its files changed while it was made."""
        if key is None or document_key(outline.document.metadata, folder, self._max_bytes) != key:
            return
        self._waiting.append((key, outline))
        if len(self._waiting) >= SHARD_ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            n_refused = self._store.add(waiting)
        except OutputError as error:
            if self._must:
                raise
            warnings.warn(f"What was read is not kept: {error}", PolicyCompareWarning, stacklevel=2)
            self.n_refused += len(waiting)
            return
        self.n_refused += n_refused
        self.n_added += len(waiting) - n_refused
