"""Counts of character strings, for many texts at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.scoring.products import make_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

_TABLE_CELLS = 100_000_000
"""Greatest code that is looked up in a table; 5 bytes a cell."""

_BLOCK_LETTERS = 2_000_000
"""Letters that are counted together; some 50 bytes each."""

_CODE_POINT_BITS = 21
"""Bits of the greatest code point."""

_NOT_LETTER = re.compile(r"[\W\d_]")


def count_ngrams(texts: Sequence[str], n: int) -> sparse.csr_array:
    """How often each string of ``n`` letters stands in each text, shape (n_texts, n_strings).

    Digits, marks and white space are left out first. Columns are in the order of the code points.

    Parameters
    ----------
    n : int
        1 to 3 letters.
    """
    return count_coded_ngrams(texts, n)[0]


def count_coded_ngrams(texts: Sequence[str], n: int) -> tuple[sparse.csr_array, Whole]:
    """The counts of :func:`count_ngrams`, and a code of each string that is the same in all texts.

    Codes ascend with the columns, shape (n_strings,); those of longer strings are greater.
    """
    lengths, letters = _read_letters(texts)
    numbers, alphabet = _number(letters)
    base = len(alphabet)
    parts = [
        _count_block(lengths[block], numbers[start:stop], n, base)
        for block, start, stop in _cut_blocks(lengths)
    ]
    none = np.zeros(0, dtype=np.int64)
    n_terms = np.concatenate([none, *(part[0] for part in parts)])
    codes = np.concatenate([none.astype(np.int32), *(part[1] for part in parts)])
    counts = np.concatenate([none.astype(np.int32), *(part[2] for part in parts)])
    del parts
    columns, strings = _number(codes)
    del codes, letters, numbers
    ends = np.r_[0, np.cumsum(n_terms)]
    counted = make_rows(counts.astype(np.float64), columns, ends, len(strings))
    return counted, _encode(strings.astype(np.int64), n, alphabet)


def _encode(strings: Whole, n: int, alphabet: NDArray[np.integer]) -> Whole:
    """The code points of strings, given as digits of a number, each in 21 bits of one number."""
    codes = np.zeros(len(strings), dtype=np.int64)
    for k in range(n):
        digit = strings // len(alphabet) ** (n - 1 - k) % len(alphabet)
        codes = codes << _CODE_POINT_BITS | alphabet[digit].astype(np.int64)
    return codes


def _read_letters(texts: Sequence[str]) -> tuple[Whole, NDArray[np.uint32]]:
    """Number of letters of each text, and the code points of all."""
    lowered = [text.lower() for text in texts]
    codes = np.frombuffer("".join(lowered).encode("utf-32-le"), dtype=np.uint32)
    is_letter = _find_letters(codes)[codes]
    n_before = np.r_[0, np.cumsum(is_letter)]
    ends = np.cumsum([0, *map(len, lowered)])
    return np.diff(n_before[ends]), codes[is_letter]


def _find_letters(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which code points up to the greatest of ``codes`` stand in it and are letters."""
    found = np.zeros(int(codes.max(initial=0)) + 1, dtype=bool)
    found[codes] = True
    for code in np.flatnonzero(found).tolist():
        found[code] = _NOT_LETTER.fullmatch(chr(code)) is None
    return found


def _cut_blocks(lengths: Whole) -> Iterator[tuple[slice, int, int]]:
    """Texts of blocks of about :data:`_BLOCK_LETTERS`, with their first letter and the end."""
    ends = np.cumsum(lengths)
    start = 0
    while start < len(lengths):
        done = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + _BLOCK_LETTERS, side="right")))
        yield slice(start, stop), done, int(ends[stop - 1])
        start = stop


def _count_block(
    lengths: Whole, numbers: NDArray[np.int32], n: int, base: int
) -> tuple[Whole, Whole, NDArray[np.int32]]:
    """Different strings of each text, and their codes and counts, text by text, codes ascending."""
    row = np.repeat(np.arange(len(lengths)), lengths)
    size = max(0, len(row) - n + 1)
    # Dense numbers keep the code of a text and three letters below 2 ** 63.
    joined = row[:size].copy()
    for k in range(n):
        joined = joined * base + numbers[k : k + size]
    keys, counts = np.unique(joined[row[:size] == row[n - 1 : n - 1 + size]], return_counts=True)
    of, codes = keys // base**n, keys % base**n
    fits = base**n <= np.iinfo(np.int32).max
    return (
        np.bincount(of, minlength=len(lengths)),
        codes.astype(np.int32) if fits else codes,
        counts.astype(np.int32),
    )


def _number(codes: NDArray[np.integer]) -> tuple[NDArray[np.int32], NDArray[np.integer]]:
    """Codes as dense numbers in the same order, and the code of each number.

    Where codes are small enough, a table says which occur: several times as fast as to sort them.
    """
    greatest = int(codes.max(initial=0))
    if greatest > _TABLE_CELLS:
        terms, numbers = np.unique(codes, return_inverse=True)
        return numbers.astype(np.int32), terms
    occurs = np.zeros(greatest + 1, dtype=bool)
    occurs[codes] = True
    place = np.cumsum(occurs, dtype=np.int32)
    place -= 1
    return place[codes], np.flatnonzero(occurs)
