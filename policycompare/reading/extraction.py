"""From the bytes of a file to its text: find the kind, call its reader, complete the facts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from policycompare.errors import ReadError
from policycompare.reading.facts import find_facts
from policycompare.reading.kinds import find_kind
from policycompare.reading.model import DEFAULT_LIMITS, ExtractedText, Limits
from policycompare.reading.plain import check_chinese, decode_text

Reader = Callable[[bytes, str, Limits], ExtractedText]
"""Takes the bytes, the name that messages use, and the limits."""


def read_any(path: Path, *, encoding: str = "", limits: Limits = DEFAULT_LIMITS) -> ExtractedText:
    """Read a file of any kind that is known here.

    Parameters
    ----------
    path : Path
    encoding : str, optional
        Encoding of a text, Markdown or HTML file; detected if empty.
    limits : Limits, optional

    Raises
    ------
    ReadError
        If the file cannot be opened, is empty, too large, damaged, locked, a scan, of a kind that
        cannot be read, or holds no Chinese character.
    UsageError
        If the library that its kind needs is not installed.
    """
    found = extract_text(read_bytes(path, limits.max_bytes), str(path), encoding, limits)
    return replace(found, name=path.name)


def extract_text(
    data: bytes, name: str, encoding: str = "", limits: Limits = DEFAULT_LIMITS
) -> ExtractedText:
    """Extract the text from the bytes of a file.

    Parameters
    ----------
    data : bytes
    name : str
        The file's name or path: its suffix helps to find the kind, and messages use it.
    encoding : str, optional
        Encoding of a text, Markdown or HTML file; detected if empty.
    limits : Limits, optional

    Raises
    ------
    ReadError, UsageError
        As :func:`read_any`.
    """
    if not data.strip():
        raise ReadError(
            f"{name} is empty; a document needs Chinese text; fill the file or take it out."
        )
    found = _choose_reader(find_kind(data, name), encoding)(data, name, limits)
    check_chinese(name, found.text)
    facts = find_facts(found.text)
    return replace(
        found,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        document_number=found.document_number or facts.document_number,
        date=facts.date or found.date,  # the date of signing goes before that of a web page
        issuer=facts.issuer or found.issuer,
    )


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """Read a file that is no larger than allowed.

    Raises
    ------
    ReadError
        If it is a folder, missing, unreadable or too large.
    """
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


def _choose_reader(kind: str, encoding: str) -> Reader:
    """The reader of a kind; its module is imported here, so that a plain text loads none."""
    if kind == "html":
        from policycompare.reading.html import read_html

        return partial(read_html, encoding=encoding)
    if kind == "docx":
        from policycompare.reading.docx import read_docx

        return read_docx
    if kind == "pdf":
        from policycompare.reading.pdf import read_pdf

        return read_pdf
    if kind == "markdown":
        from policycompare.reading.markdown import read_markdown

        return partial(read_markdown, encoding=encoding)
    if kind == "zip":
        from policycompare.reading.zips import read_zip

        return partial(read_zip, extract=partial(_extract_member, encoding=encoding))
    return partial(_read_plain, encoding=encoding)


def _read_plain(data: bytes, name: str, limits: Limits, encoding: str) -> ExtractedText:
    decoded = decode_text(name, data, encoding)
    return ExtractedText(decoded.text, "text", encoding=decoded.encoding, warnings=decoded.warnings)


def _extract_member(data: bytes, name: str, limits: Limits, encoding: str) -> ExtractedText:
    return extract_text(data, name, encoding, limits)
