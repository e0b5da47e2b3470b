"""Sparse rows scaled, weighed and counted, and values picked from a matrix block by block."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Block = Callable[[int, int], NDArray[np.float64]]

_BLOCK_CELLS = 4_000_000
"""Cells of one dense block; 8 bytes each, so 32 MB."""


def pick_from_blocks(
    block: Block, first: NDArray[np.int64], second: NDArray[np.int64], n_rows: int, n_columns: int
) -> NDArray[np.float64]:
    """``block``'s value at (first, second) for every pair.

    Parameters
    ----------
    block : callable
        ``block(start, stop)`` gives the dense rows ``start`` to ``stop`` of a matrix of shape
        (n_rows, n_columns).
    """
    values = np.empty(len(first))
    order = np.argsort(first, kind="stable")
    size = max(1, _BLOCK_CELLS // max(1, n_columns))
    for start in range(0, n_rows, size):
        stop = min(start + size, n_rows)
        low, high = np.searchsorted(first, [start, stop], sorter=order)
        rows = order[low:high]
        if len(rows):
            values[rows] = block(start, stop)[first[rows] - start, second[rows]]
    return values


def make_rows(
    data: NDArray[Any], columns: NDArray[np.integer], ends: NDArray[np.integer], n_columns: int
) -> sparse.csr_array:
    """Sparse rows from their arrays; indices of 4 bytes where they suffice.

    scipy takes the wider of two kinds of indices, and products of large matrices wait for memory.
    """
    kind = np.int32 if max(len(columns), n_columns) <= np.iinfo(np.int32).max else np.int64
    return sparse.csr_array(
        (data, columns.astype(kind, copy=False), ends.astype(kind, copy=False)),
        shape=(len(ends) - 1, n_columns),
    )


def scale_rows(matrix: sparse.csr_array) -> sparse.csr_array:
    """The matrix with every non-empty row scaled to length 1."""
    return normalize_rows(matrix.copy())


def normalize_rows(matrix: sparse.csr_array) -> sparse.csr_array:
    """Scale every non-empty row to length 1 in place; give the matrix back."""
    row = np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))
    lengths = np.sqrt(np.bincount(row, weights=matrix.data**2, minlength=matrix.shape[0]))
    lengths[lengths == 0] = 1
    matrix.data /= lengths[row]
    return matrix


def find_presence(matrix: sparse.csr_array) -> sparse.csr_array:
    """1 where the matrix holds anything but 0."""
    present = sparse.csr_array(matrix, copy=True)
    present.data = np.ones_like(present.data)
    return present


def weigh_columns(matrix: sparse.csr_array, weights: NDArray[np.float64]) -> sparse.csr_array:
    """The matrix with column ``k`` multiplied by ``weights[k]``."""
    weighted = matrix.copy()
    weighted.data = matrix.data * weights[matrix.indices]
    return weighted


def sum_rows(matrix: sparse.csr_array) -> NDArray[np.float64]:
    """Sum of each row, shape (n_rows,)."""
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return np.bincount(row, weights=matrix.data, minlength=matrix.shape[0]).astype(np.float64)


def count_terms(
    term_lists: Sequence[Sequence[str]], vocabulary: Mapping[str, int]
) -> sparse.csr_array:
    """1 where a text has a term of the vocabulary, shape (n_texts, n_terms)."""
    columns = [sorted({vocabulary[t] for t in terms if t in vocabulary}) for terms in term_lists]
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.array([c for row in columns for c in row], dtype=np.int64)
    return make_rows(np.ones(len(flat)), flat, ends, len(vocabulary))


def inverse_frequency(matrix: sparse.csr_array) -> NDArray[np.float64]:
    """``ln((1 + n_rows) / (1 + n_rows_with_term)) + 1`` of each column, at least 1."""
    n_with_term = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return np.asarray(np.log((1 + matrix.shape[0]) / (1 + n_with_term)) + 1)
