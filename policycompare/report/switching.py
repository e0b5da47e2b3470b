"""Exchange two folders by their names in one step of the operating system.

Linux has ``renameat2(RENAME_EXCHANGE)`` since 3.15 (renameat2(2)), macOS has
``renamex_np(RENAME_SWAP)`` since 10.12 (renamex_np(2)); Windows has nothing of the kind.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2


def exchange(one: Path, two: Path) -> bool:
    """Exchange two folders of one file system; False where that cannot be done.

    A process killed at any moment leaves both as they were or both exchanged.
    """
    a, b = os.fsencode(one), os.fsencode(two)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if hasattr(libc, "renamex_np"):
            return bool(libc.renamex_np(a, b, _RENAME_SWAP) == 0)
        return bool(libc.renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):  # a C library without it, or none to open
        return False


def sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk; nothing on Windows, where none can be opened."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:  # some network disks know no fsync of a folder
        return
    finally:
        os.close(descriptor)
