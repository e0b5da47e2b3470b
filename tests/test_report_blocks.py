"""What is found for blocks of linked pairs is what is found of each pair."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix

import policycompare as pc
from policycompare.report.evidence import N_SHARED_TERMS, SourceLocator, find_shared_terms
from policycompare.report.shared_terms import SharedTermBlocks
from policycompare.report.source_runs import SourceRuns
from policycompare.report.values import joined
from tests.conftest import CORPUS
from tests.outlining import outline


def test_blocks_spans_lie_where_the_locator_finds_them() -> None:
    comparison = pc.compare(CORPUS)
    clauses = comparison.clauses
    normalized = {o.document.name: o.normalized for o in comparison.outlines}
    plain = SourceLocator(normalized)
    random = np.random.default_rng(0)
    owner = random.integers(0, len(clauses), 3000)
    lengths = np.array([len(clause.text) for clause in clauses])[owner]
    start = (random.random(3000) * lengths).astype(np.int64)
    end = np.minimum(lengths, start + random.integers(0, 60, 3000))
    begin, stop = SourceRuns(clauses, normalized).locate(owner, start, end)
    wanted = [
        plain.locate(clauses[i], s, e) or (-1, -1)
        for i, s, e in zip(owner.tolist(), start.tolist(), end.tolist(), strict=True)
    ]
    assert list(zip(begin.tolist(), stop.tolist(), strict=True)) == wanted
    assert sum(span != (-1, -1) for span in wanted) > 2000


@pytest.mark.parametrize(
    "text",
    [
        "一、主要任务\n1.智能工厂。支持企业\n建设智能 工厂。(市工信局牵头)引进人才。\n",
        "一、主要任务\n1.支持企业建设智能工厂。\n",
    ],
)
def test_blocks_spans_of_broken_lines_and_lost_texts(text: str) -> None:
    found = outline(text)
    clause = found.clauses[0]
    lost = replace(clause, clause_id="x/2", heading="", body="", text="别处的文字 无")
    clauses = [clause, lost, replace(lost, clause_id="y/1", document="另一份")]
    normalized = {found.document.name: found.normalized}
    plain, runs = SourceLocator(normalized), SourceRuns(clauses, normalized)
    for i, clause in enumerate(clauses):
        n = len(clause.text)
        spans = [(s, e) for s in range(n + 1) for e in range(s, n + 1)]
        begin, stop = runs.locate(np.full(len(spans), i), *np.array(spans).T)
        for (s, e), *place in zip(spans, begin.tolist(), stop.tolist(), strict=True):
            assert (plain.locate(clause, s, e) or (-1, -1)) == tuple(place)


def _matrices(terms: list[str], body: Any, heading: Any) -> SimpleNamespace:
    return SimpleNamespace(
        body_words=csr_matrix(body),
        body_terms=np.array(terms, dtype=object),
        heading_words=csr_matrix(heading[:, ::-1]),
        heading_terms=np.array(terms[::-1], dtype=object),
    )


def test_blocks_shared_terms_are_those_of_each_pair() -> None:
    random = np.random.default_rng(0)
    terms = sorted(f"词{n}" for n in range(30))
    # coarse weights, so that many are equal
    body, heading = (
        random.integers(0, 3, (12, 30)) * random.integers(0, 2, (12, 30)) / 4 for _ in range(2)
    )
    assert len(set(map(len, _check_terms(_matrices(terms, body, heading), 12)))) > 5


@pytest.mark.parametrize(
    ("weights", "expect"),
    [
        ([0.25 + 1e-12, 0.25 + 2e-12], ["乙", "甲"]),  # equal when rounded, so by the words
        ([0.2500000004, 0.2500000006], ["甲", "乙"]),
        ([0.2500000005, 0.2500000010], None),  # half way: as decimal rounding has it
        ([0.2500000015, 0.2500000010], None),
        ([0.1234567895, 0.1234567885], None),
    ],
)
def test_blocks_shared_terms_round_before_they_rank(
    weights: list[float], expect: list[str] | None
) -> None:
    body = np.array([[1.0, 1.0], weights])
    found = _check_terms(_matrices(["乙", "甲"], body, body * 0), 2)[1]
    assert expect is None or [term for term, _ in found] == expect


def _check_terms(matrices: Any, n: int) -> list[list[tuple[str, float]]]:
    first, second = (side.ravel() for side in np.indices((n, n)))
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    wanted = [find_shared_terms(matrices, a, b) for a, b in pairs]
    counts, cells = SharedTermBlocks(matrices).find(first, second)
    assert counts.tolist() == [len(found) for found in wanted]
    assert cells == [joined(term for term, _ in found[:N_SHARED_TERMS]) for found in wanted]
    return wanted
