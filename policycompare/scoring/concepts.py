"""Related terms: what policy texts call by different names, read from a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


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


def find_concepts(text: str) -> Iterator[int]:
    """Number of the concept of each term in ``text``; the longest term wins, none overlap."""
    terms = read_concepts().terms
    lengths = _lengths_by_first()
    at = 0
    while at < len(text):
        for length in lengths.get(text[at], ()):
            concept = terms.get(text[at : at + length])
            if concept is not None:
                yield concept
                at += length
                break
        else:
            at += 1


@cache
def _lengths_by_first() -> dict[str, tuple[int, ...]]:
    """Lengths of the terms that begin with a character, the longest first."""
    lengths: dict[str, set[int]] = {}
    for term in read_concepts().terms:
        lengths.setdefault(term[0], set()).add(len(term))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
