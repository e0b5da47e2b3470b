"""Damage that no step explains: flagged with its offsets and kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policycompare.datamodel import Damage
from policycompare.normalize.characters import HAN

_PATTERNS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "replacement-character",
        re.compile("\ufffd+"),
        "a character was lost when the page was decoded",
    ),
    (
        "private-use",
        re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]+"),
        "a character without a public meaning",
    ),
    (
        "lost-marker",
        re.compile(r"(?:^|(?<=[。;:\n]))\( ?\)", re.MULTILINE),
        "a list marker without its number",
    ),
    ("lost-text", re.compile(r"\( ?\)"), "empty parentheses"),
    (
        "lost-character",
        re.compile(rf"(?<=[{HAN}])\?{{2,}}(?=[{HAN}])"),
        "question marks inside a word, probably characters that could not be encoded",
    ),
)
"""Kind, pattern in normalized text, message. The first kind that fits a place counts."""


def find_damage(text: str) -> Iterator[Damage]:
    """Flag lost characters, private-use characters and empty list markers of a normalized text."""
    taken: set[int] = set()
    for kind, pattern, message in _PATTERNS:
        for match in pattern.finditer(text):
            if match.start() not in taken:
                taken.add(match.start())
                yield Damage(match.start(), match.end(), kind, None, message)
