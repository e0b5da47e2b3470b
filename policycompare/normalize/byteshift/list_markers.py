"""Which numbers the next list markers of a page should have."""

from __future__ import annotations

import re

from policycompare.normalize.byteshift.set_words import NUMBERS
from policycompare.normalize.byteshift.signs import ANNOTATION

_MARKER = re.compile(r"^[ \u3000]*[（(]([一二三四五六七八九十]+)[）)]", re.MULTILINE)

_LINE = 200
"""Characters of an unfinished line in which a marker, with its annotations, is looked for."""


class ListMarkers:
    """The last list marker of a page read piece by piece; the time is linear in its length."""

    def __init__(self) -> None:
        self._last = ""
        self._line = ""

    def read(self, text: str) -> None:
        """Read on."""
        text = self._line + text
        end = text.rfind("\n")
        # An annotation may hold a line end, beside its parentheses.
        while end >= 0 and (text[end - 1 : end] == "(" or text[end + 1 : end + 2] in {"", ")"}):
            end = text.rfind("\n", 0, end)
        self._last = self._last_in(text[: end + 1])
        self._line = text[end + 1 :][:_LINE]

    def coming(self, n_markers: int) -> list[str]:
        """The numbers that continue the last marker, and 一, which may begin a new list."""
        marker = self._last_in(self._line)
        last = NUMBERS.index(marker) + 1 if marker in NUMBERS else 0
        return [*NUMBERS[last : last + n_markers], NUMBERS[0]]

    def _last_in(self, text: str) -> str:
        markers: list[str] = _MARKER.findall(ANNOTATION.sub("", text))
        return markers[-1] if markers else self._last
