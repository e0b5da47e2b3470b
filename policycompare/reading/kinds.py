"""What a file is, by its first bytes; and what to do with a file that cannot be read."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from policycompare.errors import ReadError
from policycompare.reading.model import Kind

SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".shtml": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".md": "markdown",
    ".markdown": "markdown",
    ".zip": "zip",
}
"""Suffixes of files that count as documents of a folder; what they are is told by their bytes."""

UNREADABLE = (".doc", ".wps", ".ofd", ".rtf", ".odt", ".mht", ".mhtml")
"""Suffixes of documents that must be saved as another kind first."""

_AS_DOCX = "open it in Word, WPS or LibreOffice and save it as DOCX"
_AS_PDF = "open it in its own program and print it to a PDF file with text"
# First bytes, what the file is, what to do with it.
_MAGIC = (
    (b"{\\rtf", "an RTF file", _AS_DOCX),
    (b"\x1f\x8b", "a gzip file", "unpack it"),
    (b"Rar!", "a RAR file", "unpack it, or pack it as ZIP"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip file", "unpack it, or pack it as ZIP"),
    (b"\x89PNG", "a PNG picture", "run text recognition (OCR) on it and save the text"),
    (b"\xff\xd8\xff", "a JPEG picture", "run text recognition (OCR) on it and save the text"),
    (b"GIF8", "a GIF picture", "run text recognition (OCR) on it and save the text"),
    (b"II*\0", "a TIFF picture", "run text recognition (OCR) on it and save the text"),
    (b"MM\0*", "a TIFF picture", "run text recognition (OCR) on it and save the text"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Member of a ZIP container that tells what it is (ISO/IEC 29500, GB/T 33190, ODF 1.3).
_CONTAINERS = (
    ("OFD.xml", "an OFD file", _AS_PDF),
    ("xl/workbook.xml", "an XLSX workbook", "copy its text into a DOCX file"),
    ("ppt/presentation.xml", "a PPTX presentation", "copy its text into a DOCX file"),
    ("content.xml", "an OpenDocument file", _AS_DOCX),
    ("META-INF/container.xml", "an EPUB book", "save its text as HTML"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MHTML = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*MIME-Version:", re.IGNORECASE)
_HEAD = 4096
"""Bytes in which the beginning of a page is looked for."""


def find_kind(data: bytes, name: str) -> Kind:
    """Tell what a file is.

    The first bytes decide; only for text the suffix does, since Markdown has no signature and a
    page may begin with anything.

    Raises
    ------
    ReadError
        If it is a kind that cannot be read; the message says what to do.
    """
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(_OLE):
        raise _refusal(name, *_describe_ole(data, name))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _find_container(data, name)
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            raise _refusal(name, what, remedy)
    return _find_text_kind(data, name)


def _find_text_kind(data: bytes, name: str) -> Kind:
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16: every second byte of ASCII is 0
        head = head[2:].replace(b"\0", b"")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(head):
        return "html"
    if _MHTML.match(head) and b"text/html" in data:
        raise _refusal(
            name, "a web page saved as MHTML", "save the page as 'HTML only' or print it to PDF"
        )
    suffix = SUFFIXES.get(PurePath(name).suffix.lower(), "text")
    return suffix if suffix in ("html", "markdown") else "text"


def _find_container(data: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadError(
            f"{name} is a damaged DOCX or ZIP file ({error}); only whole files can be read; "
            f"download or copy it again."
        ) from error
    if "[Content_Types].xml" in members and any(m.startswith("word/") for m in members):
        return "docx"
    for member, what, remedy in _CONTAINERS:
        if member in members:
            raise _refusal(name, what, remedy)
    return "zip"


def _describe_ole(data: bytes, name: str) -> tuple[str, str]:
    """What an OLE compound file holds; its streams have names in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "a DOCX file locked with a password", "save it without a password"
    if PurePath(name).suffix.lower() == ".wps":
        return "a WPS file", _AS_DOCX
    if "WordDocument".encode("utf-16-le") in data:
        return "an old Word file (.doc)", _AS_DOCX
    return "an old Word, Excel or WPS file", _AS_DOCX


def _refusal(name: str, what: str, remedy: str) -> ReadError:
    return ReadError(
        f"{name} is {what}, which cannot be read; allowed are text, HTML, DOCX, PDF with a text "
        f"layer, Markdown and ZIP of these; {remedy}."
    )
