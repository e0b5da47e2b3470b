"""Read a document: bytes, encoding and the text exactly as decoded; nothing is cleaned here.

Of a page, a DOCX or a PDF file the text is what its reader extracts; offsets refer to that.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from policycompare.corpus import find_metadata
from policycompare.datamodel import Document, Metadata
from policycompare.errors import one_line
from policycompare.reading import DEFAULT_LIMITS, read_any

MAX_BYTES = 20_000_000
"""Size limit of one document in bytes, unless the settings say otherwise."""


def read_document(metadata: Metadata, folder: Path, *, max_bytes: int = MAX_BYTES) -> Document:
    """Read the text of one document of a corpus.

    Parameters
    ----------
    metadata : Metadata
        The document's manifest row; ``file`` is relative to ``folder``.
    folder : Path
        The corpus folder.
    max_bytes : int
        Size limit in bytes; a larger file is not opened.

    Raises
    ------
    ReadError
        If the file cannot be opened, is empty, too large or of a kind that cannot be read, does not
        decode strictly in its declared or detected encoding, or holds no Chinese character.
    UsageError
        If its kind needs a library that is not installed.
    """
    path = folder / metadata.file
    limits = replace(DEFAULT_LIMITS, max_bytes=max_bytes)
    found = read_any(path, encoding=metadata.encoding, limits=limits)
    return Document(
        metadata=metadata,
        text=found.text,
        path=path,
        encoding=found.encoding,
        sha256=found.sha256,
        warnings=tuple(map(one_line, found.warnings)),
        left_out=tuple(map(str, found.dropped)),
    )


def read_file(path: Path, *, max_bytes: int = MAX_BYTES) -> Document:
    """Read a lone file, with the metadata of the manifest beside it if that lists the file.

    Raises
    ------
    ReadError
        As :func:`read_document`.
    """
    metadata, warnings = find_metadata(path)
    # The file itself is opened, under the name given, even if the manifest reaches it by a link.
    document = read_document(replace(metadata, file=path.name), path.parent, max_bytes=max_bytes)
    return replace(document, metadata=metadata, warnings=warnings + document.warnings)
