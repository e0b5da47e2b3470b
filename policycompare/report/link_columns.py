"""Rows of linked pairs as columns, block by block: for a million links and more.

The rows are those of :func:`policycompare.report.rows.aligned_rows`. What is a property of one
clause is taken by its place; what is one of a pair is found for all pairs of a block at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from policycompare.compiling import use_threads
from policycompare.datamodel import Links
from policycompare.report.clause_columns import ClauseColumns
from policycompare.report.column_blocks import Block, Column, Texts, encode
from policycompare.report.gap_blocks import round_values
from policycompare.report.linked import LinkReader
from policycompare.report.protocol import ComparisonLike
from policycompare.report.rows import measure_id_of_clauses
from policycompare.report.shared_terms import SharedTermBlocks
from policycompare.report.source_runs import SourceRuns
from policycompare.report.values import joined
from policycompare.reuse_blocks import ReuseBlock

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

BLOCK_LINKS = 20_000
"""Linked pairs of a block; some hold the texts of two clauses."""

BLOCK_CHARACTERS = 100_000_000
"""Characters of the clauses of a block's pairs; a pair of longer clauses is a block alone."""


class LinkColumns:
    """Makes the columns of ``aligned_clauses``."""

    def __init__(self, comparison: ComparisonLike) -> None:
        c = self._comparison = comparison
        links = Links.collect(c.links)
        links = links.take(np.lexsort((links.b, links.a)))
        self._sides = links.a, links.b
        is_same = links.strength == 2
        self._relations = Texts(is_same.astype(np.int32), ("partial", "same"))
        self._chances = {"p_same": links.p_same, "p_overlap": links.p_overlap}
        self._reader = LinkReader(comparison)
        self._reader.prepare()
        self._terms = SharedTermBlocks(c.matrices)
        self._runs = SourceRuns(c.clauses, {o.document.name: o.normalized for o in c.outlines})
        self._clauses = ClauseColumns(c.clauses, c.groups, measure_id_of_clauses(comparison))

    def blocks(self) -> Iterator[Block]:
        """The rows in their order, by the places of ``a`` and ``b``."""
        lengths = np.array([len(clause.text) for clause in self._comparison.clauses], np.int64)
        first, second = self._sides
        for start, stop in _bounds(lengths[first] + lengths[second]):
            with use_threads(self._comparison.settings.workers):
                block = self._block(slice(start, stop))
            yield block

    def _block(self, part: slice) -> Block:
        first, second = (side[part] for side in self._sides)
        n_terms, terms = self._terms.find(first, second)
        columns: dict[str, Column] = {
            "relation": self._relations.take(np.arange(part.start, part.stop)),
            **{name: round_values(values[part]) for name, values in self._chances.items()},
            "n_shared_terms": n_terms,
            "shared_terms": encode(terms),
            **self._clauses.take(first, "a_"),
            **self._clauses.take(second, "b_"),
            **self._of_reuse(first, second),
            **self._reader.differences.find(first, second),
        }
        return Block(columns, len(first))

    def _of_reuse(self, first: Numbers, second: Numbers) -> dict[str, Column]:
        reuse = self._reader.reuses(first, second)
        columns: dict[str, Column] = {"wording": encode(reuse.wording)}
        for name in ("reuse_a", "reuse_b", "boilerplate_a", "boilerplate_b"):
            columns[name] = round_values(getattr(reuse, name))
        for side, positions, start in (
            ("a", first, reuse.spans.a),
            ("b", second, reuse.spans.b),
        ):
            every, own = self._span_cells(reuse, positions, start)
            columns[f"{side}_shared_spans"], columns[f"{side}_spans"] = encode(every), encode(own)
        return columns

    def _span_cells(
        self, reuse: ReuseBlock, positions: Numbers, start: Numbers
    ) -> tuple[list[str], list[str]]:
        """Cells of the source spans of all shared text, and of what counts as reuse."""
        spans = reuse.spans
        begin, end = self._runs.locate(positions[spans.pair], start, start + spans.n)
        order = np.lexsort((start, spans.pair))
        order = order[begin[order] >= 0]
        every, own = [""] * len(positions), [""] * len(positions)
        for pair, is_common, first, last in zip(
            *(column[order].tolist() for column in (spans.pair, reuse.common, begin, end)),
            strict=True,
        ):
            _append(every, pair, f"[{first},{last})")
            if not is_common:
                _append(own, pair, f"{first}-{last}")
        return every, own


def _append(cells: list[str], pair: int, entry: str) -> None:
    # not by a list for each pair: the collector of garbage would walk through all of them
    cells[pair] = joined((cells[pair], entry)) if cells[pair] else entry


def _bounds(n_characters: Numbers) -> Iterator[tuple[int, int]]:
    """Places of blocks of links, whose clauses have so many characters."""
    sums = np.append(0, np.cumsum(n_characters))
    start = 0
    while start < len(n_characters):
        fits = int(np.searchsorted(sums, sums[start] + BLOCK_CHARACTERS, side="right")) - 1
        stop = max(start + 1, min(fits, start + BLOCK_LINKS, len(n_characters)))
        yield start, stop
        start = stop
