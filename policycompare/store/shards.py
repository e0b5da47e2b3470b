"""Files of stored documents in one folder: each is named by what it holds and never changed.

A shard is a Parquet file named by the SHA-256 of its bytes. So a file that is damaged, cut short or
not ours is known by its name, two processes may write at once without a lock, and nothing has to be
kept in step: which documents there are is read from the shards themselves. A file is written beside
and renamed; a killed process leaves at most a hidden part, which ``index`` removes.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import time
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policycompare.errors import PolicyCompareWarning
from policycompare.report.atomic import write_whole
from policycompare.store.libraries import import_arrow, import_parquet
from policycompare.store.schema import LAYOUT, document_schema

PREFIX = f"documents-{LAYOUT}-"
SUFFIX = ".parquet"
_N_DIGITS = 32
_NAME = re.compile(rf"documents-\d+-[0-9a-f]{{{_N_DIGITS}}}{re.escape(SUFFIX)}")
"""Names of shards of any layout: a file that a user put beside them is not touched."""
"""Hex digits of the SHA-256 in a name: 128 bits."""

PART_SECONDS = 3600
"""Age from which the part of a file was left by a process that is gone."""


@dataclass(frozen=True, eq=False)
class Shard:
    """A shard whose bytes were checked against its name; columns are decoded when asked for.

    Attributes
    ----------
    path : Path
    keys : tuple of str
        Key of the document of each row.
    """

    path: Path
    keys: tuple[str, ...]
    _data: Any = field(repr=False)

    @property
    def digest(self) -> str:
        """What the name says of the content."""
        return self.path.name[len(PREFIX) : -len(SUFFIX)]

    def read(self, rows: Sequence[int] | None = None, columns: Sequence[str] | None = None) -> Any:
        """Some rows, in their order, as a ``pyarrow.Table``; all without ``rows``."""
        file = import_parquet().ParquetFile(self._data)
        names = None if columns is None else list(columns)
        if rows is None or list(rows) == list(range(len(self.keys))):
            return file.read(names)
        groups, first = [], 0
        for number in range(file.num_row_groups):
            n_rows = file.metadata.row_group(number).num_rows
            if any(first <= row < first + n_rows for row in rows):
                groups.append((number, first, n_rows))
            first += n_rows
        place: dict[int, int] = {}
        for _, start, n_rows in groups:
            place |= {start + k: len(place) + k for k in range(n_rows)}
        table = file.read_row_groups([number for number, _, _ in groups], columns=names)
        # Not take, for which pyarrow imports its compute functions, and pandas for a list.
        return import_arrow().concat_tables([table.slice(place[row], 1) for row in rows])


def list_shards(folder: Path) -> list[Path]:
    """The files of a store that bear the name of a shard, sorted by name."""
    return sorted(path for path in folder.glob(f"{PREFIX}*{SUFFIX}") if _NAME.fullmatch(path.name))


def open_shards(folder: Path, opened: Iterable[Shard] = ()) -> list[Shard]:
    """Open all shards of a folder; one that is not what its name says is removed with a warning.

    A shard that another process removes meanwhile counts as not there.
    """
    known = {shard.path: shard for shard in opened}
    found, spoiled = [], []
    for path in list_shards(folder):
        try:
            shard = known.get(path) or _open(path)
        except OSError:  # it may be read another time: nothing says that it is damaged
            continue
        if shard is None:
            spoiled.append(path)
        else:
            found.append(shard)
    spoiled = [path for path in spoiled if path.exists()]
    if spoiled:
        for path in spoiled:
            with contextlib.suppress(OSError):  # it stays ignored
                path.unlink()
        warnings.warn(
            f"{len(spoiled)} of {len(spoiled) + len(found)} files of the store {folder} are "
            "damaged and were dropped; their documents are read again.",
            PolicyCompareWarning,
            stacklevel=2,
        )
    return found


def _open(path: Path) -> Shard | None:
    arrow = import_arrow()
    data = path.read_bytes()
    if name_shard(data) != path.name:
        return None
    try:
        file = import_parquet().ParquetFile(arrow.BufferReader(data))
        if not file.schema_arrow.equals(document_schema(), check_metadata=False):
            return None
        keys = file.read(["key"]).column("key").to_pylist()
    except arrow.ArrowInvalid:
        return None
    return Shard(path, tuple(keys), arrow.BufferReader(data))


def write_shard(folder: Path, data: bytes) -> Path:
    """Put a shard into a folder, which is made where it is missing.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    path = folder / name_shard(data)
    if not path.exists():
        write_whole(path, [data], "--store")
    return path


def name_shard(data: bytes) -> str:
    """The name that the bytes of a shard give it."""
    return f"{PREFIX}{hashlib.sha256(data).hexdigest()[:_N_DIGITS]}{SUFFIX}"


def remove_files(paths: Iterable[Path]) -> int:
    """Remove files of a store; return how many went. One that is held open stays until later."""
    n_removed = 0
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()
            n_removed += 1
    return n_removed


def find_leftovers(folder: Path) -> list[Path]:
    """Parts that killed processes left, and documents in the layout of another version."""
    now = time.time()
    parts = (path for path in folder.glob(".policycompare-*.part"))
    old = [path for path in parts if now - _changed(path, now) > PART_SECONDS]
    named = (path for path in folder.glob(f"documents-*{SUFFIX}") if _NAME.fullmatch(path.name))
    others = [path for path in named if not path.name.startswith(PREFIX)]
    return [*old, *others]


def _changed(path: Path, default: float) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return default
