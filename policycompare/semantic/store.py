"""Vectors on disk: one SQLite file, so that an entry is written whole or not at all."""

from __future__ import annotations

import os
import sqlite3
import warnings
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policycompare.errors import PolicyCompareWarning

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE_NAME = "vectors-1.sqlite3"
"""The number counts the layouts of the table; an older file is left to itself."""

STORED = np.dtype("<f4")
"""Little-endian float32, so that a home folder shared by machines serves them all."""

WAIT_SECONDS = 10.0
"""How long a run waits for another one that is writing; one transaction takes milliseconds."""

_TABLE = (
    "CREATE TABLE IF NOT EXISTS vectors "
    "(key BLOB PRIMARY KEY, vector BLOB NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID"
)
_READ = "SELECT vector, checksum FROM vectors WHERE key = ?"
_WRITE = "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)"


class VectorStore:
    """Vectors by key in one file that only its owner may read.

    A store that cannot be used costs time, never a result: every trouble is a warning, after which
    the vectors count as not stored. It holds hashes and numbers, no text.

    Parameters
    ----------
    folder : Path
        Folder of the file; made, closed to other users, if it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def read(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The stored vectors by key; damaged entries are left out with a warning."""
        try:
            if not self.path.is_file():
                return {}
            with closing(self._connect()) as connection:
                connection.execute(_TABLE)
                rows = {key: connection.execute(_READ, (key,)).fetchone() for key in keys}
        except (sqlite3.Error, OSError) as error:
            self._warn_or_discard(error, "read")
            return {}
        found = {key: _decode(key, *row) for key, row in rows.items() if row is not None}
        whole = {key: vector for key, vector in found.items() if vector is not None}
        if len(whole) < len(found):
            self._warn(f"{len(found) - len(whole)} of {len(found)} entries are damaged")
        return whole

    def write(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Store vectors in one transaction: all of them or, with a warning, none."""
        try:
            self._make_file()
            with closing(self._connect()) as connection, connection:
                connection.execute(_TABLE)
                connection.executemany(_WRITE, _encode(vectors.items()))
        except (sqlite3.Error, OSError) as error:
            self._warn_or_discard(error, "written")

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=WAIT_SECONDS)

    def _make_file(self) -> None:
        """Make folder and file before SQLite does, for it would leave them open to other users."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))

    def _warn_or_discard(self, error: Exception, verb: str) -> None:
        """Remove a file that is no database any more; whatever else is wrong may pass by itself."""
        spoiled = isinstance(error, sqlite3.DatabaseError) and not isinstance(
            error, sqlite3.OperationalError
        )
        if spoiled:
            # A journal left behind would be played into the next file of this name.
            for path in (self.path, self.path.with_name(f"{FILE_NAME}-journal")):
                path.unlink(missing_ok=True)
        self._warn(f"it cannot be {verb} ({error}){' and was removed' if spoiled else ''}")

    def _warn(self, trouble: str) -> None:
        warnings.warn(
            f"The cache of vectors {self.path} is not whole: {trouble}; they are computed anew.",
            PolicyCompareWarning,
            stacklevel=4,
        )

    def __repr__(self) -> str:
        return f"<VectorStore {self.path}>"


def _encode(
    items: Iterable[tuple[bytes, NDArray[np.float32]]],
) -> Iterable[tuple[bytes, bytes, int]]:
    for key, vector in items:
        blob = vector.astype(STORED).tobytes()
        yield key, blob, zlib.crc32(key + blob)


def _decode(key: bytes, blob: object, checksum: object) -> NDArray[np.float32] | None:
    """The vector of an entry, or None where it is not what was once written under this key."""
    if not isinstance(blob, bytes) or not blob or len(blob) % STORED.itemsize:
        return None
    if checksum != zlib.crc32(key + blob):
        return None
    return np.frombuffer(blob, dtype=STORED).astype(np.float32)
