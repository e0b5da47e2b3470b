"""jieba's dictionary, and a cache of it that nobody else can write.

jieba itself keeps a file of ``marshal``, a format that is not secure against a file that somebody
else made (Python documentation, marshal). The cache here is JSON behind a line that tells what it
was made from; where anything about it is doubtful the dictionary is read anew, in a second.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

from policycompare.caches import cache_folder

FORMAT = "policycompare-jieba-1"


def read_frequencies(tokenizer: Any, folder: Path | None = None) -> tuple[dict[str, int], int]:
    """Read the dictionary of a jieba tokenizer: occurrences by word or beginning of one, and total.

    Parameters
    ----------
    tokenizer : jieba.Tokenizer
        One that was not initialized.
    folder : Path, optional
        Where the cache is kept; by default in the user's cache folder.
    """
    with tokenizer.get_dict_file() as stream:
        dictionary = hashlib.sha256(stream.read()).hexdigest()
    path = (folder or cache_folder()) / f"jieba-{dictionary[:16]}.json"
    found = _load(path, dictionary)
    if found is not None:
        return found
    frequencies, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    with contextlib.suppress(OSError):  # the cache saves half a second, no more
        _store(path, dictionary, [frequencies, total])
    return frequencies, total


def _store(path: Path, dictionary: str, content: object) -> None:
    """Write the cache beside its place, closed to others, and move it there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_private(path.parent.lstat(), stat.S_ISDIR):
        return
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    head = f"{FORMAT} {dictionary} {hashlib.sha256(body).hexdigest()}\n".encode()
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".jieba-")  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(head + body)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _load(path: Path, dictionary: str) -> tuple[dict[str, int], int] | None:
    """The cached dictionary, or None unless it is whole, of this dictionary and the user's own."""
    try:
        if not _is_private(path.parent.lstat(), stat.S_ISDIR):
            return None
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            if not _is_private(os.fstat(file.fileno()), stat.S_ISREG):
                return None
            head, _, body = file.read().partition(b"\n")
    except OSError:
        return None
    if head.decode("ascii", "replace").split() != [
        FORMAT,
        dictionary,
        hashlib.sha256(body).hexdigest(),
    ]:
        return None
    frequencies, total = json.loads(body)
    return frequencies, total


def _is_private(status: os.stat_result, is_kind: Any) -> bool:
    """Whether a file or folder is of this kind, the user's own, and not writable by others."""
    if not is_kind(status.st_mode):
        return False
    if not hasattr(os, "geteuid"):  # Windows: the cache folder belongs to the user
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022
