"""The comparison table as cells: a measure a row, a document a column.

The workbook, the page and the notebook show the same cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policycompare.datamodel import Clause, Gap, Measure, Metadata, State
from policycompare.findings.measures import LABEL_CHARS
from policycompare.groups import assign_groups
from policycompare.report.protocol import ComparisonLike


@dataclass(frozen=True, slots=True)
class DocumentColumn:
    """A column of the comparison table: a document with its group."""

    metadata: Metadata
    group: str

    @property
    def document(self) -> str:
        """The document identifier."""
        return self.metadata.document


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """What one document says of one measure.

    Attributes
    ----------
    column : DocumentColumn
    state : str
        The state of the document's group: ``covered``, ``partial`` or ``absent``. A document
        without a clause in a group that is covered leaves the measure to another document.
    clauses : tuple of int
        Positions of the document's clauses of the measure, ascending.
    gap : Gap or None
        The gap of the group; None where it is covered.
    nearest : int or None
        Position of the nearest clause of the group where it stands in this document and the group
        lacks the measure, else None.
    """

    column: DocumentColumn
    state: State
    clauses: tuple[int, ...]
    gap: Gap | None
    nearest: int | None


def document_columns(comparison: ComparisonLike) -> tuple[DocumentColumn, ...]:
    """List the documents; they stand beside those of their group, groups in their order."""
    metadata = [outline.document.metadata for outline in comparison.outlines]
    group_of = assign_groups(metadata, comparison.settings.between, min_groups=0).group_of
    rank = {group: number for number, group in enumerate(comparison.group_order)}
    columns = [DocumentColumn(entry, group_of[entry.document]) for entry in metadata]
    return tuple(sorted(columns, key=lambda column: rank.get(column.group, len(rank))))


def measure_cells(
    comparison: ComparisonLike, columns: Sequence[DocumentColumn]
) -> Iterator[tuple[Measure, tuple[MeasureCell, ...]]]:
    """Yield every measure with its cells, one for each of ``columns`` in their order."""
    gaps = {(gap.measure_id, gap.group): gap for gap in comparison.findings.gaps}
    for measure in comparison.findings.measures:
        own: dict[str, list[int]] = {}
        for i in measure.clauses:
            own.setdefault(comparison.clauses[i].document, []).append(i)
        yield (
            measure,
            tuple(
                _cell(
                    comparison,
                    column,
                    tuple(own.get(column.document, ())),
                    gaps.get((measure.measure_id, column.group)),
                )
                for column in columns
            ),
        )


def likeliest_pair(
    comparison: ComparisonLike, measure: Measure, cell: MeasureCell
) -> tuple[int, int] | None:
    """Find the pair of clauses that says most about a cell: what to read first.

    The second clause is one of the cell's, or the nearest one where the measure is lacking; the
    first is the clause of the measure in another group that it most likely equals, by ``p_same``,
    then ``p_overlap``, then place. None where no such pair was scored.
    """
    own = cell.clauses or (
        () if cell.gap is None or cell.gap.nearest is None else (cell.gap.nearest,)
    )
    scored, groups = comparison.scored, comparison.groups
    found = []
    for b in own:
        for a in measure.clauses:
            row = scored.position.get((min(a, b), max(a, b))) if groups[a] != groups[b] else None
            if row is not None:
                found.append((-float(scored.p_same[row]), -float(scored.p_overlap[row]), b, a))
    if not found:
        return None
    *_, b, a = min(found)
    return a, b


def clause_label(clause: Clause) -> str:
    """Heading of a clause; the begin of its text where it has none."""
    if clause.heading:
        return clause.heading
    return clause.text[:LABEL_CHARS] + "…" * (len(clause.text) > LABEL_CHARS)


def _cell(
    comparison: ComparisonLike, column: DocumentColumn, clauses: tuple[int, ...], gap: Gap | None
) -> MeasureCell:
    nearest = None if gap is None else gap.nearest
    if nearest is not None and comparison.clauses[nearest].document != column.document:
        nearest = None
    return MeasureCell(column, "covered" if gap is None else gap.state, clauses, gap, nearest)
