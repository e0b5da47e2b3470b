"""Write several files into a folder so that a failed run leaves the old ones whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from policycompare.errors import OutputError


class StagedFiles:
    """Files written beside their targets, put in place all together by :meth:`commit`."""

    def __init__(self, folder: Path, option: str = "--out") -> None:
        self.folder = folder
        self._option = option
        self._mark = secrets.token_hex(4)
        self._staged: dict[str, Path] = {}

    def add(self, name: str, chunks: Iterable[str]) -> str:
        """Write one file's text as UTF-8 to a temporary file; return its SHA-256 in hex."""
        return self.add_bytes(name, (chunk.encode("utf-8") for chunk in chunks))

    def add_bytes(self, name: str, chunks: Iterable[bytes]) -> str:
        """Write one file's bytes to a temporary file; return their SHA-256 in hex."""
        path = self._beside(name, "part")
        self._staged[name] = path
        digest = hashlib.sha256()
        with _explained(f"{name} in {self.folder}", self._option), path.open("xb") as file:
            for data in chunks:
                digest.update(data)
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
        return digest.hexdigest()

    def commit(self) -> None:
        """Put all files in place; if one cannot be, put the old ones back and raise.

        Raises
        ------
        OutputError
            If a target cannot be replaced, e.g. because another program holds it open.
        """
        replaced: list[tuple[Path, Path | None]] = []
        try:
            for name, path in self._staged.items():
                with _explained(f"{name} in {self.folder}", self._option):
                    backup = self._keep_old(name)
                    replaced.append((self.folder / name, backup))
                    path.replace(self.folder / name)
        except BaseException:
            for target, backup in reversed(replaced):
                self._put_back(target, backup)
            raise
        for _, backup in replaced:
            if backup is not None:
                backup.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove the temporary files that are left."""
        for path in self._staged.values():
            path.unlink(missing_ok=True)

    def _beside(self, name: str, kind: str) -> Path:
        return self.folder / f".{name}.{self._mark}.{kind}"

    def _keep_old(self, name: str) -> Path | None:
        """Keep a second name of the old file; a copy where the file system has no links."""
        target, backup = self.folder / name, self._beside(name, "old")
        if not target.exists():
            return None
        if target.is_dir():
            raise IsADirectoryError(21, "a folder of that name is in the way")
        try:
            os.link(target, backup)
        except OSError:
            shutil.copy2(target, backup)
        return backup

    def _put_back(self, target: Path, backup: Path | None) -> None:
        if backup is not None:
            backup.replace(target)
            backup.unlink(missing_ok=True)  # replacing a file by its own second name does nothing
        elif not any(path.exists() for name, path in self._staged.items() if name == target.name):
            target.unlink(missing_ok=True)


@contextmanager
def stage_files(folder: Path, option: str = "--out") -> Iterator[StagedFiles]:
    """Open a folder for writing; whatever was not committed is removed again.

    A folder that this call made is removed if the block fails. ``option`` is the one that an error
    tells the user to change.

    Raises
    ------
    OutputError
        If the folder cannot be made or written.
    """
    made = _make_folder(folder, option)
    staged = StagedFiles(folder, option)
    try:
        yield staged
    except BaseException:
        staged.discard()
        with contextlib.suppress(OSError):
            for path in made:
                path.rmdir()
        raise
    staged.discard()


def _make_folder(folder: Path, option: str) -> list[Path]:
    """Make a folder with its parents; return those that were made, innermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    with _explained(f"the output folder {folder}", option):
        folder.mkdir(parents=True, exist_ok=True)
    return missing


@contextmanager
def _explained(what: str, option: str) -> Iterator[None]:
    """Turn an error of the operating system into a sentence for the user."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).rstrip(".").lower()
        raise OutputError(
            f"Cannot write {what}: {reason}; give a folder that can be written with {option}, "
            "with enough space and with no file of it open in another program."
        ) from error
