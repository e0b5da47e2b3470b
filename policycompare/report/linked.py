"""What is found of every linked pair once, for the CSV files and the page alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import starmap
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from policycompare.boilerplate import Boilerplate, index_boilerplate
from policycompare.compiling import can_compile, use_threads
from policycompare.contrasts import Contrasts
from policycompare.datamodel import Differences
from policycompare.datamodel.late_sentences import SentenceTexts
from policycompare.differences import SentenceAlignment
from policycompare.differences.blocks import SentenceBlocks
from policycompare.report.difference_columns import DifferenceColumns
from policycompare.report.kept import found_once
from policycompare.report.protocol import ComparisonLike
from policycompare.reuse import Reuse, measure_reuse
from policycompare.reuse_blocks import ReuseBlock, measure_reuses
from policycompare.tasks import end_workers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

Pair = tuple[int, int]
Found = TypeVar("Found")

MANY_LINKS = 20_000
"""Linked pairs from which compiling the kernels is worth its seconds."""

PAIRS_AT_ONCE = 20_000
"""Pairs that are read together."""


def has_many_links(comparison: ComparisonLike) -> bool:
    """Whether linked pairs should be read in blocks, by kernels."""
    return can_compile() and len(comparison.links) >= MANY_LINKS


class LinkReader:
    """Finds how pairs of clauses differ and what they share, and keeps none of it.

    One by one by ``difference`` and ``reuse``, and alike, in blocks, by the other ways.
    """

    def __init__(self, comparison: ComparisonLike) -> None:
        self._comparison = comparison

    def prepare(self) -> None:
        """Find what many pairs need of the texts, while worker processes read the clauses."""
        if self._comparison.settings.workers == 1:
            return
        with ThreadPoolExecutor(1, "read") as pool:
            read = pool.submit(self._read_clauses)
            _ = self._boilerplate, self._sentences  # found on first use, and kept
            read.result()
        end_workers()

    def _read_clauses(self) -> None:
        self._contrasts.read_all(self._comparison.settings.workers)

    @cached_property
    def _boilerplate(self) -> Boilerplate:
        return index_boilerplate(tuple(o.normalized.text for o in self._comparison.outlines))

    @cached_property
    def _contrasts(self) -> Contrasts:
        c = self._comparison
        return Contrasts(c.clauses, c.outlines, targets=c.target_reading.targets)

    @cached_property
    def _sentences(self) -> SentenceBlocks:
        return SentenceBlocks(SentenceTexts(self._comparison.clauses))

    @cached_property
    def differences(self) -> DifferenceColumns:
        """Finds differences as columns."""
        return DifferenceColumns(self._comparison.clauses, self._contrasts, self._sentences)

    def difference(self, a: int, b: int) -> Differences:
        """Find what one of two clauses has and the other has not."""
        return self._contrasts.of(a, b)

    def difference_entries(self, pairs: Sequence[Pair]) -> Iterator[Differences]:
        """Find what one clause of each pair has and the other has not."""
        for first, second in _blocks(pairs):
            with use_threads(self._comparison.settings.workers):
                found = self._sentences.align(first, second)
            shared: list[list[tuple[int, int, float]]] = [[] for _ in range(len(first))]
            columns = (found.pair, found.a, found.b, found.similarity)
            for pair, *entry in zip(*(column.tolist() for column in columns), strict=True):
                shared[pair].append((entry[0], entry[1], entry[2]))
            for i, j, own, n_cut in zip(
                first.tolist(), second.tolist(), shared, found.n_cut.tolist(), strict=True
            ):
                yield self._contrasts.told(i, j, self._aligned(i, j, own, n_cut))

    def _aligned(
        self, i: int, j: int, shared: Sequence[tuple[int, int, float]], n_cut: int
    ) -> SentenceAlignment:
        only_a, only_b = (
            tuple(k for k in range(len(self._comparison.clauses[clause].sentences)) if k not in own)
            for clause, own in ((i, {k for k, _, _ in shared}), (j, {m for _, m, _ in shared}))
        )
        return SentenceAlignment(tuple(shared), only_a, only_b, n_cut)

    def reuse(self, a: int, b: int) -> Reuse:
        """Measure what two clauses share word for word."""
        clauses = self._comparison.clauses
        return measure_reuse(clauses[a], clauses[b], self._boilerplate)

    def reuses(self, first: Numbers, second: Numbers) -> ReuseBlock:
        """Measure what the clauses of each pair share word for word."""
        places, local = np.unique(np.concatenate([first, second]), return_inverse=True)
        clauses = [self._comparison.clauses[i] for i in places.tolist()]
        return measure_reuses(clauses, local[: len(first)], local[len(first) :], self._boilerplate)

    def reuse_entries(self, pairs: Sequence[Pair]) -> Iterator[Reuse]:
        """Measure what the clauses of each pair share word for word, one by one."""
        for first, second in _blocks(pairs):
            with use_threads(self._comparison.settings.workers):
                found = self.reuses(first, second)
            yield from found.entries()


def _blocks(pairs: Sequence[Pair]) -> Iterator[tuple[Numbers, Numbers]]:
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        block = np.array(pairs[start : start + PAIRS_AT_ONCE], dtype=np.int64)
        yield block[:, 0].copy(), block[:, 1].copy()


@found_once
def differences_of(comparison: ComparisonLike) -> Mapping[Pair, Differences]:
    """Find what one clause of each linked pair has and the other has not, by ``(a, b)``."""
    reader = LinkReader(comparison)
    return _find_each(comparison, reader.difference_entries, reader.difference)


@found_once
def reuses_of(comparison: ComparisonLike) -> Mapping[Pair, Reuse]:
    """Measure what each linked pair shares word for word, by ``(a, b)``."""
    reader = LinkReader(comparison)
    return _find_each(comparison, reader.reuse_entries, reader.reuse)


def _find_each(
    comparison: ComparisonLike,
    find_all: Callable[[Sequence[Pair]], Iterator[Found]],
    find_one: Callable[[int, int], Found],
) -> Mapping[Pair, Found]:
    """What is found of each linked pair: of many together, of few one by one."""
    pairs = _sorted_pairs(comparison)
    found = find_all(pairs) if has_many_links(comparison) else starmap(find_one, pairs)
    return dict(zip(pairs, found, strict=True))


def _sorted_pairs(comparison: ComparisonLike) -> list[Pair]:
    # in the order of the places, so that what is kept of a clause is met again
    return sorted((link.a, link.b) for link in comparison.links)
