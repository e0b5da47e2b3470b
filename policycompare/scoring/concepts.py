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


_BLOCK_CHARACTERS = 4_000_000
"""Characters that are searched together; some 30 bytes each."""


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
    """Number of the text and of the concept of each term in ``texts``, as :func:`find_concepts`."""
    ends = np.cumsum([len(text) + 1 for text in texts])
    none = np.zeros(0, dtype=np.int64)
    owners, found = [none], [none]
    start = 0
    while start < len(texts):
        done = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + _BLOCK_CHARACTERS, side="right")))
        places, concepts = _find_in_block(texts[start:stop])
        owners.append(np.searchsorted(ends[start:stop] - done, places, side="right") + start)
        found.append(concepts)
        start = stop
    return np.concatenate(owners), np.concatenate(found)


def _find_in_block(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places in the joined texts, and concept, of the terms; the longest wins, none overlap."""
    codes = np.frombuffer(_BORDER.join(texts).encode("utf-32-le"), dtype=np.uint32)
    places, lengths, concepts = _longest_terms(codes)
    kept: list[int] = []
    free = 0
    for k, (at, end) in enumerate(zip(places.tolist(), (places + lengths).tolist(), strict=True)):
        if at >= free:
            kept.append(k)
            free = end
    return places[kept], concepts[kept]


def _longest_terms(
    codes: NDArray[np.uint32],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every place where terms begin, ascending, with length and concept of the longest of them.

    All places walk down the tree of the terms at once, a character a step.
    """
    tree = _grow_tree()
    letters = tree.letters[np.minimum(codes, len(tree.letters) - 1)]
    places = tree.find_beginnings(letters)
    length, concept = np.zeros(len(codes), dtype=np.int8), np.zeros(len(codes), dtype=np.int32)
    at, node, depth = places, np.zeros(len(places), dtype=np.int64), 0
    while len(at):
        node = tree.step(node, letters[at + depth])
        reached = node >= 0
        at, node, depth = at[reached], node[reached], depth + 1
        ends = tree.concepts[node] >= 0
        length[at[ends]], concept[at[ends]] = depth, tree.concepts[node[ends]]
        # The last text has no border behind it.
        inside = at + depth < len(codes)
        at, node = at[inside], node[inside]
    places = places[length[places] > 0]
    return places, length[places].astype(np.int64), concept[places].astype(np.int64)


@dataclass(frozen=True, eq=False)
class _Tree:
    """The terms as a tree of characters; node 0 is its root.

    Most nodes have one child or none; only the others have a row of a table, which would take 230
    MB with all of them.

    Attributes
    ----------
    letters : numpy.ndarray of int32
        Number of each code point, 0 for those that no term holds.
    only_letter, only_child : numpy.ndarray of int32, shape (n_nodes,)
        Where a node has one child: its letter and its node; else -1.
    rows : numpy.ndarray of int32, shape (n_nodes,)
        The row of a node in ``children``; row 0 is empty.
    children : numpy.ndarray of int32, shape (n_rows, n_letters)
        The node that each letter leads to, -1 where none does; number 0 is no letter of a term.
    concepts : numpy.ndarray of int32, shape (n_nodes,)
        Concept of the term that ends at a node, -1 where none does.
    """

    letters: NDArray[np.int32]
    only_letter: NDArray[np.int32]
    only_child: NDArray[np.int32]
    rows: NDArray[np.int32]
    children: NDArray[np.int32]
    concepts: NDArray[np.int32]

    def find_beginnings(self, letters: NDArray[np.int32]) -> NDArray[np.int64]:
        """Places of the letters with which a term begins."""
        begins = self.step(np.zeros(self.children.shape[1], np.int64), self._all_letters()) >= 0
        return np.flatnonzero(begins[letters])

    def step(self, node: NDArray[np.int64], letter: NDArray[np.int32]) -> NDArray[np.int64]:
        """The child that each letter leads to, or -1."""
        among = self.children[self.rows[node], letter]
        child = np.where(self.only_letter[node] == letter, self.only_child[node], among)
        return child.astype(np.int64)

    def _all_letters(self) -> NDArray[np.int32]:
        return np.arange(self.children.shape[1], dtype=np.int32)


@cache
def _grow_tree() -> _Tree:
    terms = read_concepts().terms
    held = sorted({ord(character) for term in terms for character in term})
    letters = np.zeros(held[-1] + 2, dtype=np.int32)
    letters[held] = np.arange(1, len(held) + 1)
    # Numbers looked up in a dictionary: one taken out of an array costs ten times as much.
    numbers = {chr(code): number for number, code in enumerate(held, start=1)}
    steps: dict[tuple[int, int], int] = {}
    concepts = [-1]
    for term, concept in terms.items():
        node = 0
        for character in term:
            step = node, numbers[character]
            if step not in steps:
                steps[step] = len(concepts)
                concepts.append(-1)
            node = steps[step]
        concepts[node] = concept
    parent, letter = np.array(list(steps), dtype=np.int32).T
    child = np.array(list(steps.values()), dtype=np.int32)
    n_children = np.bincount(parent, minlength=len(concepts))
    only_letter, only_child = np.full((2, len(concepts)), -1, dtype=np.int32)
    single = n_children[parent] == 1
    only_letter[parent[single]], only_child[parent[single]] = letter[single], child[single]
    rows = np.where(n_children > 1, np.cumsum(n_children > 1), 0).astype(np.int32)
    children = np.full((int(rows.max()) + 1, len(held) + 1), -1, dtype=np.int32)
    children[rows[parent[~single]], letter[~single]] = child[~single]
    ends = np.array(concepts, dtype=np.int32)
    return _Tree(letters, only_letter, only_child, rows, children, ends)
