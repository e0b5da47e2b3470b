"""Rows of clauses in one field, and what is looked for in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from policycompare.pair_products import ClauseRows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.vectors import FieldMatrices

    Values = NDArray[np.float64]
    Whole = NDArray[np.int64]

OVERSAMPLE = 4
"""Times as many clauses measured again as are wanted."""

_SCALE = 32_767
"""Greatest rounded weight of a row of length 1: two rows' product is at most 2 ** 30."""


_BLOCK_ENTRIES = 1_000_000
"""Weights that are rounded together."""


@dataclass(frozen=True, eq=False)
class Field:
    """Rows of the clauses in one field.

    Attributes
    ----------
    rows : scipy.sparse.csr_array, shape (n_rows, n_terms)
        No value below 0.
    owner : numpy.ndarray of int64, shape (n_rows,)
        Position of the clause of each row, ascending.
    n_clauses : int
    """

    rows: sparse.csr_array
    owner: Whole
    n_clauses: int

    @property
    def clause_rows(self) -> ClauseRows:
        """The rows by clause."""
        return ClauseRows(self.rows, np.searchsorted(self.owner, np.arange(self.n_clauses + 1)))

    def allow(self, reach: int) -> Values:
        """Rows that each row may meet, so that its clause meets ``reach``; shape (n_rows,)."""
        n_rows = np.bincount(self.owner, minlength=self.n_clauses)
        return np.asarray(reach / n_rows[self.owner])


class Search(NamedTuple):
    """What is looked for.

    Attributes
    ----------
    clauses : numpy.ndarray of int64, shape (n,)
        Whose nearest are wanted.
    wanted, margins : numpy.ndarray of int64, shape (n,)
        How many partners are measured again with all terms, and by how much rounding may put one
        behind the last of them that is as near; -1 where a clause does not use all its terms.
    """

    clauses: Whole
    wanted: Whole
    margins: Whole

    @property
    def shortened(self) -> NDArray[np.bool_]:
        """Whether each clause does not use all its terms, shape (n,)."""
        return self.margins < 0


FIELDS = ("heading_words", "heading_chars", "body_words", "body_chars", "sentence_words")
"""Names of the fields in which clauses propose each other."""


def list_fields(matrices: FieldMatrices, names: Sequence[str] = FIELDS) -> dict[str, Field]:
    """Fields of the clauses by name, in the order of ``names``.

    Only these are made: characters of bodies are larger than all the others together.
    """
    n = matrices.body_words.shape[0]
    clauses = np.arange(n)
    return {
        name: Field(
            getattr(matrices, name),
            matrices.sentence_clause if name == "sentence_words" else clauses,
            n,
        )
        for name in names
    }


def round_weights(rows: sparse.csr_array) -> NDArray[np.int16]:
    """Weights in whole numbers, the longest row ``_SCALE`` long, none above 0 rounded to 0."""
    longest = float(np.sqrt(_greatest_square(rows))) or 1.0
    rounded = np.empty(len(rows.data), dtype=np.int16)
    # Block by block: what lies between would take twice the memory of the weights themselves.
    for start in range(0, len(rounded), _BLOCK_ENTRIES):
        block = rows.data[start : start + _BLOCK_ENTRIES]
        weights = np.rint(block * (_SCALE / longest)).astype(np.int16)
        np.maximum(weights, block > 0, out=rounded[start : start + _BLOCK_ENTRIES])
    return rounded


def _greatest_square(rows: sparse.csr_array) -> float:
    """Square of the length of the longest row."""
    if not rows.nnz:
        return 0.0
    n_rows = max(rows.shape[0] * _BLOCK_ENTRIES // rows.nnz, 1)
    blocks = (rows[start : start + n_rows] for start in range(0, rows.shape[0], n_rows))
    return max(float(block.power(2).sum(axis=1).max(initial=0)) for block in blocks)


def plan_search(field: Field, clauses: Whole, n_used: Whole, limit: int) -> Search:
    """How many of each clause's partners are measured again with all terms."""
    n_terms = np.diff(field.rows.indptr)
    shortened = np.zeros(field.n_clauses, dtype=bool)
    shortened[field.owner[n_used < n_terms]] = True
    longest = np.zeros(field.n_clauses, dtype=np.int64)
    np.maximum.at(longest, field.owner, n_terms)
    # Each weight is off by 1 at most, so a sum over n common terms by 2 * sqrt(n) * scale + n.
    errors = np.ceil(2 * np.sqrt(longest) * _SCALE).astype(np.int64) + longest
    wanted = np.where(shortened, limit * OVERSAMPLE, limit)
    margins = np.where(shortened, -1, 2 * errors)
    return Search(clauses, wanted[clauses], margins[clauses])
