"""Count character n-grams with numpy, a block of texts at a time.

Every character of a block has a small number, in the order of the code points, from 1. An n-gram is
one whole number: the numbers of its characters side by side in bits, 0 behind a shorter one, so
that numbers stand in the order of the strings. With the number of its text in the lowest bits, one
sort of 64-bit numbers finds equal n-grams and counts them text by text; no string is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.vectors.weights import Block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint64]
    Points = NDArray[np.uint32]

N_BITS = 64
_JOINED_AT_ONCE = 16


@dataclass(frozen=True, eq=False)
class Ngrams:
    """Different n-grams in the order of their strings.

    Attributes
    ----------
    alphabet : numpy.ndarray of uint32, shape (n_characters,)
        Code points, ascending; the first has the number 1.
    codes : numpy.ndarray of uint64, shape (n_terms,)
        Ascending; each character takes the bits that the size of the alphabet needs.
    n_max : int
        Characters of the longest.
    """

    alphabet: Points
    codes: Codes
    n_max: int

    def __len__(self) -> int:
        return len(self.codes)

    def decode(self) -> NDArray[np.object_]:
        """The n-grams as strings, shape (n_terms,)."""
        points = np.concatenate([np.zeros(1, dtype=np.uint32), self.alphabet])
        letters = np.zeros((len(self), self.n_max), dtype=np.uint32)
        for k, number in enumerate(self._numbers()):
            letters[:, k] = points[number]
        # numpy leaves out the zeros at the end of a string; within one there are none.
        return letters.view(f"<U{self.n_max}")[:, 0].astype(object)

    def recode(self, alphabet: Points) -> Codes:
        """Codes in another alphabet, in the same order; 0 where it lacks a character."""
        places = np.searchsorted(alphabet, self.alphabet)
        known = places < len(alphabet)
        known[known] = alphabet[places[known]] == self.alphabet[known]
        table = np.zeros(len(self.alphabet) + 1, dtype=np.uint64)
        table[1:][known] = places[known] + 1
        bits = count_bits(alphabet)
        codes = np.zeros(len(self), dtype=np.uint64)
        lacking = np.zeros(len(self), dtype=bool)
        for k, number in enumerate(self._numbers()):
            new = table[number]
            lacking |= (new == 0) & (number != 0)
            codes |= new << np.uint64(bits * (self.n_max - 1 - k))
        codes[lacking] = 0
        return codes

    def _numbers(self) -> Iterator[NDArray[np.int64]]:
        bits = count_bits(self.alphabet)
        for k in range(self.n_max):
            shifted = self.codes >> np.uint64(bits * (self.n_max - 1 - k))
            yield (shifted & np.uint64((1 << bits) - 1)).astype(np.int64)


@dataclass(frozen=True, eq=False)
class NgramBlock:
    """N-grams of a block of texts and how often each stands in each text.

    Attributes
    ----------
    ngrams : Ngrams
    counts : scipy.sparse.csr_array of int32, shape (n_texts, n_terms)
    """

    ngrams: Ngrams
    counts: sparse.csr_array


def count_ngrams(texts: Sequence[str], n_min: int, n_max: int) -> list[NgramBlock] | None:
    """Count the n-grams of letters and digits in a block of texts, in lower case.

    Returns
    -------
    list of NgramBlock or None
        One block, or several where the characters and texts of one do not fit into 64 bits; None
        if not even one text fits. Up to ``n_max`` 4 any text fits that has less than 65,536
        different characters.
    """
    row, numbers, alphabet = _read_characters(texts)
    bits = count_bits(alphabet)
    if n_max * bits + max(len(texts) - 1, 0).bit_length() <= N_BITS:
        codes, counts = _count(row, numbers, bits, (n_min, n_max), len(texts))
        return [NgramBlock(Ngrams(alphabet, codes, n_max), counts)]
    if len(texts) == 1:
        return None
    half = len(texts) // 2
    first, second = (count_ngrams(part, n_min, n_max) for part in (texts[:half], texts[half:]))
    return None if first is None or second is None else first + second


def join_ngrams(blocks: Sequence[NgramBlock], n_max: int) -> Ngrams | None:
    """All n-grams of the blocks; None if they do not fit into 64 bits."""
    empty = np.zeros(0, dtype=np.uint32)
    alphabet = np.unique(np.concatenate([empty, *(b.ngrams.alphabet for b in blocks)]))
    if n_max * count_bits(alphabet) > N_BITS:
        return None
    codes = np.zeros(0, dtype=np.uint64)
    # A few at a time: the codes of all blocks are several times those that differ.
    for start in range(0, len(blocks), _JOINED_AT_ONCE):
        some = (b.ngrams.recode(alphabet) for b in blocks[start : start + _JOINED_AT_ONCE])
        codes = np.concatenate([codes, *some])
        codes.sort()
        codes = codes[_find_starts(codes)]
    return Ngrams(alphabet, codes, n_max)


def place_block(block: NgramBlock, ngrams: Ngrams) -> Block:
    """Find the columns of a block among ``ngrams``."""
    codes = block.ngrams.recode(ngrams.alphabet)
    places = np.searchsorted(ngrams.codes, codes)
    known = places < len(ngrams)
    known[known] = ngrams.codes[places[known]] == codes[known]
    return Block(np.where(known, places, -1), block.counts)


def count_bits(alphabet: Points) -> int:
    """Bits that one character takes: enough for the size of the alphabet, at least 1."""
    return max(1, len(alphabet).bit_length())


def _read_characters(texts: Sequence[str]) -> tuple[Codes, Codes, Points]:
    """The letters and digits of the texts in lower case: text, number in the alphabet, alphabet."""
    lower = [text.lower() for text in texts]
    # A lone half of a surrogate pair, which UTF-32 forbids, is no letter and falls out below.
    joined = "".join(lower).encode("utf-32-le", "surrogatepass")
    points = np.frombuffer(joined, dtype=np.uint32)
    row = np.repeat(np.arange(len(lower), dtype=np.uint64), [len(text) for text in lower])
    seen = np.zeros(int(points.max(initial=0)) + 1, dtype=bool)
    seen[points] = True
    alphabet = [point for point in np.flatnonzero(seen).tolist() if chr(point).isalnum()]
    number_of_point = np.zeros(len(seen), dtype=np.uint64)
    number_of_point[alphabet] = np.arange(1, len(alphabet) + 1, dtype=np.uint64)
    numbers = number_of_point[points]
    kept = numbers > 0
    return row[kept], numbers[kept], np.array(alphabet, dtype=np.uint32)


def _count(
    row: Codes, numbers: Codes, bits: int, lengths: tuple[int, int], n_texts: int
) -> tuple[Codes, sparse.csr_array]:
    """Codes of the n-grams in a block, ascending, and their counts, shape (n_texts, n_terms)."""
    row_bits = np.uint64(max(n_texts - 1, 0).bit_length())
    keys = np.concatenate(list(_list_keys(row, numbers, bits, lengths, row_bits)))
    keys.sort()
    first = _find_starts(keys)
    n_times = np.diff(first, append=len(keys)).astype(np.int32)
    different = keys[first]
    rows = (different & ((np.uint64(1) << row_bits) - np.uint64(1))).astype(np.int32)
    codes = different >> row_bits
    starts = _find_starts(codes)
    ends = np.append(starts, len(codes))
    by_term = sparse.csc_array((n_times, rows, ends), shape=(n_texts, len(starts)))
    return codes[starts], sparse.csr_array(by_term.tocsr())


def _find_starts(ascending: Codes) -> NDArray[np.int64]:
    """Where each different number begins; sort and this are faster than numpy's unique."""
    begins = np.ones(len(ascending), dtype=bool)
    begins[1:] = ascending[1:] != ascending[:-1]
    return np.flatnonzero(begins)


def _list_keys(
    row: Codes, numbers: Codes, bits: int, lengths: tuple[int, int], row_bits: np.uint64
) -> Iterator[Codes]:
    """The n-grams of each length that stay within one text, with its number in the lowest bits."""
    n_min, n_max = lengths
    key = row
    for n in range(1, n_max + 1):
        size = max(0, len(row) - n + 1)
        shift = np.uint64(bits * (n_max - n)) + row_bits
        key = key[:size] | (numbers[n - 1 :] << shift)
        if n >= n_min:
            yield key[row[:size] == row[n - 1 :]]
