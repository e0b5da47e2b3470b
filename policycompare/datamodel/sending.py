"""Outlines on their way to another process: as columns in place of thousands of small objects.

That takes half the time at both ends, and the main process receives from all the others.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from itertools import chain
from operator import attrgetter
from typing import Any

from policycompare.datamodel.outlines import Clause, Heading, Outline, Sentence, Skip, Unit

_LISTS: dict[type, dict[str, type]] = {
    Clause: {"sentences": Sentence, "lead_units": Unit, "responsible_units": Unit},
}
"""Fields that hold a tuple of further objects."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An outline that is sent as columns where it is sent at all."""

    outline: Outline

    def __reduce__(self) -> tuple[Callable[..., Sent], tuple[Any, ...]]:
        one = self.outline
        return _received, (
            one.document,
            one.normalized,
            _columns(Heading, one.headings),
            _columns(Clause, one.clauses),
            _columns(Skip, one.skipped),
            one.warnings,
            one.corrected,
        )


def _received(
    document: Any, normalized: Any, headings: Any, clauses: Any, skipped: Any, *rest: Any
) -> Sent:
    with collector_at_rest():
        parts = (_items(Heading, headings), _items(Clause, clauses), _items(Skip, skipped))
        return Sent(Outline(document, normalized, *parts, *rest))


def _names(kind: type) -> list[str]:
    return [field.name for field in fields(kind)]


def _columns(kind: type, items: Iterable[Any]) -> list[Any]:
    """The values of each field; of a list of objects, the sizes of the lists and their columns."""
    names = _names(kind)
    columns: list[Any] = list(zip(*map(attrgetter(*names), items), strict=True))
    if not columns:
        return columns
    for name, inner in _LISTS.get(kind, {}).items():
        lists = columns[names.index(name)]
        columns[names.index(name)] = (
            [len(one) for one in lists],
            _columns(inner, chain.from_iterable(lists)),
        )
    return columns


def _items(kind: type[Any], columns: Sequence[Any]) -> tuple[Any, ...]:
    """The objects whose columns these are."""
    columns = list(columns)
    if not columns:
        return ()
    for name, inner in _LISTS.get(kind, {}).items():
        at = _names(kind).index(name)
        columns[at] = _split(_items(inner, columns[at][1]), columns[at][0])
    return tuple(map(kind, *columns))


def _split(items: tuple[Any, ...], sizes: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    at = 0
    for size in sizes:
        yield items[at : at + size]
        at += size


@contextmanager
def collector_at_rest(rests: bool = True) -> Iterator[None]:
    """Let the garbage collector rest: it would look through all the new objects again and again."""
    was_on = gc.isenabled()
    if rests:
        gc.disable()
    try:
        yield
    finally:
        if rests and was_on:
            gc.enable()
