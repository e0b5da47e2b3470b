"""Features made of headings and bodies: cosines and shares, in batches, reading by reading.

Heading and body of a clause are rows of length 1 in each reading, and ``whole`` is their sum scaled
to length 1. So the cosine of two wholes follows from those of headings and bodies with each other,
and one pass over the rows of a pair serves all features of a reading. Only one reading is in memory
at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.pair_products import multiply_clauses
from policycompare.scoring.likeness import BLEND, both, by_clause
from policycompare.scoring.products import find_presence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


class FieldFeatures:
    """Collects the features of pairs while readings come by.

    Parameters
    ----------
    pairs : two arrays of int64, shape (n_pairs,)
        Positions of the clauses of each pair.
    """

    def __init__(self, pairs: Pairs) -> None:
        self._pairs = pairs
        self._found: dict[str, Values] = {}
        # Likeness of the heading of a with the whole of b, and the other way round.
        self._forth, self._back = np.zeros(len(pairs[0])), np.zeros(len(pairs[0]))

    def add(self, name: str, fields: sparse.csr_array, length: Values) -> None:
        """Measure one reading; the four may come in any order.

        Parameters
        ----------
        fields : scipy.sparse.csr_array, shape (2 * n_clauses, n_terms)
            Heading and body of each clause.
        length : numpy.ndarray, shape (n_clauses,)
            Of the two added.
        """
        rows = by_clause(fields, 2)
        headings, bodies, whole = (
            self._column(f"{field}_{name}") for field in ("heading", "body", "whole")
        )
        share = BLEND[name]
        for block in multiply_clauses(rows, rows, *self._pairs):
            pairs = block.pairs
            # Rows of b by rows of a, each heading first.
            cells = block.products.reshape(len(pairs), 2, 2)
            headings[pairs], bodies[pairs] = cells[:, 0, 0], cells[:, 1, 1]
            across, against = cells[:, 1, 0], cells[:, 0, 1]
            of_a, of_b = (length[side[pairs]] for side in self._pairs)
            whole[pairs] = ((headings[pairs] + bodies[pairs]) + (across + against)) / (of_a * of_b)
            self._forth[pairs] += share * ((headings[pairs] + across) / of_b)
            self._back[pairs] += share * ((headings[pairs] + against) / of_a)

    def add_shares(self, shown: sparse.csr_array, of_headings: Values, of_clauses: Values) -> None:
        """Measure how much of each heading, and of each clause, stands in the other.

        Parameters
        ----------
        shown : scipy.sparse.csr_array, shape (2 * n_clauses, n_terms)
            Weights of the terms that a heading holds, and of those that its clause holds.
        of_headings, of_clauses : numpy.ndarray, shape (n_clauses,)
            Their sums, above 0.
        """
        left, right = by_clause(shown, 2), by_clause(find_presence(shown), 2)
        headings = np.zeros((2, len(self._pairs[0])))
        clauses = np.zeros((2, len(self._pairs[0])))
        for block in multiply_clauses(left, right, *self._pairs):
            cells = block.products.reshape(len(block.pairs), 2, 2)
            a, b = (side[block.pairs] for side in self._pairs)
            headings[:, block.pairs] = (
                cells[:, 1, 0] / of_headings[a],
                cells[:, 0, 1] / of_headings[b],
            )
            shared = cells[:, 1, 1]
            clauses[:, block.pairs] = shared / of_clauses[a], shared / of_clauses[b]
        self._found.update(both("heading_found", (headings[0], headings[1])))
        self._found.update(both("contained", (clauses[0], clauses[1])))

    def add_cosine(self, name: str, rows: sparse.csr_array) -> None:
        """Measure the cosine of one row of each clause, of length 1 or empty."""
        single, values = by_clause(rows, 1), self._column(name)
        for block in multiply_clauses(single, single, *self._pairs):
            values[block.pairs] = block.products[:, 0]

    def finish(self) -> dict[str, Values]:
        """All features that were measured, by name."""
        return {**self._found, **both("heading_to_whole", (self._forth, self._back))}

    def _column(self, name: str) -> Values:
        return self._found.setdefault(name, np.zeros(len(self._pairs[0])))
