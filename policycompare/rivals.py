"""The nearest rivals of a pair: what else a clause might match, and what tells them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policycompare.comparison import Comparison

N_RIVALS = 3
"""Rivals told for each of the two clauses."""

N_DIFFERENCES = 3
"""Features told for each rival; the others are counted and added up."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A feature that tells a pair from a rival.

    Attributes
    ----------
    feature : str
    value, rival_value : float
        Raw values of the pair and of the rival.
    same, overlap : float
        What the feature adds to the log-odds of the pair more than to those of the rival.
    """

    feature: str
    value: float
    rival_value: float
    same: float
    overlap: float


@dataclass(frozen=True, slots=True)
class Rival:
    """Another clause of the partner's group that might match.

    Attributes
    ----------
    p_same, p_overlap : float
        Probabilities in [0, 1].
    same, overlap : float
        Log-odds by which the pair is ahead of the rival; below 0 it is behind.
    differences : tuple of Difference
        The features that do most for the one that is ahead, largest first.
    n_others : int
        Features not among the differences.
    same_others, overlap_others : float
        What they add to ``same`` and ``overlap`` together.
    """

    clause_id: str
    heading: str
    p_same: float
    p_overlap: float
    same: float = 0.0
    overlap: float = 0.0
    differences: tuple[Difference, ...] = ()
    n_others: int = 0
    same_others: float = 0.0
    overlap_others: float = 0.0


def find_rivals(comparison: Comparison, one: int, partner: int) -> tuple[Rival, ...]:
    """Find the clauses of the partner's group that are nearest to ``one``, the partner left out."""
    scored, groups = comparison.scored, comparison.groups
    pair = scored.position[min(one, partner), max(one, partner)]
    found: list[tuple[float, float, int, int]] = []
    for k, group in enumerate(groups):
        row = scored.position.get((min(one, k), max(one, k)))
        if group == groups[partner] and k != partner and row is not None:
            found.append((-float(scored.p_same[row]), -float(scored.p_overlap[row]), k, row))
    return tuple(_tell(comparison, k, pair, row) for _, _, k, row in sorted(found)[:N_RIVALS])


def _tell(comparison: Comparison, k: int, pair: int, row: int) -> Rival:
    scored, clause = comparison.scored, comparison.clauses[k]
    every = [
        Difference(
            ours.feature,
            ours.value,
            theirs.value,
            ours.same - theirs.same,
            ours.overlap - theirs.overlap,
        )
        for ours, theirs in zip(scored.contributions(pair), scored.contributions(row), strict=True)
    ]
    same, overlap = sum(d.same for d in every), sum(d.overlap for d in every)
    sign = 1 if same >= 0 else -1
    every.sort(key=lambda d: (-sign * d.same, d.feature))
    told = tuple(d for d in every[:N_DIFFERENCES] if sign * d.same > 0)
    return Rival(
        clause.clause_id,
        clause.heading,
        float(scored.p_same[row]),
        float(scored.p_overlap[row]),
        same,
        overlap,
        told,
        len(every) - len(told),
        same - sum(d.same for d in told),
        overlap - sum(d.overlap for d in told),
    )
