"""Four ways to read a clause: its words, its character pairs, its characters, its concepts.

A reading holds rows of length 1 for the heading, the body, both together and the sentences, in one
term space with one weighting, so that the product of any two rows is a cosine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.scoring.products import find_presence, normalize_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

READINGS = ("words", "pairs", "characters", "concepts")
"""Names of the readings, in the order in which they are measured."""


@dataclass(frozen=True, eq=False)
class Reading:
    """Rows of length 1 (or empty), each matrix with the same columns.

    Attributes
    ----------
    heading, body : scipy.sparse.csr_array, shape (n_clauses, n_terms)
    sentences : scipy.sparse.csr_array, shape (n_sentences, n_terms)
    present : scipy.sparse.csr_array, shape (n_clauses, n_terms)
        1 where heading or body holds the term.
    weights : numpy.ndarray, shape (n_terms,)
        Weight of a term, 0 or more.
    """

    heading: sparse.csr_array
    body: sparse.csr_array
    sentences: sparse.csr_array
    present: sparse.csr_array
    weights: NDArray[np.float64]

    def add_fields(self) -> sparse.csr_array:
        """Heading and body added, which count alike however long they are; rows of length 1."""
        return normalize_rows(sparse.csr_array(self.heading + self.body))

    def length_of_sums(self) -> NDArray[np.float64]:
        """Length of heading and body added, 1 where both are empty, shape (n_clauses,)."""
        added = self.heading + self.body
        row = np.repeat(np.arange(added.shape[0]), np.diff(added.indptr))
        lengths = np.sqrt(np.bincount(row, weights=added.data**2, minlength=added.shape[0]))
        return np.where(lengths > 0, lengths, 1)

    def heading_present(self) -> sparse.csr_array:
        """1 where the heading holds the term, shape (n_clauses, n_terms)."""
        return find_presence(self.heading)


def build_reading(
    heading: sparse.csr_array,
    body: sparse.csr_array,
    sentences: sparse.csr_array,
    weights: NDArray[np.float64],
) -> Reading:
    """A reading of rows of counts, which are weighed and scaled in place."""
    present = find_presence(sparse.csr_array(heading + body))
    for rows in (heading, body, sentences):
        rows.data *= weights[rows.indices]
        normalize_rows(rows)
    return Reading(heading, body, sentences, present, weights)
