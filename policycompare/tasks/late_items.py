"""Items of tasks that are made when it is their turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, overload


class LateItems(Sequence[Any]):
    """Items of which each is made when it is asked for, so that few wait in memory.

    Parameters
    ----------
    make : callable
        Makes an item of one of ``parts``: always the same, since work that was lost is given out
        again.
    parts : sequence

    Examples
    --------
    >>> items = LateItems(str.upper, "abc")
    >>> len(items), items[1], items[1:], list(items)
    (3, 'B', ['B', 'C'], ['A', 'B', 'C'])
    """

    def __init__(self, make: Callable[[Any], Any], parts: Sequence[Any]) -> None:
        self._make, self._parts = make, parts

    def __len__(self) -> int:
        """How many items there are."""
        return len(self._parts)

    @overload
    def __getitem__(self, index: int) -> Any: ...

    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return [self._make(part) for part in self._parts[index]]
        return self._make(self._parts[index])
