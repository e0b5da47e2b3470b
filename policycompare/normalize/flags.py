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
)
"""Kind, pattern in normalized text, message. The first kind that fits a place counts."""

# Most texts have none of these, which two quick looks tell.
_SIGNS = (re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]"), re.compile(r"\( ?\)"))


_QUESTION_MARK = re.compile(rf"(?<=[{HAN}])\?+(?=[{HAN}])")


def find_question_marks(source: str) -> Iterator[Damage]:
    """Flag ASCII question marks inside words of a page that prints full-width punctuation.

    There they stand for characters that an encoding lacked. On a page with half-width punctuation
    they may just as well end a question, so only runs of them are flagged.
    """
    if "?" not in source:
        return
    is_wide = source.count("，") > source.count(",")
    for match in _QUESTION_MARK.finditer(source):
        if is_wide or len(match[0]) > 1:
            message = "a question mark inside a word, probably a character that was lost"
            yield Damage(match.start(), match.end(), "lost-character", None, message)


def find_damage(text: str) -> Iterator[Damage]:
    """Flag replacement and private-use characters and empty parentheses of a normalized text."""
    if all(sign.search(text) is None for sign in _SIGNS):
        return
    taken: set[int] = set()
    for kind, pattern, message in _PATTERNS:
        for match in pattern.finditer(text):
            if match.start() not in taken:
                taken.add(match.start())
                yield Damage(match.start(), match.end(), kind, None, message)
