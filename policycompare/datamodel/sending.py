"""Outlines on their way to another process: as columns in place of thousands of small objects.

That takes half the time at both ends, and the main process receives from all the others.
"""

from __future__ import annotations

import gc
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from itertools import chain
from operator import attrgetter
from typing import Any

from policycompare.datamodel.late_sentences import (
    PackedSentences,
    late_sentences,
    pack_sentences,
)
from policycompare.datamodel.outlines import Clause, Heading, Outline, Sentence, Skip, Unit
from policycompare.datamodel.sent_texts import SentTexts, decode_text, encode_text
from policycompare.datamodel.texts import Document, NormalizedText

_LISTS: dict[type, dict[str, type]] = {
    Clause: {"sentences": Sentence, "lead_units": Unit, "responsible_units": Unit},
}
"""Fields that hold several further objects."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An outline that is sent as columns where it is sent at all."""

    outline: Outline

    def __reduce__(self) -> tuple[Callable[..., Sent], tuple[Any, ...]]:
        one, strings = self.outline, _Strings()
        sentences = pack_sentences(one.normalized.text, (c.sentences for c in one.clauses))
        columns = [
            strings.replace(_columns(kind, items, sentences if kind is Clause else None))
            for kind, items in zip(_KINDS, (one.headings, one.clauses, one.skipped), strict=True)
        ]
        document = one.document
        # Nearly always the source of the normalized text, which is sent as bytes.
        is_source = document.text is one.normalized.source
        text = None if is_source else encode_text(document.text)
        return _received, (
            replace(document, text=""),
            text,
            one.normalized,
            columns,
            SentTexts(strings.numbers),
            one.warnings,
            one.corrected,
        )


_KINDS = (Heading, Clause, Skip)


def _received(
    document: Document,
    text: bytes | None,
    normalized: NormalizedText,
    columns: Sequence[Any],
    strings: Sequence[str],
    *rest: Any,
) -> Sent:
    document = replace(document, text=normalized.source if text is None else decode_text(text))
    with collector_at_rest():
        headings, clauses, skipped = (
            _items(kind, _restore(own, strings), normalized.text)
            for kind, own in zip(_KINDS, columns, strict=True)
        )
        return Sent(Outline(document, normalized, headings, clauses, skipped, *rest))


class _Strings:
    """The distinct strings of columns, which are numbers in their place."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def replace(self, columns: Sequence[Any]) -> list[Any]:
        return [self._replaced(column) for column in columns]

    def _replaced(self, column: Any) -> Any:
        if isinstance(column, PackedSentences):
            return column
        if column and isinstance(column[0], list):
            return column[0], self.replace(column[1])
        if set(map(type, column)) != {str}:
            return column
        numbers = self.numbers
        return array("l", [numbers.setdefault(text, len(numbers)) for text in column])


def _restore(columns: Sequence[Any], strings: Sequence[str]) -> list[Any]:
    return [
        column
        if isinstance(column, PackedSentences)
        else (column[0], _restore(column[1], strings))
        if column and isinstance(column[0], list)
        else [strings[k] for k in column]
        if isinstance(column, array)
        else column
        for column in columns
    ]


def _names(kind: type) -> list[str]:
    return [field.name for field in fields(kind)]


def _columns(
    kind: type, items: Iterable[Any], sentences: PackedSentences | None = None
) -> list[Any]:
    """The values of each field; of a list of objects, the sizes of the lists and their columns.

    ``sentences`` are those of the items, if they could be packed.
    """
    names = _names(kind)
    columns: list[Any] = list(zip(*map(attrgetter(*names), items), strict=True))
    if not columns:
        return columns
    for name, inner in _LISTS.get(kind, {}).items():
        lists = columns[names.index(name)]
        if inner is Sentence and sentences is not None:
            columns[names.index(name)] = sentences
            continue
        columns[names.index(name)] = (
            [len(one) for one in lists],
            _columns(inner, chain.from_iterable(lists)),
        )
    return columns


def _items(kind: type[Any], columns: Sequence[Any], text: str = "") -> tuple[Any, ...]:
    """The objects whose columns these are; packed sentences are cut out of ``text``."""
    columns = list(columns)
    if not columns:
        return ()
    for name, inner in _LISTS.get(kind, {}).items():
        at = _names(kind).index(name)
        own = columns[at]
        columns[at] = (
            late_sentences(text, own)
            if isinstance(own, PackedSentences)
            else _split(_items(inner, own[1]), own[0])
        )
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
