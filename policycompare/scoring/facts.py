"""What scoring knows of each clause beside its rows: role, length, place and document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause

    Values = NDArray[np.float64]
    Whole = NDArray[np.int64]

GENERAL = ("principles", "goals")
"""Roles that say what is wanted, not what is done."""


@dataclass(frozen=True, eq=False)
class Facts:
    """Columns about clauses.

    Attributes
    ----------
    roles : numpy.ndarray of int64, shape (n_clauses,)
        Number of the role.
    general : numpy.ndarray of bool, shape (n_clauses,)
        Whether the role is one of :data:`GENERAL`.
    lengths : numpy.ndarray of float64, shape (n_clauses,)
        Logarithm of the characters of the body.
    positions : numpy.ndarray of float64, shape (n_clauses,)
        Place in the document, from 0 to 1.
    documents : numpy.ndarray of int64, shape (n_clauses,)
        Number of the document.
    """

    roles: Whole
    general: NDArray[np.bool_]
    lengths: Values
    positions: Values
    documents: Whole

    def take(self, clauses: Whole) -> Facts:
        """The facts of some clauses; their documents are numbered from 0, in their order."""
        documents = np.unique(self.documents[clauses], return_inverse=True)[1]
        return Facts(
            self.roles[clauses],
            self.general[clauses],
            self.lengths[clauses],
            self.positions[clauses],
            documents,
        )


def find_facts(clauses: Sequence[Clause]) -> Facts:
    """The facts of clauses; documents are numbered in the order of their first clauses."""
    roles = np.array([clause.role for clause in clauses], dtype=object).astype(str)
    numbers: dict[str, int] = {}
    documents = np.array(
        [numbers.setdefault(clause.document, len(numbers)) for clause in clauses], dtype=np.int64
    )
    return Facts(
        np.unique(roles, return_inverse=True)[1],
        np.isin(roles, GENERAL),
        np.log(np.array([max(10, len(clause.body)) for clause in clauses], dtype=np.int64)),
        _relative_positions(documents),
        documents,
    )


def _relative_positions(documents: Whole) -> Values:
    order = np.argsort(documents, kind="stable")
    sizes = np.bincount(documents)
    positions = np.zeros(len(documents))
    for inside in np.split(order, np.cumsum(sizes)[:-1]) if len(documents) else ():
        positions[inside] = np.linspace(0, 1, len(inside)) if len(inside) > 1 else 0.5
    return positions
