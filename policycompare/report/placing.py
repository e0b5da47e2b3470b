"""Put a set of finished files into a folder, all together.

The workshop is a hidden folder on the same disk with the new files in ``new`` and their names in
``names``. Where it can, ``new`` and the output folder are exchanged in one step of the system: a
process killed at any moment leaves the old files or the new ones. Else ``new`` becomes the journal
inside the output folder, which is the decision, and its files are moved one by one; a process
killed in between leaves the journal, and whoever enters the folder next moves the rest.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from policycompare.report.locking import LOCK
from policycompare.report.switching import exchange, sync_folder

JOURNAL = ".policycompare-commit"
"""Folder inside the output folder whose files are decided and not all in place yet."""

BACKUP = "old"
"""Folder of the workshop that keeps second names of the old files while they are replaced."""

MAX_OTHERS = 1_000
"""Files of others in the output folder up to which it is exchanged: each needs a second name."""


def open_workshop(folder: Path) -> Path:
    """Make the hidden folder to work in: beside the output folder, else inside it."""
    prefix = _prefix(folder)
    with contextlib.suppress(OSError):
        if folder.stat().st_dev == folder.parent.stat().st_dev:
            return _furnished(Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent)))
    return _furnished(Path(tempfile.mkdtemp(prefix=prefix, dir=folder)))


def note_name(workshop: Path, name: str) -> None:
    """Note that a file is ours before it is made, so that no killed run's half file is kept."""
    with (workshop / "names").open("a", encoding="utf-8") as file:
        file.write(f"{name}\n")


def refuse_folder(folder: Path, name: str) -> None:
    """Raise an IsADirectoryError if a folder stands where a file is to be put."""
    if (folder / name).is_dir():
        raise IsADirectoryError(21, "a folder of that name is in the way", name)


def put_in_place(folder: Path, workshop: Path, names: Sequence[str]) -> None:
    """Put the files of ``workshop/new`` into the folder, in this order where it must be one by one.

    Raises
    ------
    OSError
        If a file cannot be replaced; the old ones are then back.
    """
    for name in names:
        refuse_folder(folder, name)
    new = workshop / "new"
    if len(names) == 1:  # one file is replaced whole without more ado
        _move(new, folder, names)
        return
    sync_folder(new)
    if _dress(new, folder, names) and exchange(new, folder):
        sync_folder(folder.parent)
        return
    _undress(new, names)
    _move_one_by_one(folder, workshop, names)


def close_workshop(folder: Path, workshop: Path) -> None:
    """Remove a workshop; what others put into the old folder meanwhile goes into the new one."""
    new = workshop / "new"
    ours = {LOCK, *(workshop / "names").read_text("utf-8").split("\n")}
    for path in list(new.iterdir()) if new.is_dir() else []:
        if path.name not in ours and not _is_kept(path, folder / path.name):
            path.replace(folder / path.name)
    for part in list(workshop.iterdir()):
        if part.is_dir():
            shutil.rmtree(part)
    shutil.rmtree(workshop)  # the names go last: a workshop without them is empty


def recover(folder: Path) -> None:
    """Finish or undo what a killed run left; the folder must be locked."""
    journal = folder / JOURNAL
    if journal.is_dir():
        names = sorted(path.name for path in journal.iterdir())
        _move(journal, folder, sorted(names, key="run.json".__eq__))
        journal.rmdir()
    for place in (folder.parent, folder):
        for left in place.glob(f"{_prefix(folder)}*"):
            if not _is_own_folder(left):
                continue
            if (left / "names").is_file():
                close_workshop(folder, left)
            else:
                left.rmdir()


def _prefix(folder: Path) -> str:
    """Short whatever the length of the folder's name, and another one for each folder."""
    return f".policycompare-{hashlib.sha256(os.fsencode(folder.name)).hexdigest()[:8]}-"


def _furnished(workshop: Path) -> Path:
    (workshop / "names").touch()
    (workshop / "new").mkdir()
    return workshop


def _dress(new: Path, folder: Path, names: Iterable[str]) -> bool:
    """Give the new folder all that the old one has beside our files; False if it cannot be."""
    here = Path.cwd()
    if os.path.ismount(folder) or folder in (here, *here.parents) or new.is_relative_to(folder):
        return False
    try:
        others = [entry for entry in os.scandir(folder) if entry.name not in names]
        if len(others) > MAX_OTHERS or not all(e.is_file(follow_symlinks=False) for e in others):
            return False
        for entry in others:
            os.link(entry.path, new / entry.name, follow_symlinks=False)
        shutil.copystat(folder, new)
        old, made = folder.stat(), new.stat()
    except OSError:  # a disk without second names, a file of another user
        return False
    same = (old.st_uid, old.st_gid, old.st_mode) == (made.st_uid, made.st_gid, made.st_mode)
    return same or _give(new, old)


def _give(new: Path, old: os.stat_result) -> bool:
    try:
        os.chown(new, old.st_uid, old.st_gid)
        new.chmod(stat.S_IMODE(old.st_mode))
    except (OSError, AttributeError):
        return False
    return True


def _undress(new: Path, names: Sequence[str]) -> None:
    new.chmod(0o700)
    for path in list(new.iterdir()):
        if path.name not in names:
            path.unlink()


def _move_one_by_one(folder: Path, workshop: Path, names: Sequence[str]) -> None:
    backup, journal = workshop / BACKUP, folder / JOURNAL
    backup.mkdir()
    for name in names:
        if (folder / name).exists():
            _keep(folder / name, backup / name)
    (workshop / "new").rename(journal)
    sync_folder(folder)
    try:
        _move(journal, folder, names)
    except BaseException:
        for name in reversed(names):
            _put_back(name, folder, backup, journal)
        journal.rename(workshop / "new")
        raise
    journal.rmdir()
    sync_folder(folder)


def _move(journal: Path, folder: Path, names: Iterable[str]) -> None:
    for name in names:
        try:
            (journal / name).replace(folder / name)
        except OSError as error:
            raise OSError(error.errno, error.strerror, name) from error


def _put_back(name: str, folder: Path, backup: Path, journal: Path) -> None:
    if not (journal / name).exists():
        (folder / name).replace(journal / name)
        if (backup / name).exists():
            (backup / name).replace(folder / name)


def _keep(path: Path, second: Path) -> None:
    """Keep a second name of a file; a copy where the disk has none."""
    try:
        os.link(path, second)
    except OSError:
        shutil.copy2(path, second)


def _is_kept(path: Path, target: Path) -> bool:
    """Whether a file of others is in the folder already, or a later one of its name."""
    try:
        there, here = target.lstat(), path.lstat()
    except FileNotFoundError:
        return False
    return os.path.samestat(there, here) or there.st_mtime_ns >= here.st_mtime_ns


def _is_own_folder(path: Path) -> bool:
    if not path.is_dir() or path.is_symlink():
        return False
    return not hasattr(os, "geteuid") or path.lstat().st_uid == os.geteuid()
