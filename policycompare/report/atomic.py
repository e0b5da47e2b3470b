"""Write several files into a folder so that a failed or killed run leaves the old ones whole.

:mod:`policycompare.report.placing` says how; ``docs/robustness.md`` what is promised on which disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from policycompare.errors import OutputError
from policycompare.report.locking import lock_folder
from policycompare.report.placing import (
    close_workshop,
    note_name,
    open_workshop,
    put_in_place,
    recover,
    refuse_folder,
)

if TYPE_CHECKING:
    from typing_extensions import Buffer


class HashedFile(io.RawIOBase):
    """A file that is written from its begin to its end and hashed meanwhile."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def writable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Bytes written so far."""
        return self._file.tell()

    def write(self, data: Buffer) -> int:
        """Write bytes; the file below is closed by whoever opened it."""
        self._digest.update(data)
        return self._file.write(data)

    def hexdigest(self) -> str:
        """SHA-256 of what was written, in hex."""
        return self._digest.hexdigest()


class StagedFiles:
    """Files written out of sight, put in place all together by :meth:`commit`."""

    def __init__(self, folder: Path, workshop: Path, option: str = "--out") -> None:
        self.folder = folder
        self._workshop = workshop
        self._option = option
        self._names: list[str] = []

    def add(self, name: str, chunks: Iterable[str]) -> str:
        """Write one file's text as UTF-8 out of sight; return its SHA-256 in hex.

        What no UTF-8 can hold, a byte of a file name that is none, is written as an escape.
        """
        encoded = (chunk.encode("utf-8", "backslashreplace") for chunk in chunks)
        return self.add_bytes(name, encoded)

    def add_bytes(self, name: str, chunks: Iterable[bytes]) -> str:
        """Write one file's bytes out of sight; return their SHA-256 in hex."""
        self._names.append(name)
        with _explained(f"{name} in {self.folder}", self._option):
            note_name(self._workshop, name)
            return _write(self._workshop / "new" / name, chunks)

    @contextmanager
    def opened(self, name: str) -> Iterator[HashedFile]:
        """Open one file out of sight, for a library that writes bytes into it."""
        self._names.append(name)
        with _explained(f"{name} in {self.folder}", self._option):
            note_name(self._workshop, name)
            with (self._workshop / "new" / name).open("xb") as file:
                yield HashedFile(file)
                file.flush()
                os.fsync(file.fileno())

    def commit(self) -> None:
        """Put all files in place; if one cannot be, put the old ones back and raise.

        Raises
        ------
        OutputError
            If a target cannot be replaced, e.g. because another program holds it open.
        """
        try:
            put_in_place(self.folder.resolve(), self._workshop, self._names)
        except OSError as error:
            name = f"{Path(error.filename).name} in " if error.filename else "the files in "
            raise _sentence(f"{name}{self.folder}", self._option, error) from error


@contextmanager
def stage_files(folder: Path, option: str = "--out") -> Iterator[StagedFiles]:
    """Open a folder for writing; whatever was not committed is removed again.

    A folder that this call made is removed if the block fails. ``option`` is the one that an error
    tells the user to change.

    Raises
    ------
    OutputError
        If the folder cannot be made or written, or another run is writing into it.
    """
    with hold_folder(folder, option):
        real = folder.resolve()
        with _explained(f"the output folder {folder}", option):
            workshop = open_workshop(real)
        try:
            yield StagedFiles(folder, workshop, option)
        finally:
            with _explained(f"the output folder {folder}", option):
                close_workshop(real, workshop)


@contextmanager
def hold_folder(folder: Path, option: str = "--out") -> Iterator[None]:
    """Make a folder, lock it against other runs, and finish what a killed run left in it.

    Folders that this call made and that stay empty are removed again.

    Raises
    ------
    OutputError
        If the folder cannot be made or locked, or another run holds it.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    with _explained(f"the output folder {folder}", option):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        with contextlib.ExitStack() as stack:
            with _explained(f"the output folder {folder}", option):
                stack.enter_context(lock_folder(folder, option))
                recover(folder.resolve())
            yield
    finally:
        with contextlib.suppress(OSError):  # it is not empty: that is what it was made for
            for path in missing:
                path.rmdir()


def write_whole(path: Path, chunks: Iterable[bytes], option: str = "--out") -> str:
    """Write one file, replacing an older one whole or not at all; return its SHA-256 in hex.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    missing = [parent for parent in path.parents if not parent.exists()]
    part = path.parent / f".policycompare-{secrets.token_hex(8)}.part"
    try:
        with _explained(f"{path.name} in {path.parent}", option):
            refuse_folder(path.parent, path.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            digest = _write(part, chunks)
            part.replace(path)
            return digest
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
            for parent in missing:
                parent.rmdir()
        raise


def _write(path: Path, chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    with path.open("xb") as file:
        for data in chunks:
            digest.update(data)
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


@contextmanager
def _explained(what: str, option: str) -> Iterator[None]:
    """Turn an error of the operating system into a sentence for the user."""
    try:
        yield
    except OSError as error:
        raise _sentence(what, option, error) from error


def _sentence(what: str, option: str, error: OSError) -> OutputError:
    reason = (error.strerror or str(error)).rstrip(".").lower()
    return OutputError(
        f"Cannot write {what}: {reason}; give a folder that can be written with {option}, "
        "with enough space and with no file of it open in another program."
    )
