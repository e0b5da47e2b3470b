"""The sample of document pairs stays small, however long the documents are."""

from __future__ import annotations

import numpy as np
import pytest

from policycompare import document_pairs
from policycompare.datamodel import Clause, ScoredPairs
from policycompare.document_pairs import sample_clause_pairs, sample_document_pairs
from policycompare.recall import NearestRecall, measure_recall
from tests.test_findings import make_clause


def _clauses(*sizes: int) -> tuple[list[Clause], list[str]]:
    documents = [f"d{k}" for k, size in enumerate(sizes) for _ in range(size)]
    return [make_clause(name, i) for i, name in enumerate(documents)], documents


@pytest.mark.parametrize("sizes", [(40, 30), (1, 900), (900, 2), (3, 3000, 5)])
def test_document_pairs_of_long_documents_are_thinned_evenly(
    sizes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_pairs, "N_CLAUSE_PAIRS", 10)
    monkeypatch.setattr(document_pairs, "MOST_CLAUSE_PAIRS", 200)
    ((one, two),) = sample_document_pairs(*_clauses(*sizes))
    assert 100 <= len(one) * len(two) <= 200
    for side in (one, two):
        gaps = np.diff(side)
        assert len(gaps) == 0 or 1 <= gaps.min() <= gaps.max() <= gaps.min() + 1


def test_document_pairs_that_fit_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_pairs, "N_CLAUSE_PAIRS", 10)
    monkeypatch.setattr(document_pairs, "MOST_CLAUSE_PAIRS", 1200)
    clauses, groups = _clauses(40, 30)
    assert len(sample_clause_pairs(clauses, groups).a) == 1200


@pytest.mark.parametrize("most", [1200, 100])
def test_recall_tells_whether_the_documents_were_thinned(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_pairs, "MOST_CLAUSE_PAIRS", most)
    clauses, groups = _clauses(40, 30)
    sample = sample_clause_pairs(clauses, groups)
    p = np.zeros(len(sample.a))
    scored = ScoredPairs(
        sample.a, sample.b, (), np.empty((len(p), 0)), lambda x: (x, x), 0.0, 0.0, p, p
    )
    nearest = NearestRecall(1, 0, 0, 0, 0, 0, 0, cut=None)  # type: ignore[arg-type]
    found = measure_recall(clauses, (), scored, (), nearest)
    assert found.is_thinned == (most < 1200)
