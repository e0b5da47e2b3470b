"""Text as XML 1.0 can hold it, the form of XLSX and DOCX files, and as a spreadsheet counts it."""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"
"""Stands for a character that XML has no place for."""

# XML 1.0, production Char: control characters, halves of pairs and two non-characters are left out.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def replace_forbidden(text: str) -> tuple[str, int]:
    r"""Replace what XML cannot hold; give the text and how many characters were replaced.

    >>> replace_forbidden("a\x00b")
    ('a\ufffdb', 1)
    """
    return _FORBIDDEN.subn(REPLACEMENT, text)


def count_units(text: str) -> int:
    """Length as Excel counts it: a character beyond the basic plane is two.

    >>> count_units("養𠮷")
    3
    """
    return len(text) + sum(char > "\uffff" for char in text)


def cut_units(text: str, room: int) -> str:
    """The longest beginning of a text that has at most ``room`` units; no character is halved.

    >>> cut_units("a𠮷b", 2), cut_units("a𠮷b", 3), cut_units("ab", 9)
    ('a', 'a𠮷', 'ab')
    """
    used = 0
    for at, char in enumerate(text):
        used += 2 if char > "\uffff" else 1
        if used > room:
            return text[:at]
    return text
