"""What is taken of pairs that were not scored, so that a cut does not lift those that were.

A pair stands among its rivals, the clauses of one document. In a run beyond ``max_pairs`` most of
them are no candidates. Their mean likeness is known all the same: it is linear in their rows, so
the sum of a document's rows gives the sum of all its likenesses, and what the candidates do not
have of it is theirs. How far they scatter about it, and how the likeness of sentences goes with it,
is measured on a sample of document pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.pair_products import multiply_clauses
from policycompare.scoring.likeness import BLEND, interleave
from policycompare.scoring.rivals import Contests, Rest, find_contests

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.scoring.readings import Reading

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


def expect_rest(
    contests: Contests,
    likenesses: Likenesses,
    readings: Mapping[str, Reading],
    scatter: Scatter,
    documents: Whole,
) -> dict[str, Rest]:
    """What the clauses of each contest that are no candidates are taken to be, by likeness."""
    totals = dict(zip(LINEAR, _add_up_documents(contests, readings, documents), strict=True))
    n = np.maximum(contests.n_rest, 1)
    means = {
        name: np.maximum(totals[name] - contests.add_up(likenesses[name]), 0) / n for name in LINEAR
    }
    means["sentences"] = means["whole"] * scatter.sentences
    return {name: Rest(mean, mean * scatter.share[name]) for name, mean in means.items()}


def _add_up_documents(
    contests: Contests, readings: Mapping[str, Reading], documents: Whole
) -> tuple[Values, Values]:
    """Sums of the wholes' and the headings' likeness over all clauses of each contest."""
    # Side by side, scaled by the root of their shares, the readings' rows multiply to the blend.
    whole, heading = (
        sparse.csr_array(
            sparse.hstack(
                [getattr(readings[name], field) * np.sqrt(share) for name, share in BLEND.items()],
                format="csr",
            )
        )
        for field in ("whole", "heading")
    )
    n_clauses, n_documents = len(documents), int(documents.max(initial=0)) + 1
    member = sparse.csr_array(
        (np.ones(n_clauses), (documents, np.arange(n_clauses))), shape=(n_documents, n_clauses)
    )
    clauses = interleave([whole, heading])
    sums = interleave([member @ whole, member @ heading])
    found = np.zeros((2, len(contests.sizes)))
    for block in multiply_clauses(sums, clauses, contests.documents, contests.clauses):
        cells = block.products.reshape(len(block.pairs), 2, 2)
        found[0, block.pairs] = cells[:, 0, 0]
        # The heading of the one with the whole of the other, and the other way round.
        found[1, block.pairs] = (cells[:, 1, 0] + cells[:, 0, 1]) / 2
    return found[0], found[1]
