"""The compiled loop behind :mod:`policycompare.pair_products`."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from policycompare.compiling import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.pair_products import ClauseRows

    Values = NDArray[np.float64]
    Whole = NDArray[np.int64]


WIDE = 8
"""Rows of a first clause up to which a sum for each stays in a register."""


class Scratch(threading.local):
    """Arrays that the loop writes to, for each thread its own.

    Attributes
    ----------
    numbers : numpy.ndarray of int32, shape (n_terms,)
        0 before and after each block.
    terms : numpy.ndarray of int32
        Room for the terms of one clause and one more.
    """

    def __init__(self, n_terms: int, n_entries: int) -> None:
        self.numbers = np.zeros(n_terms, dtype=np.int32)
        self.terms = np.empty(n_entries, dtype=np.int32)


def fill_products(
    left: ClauseRows,
    right: ClauseRows,
    first: Whole,
    second: Whole,
    scratch: Scratch,
    products: Values,
) -> None:
    """Add the products of the rows of ``first[i]`` and ``second[i]`` to ``products``.

    Parameters
    ----------
    first, second : numpy.ndarray of int64, shape (n_pairs,)
        Equal first clauses stand together, and all have the same number of rows.
    products : numpy.ndarray, shape (n_right_rows, n_left_rows)
        Rows of the second clauses, pair after pair.
    """
    table = np.zeros((len(scratch.terms), max(products.shape[1], WIDE)))
    _fill_products(
        left.rows.indptr, left.rows.indices, left.rows.data, left.limits,
        right.rows.indptr, right.rows.indices, right.rows.data, right.limits,
        first, second, scratch.numbers, scratch.terms, table, products,
    )  # fmt: skip


@kernel
def _fill_products(
    left_ends: Whole,
    left_terms: NDArray[np.int32],
    left_values: Values,
    left_limits: Whole,
    right_ends: Whole,
    right_terms: NDArray[np.int32],
    right_values: Values,
    right_limits: Whole,
    first: Whole,
    second: Whole,
    numbers: NDArray[np.int32],
    terms: NDArray[np.int32],
    table: Values,
    products: Values,
) -> None:
    """Add to ``products`` pair by pair; equal first clauses stand together.

    ``numbers`` is 0 before and after; ``terms`` and ``table`` are scratch.
    """
    n_left = products.shape[1]
    clause, n_terms, at = -1, 0, 0
    for pair in range(len(first)):
        if first[pair] != clause:
            for number in range(1, n_terms + 1):
                numbers[terms[number]] = 0
            clause, n_terms = first[pair], 0
            for row in range(left_limits[clause], left_limits[clause + 1]):
                for k in range(left_ends[row], left_ends[row + 1]):
                    term = left_terms[k]
                    if numbers[term] == 0:
                        n_terms += 1
                        numbers[term] = n_terms
                        terms[n_terms] = term
                        for column in range(n_left):
                            table[n_terms, column] = 0
                    table[numbers[term], row - left_limits[clause]] = left_values[k]
        for row in range(right_limits[second[pair]], right_limits[second[pair] + 1]):
            start, stop = right_ends[row], right_ends[row + 1]
            if n_left == 2:
                # The usual case keeps its sums in registers.
                one, other = 0.0, 0.0
                for k in range(start, stop):
                    number = numbers[right_terms[k]]
                    one += right_values[k] * table[number, 0]
                    other += right_values[k] * table[number, 1]
                products[at, 0], products[at, 1] = one, other
            elif n_left <= WIDE:
                a, b, c, d, e, f, g, h = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
                for k in range(start, stop):
                    number = numbers[right_terms[k]]
                    if number:
                        value = right_values[k]
                        a += value * table[number, 0]
                        b += value * table[number, 1]
                        c += value * table[number, 2]
                        d += value * table[number, 3]
                        e += value * table[number, 4]
                        f += value * table[number, 5]
                        g += value * table[number, 6]
                        h += value * table[number, 7]
                sums = (a, b, c, d, e, f, g, h)
                for column in range(n_left):
                    products[at, column] = sums[column]
            else:
                for k in range(start, stop):
                    number = numbers[right_terms[k]]
                    if number:
                        for column in range(n_left):
                            products[at, column] += right_values[k] * table[number, column]
            at += 1
    for number in range(1, n_terms + 1):
        numbers[terms[number]] = 0
