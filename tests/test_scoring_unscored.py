"""What clauses that are no candidates are taken to be, against what they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare import pipeline
from policycompare.comparison import Comparison
from policycompare.document_pairs import sample_clause_pairs, sample_document_pairs
from policycompare.scoring import FEATURE_NAMES, measure_cut_features, measure_features, rivals
from policycompare.scoring.names import ADJUSTMENTS
from policycompare.scoring.rivals import Rest, find_contests
from policycompare.settings import Settings
from policycompare.tokens import Tokenizer

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


@pytest.fixture(scope="module")
def whole() -> Comparison:
    return pipeline.compare(CORPUS)


@pytest.mark.parametrize("neighbours", [1, 3])
def test_a_cut_run_links_what_a_whole_run_links(whole: Comparison, neighbours: int) -> None:
    cut = pipeline.compare(CORPUS, settings=Settings(max_pairs=0, neighbours=neighbours))
    assert cut.scored.n_cut > len(cut.scored.a)
    scored = set(zip(cut.scored.a.tolist(), cut.scored.b.tolist(), strict=True))
    found = {(link.a, link.b) for link in cut.links}
    expected = {(link.a, link.b) for link in whole.links} & scored
    assert len(found & expected) > 0.9 * len(expected)
    assert len(found - expected) < 0.05 * len(found)
    assert cut.recall is not None
    assert cut.recall.n_surplus < 0.1 * cut.recall.n_found


def test_features_of_a_cut_run_are_near_those_of_a_whole_run(whole: Comparison) -> None:
    kept = np.sort(np.random.default_rng(0).permutation(len(whole.scored.a))[:1000])
    values = _measure(whole, kept, is_told=True)
    blind = _measure(whole, kept, is_told=False)
    for name in ("standing_least", "heading_standing_least", "sentences_standing_most"):
        column = FEATURE_NAMES.index(name)
        true = whole.scored.features[kept, column]
        error, other = (np.abs(x[:, column] - true).mean() for x in (values, blind))
        assert error < 0.35 * other, name


def _measure(whole: Comparison, kept: np.ndarray, *, is_told: bool) -> np.ndarray:
    pairs = whole.scored.a[kept], whole.scored.b[kept]
    if not is_told:
        return measure_features(whole.clauses, pairs, whole.matrices, Tokenizer())
    sample = sample_clause_pairs(whole.clauses, whole.groups)
    return measure_cut_features(whole.clauses, pairs, sample, whole.matrices, Tokenizer())[0]


def test_sampled_document_pairs_are_scored_as_without_a_cut(whole: Comparison) -> None:
    kept = np.arange(0, len(whole.scored.a), 3)
    pairs = whole.scored.a[kept], whole.scored.b[kept]
    sample = sample_clause_pairs(whole.clauses, whole.groups)
    _, found = measure_cut_features(whole.clauses, pairs, sample, whole.matrices, Tokenizer())
    rows = sample.find_rows(whole.scored.a, whole.scored.b)
    assert (rows >= 0).all()
    same = [k for k, n in enumerate(FEATURE_NAMES) if n not in ("witness", *ADJUSTMENTS)]
    expected = whole.scored.features[rows]
    np.testing.assert_allclose(found[:, same], expected[:, same], rtol=0, atol=1e-9)


def test_rest_of_a_contest_is_taken_as_it_is_told() -> None:
    one, _ = find_contests(np.zeros(2, dtype=np.int64), np.array([1, 2]), np.array([0, 1, 1, 1, 1]))
    likeness = np.array([0.6, 0.5])
    assert one.n_rest.tolist() == [2]
    alike = Rest(np.array([0.3]), np.array([0.0]))
    mean = (0.6 + 0.5 + 0.3 + 0.3) / 4
    spread = np.std([0.6, 0.5, 0.3, 0.3]) + 0.03
    assert one.find_standing(likeness, alike) == pytest.approx((likeness - mean) / spread)
    assert one.find_lead(likeness, alike) == pytest.approx(likeness - (0.6 + 0.5 + 0.3) / 3)
    assert one.find_rank(likeness, alike) == pytest.approx([1, 1 / 2])
    better = Rest(np.array([0.9]), np.array([0.0]))
    assert one.find_rank(likeness, better) == pytest.approx([1 / 3, 1 / 4])
    # Half of a rest that lies about a value is better than it.
    about = Rest(np.array([0.5]), np.array([0.1]))
    assert one.find_rank(likeness, about)[1] == pytest.approx(1 / (1 + 1 + 2 * 0.5))


def test_sampled_document_pairs_are_of_different_groups(whole: Comparison) -> None:
    pairs = sample_document_pairs(whole.clauses, whole.groups)
    assert pairs
    for one, two in pairs:
        assert {whole.groups[i] for i in one}.isdisjoint(whole.groups[i] for i in two)
    sample = sample_clause_pairs(whole.clauses, whole.groups)
    assert len(sample.a) == sum(len(one) * len(two) for one, two in pairs)
    assert (sample.find_rows(sample.a, sample.b) == np.arange(len(sample.a))).all()
    assert (sample.find_rows(sample.a[:0], sample.b[:0]) == -1).all()


@given(
    st.lists(st.sampled_from([0.0, 0.2, 0.25, 0.5, 0.9]), min_size=12, max_size=12),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_compiled_contests_are_the_same_to_the_bit(values: list[float], is_told: bool) -> None:
    pytest.importorskip("numba")
    likeness = np.array(values)
    rng = np.random.default_rng(len(set(values)))
    a, b = rng.integers(0, 4, 12), rng.integers(4, 20, 12)
    documents = np.repeat([0, 1, 2, 3, 4], 4)
    for side in find_contests(a, b, documents):
        n = len(side.sizes)
        rest = Rest(rng.random(n) / 2, rng.random(n) / 4) if is_told else None
        plain = side.find_lead(likeness, rest), side.find_rank(likeness, rest)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rivals, "LEAST_ROWS_TO_COMPILE", 0)
            compiled = side.find_lead(likeness, rest), side.find_rank(likeness, rest)
        for one, other in zip(plain, compiled, strict=True):
            assert one.tobytes() == other.tobytes()
