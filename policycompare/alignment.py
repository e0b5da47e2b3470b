"""Decide which scored pairs count, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policycompare.datamodel import Links

if TYPE_CHECKING:
    from policycompare.datamodel import ScoredPairs


def align_pairs(scored: ScoredPairs, *, same_threshold: float, overlap_threshold: float) -> Links:
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
    rows = np.flatnonzero(linked)
    return Links(
        a=scored.a[rows].astype(np.int64, copy=False),
        b=scored.b[rows].astype(np.int64, copy=False),
        strength=np.where(same[rows], 2, 1).astype(np.int8),
        p_same=scored.p_same[rows],
        p_overlap=scored.p_overlap[rows],
        row=rows,
    )
