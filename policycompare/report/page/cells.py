"""The cells of the comparison table: what each document has of each measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from policycompare.report.comparison_cells import document_columns, measure_cells
from policycompare.report.protocol import ComparisonLike

COVERED, PARTIAL, ABSENT, NOT_COMPARED = range(4)
"""States of a cell.

``NOT_COMPARED``: no pair of the document and the measure was scored, because all clauses of the
measure are of the document's own group, because the document has no compared clause, or because
the pairs were cut before scoring.
"""

STATES = ("covered", "partial", "absent", "uncompared")
"""Names of the states, by their number."""


class Cell(NamedTuple):
    """A measure in a document.

    ``clauses`` are the document's own clauses of the measure. Without one, ``nearest`` is its
    clause next to the measure and ``counterpart`` the clause of the measure that it is next to, a
    linked pair first, then by ``p_same``, ``p_overlap`` and place.
    """

    state: int
    clauses: tuple[int, ...]
    nearest: int | None = None
    counterpart: int | None = None


def page_cells(comparison: ComparisonLike) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of each measure, one per document in the order of the corpus.

    The document's own clauses are those of
    :func:`policycompare.report.comparison_cells.measure_cells`; without one, the state is that of
    the document and not of its group.
    """
    column_of = {column.document: column for column in document_columns(comparison)}
    columns = [column_of[outline.document.name] for outline in comparison.outlines]
    nearest = _find_nearest(comparison, {c.document: i for i, c in enumerate(columns)})
    for number, (_, cells) in enumerate(measure_cells(comparison, columns)):
        yield tuple(
            Cell(COVERED, cell.clauses)
            if cell.clauses
            else nearest.get((number, k), Cell(NOT_COMPARED, ()))
            for k, cell in enumerate(cells)
        )


def _find_nearest(
    comparison: ComparisonLike, place: Mapping[str, int]
) -> dict[tuple[int, int], Cell]:
    """The nearest clause of each document to each measure, where a pair of the two was scored."""
    scored, measures = comparison.scored, comparison.findings.measures
    measure_of = np.zeros(len(comparison.clauses), dtype=np.int64)
    for number, measure in enumerate(measures):
        measure_of[list(measure.clauses)] = number
    document_of = np.array([place[c.document] for c in comparison.clauses], dtype=np.int64)
    linked = np.zeros(len(scored.a), dtype=bool)
    linked[[link.row for link in comparison.links]] = True
    ours = np.concatenate([scored.a, scored.b])
    theirs = np.concatenate([scored.b, scored.a])
    both = np.tile(np.arange(len(scored.a)), 2)
    key = measure_of[theirs] * len(place) + document_of[ours]
    # the last key of lexsort counts first
    order = np.lexsort(
        (theirs, ours, -scored.p_overlap[both], -scored.p_same[both], ~linked[both], key)
    )
    keys, first = np.unique(key[order], return_index=True)
    best = order[first]
    return {
        divmod(int(k), len(place)): Cell(
            PARTIAL if linked[both[i]] else ABSENT, (), int(ours[i]), int(theirs[i])
        )
        for k, i in zip(keys.tolist(), best.tolist(), strict=True)
    }
