"""Findings against a slow reading of their definitions: plain loops over all pairs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from hypothesis import given, settings

from policycompare.datamodel import Findings
from policycompare.findings.merging import MERGE_THRESHOLD
from tests.test_findings import OVERLAP, SAME, corpora, make_findings

Values = dict[frozenset[int], tuple[float, float]]
Corpus = tuple[list[str], list[tuple[int, int, float, float]]]


def run(corpus: Corpus) -> tuple[list[str], Values, Findings]:
    documents, pairs = corpus
    findings = make_findings(documents, {(a, b): (s, o) for a, b, s, o in pairs})
    return documents, {frozenset((a, b)): (s, o) for a, b, s, o in pairs}, findings


def weigh(p: float) -> float:
    return p * (1 - SAME) / (p * (1 - SAME) + SAME * (1 - p))


def merge_slowly(documents: list[str], values: Values) -> set[frozenset[int]]:
    measures = [frozenset({i}) for i in range(len(documents))]
    while best := min(mergers(measures, documents, values), default=None):
        *_, one, two = best
        measures = [m for m in measures if m not in (one, two)] + [one | two]
    return set(measures)


def mergers(
    measures: list[frozenset[int]], documents: list[str], values: Values
) -> Iterator[tuple[float, int, int, frozenset[int], frozenset[int]]]:
    for one, two in combinations(sorted(measures, key=min), 2):
        pairs = [(i, j) for i in one for j in two if documents[i] != documents[j]]
        scores = [values.get(frozenset(pair), (0.0, 0.0))[0] for pair in pairs]
        if not any(p >= SAME for p in scores):
            continue
        mean = sum(round(weigh(p) * 10**9) for p in scores) / (10**9 * len(pairs))
        if mean >= MERGE_THRESHOLD:
            yield -mean, min(one), min(two), one, two


@given(corpora())
@settings(max_examples=200, deadline=None)
def test_measures_equal_a_slow_agglomeration(corpus: Corpus) -> None:
    documents, values, findings = run(corpus)
    assert {frozenset(m.clauses) for m in findings.measures} == merge_slowly(documents, values)


@given(corpora())
@settings(max_examples=200, deadline=None)
def test_states_equal_a_slow_search(corpus: Corpus) -> None:
    documents, values, findings = run(corpus)
    for state in findings.states:
        others = [j for j, d in enumerate(documents) if d == state.group]
        scores = {j: values.get(frozenset((state.clause, j)), (0.0, 0.0)) for j in others}
        nearest = min(others, key=lambda j: (-scores[j][0], -scores[j][1], j))
        found = (state.nearest, state.p_same, state.p_overlap)
        scored = [j for j in others if frozenset((state.clause, j)) in values]
        # a pair that was scored at 0 goes before one that was not scored
        if scored and scores[nearest] == (0.0, 0.0):
            nearest = min(scored)
        assert found == (nearest, *scores[nearest])
        if any(s >= SAME for s, _ in scores.values()):
            assert state.state == "covered"
        else:
            linked = any(o >= OVERLAP for _, o in scores.values())
            assert state.state == ("partial" if linked else "absent")


@given(corpora())
@settings(max_examples=200, deadline=None)
def test_gaps_equal_a_slow_search(corpus: Corpus) -> None:
    documents, values, findings = run(corpus)
    measures = {m.measure_id: m.clauses for m in findings.measures}
    for gap in findings.gaps:
        best: dict[int, tuple[int, float, float]] = {}
        for j in (j for j, d in enumerate(documents) if d == gap.group):
            scores = [values.get(frozenset((i, j)), (0.0, 0.0)) for i in measures[gap.measure_id]]
            p_same, p_overlap = (max(column) for column in zip(*scores, strict=True))
            strength = 2 if p_same >= SAME else 1 if p_overlap >= OVERLAP else 0
            best[j] = (strength, p_same, p_overlap)
        top = max(best.values())
        assert gap.state == ("partial" if top[0] else "absent")
        assert (gap.p_same, gap.p_overlap) == top[1:]
        assert gap.nearest is not None
        assert best[gap.nearest] == top
