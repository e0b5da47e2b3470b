"""Read a document: bytes, encoding and the text exactly as decoded; nothing is cleaned here."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from policycompare.corpus import find_metadata
from policycompare.datamodel import Document, Metadata
from policycompare.encoding import CHINESE, Decoded, UndecodableError, decode
from policycompare.errors import ReadError

MAX_BYTES = 20_000_000
"""Size limit of one document in bytes, unless the settings say otherwise."""

# First bytes of formats that are often renamed or saved to .txt, and what they are.
_BINARY_FORMATS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a DOCX, XLSX or zip file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or WPS file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"Rar!", "a RAR file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
)


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
        If the file cannot be opened, is empty, too large or binary, does not decode strictly in its
        declared or detected encoding, or holds no Chinese character.
    """
    path = folder / metadata.file
    data = _read_bytes(path, max_bytes)
    _check_binary(path, data)
    decoded = _decode(path, data, metadata.encoding)
    _check_text(path, decoded)
    return Document(
        metadata=metadata,
        text=decoded.text,
        path=path,
        encoding=decoded.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=decoded.warnings,
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


def _read_bytes(path: Path, max_bytes: int) -> bytes:
    try:
        if path.is_dir():
            raise ReadError(
                f"{path} is a folder; a document must be a text file; give a file inside it."
            )
        with path.open("rb") as stream:
            data = stream.read(max_bytes + 1)  # one byte more tells a file that is too large
    except FileNotFoundError as error:
        raise ReadError(
            f"there is no file {path}; a document must be a text file; check the path."
        ) from error
    except (OSError, ValueError) as error:
        raise ReadError(
            f"{path} cannot be opened ({error}); a document must be a readable text file; "
            f"check the path and its permissions."
        ) from error
    if len(data) > max_bytes:
        raise ReadError(
            f"{path} has {path.stat().st_size:,} bytes; a document may have at most {max_bytes:,}; "
            f"split it into its documents or raise max_bytes."
        )
    return data


def _check_binary(path: Path, data: bytes) -> None:
    if not data.strip():
        raise ReadError(
            f"{path} is empty; a document needs Chinese text; fill the file or take it out."
        )
    for magic, name in _BINARY_FORMATS:
        if data.startswith(magic):
            raise ReadError(
                f"{path} is {name}, not text; a document must be plain Chinese text; "
                f"save its text as UTF-8."
            )


def _decode(path: Path, data: bytes, declared: str) -> Decoded:
    try:
        return decode(data, declared)
    except UndecodableError as error:
        if b"\0" in data and not declared:
            raise _binary_error(path, f"byte offset {data.index(bytes(1))}") from error
        raise ReadError(
            f"{path} {error}; allowed are UTF-8, UTF-16, GB18030/GBK and Big5, without bad bytes; "
            f"save the text as UTF-8, or declare its encoding in the manifest column 'encoding'."
        ) from error


def _binary_error(path: Path, where: str) -> ReadError:
    return ReadError(
        f"{path} is a binary file: a zero stands at {where}; a document must be "
        f"plain Chinese text; save its text as UTF-8."
    )


def _check_text(path: Path, decoded: Decoded) -> None:
    zero = decoded.text.find("\0")
    if zero >= 0:
        raise _binary_error(path, f"character offset {zero}")
    if not CHINESE.search(decoded.text):
        raise ReadError(
            f"{path} holds no Chinese character; a document must be a Chinese text; "
            f"check that it is the right file and that its encoding is declared rightly."
        )
