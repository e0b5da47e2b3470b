"""Which font draws the Chinese characters of a picture, asked of vl-convert itself.

vl-convert draws with the fonts of the computer (on Linux those of fontconfig's folders) and with
Liberation, which it brings along and which has no Chinese characters. It tries the families of
the specification in their order and no others: a font that is not named there is not used.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import quoteattr  # nosec B406: it writes XML and parses none

from policycompare.charts.style import CJK_FONTS

TWO_CHARACTERS = ("政", "策")
"""Drawn as the same box where a font has neither."""

LATIN = "Hamburg"
UNKNOWN = "No font has this name"


def find_chinese_font(vl_convert: Any, first: str = "") -> str:
    """Find the first family of a list that is installed and has Chinese characters.

    Parameters
    ----------
    vl_convert : module
    first : str
        A family to try before :data:`~policycompare.charts.style.CJK_FONTS`.

    Returns
    -------
    str
        Empty where there is none: characters would be boxes.
    """
    missing = _draw(vl_convert, UNKNOWN, LATIN)
    for family in filter(None, (first, *CJK_FONTS)):
        # a family that is not installed is drawn with the font that stands in for any
        if _draw(vl_convert, family, LATIN) != missing and _has_chinese(vl_convert, family):
            return family
    return ""


def _has_chinese(vl_convert: Any, family: str) -> bool:
    one, other = (_draw(vl_convert, family, character) for character in TWO_CHARACTERS)
    return one != other


def _draw(vl_convert: Any, family: str, text: str) -> bytes:
    picture: bytes = vl_convert.svg_to_png(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="24"><text x="2" y="18" '
        f'font-size="18" font-family={quoteattr(repr(family))}>{text}</text></svg>'
    )
    return picture
