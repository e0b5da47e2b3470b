"""Decode a plain text and check that it is one."""

from __future__ import annotations

from policycompare.encoding import CHINESE, Decoded, UndecodableError, decode
from policycompare.errors import ReadError


def decode_text(name: str, data: bytes, declared: str = "") -> Decoded:
    """Decode strictly.

    Parameters
    ----------
    name : str
        What messages call the file.
    data : bytes
    declared : str, optional
        Its encoding, if a manifest says so.

    Raises
    ------
    ReadError
        If the bytes do not decode strictly in the declared or detected encoding, or are binary.
    """
    try:
        decoded = decode(data, declared)
    except UndecodableError as error:
        if b"\0" in data and not declared:
            raise _binary_error(name, f"byte offset {data.index(bytes(1))}") from error
        raise ReadError(
            f"{name} {error}; allowed are UTF-8, UTF-16, GB18030/GBK and Big5, without bad bytes; "
            f"save the text as UTF-8, or declare its encoding in the manifest column 'encoding'."
        ) from error
    zero = decoded.text.find("\0")
    if zero >= 0:
        raise _binary_error(name, f"character offset {zero}")
    return decoded


def check_chinese(name: str, text: str) -> None:
    """Raise a ReadError if a text holds no Chinese character."""
    if not CHINESE.search(text):
        raise ReadError(
            f"{name} holds no Chinese character; a document must be a Chinese text; "
            f"check that it is the right file and that its encoding is declared rightly."
        )


def _binary_error(name: str, where: str) -> ReadError:
    return ReadError(
        f"{name} is a binary file: a zero stands at {where}; a document must be "
        f"plain Chinese text; save its text as UTF-8."
    )
