"""Pinyin annotations in parentheses, ``中國(guó)``, which copying pages put behind characters."""

from __future__ import annotations

import re

from policycompare.datamodel import Edit
from policycompare.normalize.characters import HAN

_LATIN = "A-Za-zÀ-ÖØ-öø-ǿɑɡ\u0300-\u030c"
_ANNOTATION = re.compile(rf" {{0,2}}[(（] ?([{_LATIN}][{_LATIN}1-5:·'’ -]{{0,60}})[)）]")
_SIGN = re.compile(f"[(（] ?[{_LATIN}]")
_HAN_TAIL = re.compile(f"[{HAN}]*$")
_CLOSING_QUOTES = "”’」』》"

MAX_CHARACTERS = 8
"""Characters that one annotation may spell; the longest seen spells four, 责任单位(zérèndānwèi)."""


def edit_pinyin(text: str) -> list[Edit]:
    """Drop each parenthesis that spells a possible reading of the characters before it.

    Possible means that pypinyin lists it for the character, tone included where one is written;
    ``(RCEP)``, ``(一)`` and ``(a)`` stay. Repeated annotations all refer to the same characters.
    """
    if _SIGN.search(text) is None:
        return []
    edits: list[Edit] = []
    spoken = ""
    at = 0
    for match in _ANNOTATION.finditer(text):
        spoken = _characters_before(text, at, match.start(), spoken)
        at = match.end()
        if spoken and _spells(match[1], spoken):
            edits.append(Edit(match.start(), match.end(), ""))
        else:
            spoken = ""
    return edits


def _characters_before(text: str, start: int, end: int, earlier: str) -> str:
    """The Chinese characters right before ``end``, looking through annotations already dropped."""
    between = text[max(start, end - MAX_CHARACTERS - 1) : end].rstrip(_CLOSING_QUOTES)
    tail = _HAN_TAIL.search(between)
    run = tail[0] if tail else ""
    reaches_back = len(run) == end - start
    return ((earlier + run) if reaches_back else run)[-MAX_CHARACTERS:]


def _spells(annotation: str, characters: str) -> bool:
    """Whether the annotation reads the last one or more of the characters."""
    if annotation.isascii() and annotation != annotation.lower():
        return False  # An acronym or a name: pinyin without tone marks counts in lower case only.
    from policycompare.normalize.readings import spells  # pypinyin is heavy: load it on use.

    return spells(annotation, characters)
