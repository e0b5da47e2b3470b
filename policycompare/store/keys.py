"""Keys of stored documents: a digest of everything that had a part in the result.

A key holds the bytes of the source, its row of the manifest, the correction kept beside it, the
size limit, and the program: its code and shipped data up to the outline, Python and the libraries.
Whatever changes gives another key, and the document is done again; no rule decides what is stale.
"""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
from dataclasses import fields
from functools import cache
from importlib import metadata as distributions
from pathlib import Path
from typing import TYPE_CHECKING

from policycompare._version import __version__
from policycompare.datamodel import Metadata
from policycompare.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable

PARTS = (
    "compiling.py",
    "corpus.py",
    "corrections",
    "datamodel",
    "encoding.py",
    "errors.py",
    "folders.py",
    "libraries.py",
    "limits.py",
    "manifest.py",
    "normalize",
    "numerals.py",
    "outline",
    "preparation.py",
    "read.py",
    "reading",
    "report/cells.py",
    "report/values.py",
    "store",
    "tasks",
)
"""Code that makes an outline or keeps it; a test holds the list against the modules loaded."""

LIBRARIES = (
    "charset-normalizer",
    "cn2an",
    "jieba",
    "lxml",
    "markdown-it-py",
    "numba",
    "numpy",
    "opencc",
    "pdfplumber",
    "pypinyin",
    "trafilatura",
)
"""Distributions whose version may change an outline."""


_METADATA = tuple(field.name for field in fields(Metadata))


@cache
def program_digest() -> str:
    """Digest of the code, the data files and the libraries that make an outline, in hex."""
    home = Path(__file__).resolve().parents[1]
    data = (path for path in sorted((home / "data").iterdir()) if path.is_file())
    code = (path for part in PARTS for path in _python_files(home / part))
    versions = {name: _version(name) for name in LIBRARIES}
    python = [*sys.version_info[:3], unicodedata.unidata_version]
    told = json.dumps([__version__, python, versions], sort_keys=True)
    return digest_files((*data, *code), told.encode())


def digest_files(paths: Iterable[Path], more: bytes = b"") -> str:
    """Digest of files, by name and content, and of further bytes, in hex."""
    digest = hashlib.sha256(more)
    for path in paths:
        digest.update(f"\0{path.name}\0".encode("utf-8", "surrogateescape"))
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def document_key(metadata: Metadata, folder: Path, max_bytes: int) -> str | None:
    """The key of a document as its files are now, in hex; None if its source cannot be read.

    Why it cannot be read is told where it is read.
    """
    from policycompare.reading.extraction import read_bytes

    path = folder / metadata.file
    try:
        source = read_bytes(path, max_bytes)
    except ReadError:
        return None
    parts = {
        "program": program_digest(),
        "metadata": {name: getattr(metadata, name) for name in _METADATA}
        | {"extra": dict(metadata.extra)},
        "source": hashlib.sha256(source).hexdigest(),
        "correction": _correction_digest(path.parent / correction_name(metadata)),
        "max_bytes": max_bytes,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def correction_name(metadata: Metadata) -> str:
    """The name of the corrected outline of a document."""
    from policycompare.corrections.kept import SUFFIX

    return metadata.document + SUFFIX


def _correction_digest(path: Path) -> str:
    """Digest of a corrected outline; empty where there is none, its trouble where it is unreadable.

    Trouble is an error where the outline is made, so nothing is ever kept under such a key.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"errno {error.errno}"


def _python_files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _version(name: str) -> str:
    try:
        return distributions.version(name)
    except distributions.PackageNotFoundError:
        return ""
