"""The files of a corpus folder: which are documents, and which only stand beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

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


def _is_original(path: Path, files: Sequence[Path]) -> bool:
    """Whether a text with the same stem stands beside a file of another kind."""
    return path.suffix.lower() != ".txt" and any(
        other.stem == path.stem and other.suffix.lower() == ".txt" for other in files
    )


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


def is_companion(path: Path, files: Sequence[Path]) -> bool:
    """Tell whether a file only stands beside documents that are read."""
    return _is_description(path) or _is_original(path, files) or is_own_page(path)


def why_left_out(path: Path, files: Sequence[Path]) -> str:
    """Say why a file is no document of a folder without a manifest; empty if it is one."""
    if _is_description(path):
        return "is not taken as a document."
    if is_own_page(path):
        return "is a page that policycompare wrote, no document, and is left out."
    if path.suffix.lower() in UNREADABLE:
        return "cannot be read and is left out; save it as DOCX or print it to PDF."
    if _is_original(path, files):
        return f"is taken for the original of {path.stem}.txt and left out."
    return ""
