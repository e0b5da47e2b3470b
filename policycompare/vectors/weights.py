"""Put blocks of counts together and weigh them, in no more memory than the matrix itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

BLOCK_CHARACTERS = 500_000
"""Characters of the texts that are counted at a time: about 2,000 clauses.

Measured on 10,000 clauses (``benchmarks/vectors.py --blocks``): from 125,000 to 2 million
characters the times differ by no more than the measurements do (n-grams 1.3 to 2.0 s), and the
memory that a block takes doubles between 1 and 2 million.
"""

_WEIGHED_AT_ONCE = 1_000_000
"""Weights computed at a time, in numbers of 8 bytes."""


class Block(NamedTuple):
    """Counts of some texts in terms of their own.

    Attributes
    ----------
    columns : numpy.ndarray of int64, shape (n_block_terms,)
        Column in the whole of each term, ascending; -1 for a term that the whole has not.
    counts : scipy.sparse.csr_array of int32, shape (n_block_texts, n_block_terms)
    """

    columns: NDArray[np.int64]
    counts: sparse.csr_array


def split_blocks(sizes: Iterable[int], limit: int = BLOCK_CHARACTERS) -> Iterator[slice]:
    """Slices of neighbours whose sizes add up to ``limit`` at most, one item at least."""
    start, total, stop = 0, 0, 0
    for stop, size in enumerate(sizes, 1):
        total += size
        if total > limit and stop - 1 > start:
            yield slice(start, stop - 1)
            start, total = stop - 1, size
    if stop > start:
        yield slice(start, stop)


def join_blocks(blocks: Iterable[Block], n_terms: int, dtype: DTypeLike) -> sparse.csr_array:
    """The blocks one below the other, shape (n_texts, n_terms); unknown terms are left out.

    ``blocks`` may be an iterator that lets go of each block once it is read.
    """
    indices, data, lengths = [], [], [np.zeros(1, dtype=np.int64)]
    for columns, counts in blocks:
        column = columns.astype(np.int32)[counts.indices]
        known = column >= 0
        if known.all():
            lengths.append(np.diff(counts.indptr))
            data.append(counts.data)
        else:
            row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
            lengths.append(np.bincount(row[known], minlength=counts.shape[0]))
            column = column[known]
            data.append(counts.data[known])
        indices.append(column)
    ends = np.cumsum(np.concatenate(lengths), dtype=np.int64)
    # One kind of integer for both, as scipy wants it: the small one as long as it suffices.
    kind = np.int32 if ends[-1] <= np.iinfo(np.int32).max else np.int64
    shape = (len(ends) - 1, n_terms)
    parts = _drain(data, dtype), _drain(indices, kind), ends.astype(kind)
    return sparse.csr_array(parts, shape=shape)


def _drain(parts: list[NDArray[np.int32]], dtype: DTypeLike) -> NDArray[Any]:
    """The parts as one array; each part's memory is given back once it is copied."""
    joined = np.empty(sum(map(len, parts)), dtype=dtype)
    parts.reverse()
    done = 0
    while parts:
        part = parts.pop()
        joined[done : done + len(part)] = part
        done += len(part)
    return joined


def measure_idf(counts: sparse.csr_array) -> NDArray[np.float64]:
    """Inverse document frequency of each column, at least 1."""
    n_with_term = np.bincount(counts.indices, minlength=counts.shape[1])
    idf: NDArray[np.float64] = np.log((1 + counts.shape[0]) / (1 + n_with_term)) + 1
    return idf


def weigh_counts(counts: sparse.csr_array, idf: NDArray[np.float64]) -> sparse.csr_array:
    """Turn counts in place into tf-idf rows of length 1; a row without terms stays empty."""
    # Counts are small whole numbers, so their logarithms are a table.
    damped = 1 + np.log(np.arange(1, int(counts.data.max(initial=1)) + 1, dtype=np.float64))
    for rows in split_blocks(np.diff(counts.indptr), _WEIGHED_AT_ONCE):
        ends = counts.indptr[rows.start : rows.stop + 1]
        part = slice(ends[0], ends[-1])
        row = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        weights = damped[counts.data[part].astype(np.int64) - 1] * idf[counts.indices[part]]
        lengths = np.sqrt(np.bincount(row, weights=weights**2, minlength=len(ends) - 1))
        counts.data[part] = weights / lengths[row]
    return counts
