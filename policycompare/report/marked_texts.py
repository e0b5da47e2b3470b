"""The texts of a pair in pieces: shared text, boilerplate, and numbers that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from policycompare.reuse import Reuse

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:\s*(?:[%‰]|[百千万亿]*[^\W\d_]))?")
"""A number in digits with the sign or character of its unit."""

Piece = tuple[str, tuple[str, ...]]
"""Text and its kinds: ``reuse``, ``boilerplate``, ``number``, several or none."""


def differing_numbers(text: str, other: str) -> list[tuple[int, int]]:
    """Spans of the numbers of ``text`` that ``other`` does not have with the same unit.

    Examples
    --------
    >>> differing_numbers("到2025年建成100家", "到2025年建成120家")
    [(8, 12)]
    >>> differing_numbers("建成1,200家", "新增1200家")
    []
    """
    there = {_key(found.group()) for found in NUMBER.finditer(other)}
    return [found.span() for found in NUMBER.finditer(text) if _key(found.group()) not in there]


def marked_pieces(text: str, other: str, reuse: Reuse, side: str) -> list[Piece]:
    """Cut the text of clause ``a`` or ``b`` where its marks begin and end.

    Parameters
    ----------
    text, other : str
        The text of this clause and of the other one.
    reuse : Reuse
        The shared text of the pair.
    side : {"a", "b"}
        Whose offsets ``text`` has.
    """
    kinds: list[tuple[str, ...]] = [()] * len(text)
    for start, end, kind in _marks(text, other, reuse, side):
        for k in range(start, min(end, len(text))):
            kinds[k] = (*kinds[k], kind)
    pieces = []
    for kind_of_run, run in groupby(zip(text, kinds, strict=True), key=lambda pair: pair[1]):
        pieces.append(("".join(character for character, _ in run), kind_of_run))
    return pieces


def _marks(text: str, other: str, reuse: Reuse, side: str) -> Iterator[tuple[int, int, str]]:
    for kind, spans in (("reuse", reuse.spans), ("boilerplate", reuse.boilerplate)):
        for span in spans:
            start = span.a if side == "a" else span.b
            yield start, start + span.n_chars, kind
    for start, end in differing_numbers(text, other):
        yield start, end, "number"


def _key(number: str) -> str:
    return re.sub(r"[,\s]", "", number)
