"""Readers: from a file of any kind to its text, with what the file says of itself.

:func:`read_any` is the way in; the stage ``read`` uses :func:`extract_text` for the documents of a
corpus. HTML, DOCX and PDF need the extra ``documents``, whose libraries are imported on use.
"""

from __future__ import annotations

from policycompare.reading.extraction import extract_text, read_any
from policycompare.reading.kinds import SUFFIXES, UNREADABLE, find_kind
from policycompare.reading.model import DEFAULT_LIMITS, Dropped, ExtractedText, Kind, Limits
from policycompare.reading.optional import INSTALL_COMMAND

__all__ = [
    "DEFAULT_LIMITS",
    "INSTALL_COMMAND",
    "SUFFIXES",
    "UNREADABLE",
    "Dropped",
    "ExtractedText",
    "Kind",
    "Limits",
    "extract_text",
    "find_kind",
    "read_any",
]
