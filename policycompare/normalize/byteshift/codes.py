"""GBK as the damaged pages used it: codes, their halves, and the codes that show nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
EURO = 0x80
"""Not a lead byte in GBK; decoders skip it with or without its neighbour, or show ``€``."""

_FULL_WIDTH = 0xA3
# A3A1..A3FE holds the printable ASCII characters in full width.
_FULL_WIDTH_OFFSET = 0x80


class Tables(NamedTuple):
    """GBK turned about in the ways the search needs.

    Attributes
    ----------
    characters : dict of (lead, trail) to str
    codes : dict of str to (lead, trail)
    vanished : dict of lead to the trails with which it shows nothing; leads with equal trails share
        one tuple
    classes : dict of lead to the first lead with the same ``vanished``
    leads : dict of trail to leads that make a character with it
    trails : dict of lead to trails that make a character with it
    """

    characters: dict[tuple[int, int], str]
    codes: dict[str, tuple[int, int]]
    vanished: dict[int, tuple[int, ...]]
    classes: dict[int, int]
    leads: dict[int, tuple[int, ...]]
    trails: dict[int, tuple[int, ...]]


@lru_cache(maxsize=1)
def gbk_tables() -> Tables:
    """The tables of Python's ``gbk`` codec, which is code page 936 without its private area."""
    characters: dict[tuple[int, int], str] = {}
    vanished: dict[int, list[int]] = {EURO: list(TRAILS)}
    leads: dict[int, list[int]] = {}
    trails: dict[int, list[int]] = {}
    for lead in LEADS:
        for trail in TRAILS:
            shown = _decoded(bytes((lead, trail)))
            if not shown:
                vanished.setdefault(lead, []).append(trail)
                continue
            characters[lead, trail] = shown
            leads.setdefault(trail, []).append(lead)
            trails.setdefault(lead, []).append(trail)
    codes = {character: code for code, character in characters.items()}
    nothing = _frozen(vanished)
    classes = {lead: min(x for x in nothing if nothing[x] == nothing[lead]) for lead in nothing}
    return Tables(characters, codes, nothing, classes, _frozen(leads), _frozen(trails))


def _decoded(code: bytes) -> str:
    """The character of a two-byte code in GBK; empty if there is none."""
    try:
        return code.decode("gbk")
    except UnicodeDecodeError:
        return ""


def encoded(character: str, encoding: str) -> bytes:
    """The code of a character; empty if the encoding has none for it."""
    try:
        return character.encode(encoding)
    except UnicodeEncodeError:
        return b""


def _frozen(table: dict[int, list[int]]) -> dict[int, tuple[int, ...]]:
    return {key: tuple(values) for key, values in table.items()}


def shown_codes(character: str) -> tuple[tuple[int, int], ...]:
    """The two-byte codes that a page may show as ``character``.

    Later steps of a page's life make widths one: a half-width mark may have been full-width, a
    plain space an ideographic one.
    """
    code = gbk_tables().codes.get(character)
    if code is not None:
        return (code,)
    if character == " ":
        return ((0xA1, 0xA1),)
    if "!" <= character < "@":
        return ((_FULL_WIDTH, ord(character) + _FULL_WIDTH_OFFSET),)
    private = encoded(character, "gb18030")
    return ((private[0], private[1]),) if len(private) == 2 else ()
