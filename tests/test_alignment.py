"""Tests of the decision which pairs count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycompare.alignment import align_pairs
from policycompare.datamodel import ScoredPairs

PROBABILITY = st.floats(0, 1)


def make_scored(pairs: list[tuple[float, float]]) -> ScoredPairs:
    """Scored pairs of clause 0 with clauses 1, 2, …; each is (p_same, p_overlap)."""
    n = len(pairs)
    return ScoredPairs(
        a=np.zeros(n, np.int64),
        b=np.arange(1, n + 1),
        feature_names=("one",),
        features=np.zeros((n, 1)),
        weigh=lambda values: (values, values),
        same_base=0.0,
        overlap_base=0.0,
        p_same=np.array([same for same, _ in pairs], dtype=float),
        p_overlap=np.array([overlap for _, overlap in pairs], dtype=float),
    )


def test_alignment_same_wins_over_partial() -> None:
    scored = make_scored([(0.6, 0.9), (0.4, 0.9), (0.4, 0.4)])
    links = align_pairs(scored, same_threshold=0.5, overlap_threshold=0.7)
    assert [(link.b, link.relation, link.row) for link in links] == [
        (1, "same", 0),
        (2, "partial", 1),
    ]


@pytest.mark.parametrize(
    ("same", "overlap", "relation"), [(0.5, 0.5, "same"), (0.4, 0.7, "partial")]
)
def test_alignment_threshold_itself_counts(same: float, overlap: float, relation: str) -> None:
    links = align_pairs(make_scored([(same, overlap)]), same_threshold=0.5, overlap_threshold=0.7)
    assert [link.relation for link in links] == [relation]


def test_alignment_a_clause_may_have_several_links() -> None:
    links = align_pairs(make_scored([(0.9, 0.9)] * 3), same_threshold=0.5, overlap_threshold=0.5)
    assert [(link.a, link.b) for link in links] == [(0, 1), (0, 2), (0, 3)]


def test_alignment_of_nothing_is_nothing() -> None:
    assert align_pairs(make_scored([]), same_threshold=0.5, overlap_threshold=0.5) == ()


@given(st.lists(st.tuples(PROBABILITY, PROBABILITY)), PROBABILITY, PROBABILITY, PROBABILITY)
def test_alignment_lower_threshold_never_loses_a_link(
    pairs: list[tuple[float, float]], same: float, high: float, low: float
) -> None:
    scored = make_scored(pairs)
    low, high = sorted((low, high))
    some = {link.row for link in align_pairs(scored, same_threshold=same, overlap_threshold=high)}
    more = {link.row for link in align_pairs(scored, same_threshold=same, overlap_threshold=low)}
    assert some <= more
