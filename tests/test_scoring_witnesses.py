"""Tests of the witnesses of a pair and of the two log-odds fitted together."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare.scoring import witnesses
from policycompare.scoring.fitting import fit_model, predict
from policycompare.scoring.names import ADJUSTMENTS
from policycompare.scoring.rivals import find_contests
from policycompare.scoring.witnesses import OWN_STANDING, find_heaviest, find_witnesses

DOCUMENTS = np.array([0, 0, 1, 1, 2, 2])
PAIRS = [(i, j) for i, j in combinations(range(6), 2) if DOCUMENTS[i] != DOCUMENTS[j]]
A, B = (np.array(side) for side in zip(*PAIRS, strict=True))
CONTESTS = find_contests(A, B, DOCUMENTS)


def row(i: int, j: int) -> int:
    return PAIRS.index((min(i, j), max(i, j)))


def weigh_plainly(standing: np.ndarray) -> np.ndarray:
    """The heaviest witness of each pair by plain loops over all third clauses."""
    ranks = [contest.find_rank(standing) for contest in CONTESTS]
    heaviest = np.zeros(len(PAIRS))

    def weigh(witness: int, other: int) -> float:
        k = row(witness, other)
        rank = ranks[0][k] if witness < other else ranks[1][k]
        return float(standing[k]) if standing[k] > 0 and rank >= 1 / witnesses.N_BEST else 0.0

    for k, (i, j) in enumerate(PAIRS):
        third = [c for c in range(6) if DOCUMENTS[c] not in (DOCUMENTS[i], DOCUMENTS[j])]
        heaviest[k] = max(min(weigh(c, i), weigh(c, j)) for c in third)
    return heaviest


@settings(max_examples=60)
@given(st.lists(st.sampled_from([-1.0, 0.0, 0.4, 0.9, 1.1, 3.0]), min_size=12, max_size=12))
def test_scoring_witnesses_equal_plain_loops(values: list[float]) -> None:
    standing = np.array(values)
    heaviest = weigh_plainly(standing)
    seen = np.minimum(*(contest.find_standing(heaviest) for contest in CONTESTS))
    speaks = (heaviest > 0) & (standing < OWN_STANDING)
    expected = np.where(speaks, np.maximum(seen - standing, 0), 0)
    assert find_witnesses((A, B), standing, CONTESTS) == pytest.approx(expected)


@given(st.permutations(range(12)), st.booleans())
def test_scoring_witnesses_do_not_depend_on_order_and_side(order: list[int], turned: bool) -> None:
    standing = np.linspace(-1, 3, 12)
    expected = find_witnesses((A, B), standing, CONTESTS)
    a, b = (B[order], A[order]) if turned else (A[order], B[order])
    found = find_witnesses((a, b), standing[order], find_contests(a, b, DOCUMENTS))
    assert found == pytest.approx(expected[order])


def test_scoring_a_witness_speaks_for_its_best_partners_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    standing = np.full(12, -0.5)
    standing[[row(0, 4), row(2, 4), row(3, 4)]] = 2.0, 1.5, 1.2
    every = find_heaviest((A, B), standing, CONTESTS)
    monkeypatch.setattr(witnesses, "N_BEST", 1)
    best = find_heaviest((A, B), standing, CONTESTS)
    assert (every[row(0, 2)], every[row(0, 3)]) == (1.5, 1.2)
    assert (best[row(0, 2)], best[row(0, 3)]) == (1.5, 0)


def test_scoring_witness_speaks_for_names_that_share_nothing() -> None:
    standing = np.full(12, -0.5)
    standing[[row(0, 4), row(2, 4)]] = 2.0
    found = find_witnesses((A, B), standing, CONTESTS)
    assert found.argmax() == row(0, 2)
    assert found[row(0, 2)] > 1
    assert found[row(1, 3)] == 0
    assert found[row(0, 4)] == 0, "a pair that stands out itself needs no witness"


def test_scoring_two_documents_have_no_witness() -> None:
    a, b = np.repeat([0, 1], 2), np.tile([2, 3], 2)
    contests = find_contests(a, b, np.array([0, 0, 1, 1]))
    assert not find_witnesses((a, b), np.array([0.5, -0.5, -0.5, 0.5]), contests).any()
    none = np.zeros(0, dtype=np.int64)
    empty = find_contests(none, none, np.array([0, 1]))
    assert find_witnesses((none, none), np.zeros(0), empty).shape == (0,)


def test_scoring_witnesses_in_blocks_equal_those_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    standing = np.linspace(-0.5, 2, 12)
    expected = find_witnesses((A, B), standing, CONTESTS)
    monkeypatch.setattr(witnesses, "_BLOCK_CELLS", 1)
    assert find_witnesses((A, B), standing, CONTESTS) == pytest.approx(expected)


def test_scoring_partial_pairs_teach_what_is_the_same() -> None:
    """A column that only the partial pairs show moves ``p_overlap`` more than ``p_same``."""
    rng = np.random.default_rng(7)
    labels = np.repeat([0, 1, 2], [300, 60, 20])
    values = np.stack([rng.normal(labels, 0.7), rng.normal(labels == 1, 0.7)], axis=1)
    values = np.hstack([values, np.zeros((len(labels), 2))])
    names = ("whole_words", "body_words", *ADJUSTMENTS)
    model = fit_model(values, labels, np.arange(len(labels)) % 4, names=names)
    same, overlap = predict(model, values, names)
    assert (same <= overlap).all()
    assert same[labels == 2].mean() > 1.5 * same[labels == 1].mean()
    assert overlap[labels == 1].mean() > 3 * overlap[labels == 0].mean()
    first, second = model.columns
    assert first.same > 0
    assert second.same < second.overlap
