"""Gaps as Arrow tables, made from columns: tens of millions of rows in seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from policycompare.datamodel import Gaps
from policycompare.datamodel.findings import STATE_NAMES
from policycompare.datamodel.grids import NONE
from policycompare.report.protocol import ComparisonLike
from policycompare.report.values import DECIMALS, joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELLS = 1_000_000
"""Gaps that are laid out together: whole groups, at least one."""


NEAR_TIE = 1e-6
"""Distance from a half, in units of the last decimal, far above what multiplying may be off."""


class _Texts(NamedTuple):
    """A text for each measure, group or clause: numbers of distinct texts, and those texts."""

    codes: NDArray[np.int32]
    values: Any

    def take(self, at: NDArray[np.int64]) -> Any:
        """The texts at these places as a dictionary-encoded Arrow array."""
        import pyarrow as pa

        return pa.DictionaryArray.from_arrays(self.codes[at], self.values, safe=False)


def gap_blocks(comparison: ComparisonLike, gaps: Gaps, schema: Any) -> Iterator[Any]:
    """Yield the rows of ``gaps.csv`` as Arrow tables, groups in their order."""
    import pyarrow as pa

    of_measures = _of_measures(comparison, gaps)
    n_present = np.array([len(measure.groups) for measure in gaps.measures], dtype=np.int64)
    groups, states = _texts(gaps.groups), _texts(STATE_NAMES)
    for start, stop in _bounds(gaps):
        block = gaps.grid.block(start, stop)
        columns = {
            "group": groups.take(block.row),
            "state": states.take(block.state.astype(np.int64)),
            "n_present_in": pa.array(n_present[block.column]),
            **{name: texts.take(block.column) for name, texts in of_measures.items()},
            **_of_nearest(comparison, block.nearest),
        }
        missing = block.nearest == NONE
        for name, values in (
            ("nearest_p_same", block.p_same),
            ("nearest_p_overlap", block.p_overlap),
        ):
            columns[name] = pa.array(round_values(values), mask=missing)
        yield pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)


def _bounds(gaps: Gaps) -> Iterator[tuple[int, int]]:
    """Places of blocks of whole groups."""
    start = 0
    for row in range(1, len(gaps.groups) + 1):
        stop = gaps.grid.place(row)
        if stop > start and (stop - start >= CELLS or row == len(gaps.groups)):
            yield start, stop
            start = stop


def _of_measures(comparison: ComparisonLike, gaps: Gaps) -> dict[str, _Texts]:
    clauses = comparison.clauses
    return {
        "measure_id": _texts([m.measure_id for m in gaps.measures]),
        "label": _texts([m.label for m in gaps.measures]),
        "present_in": _texts([joined(m.groups) for m in gaps.measures]),
        "measure_clauses": _texts(
            [joined(clauses[i].clause_id for i in m.clauses) for m in gaps.measures]
        ),
    }


def _of_nearest(comparison: ComparisonLike, nearest: NDArray[np.int64]) -> dict[str, Any]:
    """Columns of the nearest clauses; only those of the block are looked at."""
    import pyarrow as pa

    # the last place is that of no clause, so that NONE reaches it from behind
    met = np.zeros(len(comparison.clauses) + 1, dtype=bool)
    met[nearest] = True
    met[NONE] = True
    positions = np.flatnonzero(met)
    number = np.zeros(len(met), dtype=np.int64)
    number[positions] = np.arange(len(positions))
    at = number[nearest]
    clauses = [comparison.clauses[i] for i in positions[:-1].tolist()]
    offsets = [(clause.start, clause.end) for clause in clauses]
    ends = np.array([*offsets, (0, 0)], dtype=np.int64)
    missing = nearest == NONE
    return {
        "nearest_clause": _texts([*(c.clause_id for c in clauses), ""]).take(at),
        "nearest_text": _texts([*(c.text for c in clauses), ""]).take(at),
        "nearest_document": _texts([*(c.document for c in clauses), ""]).take(at),
        "nearest_heading": _texts([*(c.heading for c in clauses), ""]).take(at),
        "nearest_start": pa.array(ends[at, 0], mask=missing),
        "nearest_end": pa.array(ends[at, 1], mask=missing),
    }


def _texts(values: Sequence[str]) -> _Texts:
    import pyarrow as pa

    plain = (value.encode("utf-8", "backslashreplace").decode("utf-8") for value in values)
    encoded = pa.array(plain, pa.string()).dictionary_encode()
    return _Texts(encoded.indices.to_numpy(), encoded.dictionary)


def round_values(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round as the rows are rounded, shape (n_values,): numpy's way but where a tie is near."""
    scaled = values * 10**DECIMALS
    result: NDArray[np.float64] = np.rint(scaled) / 10**DECIMALS
    ties = np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < NEAR_TIE)
    result[ties] = [round(value, DECIMALS) for value in values[ties].tolist()]
    return result
