"""Decide which scored pairs count, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policycompare.datamodel import Link, Relation

if TYPE_CHECKING:
    from policycompare.datamodel import ScoredPairs


def align_pairs(
    scored: ScoredPairs, *, same_threshold: float, overlap_threshold: float
) -> tuple[Link, ...]:
    """Links of the pairs that reach a threshold, in the order of the scored pairs.

    A pair is ``same`` where ``p_same >= same_threshold``, else ``partial`` where
    ``p_overlap >= overlap_threshold``, else no link. A clause may have several links of either
    kind.

    Parameters
    ----------
    scored : ScoredPairs
        Pairs sorted by (a, b).
    same_threshold, overlap_threshold : float
        Probabilities in [0, 1].
    """
    same = scored.p_same >= same_threshold
    linked = same | (scored.p_overlap >= overlap_threshold)
    return tuple(
        _link(scored, int(row), "same" if same[row] else "partial")
        for row in np.flatnonzero(linked)
    )


def _link(scored: ScoredPairs, row: int, relation: Relation) -> Link:
    return Link(
        a=int(scored.a[row]),
        b=int(scored.b[row]),
        relation=relation,
        p_same=float(scored.p_same[row]),
        p_overlap=float(scored.p_overlap[row]),
        row=row,
    )
