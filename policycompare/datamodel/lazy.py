"""Sequences whose entries are made from columns when somebody asks for them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TypeVar, overload

Entry = TypeVar("Entry")

BLOCK = 65_536
"""Entries whose columns are laid out together while a long sequence is walked."""


class LazySequence(Sequence[Entry]):
    """A read-only sequence like a tuple that holds columns in place of its entries.

    It equals any other sequence but a text with equal entries in the same order.
    """

    __slots__ = ()

    @abstractmethod
    def _entries(self, start: int, stop: int) -> Iterator[Entry]:
        """Make the entries of ``[start, stop)``, at most ``BLOCK`` of them."""

    @overload
    def __getitem__(self, index: int) -> Entry: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Entry, ...]: ...

    def __getitem__(self, index: int | slice) -> Entry | tuple[Entry, ...]:
        numbers = range(len(self))[index]
        if isinstance(numbers, int):
            return next(self._entries(numbers, numbers + 1))
        if numbers.step == 1:
            return tuple(self._walk(numbers.start, numbers.stop))
        return tuple(entry for n in numbers for entry in self._entries(n, n + 1))

    def __iter__(self) -> Iterator[Entry]:
        return self._walk(0, len(self))

    def _walk(self, start: int, stop: int) -> Iterator[Entry]:
        for first in range(start, stop, BLOCK):
            yield from self._entries(first, min(first + BLOCK, stop))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if isinstance(other, str) or not isinstance(other, Sequence):
            return NotImplemented
        if len(self) != len(other):
            return False
        return all(mine == theirs for mine, theirs in zip_longest(self, other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self)} entries>"
