"""The files of a corpus folder: which are documents, and which only stand beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Set
from pathlib import Path, PurePosixPath

from policycompare.errors import CorpusError
from policycompare.reading.kinds import SUFFIXES, UNREADABLE

DESCRIPTIONS = frozenset({"readme", "license", "licence", "changelog", "notice"})
"""Stems of files that describe a folder and are no documents, in lower case."""

HEAD_BYTES = 8192
"""Bytes of a page that are searched for who made it; its scripts and texts come later."""

_META = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)
_GENERATOR = re.compile(rb"""\bname\s*=\s*["']?generator\b""", re.IGNORECASE)
_OURS = re.compile(rb"""\bcontent\s*=\s*["']?policycompare\b""", re.IGNORECASE)


def list_files(folder: Path) -> list[Path]:
    """List the files directly in the folder that are not hidden, sorted by name."""
    try:
        found = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise CorpusError(
            f"the folder {folder} cannot be read ({error.strerror}); a corpus must be readable; "
            f"change its permissions."
        ) from error
    return [path for path in found if not path.name.startswith(".") and path.is_file()]


def is_document(path: Path) -> bool:
    """Tell whether a file is a document by its suffix, readable or not."""
    return path.suffix.lower() in (*SUFFIXES, *UNREADABLE)


def text_stems(files: Iterable[Path]) -> frozenset[str]:
    """Stems of the texts of a folder: each may stand beside the original that it was taken from."""
    return frozenset(path.stem for path in files if path.suffix.lower() == ".txt")


def _is_original(path: Path, texts: Set[str]) -> bool:
    """Whether a text with the same stem stands beside a file of another kind."""
    return path.suffix.lower() != ".txt" and path.stem in texts


def _is_description(path: Path) -> bool:
    return path.stem.lower() in DESCRIPTIONS


def is_own_page(path: Path) -> bool:
    """Tell whether a file is a ``report.html`` of ours, by the generator that its head names.

    Its clauses are those of the documents beside it: read as a document it would share everything
    with each of them. A file that cannot be opened is told where it is read.
    """
    if path.suffix.lower() not in (".html", ".htm"):
        return False
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        return False
    return any(_GENERATOR.search(meta) and _OURS.search(meta) for meta in _META.findall(head))


def is_companion(path: Path, texts: Set[str]) -> bool:
    """Tell whether a file only stands beside documents that are read; see :func:`text_stems`."""
    return _is_description(path) or _is_original(path, texts) or is_own_page(path)


def why_left_out(path: Path, texts: Set[str]) -> str:
    """Say why a file is no document of a folder without a manifest; empty if it is one."""
    if _is_description(path):
        return "is not taken as a document."
    if is_own_page(path):
        return "is a page that policycompare wrote, no document, and is left out."
    if path.suffix.lower() in UNREADABLE:
        return "cannot be read and is left out; save it as DOCX or print it to PDF."
    if _is_original(path, texts):
        return f"is taken for the original of {path.stem}.txt and left out."
    return ""


class RealPaths:
    """Real paths of many files of few folders: each folder is looked up once."""

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}

    def resolve(self, path: Path) -> Path:
        """As :meth:`pathlib.Path.resolve`."""
        if path.name in ("", "..") or path.is_symlink():
            return path.resolve()
        if path.parent not in self._folders:
            self._folders[path.parent] = path.parent.resolve()
        return self._folders[path.parent] / path.name

    def find(self, path: Path) -> Path | None:
        """The real path; None for a link in a circle or a name that is too long for a path."""
        try:
            return self.resolve(path)
        except (OSError, RuntimeError, ValueError):
            return None


class DiskNames:
    """Names of files as they are written on disk; each folder is listed once."""

    def __init__(self) -> None:
        self._names: dict[Path, dict[str, list[str]]] = {}

    def find(self, folder: Path, file: str) -> str:
        """Give a file its name on disk where that writes the same letters in another way.

        A name typed as NFC stands as NFD on disks and in archives that come from macOS.
        """
        path = folder / file
        try:
            if path.exists() or not path.parent.is_dir():
                return file
            if path.parent not in self._names:
                by_letters: dict[str, list[str]] = {}
                for other in path.parent.iterdir():
                    by_letters.setdefault(_composed(other.name), []).append(other.name)
                self._names[path.parent] = by_letters
        except (OSError, ValueError):
            return file  # told where the file is missed
        found = self._names[path.parent].get(_composed(path.name), [])
        return str(PurePosixPath(file).with_name(found[0])) if len(found) == 1 else file


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
