"""Counts of character strings, for many texts at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TABLE_CELLS = 100_000_000
"""Greatest code that is looked up in a table; 5 bytes a cell."""

_NOT_LETTER = re.compile(r"[\W\d_]+")


def count_ngrams(texts: Sequence[str], n: int) -> sparse.csr_array:
    """How often each string of ``n`` letters stands in each text, shape (n_texts, n_strings).

    Digits, marks and white space are left out first. Columns are in the order of the code points.

    Parameters
    ----------
    n : int
        1 to 3 letters.
    """
    row, codes = _read_letters(texts)
    row, codes = _join(row, codes, n)
    columns, n_terms = _number(codes)
    counts = sparse.csr_array((np.ones(len(row)), (row, columns)), shape=(len(texts), n_terms))
    counts.sum_duplicates()
    return counts


def _read_letters(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number of the text of each letter, and the letter's code point."""
    letters = [_NOT_LETTER.sub("", text.lower()) for text in texts]
    codes = np.frombuffer("".join(letters).encode("utf-32-le"), dtype=np.uint32)
    row = np.repeat(np.arange(len(letters), dtype=np.int64), [len(one) for one in letters])
    return row, codes.astype(np.int64)


def _join(
    row: NDArray[np.int64], codes: NDArray[np.int64], n: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Runs of ``n`` codes that stay in one row, as one code."""
    # Dense numbers keep the joined code of three letters below 2 ** 63.
    numbers, base = _number(codes)
    size = max(0, len(row) - n + 1)
    joined = np.zeros(size, dtype=np.int64)
    for k in range(n):
        joined = joined * base + numbers[k : k + size]
    whole = row[:size] == row[n - 1 : n - 1 + size]
    return row[:size][whole], joined[whole]


def _number(codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Codes as dense numbers in the same order, and how many there are.

    Where codes are small enough, a table says which occur: several times as fast as to sort them.
    """
    greatest = int(codes.max(initial=0))
    if greatest > _TABLE_CELLS:
        terms, numbers = np.unique(codes, return_inverse=True)
        return numbers, len(terms)
    occurs = np.zeros(greatest + 1, dtype=bool)
    occurs[codes] = True
    numbers = np.cumsum(occurs, dtype=np.int32)
    numbers -= 1
    return numbers[codes].astype(np.int64), int(np.count_nonzero(occurs))
