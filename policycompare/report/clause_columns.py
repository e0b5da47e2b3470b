"""What each clause of a linked pair is, as columns: numbered once for all clauses of a run.

A clause stands in the pairs of many blocks; a block takes the numbers of its clauses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from policycompare.datamodel import Clause
from policycompare.report.column_blocks import Column, encode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_TEXTS: dict[str, Callable[[Clause], str]] = {
    "clause": lambda clause: clause.clause_id,
    "document": lambda clause: clause.document,
    "jurisdiction": lambda clause: clause.jurisdiction,
    "heading": lambda clause: clause.heading,
    "text": lambda clause: clause.text,
}


class ClauseColumns:
    """Gives the columns of any clauses of a run.

    Parameters
    ----------
    clauses : sequence of Clause
    groups, measure_ids : sequence of str
        The group and the measure of each clause.
    """

    def __init__(
        self, clauses: Sequence[Clause], groups: Sequence[str], measure_ids: Sequence[str]
    ) -> None:
        self._texts = {name: encode(map(read, clauses)) for name, read in _TEXTS.items()}
        self._texts["group"] = encode(groups)
        self._texts["measure"] = encode(measure_ids)
        self._places = {
            "start": np.array([clause.start for clause in clauses], dtype=np.int64),
            "end": np.array([clause.end for clause in clauses], dtype=np.int64),
        }

    def take(self, positions: Numbers, prefix: str) -> dict[str, Column]:
        """The columns of the clauses at some positions, under names that begin alike."""
        distinct, at = np.unique(positions, return_inverse=True)
        texts = {f"{prefix}{n}": column.only(distinct, at) for n, column in self._texts.items()}
        return {**texts, **{f"{prefix}{n}": c[positions] for n, c in self._places.items()}}
