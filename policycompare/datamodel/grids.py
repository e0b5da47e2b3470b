"""A table of rows and columns of which only few cells hold anything."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NONE = -1
"""Position that stands for no clause."""


class GridBlock(NamedTuple):
    """Consecutive cells of a grid as columns, shape (n_cells,) each.

    ``row`` and ``column`` are numbers of int64, ``state`` numbers of ``STATE_NAMES``, ``nearest``
    positions of clauses or ``NONE``, ``p_same`` and ``p_overlap`` probabilities in [0, 1].
    """

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    state: NDArray[np.int8]
    nearest: NDArray[np.int64]
    p_same: NDArray[np.float64]
    p_overlap: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Grid:
    """The nearest clause in every cell of a table, row by row; most cells are implied.

    A cell is a row (a clause, a group) and a column (a group, a measure). Cells that are left out
    (a clause in its own group, a measure that the group has) do not count. A cell without evidence
    is absent, and its nearest clause, with probability 0, is the first one of its group: holding
    only the others, the grid takes memory for the scored pairs and not for all cells.

    Attributes
    ----------
    n_rows, n_columns : int
    left_out : numpy.ndarray of int64, shape (n_left_out,)
        Keys ``row * n_columns + column`` of the cells that are left out, ascending.
    first : numpy.ndarray of int64
        The first clause of each group, ``NONE`` where it has none; groups are the columns, or the
        rows with ``groups_in_rows``.
    keys, state, nearest, p_same, p_overlap : numpy.ndarray, shape (n_known,)
        Keys, ascending, and contents of the cells that hold evidence; none of them is left out.
        Large runs have tens of millions of them: ``nearest`` has 32 bits, ``state`` 8.
    """

    n_rows: int
    n_columns: int
    left_out: NDArray[np.int64]
    first: NDArray[np.int64]
    groups_in_rows: bool
    keys: NDArray[np.int64]
    state: NDArray[np.int8]
    nearest: NDArray[np.int32]
    p_same: NDArray[np.float64]
    p_overlap: NDArray[np.float64]

    def __len__(self) -> int:
        return self.n_rows * self.n_columns - len(self.left_out)

    def place(self, row: int) -> int:
        """Place of the first counted cell of a row among all counted cells."""
        key = row * self.n_columns
        return key - int(np.searchsorted(self.left_out, key))

    def block(self, start: int, stop: int) -> GridBlock:
        """The counted cells from place ``start`` to place ``stop``, as columns."""
        before = np.searchsorted(self._gaps_before, (start, stop - 1), side="right")
        low_key, high_key = start + int(before[0]), stop + int(before[1])
        keys = np.arange(low_key, high_key, dtype=np.int64)
        key = np.delete(keys, self.left_out[before[0] : before[1]] - low_key)
        row = key // max(self.n_columns, 1)
        column = key - row * self.n_columns
        state = np.zeros(len(key), dtype=np.int8)
        nearest = self.first[row if self.groups_in_rows else column]
        p_same, p_overlap = np.zeros(len(key)), np.zeros(len(key))
        low, high = np.searchsorted(self._places, (start, stop))
        at = self._places[low:high] - start
        state[at], nearest[at] = self.state[low:high], self.nearest[low:high]
        p_same[at], p_overlap[at] = self.p_same[low:high], self.p_overlap[low:high]
        return GridBlock(row, column, state, nearest, p_same, p_overlap)

    def count_states(self, n_states: int) -> list[int]:
        """How many counted cells have each state."""
        counts = np.bincount(self.state, minlength=n_states).tolist()
        counts[0] += len(self) - len(self.keys)
        return [int(n) for n in counts]

    @cached_property
    def _gaps_before(self) -> NDArray[np.int64]:
        """Counted cells before each one that is left out."""
        return self.left_out - np.arange(len(self.left_out))

    @cached_property
    def _places(self) -> NDArray[np.int64]:
        """Place of each known cell among the counted ones."""
        return self.keys - np.searchsorted(self.left_out, self.keys)
