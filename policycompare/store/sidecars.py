"""Files beside the shards, made from them and made again when they are missing or damaged.

They are ``.npz`` archives without pickled objects; the CRC-32 that an archive keeps of each member
is checked whenever the member is read.
"""

from __future__ import annotations

import json
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.lib.npyio import NpzFile

from policycompare.errors import OutputError, PolicyCompareWarning
from policycompare.report.atomic import write_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

LAYOUT = 1
"""Counts the layouts of the arrays."""

SUFFIX = ".npz"
_ABOUT = "about"


class DamagedFileError(Exception):
    """A file beside the shards is not what was written under its name."""


_DAMAGED = (OSError, ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged archive raises; zipfile tells an unknown method by a RuntimeError."""


N_OPEN = 64
"""Files that are held open; systems allow some hundreds, a large store has more."""

_opened: WeakValueDictionary[int, Arrays] = WeakValueDictionary()
"""The files that are open, the one opened first in front."""


class Arrays(Mapping[str, "NDArray[Any]"]):
    """The arrays of a file, each read and checked when it is asked for.

    Raises
    ------
    DamagedFileError
        If the file cannot be read, is not about what it should be about, or an array is damaged.
    """

    def __init__(self, path: Path, about: Mapping[str, object]) -> None:
        self.path = path
        self._about = dict(about)
        self._open()

    def _open(self) -> NpzFile:
        try:
            self._stream = self.path.open("rb")  # np.load leaves a file that is no archive open
            self._file = np.load(self._stream, allow_pickle=False)
        except _DAMAGED as error:
            self.close()
            raise DamagedFileError(str(self.path)) from error
        if not isinstance(self._file, NpzFile) or self._read_about() != self._about:
            self.close()
            raise DamagedFileError(str(self.path))
        _opened[id(self)] = self
        while len(_opened) > N_OPEN:
            _opened.pop(next(iter(_opened))).close()
        return self._file

    def _read_about(self) -> object:
        try:
            return json.loads(self._file[_ABOUT].tobytes().decode())
        except _DAMAGED as error:
            raise DamagedFileError(str(self.path)) from error

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Read one array."""
        try:
            found: NDArray[Any] = self._archive()[name]
        except _DAMAGED as error:
            raise DamagedFileError(str(self.path)) from error
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._archive().files)

    def __len__(self) -> int:
        return len(self._archive().files)

    def _archive(self) -> NpzFile:
        """The archive, opened again where others were opened since."""
        return self._open() if self._stream.closed else self._file

    def close(self) -> None:
        """Close the file; what is read later opens it again."""
        if "_stream" in self.__dict__:
            self._stream.close()

    def __del__(self) -> None:
        self.close()


def read_arrays(path: Path, about: Mapping[str, object]) -> Arrays | None:
    """Open a file; None where there is none, or, with a warning, where it is damaged."""
    if not path.is_file():
        return None
    try:
        return Arrays(path, about)
    except DamagedFileError:
        warn_damaged(path)
        return None


def warn_damaged(path: Path) -> None:
    """Say that a file is made again."""
    warnings.warn(
        f"The file {path.name} of the store {path.parent} is damaged and is made again.",
        PolicyCompareWarning,
        stacklevel=3,
    )


def write_arrays(
    path: Path, about: Mapping[str, object], arrays: Mapping[str, NDArray[Any]]
) -> None:
    """Write a file whole or, where the disk refuses, with a warning not at all."""
    stream = BytesIO()
    told = np.frombuffer(json.dumps(dict(about), sort_keys=True).encode(), dtype=np.uint8)
    np.savez(stream, allow_pickle=False, **{_ABOUT: told}, **arrays)
    try:
        write_whole(path, [stream.getbuffer().tobytes()], "--store")
    except OutputError as error:
        warnings.warn(f"The index is not kept: {error}", PolicyCompareWarning, stacklevel=2)
