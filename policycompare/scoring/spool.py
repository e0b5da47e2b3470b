"""Where the rows of shards are kept between the steps of scoring: in memory, or as files.

A large run does not hold the rows of all clauses at once. Each step writes what the next one needs
under a name and gives only the name on, so that steps may run in other processes or on other
machines, as long as they reach the same folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, Protocol, cast
from uuid import uuid4

import numpy as np

from policycompare.errors import OutputError, PolicyCompareError, UsageError
from policycompare.libraries import load_library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

Arrays = Mapping[str, "NDArray[Any]"]


class Spool(Protocol):
    """Arrays by name."""

    def put(self, name: str, arrays: Arrays) -> None:
        """Keep arrays; what the name held before is gone."""

    def get(self, name: str) -> Arrays:
        """The arrays that were kept under a name."""

    def drop(self, name: str) -> None:
        """Let the arrays of a name go; it may hold none."""


@dataclass(frozen=True)
class MemorySpool:
    """Arrays kept as they are: for one process."""

    kept: dict[str, Arrays] = field(default_factory=dict)

    def put(self, name: str, arrays: Arrays) -> None:
        """Keep arrays."""
        self.kept[name] = arrays

    def get(self, name: str) -> Arrays:
        """The same arrays."""
        return self.kept[name]

    def drop(self, name: str) -> None:
        """Let arrays go."""
        self.kept.pop(name, None)


@dataclass(frozen=True)
class FolderSpool:
    """Arrays kept as files of a folder, which other processes may reach.

    Parameters
    ----------
    address : str
        A folder that exists, or an address that fsspec knows, e.g. ``s3://bucket/folder``.
    """

    address: str

    def put(self, name: str, arrays: Arrays) -> None:
        """Write arrays, a file each, and behind them a file with their names.

        Raises
        ------
        OutputError
            If a file cannot be written.
        """
        try:
            for key, array in arrays.items():
                with self._open(self._place(name, key), "wb") as file:
                    np.save(file, array, allow_pickle=False)
            with self._open(self._place(name, None), "wb") as file:
                np.save(file, np.array(list(arrays)), allow_pickle=False)
        except OSError as error:
            raise OutputError(
                f"Intermediate results cannot be written to {self.address} ({error.strerror}); "
                "give a folder with more room as --scratch."
            ) from error

    def get(self, name: str) -> Arrays:
        """The arrays of a name, each read when it is asked for."""
        return _Stored(self, name)

    def read(self, name: str, key: str | None = None) -> NDArray[Any]:
        """Read one array, or the names of all; mapped from a folder, where a write changes nothing.

        Raises
        ------
        PolicyCompareError
            If it cannot be read, e.g. because another machine wrote it to a folder of its own.
        """
        place = self._place(name, key)
        try:
            if not is_address(place):
                mapped: NDArray[Any] = np.load(place, mmap_mode="c", allow_pickle=False)
                return mapped
            with self._open(place, "rb") as file:
                array: NDArray[Any] = np.load(BytesIO(file.read()), allow_pickle=False)
                return array
        except OSError as error:
            raise PolicyCompareError(
                f"Intermediate results in {self.address} cannot be read ({error.strerror}); give a "
                "folder or an address that all workers reach as --scratch."
            ) from error

    def drop(self, name: str) -> None:
        """Remove the files of a name."""
        if not self._exists(self._place(name, None)):
            return
        for key in (*self.get(name), None):
            self._remove(self._place(name, key))

    def _open(self, place: str, mode: str) -> IO[bytes]:
        if is_address(place):
            return cast("IO[bytes]", _fsspec().open(place, mode).open())
        return cast("IO[bytes]", Path(place).open(mode))

    def _exists(self, place: str) -> bool:
        if is_address(place):
            files, path = _find_files(place)
            return bool(files.exists(path))
        return Path(place).exists()

    def _remove(self, place: str) -> None:
        if is_address(place):
            files, path = _find_files(place)
            files.rm(path)
        else:
            Path(place).unlink()

    def _place(self, name: str, key: str | None) -> str:
        return f"{self.address}/{name}-{key or 'names'}.npy"


class _Stored(Mapping[str, Any]):
    """The arrays of a name, read one by one."""

    def __init__(self, spool: FolderSpool, name: str) -> None:
        self._spool, self._name = spool, name

    def __getitem__(self, key: str) -> Any:
        return self._spool.read(self._name, key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._spool.read(self._name).tolist())

    def __len__(self) -> int:
        return len(self._spool.read(self._name))


def is_address(place: str) -> bool:
    """Whether a place is an address for fsspec in place of a folder."""
    return "://" in place


def check_place(place: str | None) -> None:
    """Tell before the work is done that intermediate results cannot be kept at an address.

    Raises
    ------
    UsageError
        If fsspec, or what it needs for this kind of address, is not installed, or there is no such
        kind.
    """
    if place is not None and is_address(place):
        _find_files(place)


@contextmanager
def open_spool(place: str | None) -> Iterator[FolderSpool]:
    """Make a folder for one run, and remove it with all it holds.

    Parameters
    ----------
    place : str or None
        A folder or an address in which it is made; by default the folder for temporary files.

    Raises
    ------
    OutputError
        If it cannot be made.
    UsageError
        If it is an address and fsspec is not installed.
    """
    if place is not None and is_address(place):
        address = f"{place.rstrip('/')}/policycompare-{uuid4().hex}"
        files, path = _find_files(address)
        files.makedirs(path, exist_ok=True)
        try:
            yield FolderSpool(address)
        finally:
            files.rm(path, recursive=True)
        return
    try:
        if place is not None:
            Path(place).mkdir(parents=True, exist_ok=True)
        folder = TemporaryDirectory(prefix="policycompare-", dir=place)
    except OSError as error:
        raise OutputError(
            f"No folder for intermediate results can be made in {place or 'the temporary folder'} "
            f"({error.strerror}); give one that can be written to as --scratch."
        ) from error
    with folder as made:
        yield FolderSpool(made)


def _find_files(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path there."""
    try:
        files, path = _fsspec().core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise UsageError(
            f"Intermediate results cannot be kept at {address} ({error}); give a folder, or an "
            "address that fsspec can open here, as --scratch."
        ) from error
    return files, path


def _fsspec() -> Any:
    return load_library("fsspec", "Working at an address", "cluster", instead="use a folder")
