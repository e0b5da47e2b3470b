"""Related terms: what policy texts call by different names, read from a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BORDER = "\n"
"""Stands between two texts; no term holds it, because the table has a line for each concept."""


def read_data(name: str) -> list[str]:
    """Lines of a shipped data file without comments and empty lines."""
    text = resources.files("policycompare").joinpath("data", name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@dataclass(frozen=True, slots=True)
class Concepts:
    """The table of related terms.

    Attributes
    ----------
    names : tuple of str
        Names of the concepts.
    families : tuple of int
        Number of the family of each concept, ascending from 0.
    terms : mapping of str to int
        Number of the concept of each term.
    """

    names: tuple[str, ...]
    families: tuple[int, ...]
    terms: Mapping[str, int]


@cache
def read_concepts() -> Concepts:
    """Read the shipped table of related terms."""
    names: list[str] = []
    families: list[int] = []
    terms: dict[str, int] = {}
    n_families = 0
    for line in read_data("concepts.txt"):
        if line.startswith("["):
            n_families += 1
            continue
        name, _, listed = line.partition(":")
        terms.update(dict.fromkeys(listed.split(), len(names)))
        names.append(name)
        families.append(n_families - 1)
    return Concepts(tuple(names), tuple(families), terms)


@cache
def read_generic_words() -> frozenset[str]:
    """Verbs and frame nouns that name no object."""
    return frozenset(word for line in read_data("generic_words.txt") for word in line.split())


def find_concepts(text: str) -> list[int]:
    """Number of the concept of each term in ``text``; the longest term wins, none overlap."""
    return [int(concept) for concept in find_all_concepts([text])[1]]


def find_all_concepts(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number of the text and of the concept of each term in ``texts``, as :func:`find_concepts`.

    Only places where a term may begin, judged by two characters at once, are looked at one by one.
    """
    whole = _BORDER.join(texts)
    lengths, terms = _lengths_by_beginning(), read_concepts().terms
    ends = np.cumsum([len(text) + 1 for text in texts])
    places: list[int] = []
    found: list[int] = []
    free = 0
    for at in _beginnings(whole).tolist():
        if at < free:
            continue
        for length in lengths[whole[at : at + 2]]:
            concept = terms.get(whole[at : at + length])
            if concept is not None:
                places.append(at)
                found.append(concept)
                free = at + length
                break
    owner = np.searchsorted(ends, np.array(places, dtype=np.int64), side="right")
    return owner.astype(np.int64), np.array(found, dtype=np.int64)


def _beginnings(text: str) -> NDArray[np.int64]:
    """Places in ``text`` where two characters stand with which a term begins."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    pairs = np.array([(ord(two[0]) << 32) + ord(two[1]) for two in _lengths_by_beginning()])
    is_first = np.zeros(
        int(max(codes.max(initial=0), (pairs >> 32).max(initial=0))) + 1, dtype=bool
    )
    is_first[pairs >> 32] = True
    places = np.flatnonzero(is_first[codes[:-1]])
    return places[np.isin((codes[places] << 32) + codes[places + 1], pairs)]


@cache
def _lengths_by_beginning() -> dict[str, tuple[int, ...]]:
    """Lengths of the terms that begin with two characters, the longest first."""
    lengths: dict[str, set[int]] = {}
    for term in read_concepts().terms:
        lengths.setdefault(term[:2], set()).add(len(term))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
