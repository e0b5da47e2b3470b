"""What is taken of pairs that were not scored, so that a cut does not lift those that were.

A pair stands among its rivals, the clauses of one document. In a run beyond ``max_pairs`` most of
them are no candidates. Their mean likeness is known all the same: it is linear in their rows, so
the sum of a document's rows gives the sum of all its likenesses, and what the candidates do not
have of it is theirs. How far they scatter about it, and how the likeness of sentences goes with it,
is measured on a sample of document pairs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.pair_products import multiply_clauses
from policycompare.scoring.likeness import BLEND, by_clause
from policycompare.scoring.rivals import Contests, Rest, find_contests

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Likenesses = Mapping[str, Values]

LINEAR = ("whole", "heading")
"""Likenesses that are linear in the rows of either clause; that of sentences is not."""


@dataclass(frozen=True, eq=False)
class Scatter:
    """How pairs that are no candidates scatter, measured on a sample.

    Attributes
    ----------
    share : mapping of str to float
        Standard deviation within a contest as a share of the mean, by likeness.
    sentences : float
        Mean likeness of sentences as a share of that of wholes.
    """

    share: Mapping[str, float]
    sentences: float


def measure_scatter(
    likenesses: Likenesses, pairs: tuple[Whole, Whole], documents: Whole
) -> Scatter:
    """Measure the scatter of pairs that are no candidates.

    Parameters
    ----------
    likenesses : mapping of str to numpy.ndarray, shape (n_pairs,)
        ``whole``, ``heading`` and ``sentences``.
    pairs : two arrays of int64, shape (n_pairs,)
        Of whole document pairs, candidates left out; one at least.
    documents : numpy.ndarray of int64, shape (n_clauses,)
        Number of the document of each clause.
    """
    one, _ = find_contests(*pairs, documents)
    counts = np.bincount(one.contest, minlength=len(one.sizes))
    share = {}
    for name, likeness in likenesses.items():
        within = likeness - (one.add_up(likeness) / counts)[one.contest]
        share[name] = _divide(np.sqrt(np.mean(within**2)), np.mean(likeness))
    ratio = _divide(np.mean(likenesses["sentences"]), np.mean(likenesses["whole"]))
    return Scatter(share, ratio)


def _divide(value: np.floating, by: np.floating) -> float:
    return float(value / by) if by > 0 else 0.0


class ContestTotals:
    """Adds up the likeness of a clause with all clauses of a document, while readings come by.

    Parameters
    ----------
    sides : sequence of Contests
    """

    def __init__(self, sides: Sequence[Contests]) -> None:
        self._sides = sides
        self._found = [{name: np.zeros(len(side.sizes)) for name in LINEAR} for side in sides]

    def add(
        self, name: str, fields: sparse.csr_array, length: Values, sums: sparse.csr_array
    ) -> None:
        """Add one reading; the four may come in any order.

        Parameters
        ----------
        fields : scipy.sparse.csr_array, shape (2 * n_clauses, n_terms)
            Heading and body of each clause.
        length : numpy.ndarray, shape (n_clauses,)
            Of the two added.
        sums : scipy.sparse.csr_array, shape (2 * n_documents, n_terms)
            The wholes of each document's clauses added up, and their headings.
        """
        clauses, documents = by_clause(fields, 2), by_clause(sums, 2)
        share = BLEND[name]
        for side, found in zip(self._sides, self._found, strict=True):
            for block in multiply_clauses(documents, clauses, side.documents, side.clauses):
                # Heading and body of the clause by wholes and headings of the document.
                cells = block.products.reshape(len(block.pairs), 2, 2)
                of_whole = length[side.clauses[block.pairs]]
                wholes, headings = (cells[:, 0] + cells[:, 1]).T / of_whole
                found["whole"][block.pairs] += share * wholes
                # The heading of the one with the whole of the other, and the other way round.
                found["heading"][block.pairs] += share * (headings + cells[:, 0, 0]) / 2

    def expect_rests(self, likenesses: Likenesses, scatter: Scatter) -> list[dict[str, Rest]]:
        """What the clauses of each contest that are no candidates are taken to be.

        Of each side by likeness.
        """
        rests = []
        for side, found in zip(self._sides, self._found, strict=True):
            n = np.maximum(side.n_rest, 1)
            means = {
                name: np.maximum(found[name] - side.add_up(likenesses[name]), 0) / n
                for name in LINEAR
            }
            means["sentences"] = means["whole"] * scatter.sentences
            rests.append({k: Rest(mean, mean * scatter.share[k]) for k, mean in means.items()})
        return rests
