from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare.datamodel import Clause, Findings, Link, Relation, ScoredPairs
from policycompare.findings import find_findings
from policycompare.findings.merging import weigh_pairs

SAME, OVERLAP = 0.6, 0.5


def make_clause(document: str, number: int, heading: str = "") -> Clause:
    text = f"{document}第{number}条的正文内容写在这里以便取标签"
    return Clause(
        f"{document}/{number}", document, document, str(number), "", heading, "task", text, text,
        number * 100, number * 100 + 50,
    )  # fmt: skip


def make_findings(
    documents: Sequence[str],
    values: dict[tuple[int, int], tuple[float, float]],
    *,
    groups: Sequence[str] | None = None,
    group_order: Sequence[str] | None = None,
    headings: Sequence[str] | None = None,
) -> Findings:
    clauses = [make_clause(d, i, headings[i] if headings else "") for i, d in enumerate(documents)]
    groups = groups or list(documents)
    pairs = sorted((*sorted(pair), *p) for pair, p in values.items())
    scored, links = make_scores(pairs)
    order = group_order or sorted(set(groups))
    return find_findings(clauses, groups, order, scored, links, same_threshold=SAME)


def make_scores(
    pairs: Sequence[tuple[int, int, float, float]],
) -> tuple[ScoredPairs, list[Link]]:
    n = len(pairs)
    scored = ScoredPairs(
        np.array([p[0] for p in pairs], dtype=np.int64),
        np.array([p[1] for p in pairs], dtype=np.int64),
        (),
        np.empty((n, 0)), lambda x: (x, x),
        0.0, 0.0,
        np.array([p[2] for p in pairs], dtype=float),
        np.array([p[3] for p in pairs], dtype=float),
    )  # fmt: skip
    links = []
    for row, (a, b, p_same, p_overlap) in enumerate(pairs):
        relation: Relation = "same" if p_same >= SAME else "partial"
        if p_overlap >= OVERLAP:
            links.append(Link(a, b, relation, p_same, p_overlap, row))
    return scored, links


def clause_sets(findings: Findings) -> set[frozenset[int]]:
    return {frozenset(measure.clauses) for measure in findings.measures}


def test_measures_chain_does_not_run_together() -> None:
    chain = {(0, 1): (0.9, 0.9), (1, 2): (0.9, 0.9), (2, 3): (0.9, 0.9), (0, 3): (0.0, 0.0)}
    findings = make_findings(["a", "b", "c", "d"], chain)
    assert clause_sets(findings) == {frozenset({0, 1}), frozenset({2, 3})}


def test_measures_near_clique_with_one_missed_link_stays_together() -> None:
    values = {(i, j): (0.9, 0.9) for i in range(4) for j in range(i + 1, 4)}
    values[0, 3] = (0.4, 0.6)
    assert clause_sets(make_findings(["a", "b", "c", "d"], values)) == {frozenset(range(4))}


def test_measures_two_clauses_of_one_group_share_a_measure_through_another_group() -> None:
    values = {(0, 2): (0.8, 0.9), (1, 2): (0.8, 0.9)}
    findings = make_findings(["a", "a", "b"], values)
    assert [m.clauses for m in findings.measures] == [(0, 1, 2)]
    assert findings.measures[0].groups == ("a", "b")


def test_measures_need_a_same_link_to_merge_even_above_the_merge_threshold() -> None:
    findings = make_findings(["a", "b"], {(0, 1): (0.59, 0.9)})
    assert clause_sets(findings) == {frozenset({0}), frozenset({1})}


def test_measures_unscored_pairs_count_as_zero() -> None:
    values = {(0, 1): (0.9, 0.9), (1, 2): (0.65, 0.8)}
    assert clause_sets(make_findings(["a", "b", "c"], values)) == {
        frozenset({0, 1}),
        frozenset({2}),
    }


def test_measures_are_sorted_by_groups_then_strength_then_place_and_numbered() -> None:
    values = {(0, 1): (0.7, 0.9), (2, 3): (0.95, 0.95), (4, 5): (0.8, 0.9), (4, 6): (0.8, 0.9),
              (5, 6): (0.8, 0.9)}  # fmt: skip
    findings = make_findings(["a", "b", "a", "b", "a", "b", "c", "c"], values)
    assert [m.clauses for m in findings.measures] == [(4, 5, 6), (2, 3), (0, 1), (7,)]
    assert [m.measure_id for m in findings.measures] == ["m1", "m2", "m3", "m4"]


