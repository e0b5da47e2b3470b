"""Rows of a check about the files of a folder: what no row of the manifest names, what is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from policycompare.check import CheckRow
from policycompare.corpus import Corpus
from policycompare.datamodel import Metadata


def check_files(corpus: Corpus) -> Iterator[CheckRow]:
    """Yield what is wrong with files: texts missing, originals gone, changed or unnamed."""
    for document, message in corpus.missing:
        yield CheckRow(document, "error", "files", message)
    for entry in corpus.documents:
        yield from _check_source(corpus.folder, entry)
    named = {entry.source_file for entry in corpus.documents}
    folder = corpus.folder / "originals"
    if not corpus.is_whole or not folder.is_dir():
        return
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        name = f"{folder.name}/{path.name}"
        if path.is_file() and not path.name.startswith(".") and name not in named:
            message = f"{name} is the source of no document: add it or remove it"
            yield CheckRow("", "note", "files", message)


def _check_source(folder: Path, entry: Metadata) -> Iterator[CheckRow]:
    """Whether the original of a document is there and still the one that was read."""
    if not entry.source_file:
        return
    path = folder / entry.source_file
    inside = path.resolve().is_relative_to(folder.resolve())
    if not inside or not path.is_file():
        message = (
            f"its original {entry.source_file} is not in the folder: put it back, or empty the "
            "column source_file"
        )
        yield CheckRow(entry.document, "note", "files", message)
    elif entry.source_sha256 and _sha256(path) != entry.source_sha256:
        message = (
            f"its original {entry.source_file} is not the file that the text was taken from (other "
            "hash): add the new file as a document of its own, or put the old one back"
        )
        yield CheckRow(entry.document, "doubt", "files", message)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while data := stream.read(1 << 20):
            digest.update(data)
    return digest.hexdigest()
