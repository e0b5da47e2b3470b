from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from policycompare import Comparison, evaluation
from policycompare.evaluation import refitting
from policycompare.evaluation.judging import PairMapping, map_pairs
from policycompare.scoring import load_model
from tests.conftest import CORPUS

N_PAIRS = 5894


@pytest.fixture(scope="module")
def mapping(comparison: Comparison) -> PairMapping:
    """The pairs of the corpus, and one clause of it that stands for no gold clause."""
    clauses = list(comparison.clauses)
    clauses[0] = replace(clauses[0], start=0, end=1)
    gold = evaluation.read_gold(CORPUS / "gold")
    return map_pairs(gold, clauses, comparison.scored)


@pytest.mark.parametrize(
    ("kind", "n_folds", "times"), list(zip(refitting.FOLDS, (10, 5), (1, 2), strict=True))
)
def test_refitting_never_fits_to_what_it_tries(
    comparison: Comparison,
    mapping: PairMapping,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    n_folds: int,
    times: int,
) -> None:
    # Every pair carries its number as its features, so that what is fitted and tried is seen.
    numbers = np.arange(N_PAIRS, dtype=float)[:, None]
    scored = replace(comparison.scored, features=numbers, feature_names=("number",))
    labels = mapping.blank.labels[mapping.row]
    fitted: list[set[int]] = []
    tried: list[set[int]] = []

    def fit(values: np.ndarray, given: np.ndarray, keys: np.ndarray, names: object) -> object:
        rows = values[:, 0].astype(int)
        np.testing.assert_array_equal(given, labels[rows])
        assert len(keys) == len(rows)
        fitted.append(set(rows))
        return load_model()

    def predict(model: object, values: np.ndarray, names: object) -> tuple[np.ndarray, np.ndarray]:
        tried.append(set(values[:, 0].astype(int)))
        return values[:, 0] / N_PAIRS, values[:, 0] / N_PAIRS

    monkeypatch.setattr(refitting, "fit_model", fit)
    monkeypatch.setattr(refitting, "predict", predict)
    steps: list[tuple[int, int]] = []
    made = refitting.refit(kind, mapping, scored, load_model(), lambda *n: steps.append(n))
    assert isinstance(made, refitting.Refitted)
    assert steps[-1] == (n_folds, n_folds) == (len(fitted), len(tried))
    documents = [clause.document for clause in comparison.clauses]
    a, b = scored.a, scored.b
    loose = {k for k in range(N_PAIRS) if 0 in (a[k], b[k])}
    for one, other in zip(fitted, tried, strict=True):
        assert one
        assert other
        assert not one & (other | loose)
        assert one | other | loose == set(range(N_PAIRS))
        seen = {frozenset((documents[a[k]], documents[b[k]])) for k in one}
        assert not seen & {frozenset((documents[a[k]], documents[b[k]])) for k in other}
        if kind == "documents_left_out":
            assert len(set().union(*seen)) == 4
    counts = np.bincount([k for rows in tried for k in rows], minlength=N_PAIRS)
    assert (counts == times).all()
    assert len(made.judged.a) == times * len(mapping.blank.a)
    # What is said of a row is what was predicted of its pair.
    said = np.zeros(len(mapping.blank.a))
    said[mapping.row] = numbers[:, 0] / N_PAIRS
    place = {
        (i, j): k for k, (i, j) in enumerate(zip(mapping.blank.a, mapping.blank.b, strict=True))
    }
    rows = [place[i, j] for i, j in zip(made.judged.a, made.judged.b, strict=True)]
    np.testing.assert_array_equal(made.judged.p_same, said[rows])
    np.testing.assert_array_equal(made.judged.labels, mapping.blank.labels[rows])


def test_refitting_judges_folds_at_their_own_and_at_fixed_thresholds(
    comparison: Comparison, mapping: PairMapping
) -> None:
    fixed = replace(load_model(), same_threshold=1.1, overlap_threshold=1.1)
    made = refitting.refit(
        "folds_by_pair", mapping, comparison.scored, fixed, lambda done, total: None
    )
    assert isinstance(made, refitting.Refitted)
    assert (made.judged.found == 2).sum() > 60
    assert (made.at_fixed.found == 0).all()
    np.testing.assert_array_equal(made.judged.p_same, made.at_fixed.p_same)