def test_measures_label_is_the_heading_of_the_most_central_clause() -> None:
    values = {(0, 1): (0.9, 0.9), (1, 2): (0.9, 0.9), (0, 2): (0.7, 0.9)}
    findings = make_findings(["a", "b", "c"], values, headings=["甲", "乙", "丙"])
    assert findings.measures[0].label == "乙"


def test_measures_label_without_heading_is_the_first_16_characters() -> None:
    findings = make_findings(["a"], {})
    assert findings.measures[0].label == "a第0条的正文内容写在这里以便取"


def test_states_are_covered_partial_or_absent_with_the_nearest_clause() -> None:
    values = {(0, 1): (0.9, 0.95), (0, 2): (0.9, 0.97), (0, 3): (0.2, 0.6), (0, 4): (0.1, 0.2)}
    findings = make_findings(["a", "b", "b", "c", "d"], values)
    mine = {s.group: s for s in findings.states if s.clause == 0}
    assert (mine["b"].state, mine["b"].nearest, mine["b"].p_overlap) == ("covered", 2, 0.97)
    assert (mine["c"].state, mine["c"].nearest) == ("partial", 3)
    assert (mine["d"].state, mine["d"].nearest, mine["d"].p_same) == ("absent", 4, 0.1)


def test_states_of_a_group_without_scored_pairs_name_its_first_clause_at_zero() -> None:
    findings = make_findings(["a", "b", "b"], {}, group_order=["a", "b", "empty"])
    mine = {s.group: s for s in findings.states if s.clause == 0}
    assert (mine["b"].state, mine["b"].nearest, mine["b"].p_same) == ("absent", 1, 0.0)
    assert (mine["empty"].state, mine["empty"].nearest) == ("absent", None)


def test_coverage_counts_each_clause_once_in_both_directions() -> None:
    values = {(0, 1): (0.9, 0.9), (0, 2): (0.9, 0.9), (0, 3): (0.1, 0.7)}
    findings = make_findings(["a", "b", "b", "b"], values, group_order=["a", "b", "none"])
    coverage = {(c.a, c.b): c for c in findings.coverage}
    assert (coverage["a", "b"].n_clauses, coverage["a", "b"].covered_share) == (1, 1.0)
    assert (coverage["b", "a"].n_covered, coverage["b", "a"].n_partial) == (2, 1)
    assert coverage["b", "a"].covered_share == pytest.approx(2 / 3)
    assert math.isnan(coverage["none", "a"].covered_share)


def test_gaps_name_state_and_nearest_clause() -> None:
    values = {(0, 1): (0.9, 0.9), (0, 2): (0.3, 0.6), (1, 3): (0.5, 0.55), (0, 3): (0.2, 0.58)}
    findings = make_findings(["a", "b", "c", "c"], values)
    gap = next(g for g in findings.gaps if g.group == "c" and g.measure_id == "m1")
    assert (gap.state, gap.present_in, gap.nearest) == ("partial", ("a", "b"), 3)
    assert (gap.p_same, gap.p_overlap) == (0.5, 0.58)


def test_gaps_prefer_a_linked_clause_as_evidence() -> None:
    findings = make_findings(["a", "b", "b"], {(0, 1): (0.45, 0.48), (0, 2): (0.2, 0.6)})
    gap = next(g for g in findings.gaps if g.group == "b" and "a" in g.present_in)
    assert (gap.state, gap.nearest) == ("partial", 2)


def test_gaps_of_a_group_without_clauses_have_no_nearest() -> None:
    findings = make_findings(["a"], {}, group_order=["a", "none"])
    gap = findings.gaps[0]
    assert (gap.group, gap.state, gap.nearest, gap.p_same) == ("none", "absent", None, 0.0)


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, int, float, float]]]:
    documents = sorted(draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=12)))
    pairs = []
    for i, one in enumerate(documents):
        for j in range(i + 1, len(documents)):
            if one != documents[j] and draw(st.booleans()):
                p_same = draw(st.sampled_from([0.0, 0.3, 0.6, 0.7, 0.9, 0.99]))
                p_overlap = max(p_same, draw(st.sampled_from([0.0, 0.5, 0.8])))
                pairs.append((i, j, p_same, p_overlap))
    return documents, pairs


