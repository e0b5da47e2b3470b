"""Decode and parse a saved web page."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from policycompare.encoding import Decoded, UndecodableError, codec_name, decode
from policycompare.errors import ReadError
from policycompare.reading.optional import load_reader

if TYPE_CHECKING:
    from lxml.etree import _Element

_META = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE)
_XML_LINE = re.compile(r"\A\s*<\?xml[^>]*>")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 4096
"""Bytes in which the HTML standard lets the charset stand, and some more."""


def decode_page(data: bytes, name: str, declared: str) -> Decoded:
    """Decode a page by its declared charset, byte-order mark or meta element, else by its bytes.

    A declared charset that does not fit gives way to the one that the bytes show. A byte that fits
    neither becomes U+FFFD and is told, as a browser does: the page is kept.

    Raises
    ------
    ReadError
        If no encoding gives Chinese text.
    """
    found = declared or _find_charset(data)
    codec = codec_name(found) if found else None
    try:
        decoded = decode(data, found if codec else "")
    except UndecodableError as error:
        decoded = _decode_otherwise(data, name, codec, error)
    if found and codec is None:
        note = f"the page names the charset {found}, which is none of Chinese text; not used."
        decoded = Decoded(decoded.text, decoded.encoding, (*decoded.warnings, note))
    return decoded


def _find_charset(data: bytes) -> str:
    if data.startswith(_MARKS):
        return ""  # the mark decides
    match = _META.search(data[:_HEAD]) or _XML.match(data[:_HEAD])
    return match[1].decode("ascii") if match else ""


def _decode_otherwise(
    data: bytes, name: str, codec: tuple[str, ...] | None, error: UndecodableError
) -> Decoded:
    try:
        decoded = decode(data)
    except UndecodableError as other:
        if codec is None:
            raise ReadError(
                f"{name} {other}; allowed are UTF-8, UTF-16, GB18030/GBK and Big5; save the page "
                f"again as UTF-8."
            ) from other
        text = data.decode(codec[-1], "replace")
        note = f"{text.count(chr(0xFFFD))} bytes of the page cannot be decoded: it {error}."
        return Decoded(text, codec[-1], (note,))
    note = f"the page names a charset that does not fit ({error}); read as {decoded.encoding}."
    return Decoded(decoded.text, decoded.encoding, (*decoded.warnings, note))


def parse_page(text: str, name: str) -> _Element:
    """Parse a page; comments are dropped, nothing is loaded.

    Raises
    ------
    ReadError
        If it is nested so deeply that a part of it would be lost, or holds no element.
    """
    etree = load_reader("lxml.etree", "an HTML")
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    clean = _XML_LINE.sub("", text).replace("\0", "")
    root = etree.fromstring(clean, parser) if clean.strip() else None
    if root is None:
        raise ReadError(f"{name} is an empty page; a page needs a text; save it again.")
    if any("depth" in entry.message for entry in parser.error_log):
        raise ReadError(
            f"{name} is a page nested too deeply to be read whole; allowed are about 250 elements "
            f"inside one another; copy its text into a .txt file."
        )
    return root
