"""Texts once: every string of the page's data by its number."""

from __future__ import annotations

from collections.abc import Iterable


class Strings:
    """A table of strings; the page's data name each by its position."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: object) -> int:
        """Give the position of a string, a new one at the end."""
        return self._numbers.setdefault(str(text), len(self._numbers))

    def numbers(self, texts: Iterable[object]) -> list[int]:
        """Give the positions of several strings."""
        return [self.number(text) for text in texts]

    @property
    def table(self) -> list[str]:
        """All strings in the order of their positions."""
        return list(self._numbers)