@given(corpora())
@settings(max_examples=150, deadline=None)
def test_findings_every_clause_in_one_measure_and_one_state_per_other_group(
    corpus: tuple[list[str], list[tuple[int, int, float, float]]],
) -> None:
    documents, pairs = corpus
    findings = make_findings(documents, {(a, b): (s, o) for a, b, s, o in pairs})
    placed = sorted(i for m in findings.measures for i in m.clauses)
    assert placed == list(range(len(documents)))
    keys = [(s.clause, s.group) for s in findings.states]
    order = sorted(set(documents))
    assert keys == [(i, g) for i, d in enumerate(documents) for g in order if g != d]
    same = {frozenset((a, b)) for a, b, s, o in pairs if s >= SAME}
    for measure in findings.measures:
        for i in measure.clauses if len(measure.clauses) > 1 else ():
            assert any(frozenset((i, j)) in same for j in measure.clauses)
    lacking = {(g.group, g.measure_id) for g in findings.gaps}
    assert lacking == {
        (g, m.measure_id) for g in order for m in findings.measures if g not in m.groups
    }


@given(corpora(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_findings_do_not_depend_on_the_order_of_clauses(
    corpus: tuple[list[str], list[tuple[int, int, float, float]]], random: object
) -> None:
    documents, pairs = corpus
    n = len(documents)
    order = list(range(n))
    random.shuffle(order)  # type: ignore[attr-defined]
    new = {old: i for i, old in enumerate(order)}
    clauses = [make_clause(d, i) for i, d in enumerate(documents)]
    group_order = sorted(set(documents))
    plain = find_findings(clauses, documents, group_order, *make_scores(pairs))
    shuffled_pairs = sorted((*sorted((new[a], new[b])), s, o) for a, b, s, o in pairs)
    shuffled = find_findings(
        [clauses[i] for i in order],
        [documents[i] for i in order],
        group_order,
        *make_scores(shuffled_pairs),
    )
    assert [(m.label, m.groups, {order[i] for i in m.clauses}) for m in shuffled.measures] == [
        (m.label, m.groups, set(m.clauses)) for m in plain.measures
    ]
    assert [
        (g.group, g.measure_id, g.state, g.nearest if g.nearest is None else order[g.nearest])
        for g in shuffled.gaps
    ] == [(g.group, g.measure_id, g.state, g.nearest) for g in plain.gaps]
    assert shuffled.coverage == plain.coverage or any(
        math.isnan(c.covered_share) for c in plain.coverage
    )


@given(corpora())
@settings(max_examples=60, deadline=None)
def test_findings_group_order_changes_no_measure(
    corpus: tuple[list[str], list[tuple[int, int, float, float]]],
) -> None:
    documents, pairs = corpus
    values = {(a, b): (s, o) for a, b, s, o in pairs}
    order = sorted(set(documents))
    forward = make_findings(documents, values, group_order=order)
    backward = make_findings(documents, values, group_order=order[::-1])
    assert [m.clauses for m in forward.measures] == [m.clauses for m in backward.measures]
    assert set(forward.states) == set(backward.states)
    assert sorted(forward.gaps, key=str) == sorted(
        (
            type(g)(
                g.group, g.measure_id, g.label, tuple(sorted(g.present_in)), g.state, g.nearest,
                g.p_same, g.p_overlap,
            )
            for g in backward.gaps
        ),
        key=str,
    )  # fmt: skip


def test_measures_weight_of_a_certain_pair_under_a_certain_threshold_is_one() -> None:
    assert weigh_pairs(np.array([1.0]), 1.0).tolist() == [1.0]
    assert weigh_pairs(np.array([0.0]), 0.0).tolist() == [1.0]


def test_measures_mean_the_same_under_a_lower_threshold() -> None:
    pairs = [(0, 1, 0.25, 0.4), (1, 2, 0.25, 0.4), (0, 2, 0.25, 0.4)]
    scored, _ = make_scores(pairs)
    links = [Link(a, b, "same", s, o, row) for row, (a, b, s, o) in enumerate(pairs)]
    clauses = [make_clause(d, i) for i, d in enumerate("abc")]
    findings = find_findings(clauses, "abc", "abc", scored, links, same_threshold=0.2)
    assert [m.clauses for m in findings.measures] == [(0, 1, 2)]


@given(st.floats(0, 1), st.floats(0, 1))
def test_measures_weight_is_half_exactly_from_the_threshold_on(p: float, threshold: float) -> None:
    weight = float(weigh_pairs(np.array([p]), threshold)[0])
    assert 0 <= weight <= 1
    if abs(p - threshold) > 1e-9:
        assert (weight >= 0.5) == (p >= threshold)


def test_findings_without_a_clause_are_empty() -> None:
    findings = make_findings([], {}, group_order=["a", "b"])
    assert (findings.measures, findings.gaps, findings.states) == ((), (), ())
    assert [c.n_clauses for c in findings.coverage] == [0, 0]
