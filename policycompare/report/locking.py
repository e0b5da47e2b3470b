"""One run at a time for an output folder: a lock of the operating system, which no crash leaves on.

The lock file stands in the folder, so that it works between users and machines that share it; a
lock that the system gives back when a process ends needs no rule about stale files.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from policycompare.errors import OutputError, PolicyCompareWarning

LOCK = ".policycompare.lock"
"""Name of the lock file; removed at the end of a run."""

_BUSY = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)
_held: dict[Path, int] = {}  # thread by folder, so that a run may enter its own lock again


@contextmanager
def lock_folder(folder: Path, option: str) -> Iterator[None]:
    """Hold an existing folder against other runs; a second entry of the same thread is free.

    Raises
    ------
    OutputError
        If another run holds it, or the lock file cannot be made.
    """
    real = folder.resolve()
    if _held.get(real) == threading.get_ident():
        yield
        return
    descriptor = _acquire(real, folder, option)
    _held[real] = threading.get_ident()
    try:
        yield
    finally:
        del _held[real]
        _release(descriptor, real / LOCK)


def _acquire(real: Path, folder: Path, option: str) -> int:
    path = real / LOCK
    while True:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(path, flags, 0o644)
        is_ours = False
        try:
            is_ours = _try_lock(descriptor)
            if not is_ours:
                raise OutputError(
                    f"Another run is writing into {folder}{_owner(descriptor)}; wait until it has "
                    f"ended or give another folder with {option}."
                )
            if _is_at(descriptor, path):
                os.truncate(descriptor, 0)
                os.write(descriptor, b" %d\n" % os.getpid())
                return descriptor
        except BaseException:
            if is_ours:  # Ctrl-C while the lock is taken
                _release(descriptor, path)
            else:
                os.close(descriptor)
            raise
        os.close(descriptor)  # its owner has just ended and removed it: try the new one


def _release(descriptor: int, path: Path) -> None:
    """Remove the lock file while it is held, so that nobody else's is removed."""
    with contextlib.suppress(OSError):  # a file left behind holds nobody up
        if sys.platform != "win32" and _is_at(descriptor, path):
            path.unlink()
    os.close(descriptor)
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            path.unlink()


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _owner(descriptor: int) -> str:
    try:
        number = os.pread(descriptor, 20, 1).split()
    except (OSError, AttributeError):  # Windows has no pread
        return ""
    return f" (process {number[0].decode('ascii', 'replace')})" if number else ""


def _try_lock(descriptor: int) -> bool:
    """Take the lock; False if another holds it. Without locks on this disk, say so and go on."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _BUSY:
            return False
        warnings.warn(
            f"The disk of the output folder knows no locks ({error.strerror}); do not start a "
            "second run into it before this one has ended.",
            PolicyCompareWarning,
            stacklevel=2,
        )
    return True
