from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import average_precision_score

from policycompare import Comparison, evaluation
from policycompare.evaluation.diagrams import reliability_rows, threshold_rows
from policycompare.evaluation.intervals import find_chance_error, find_intervals
from policycompare.evaluation.judging import JudgedPairs, PairMapping, join_folds, map_pairs
from policycompare.evaluation.weighted import (
    FIGURE_NAMES,
    LOWER_IS_BETTER,
    measure_plain,
    measure_weighted,
)
from tests.conftest import CORPUS

N_UNITS = 9
DOCUMENTS = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2])
"""Three documents; the last clause of the last stands for no gold clause."""


def make_pairs(
    labels: np.ndarray, p_same: np.ndarray, p_overlap: np.ndarray, found: np.ndarray
) -> JudgedPairs:
    """All pairs of three documents; what is in the gold has a label."""
    a, b = np.triu_indices(N_UNITS, 1)
    differ = DOCUMENTS[a] != DOCUMENTS[b]
    a, b = a[differ], b[differ]
    in_gold = b < N_UNITS - 1
    return JudgedPairs(
        a=a,
        b=b,
        labels=np.where(in_gold, labels, 0),
        found=found,
        p_same=p_same,
        p_overlap=np.maximum(p_same, p_overlap),
        in_gold=in_gold,
        fold=np.zeros(len(a), np.int64),
        documents=DOCUMENTS,
        n_gold_units=N_UNITS - 1,
    )


N_PAIRS = 27
SHARES = st.sampled_from([0.0, 0.04, 0.05, 0.2, 0.5, 0.75, 1.0])
RELATIONS = arrays(np.int64, N_PAIRS, elements=st.integers(0, 2))
PAIRS = st.builds(
    make_pairs,
    RELATIONS,
    arrays(np.float64, N_PAIRS, elements=SHARES),
    arrays(np.float64, N_PAIRS, elements=SHARES),
    RELATIONS,
)


def repeat_units(pairs: JudgedPairs, counts: np.ndarray) -> JudgedPairs:
    """The slow way to weigh: every unit stands as often as it counts."""
    copies = [np.flatnonzero(np.repeat(np.arange(N_UNITS), counts) == k) for k in range(N_UNITS)]
    rows = [
        (int(i), int(j), row)
        for row in range(len(pairs.a))
        for i in copies[pairs.a[row]]
        for j in copies[pairs.b[row]]
    ]
    chosen = np.array([row for _, _, row in rows], dtype=np.int64)
    repeated = pairs.select(chosen)
    return replace(
        repeated,
        a=np.array([i for i, _, _ in rows], dtype=np.int64),
        b=np.array([j for _, j, _ in rows], dtype=np.int64),
        documents=np.repeat(pairs.documents, counts),
    )


@given(PAIRS, arrays(np.int64, N_UNITS, elements=st.integers(0, 3)))
def test_evaluation_weights_are_copies_of_clauses(pairs: JudgedPairs, counts: np.ndarray) -> None:
    weighted = measure_weighted(pairs, counts[None, :].astype(float))
    repeated = measure_plain(repeat_units(pairs, counts))
    for name in FIGURE_NAMES:
        # A coverage state is one clause's towards the other document as a whole.
        if not name.startswith(("coverage", "false_gap")):
            assert weighted[name][0] == pytest.approx(repeated[name], nan_ok=True), name


@given(PAIRS, arrays(np.int64, N_UNITS, elements=st.integers(1, 3)))
def test_evaluation_coverage_weighs_the_clause_alone(
    pairs: JudgedPairs, counts: np.ndarray
) -> None:
    weighted = measure_weighted(pairs, counts[None, :].astype(float))
    repeated = measure_plain(repeat_units(pairs, counts))
    for name in ("coverage_accuracy", "coverage_macro_f1", "false_gap_rate", "false_gap_rate_same"):
        assert weighted[name][0] == pytest.approx(repeated[name], nan_ok=True), name


@given(PAIRS)
def test_evaluation_average_precision_is_scikit_learns(pairs: JudgedPairs) -> None:
    gold = pairs.select(pairs.in_gold)
    figures = measure_plain(pairs)
    for name, positive, score in (
        ("ap_same", gold.labels == 2, gold.p_same),
        ("ap_any", gold.labels >= 1, gold.p_overlap),
    ):
        if positive.any():
            assert figures[name] == pytest.approx(average_precision_score(positive, score)), name
        else:
            assert np.isnan(figures[name]), name


def test_evaluation_pairs_of_one_gold_pair_count_with_their_highest_values() -> None:
    nothing = np.zeros(N_PAIRS, np.int64)
    blank = make_pairs(nothing, np.zeros(N_PAIRS), np.zeros(N_PAIRS), nothing)
    mapping = PairMapping(gold_of=(), row=np.array([5, 5, 7]), blank=blank)
    said = mapping.judge(
        np.array([2, 1]), np.array([0.3, 0.2]), np.array([0.4, 0.8]), np.array([True, True, False])
    )
    assert (said.found[5], said.p_same[5], said.p_overlap[5]) == (2, 0.3, 0.8)
    assert said.found.sum() == 2
    assert blank.found.sum() == 0


@given(PAIRS)
def test_evaluation_figures_are_shares(pairs: JudgedPairs) -> None:
    for name, value in measure_plain(pairs).items():
        assert np.isnan(value) or -1e-12 <= value <= 1 + 1e-12, name


@given(PAIRS)
def test_evaluation_perfect_run_is_perfect(pairs: JudgedPairs) -> None:
    said = replace(
        pairs,
        found=pairs.labels,
        p_same=(pairs.labels == 2).astype(float),
        p_overlap=(pairs.labels >= 1).astype(float),
    )
    for name, value in measure_plain(said).items():
        if not np.isnan(value) and name != "coverage_macro_f1":  # a state may not occur
            assert value == (0 if name in LOWER_IS_BETTER else 1), name


def test_evaluation_counts_pairs_without_gold_clause_as_wrong() -> None:
    labels = np.zeros(N_PAIRS, np.int64)
    labels[0] = 2
    found = labels.copy()
    nothing = np.zeros(N_PAIRS)
    right = make_pairs(labels, nothing, nothing, found)
    assert measure_plain(right)["precision_same"] == 1
    found = np.where(right.in_gold, found, 2)
    wrong = measure_plain(replace(right, found=found))
    n_extra = int((~right.in_gold).sum())
    assert n_extra == 6
    assert wrong["precision_same"] == wrong["precision_any"] == pytest.approx(1 / 7)
    assert wrong["f1_same"] == pytest.approx(2 / 8)
    assert wrong["recall_same"] == 1
    assert wrong["false_gap_rate"] == 0


def test_evaluation_false_gaps_by_hand() -> None:
    labels = np.zeros(N_PAIRS, np.int64)
    pairs = make_pairs(labels, np.zeros(N_PAIRS), np.zeros(N_PAIRS), labels)
    row = {(int(a), int(b)): k for k, (a, b) in enumerate(zip(pairs.a, pairs.b, strict=True))}
    pairs.labels[row[0, 3]], pairs.labels[row[1, 3]], pairs.found[row[0, 3]] = 2, 1, 0
    figures = measure_plain(pairs)
    # 8 clauses, each towards two documents: all 16 are reported absent. Gold has 0 and 3 covered,
    # 1 partly.
    assert figures["false_gap_rate"] == pytest.approx(3 / 16)
    assert figures["false_gap_rate_same"] == pytest.approx(2 / 16)
    assert figures["coverage_accuracy"] == pytest.approx(13 / 16)
    assert figures["f1_any"] == 0


def test_evaluation_brier_and_calibration_by_hand() -> None:
    labels, p_same = np.zeros(N_PAIRS, np.int64), np.zeros(N_PAIRS)
    labels[0], p_same[0], p_same[1] = 2, 0.6, 0.64
    figures = measure_plain(make_pairs(labels, p_same, p_same, labels))
    n_gold = N_PAIRS - 6
    assert figures["brier"] == pytest.approx((0.4**2 + 0.64**2) / n_gold)
    assert figures["expected_calibration_error"] == pytest.approx(abs(1.24 - 1) / n_gold)
    assert figures["expected_calibration_error_likely"] == pytest.approx(0.24 / 2)


def test_evaluation_weighted_figures_equal_the_plain_ones(comparison: Comparison) -> None:
    gold = evaluation.read_gold(CORPUS / "gold")
    expected = evaluation.evaluate_links(
        gold, comparison.clauses, comparison.scored, comparison.links
    )
    mapping = map_pairs(gold, comparison.clauses, comparison.scored)
    found = np.zeros(len(comparison.scored.a), np.int64)
    for link in comparison.links:
        found[link.row] = 2 if link.relation == "same" else 1
    every = np.ones(len(found), bool)
    judged = mapping.judge(found, comparison.scored.p_same, comparison.scored.p_overlap, every)
    measured = measure_plain(judged)
    for name, value in expected.as_dict().items():
        assert measured[name] == pytest.approx(value, abs=6e-5), name


def test_evaluation_clause_of_no_gold_gets_rows_of_its_own(comparison: Comparison) -> None:
    gold = evaluation.read_gold(CORPUS / "gold")
    clauses = list(comparison.clauses)
    moved = next(k for k, c in enumerate(clauses) if c.document == "weihai-2021")
    clauses[moved] = replace(clauses[moved], start=0, end=1)
    mapping = map_pairs(gold, clauses, comparison.scored)
    n_others = sum(c.document != "weihai-2021" for c in clauses)
    assert mapping.gold_of[moved] is None
    assert int((~mapping.blank.in_gold).sum()) == n_others
    assert mapping.blank.labels[~mapping.blank.in_gold].sum() == 0
    assert (mapping.blank.labels > 0).sum() == len(gold.labels)
    rows = mapping.row
    assert len(set(rows)) == len(rows)
    a, b = comparison.scored.a, comparison.scored.b
    touched = (a == moved) | (b == moved)
    np.testing.assert_array_equal(~mapping.blank.in_gold[rows], touched)
    for scored, row in zip(range(0, len(rows), 97), rows[::97], strict=True):
        one, other = mapping.gold_of[a[scored]], mapping.gold_of[b[scored]]
        if one is not None and other is not None:
            assert {one, other} == {mapping.blank.a[row], mapping.blank.b[row]}


def make_random_pairs(seed: int) -> JudgedPairs:
    generator = np.random.default_rng(seed)
    labels = generator.choice(3, N_PAIRS, p=[0.5, 0.2, 0.3])
    p_same = np.clip(labels / 2 * 0.6 + generator.normal(0.2, 0.2, N_PAIRS), 0, 1)
    return make_pairs(labels, p_same, p_same, np.where(p_same > 0.5, 2, 0))


def test_evaluation_intervals_hold_the_figure_and_are_repeatable() -> None:
    pairs = make_random_pairs(1)
    figures, intervals = measure_plain(pairs), find_intervals(pairs, n_resamples=300)
    assert intervals == find_intervals(pairs, n_resamples=300)
    assert set(intervals) == set(FIGURE_NAMES)
    for name, (low, high) in intervals.items():
        assert 0 <= low <= high <= 1, name
        if not name.startswith("expected"):  # grows with fewer data, as its docstring says
            assert low <= figures[name] <= high, name
    low, high = intervals["f1_same"]
    assert high - low > 0.1


def test_evaluation_intervals_do_not_hang_on_the_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = make_random_pairs(2)
    monkeypatch.setattr("policycompare.evaluation.intervals.MAX_CELLS", 27 * 40)
    few = find_intervals(pairs, n_resamples=400)
    monkeypatch.undo()
    at_once = find_intervals(pairs, n_resamples=400)
    for name in FIGURE_NAMES:
        assert few[name] == pytest.approx(at_once[name], abs=0.12), name


def test_evaluation_intervals_draw_within_documents_and_hold_95_percent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[np.ndarray] = []

    def measure(pairs: JudgedPairs, counts: np.ndarray) -> dict[str, np.ndarray]:
        drawn.append(counts)
        return dict.fromkeys(FIGURE_NAMES, np.linspace(0, 1, len(counts)))

    monkeypatch.setattr("policycompare.evaluation.intervals.measure_weighted", measure)
    intervals = find_intervals(make_random_pairs(1), n_resamples=201)
    assert intervals["brier"] == pytest.approx((0.025, 0.975))
    (counts,) = drawn
    assert counts.shape == (201, N_UNITS)
    for units, size in ((slice(0, 3), 3), (slice(3, 6), 3), (slice(6, 8), 2), (slice(8, 9), 1)):
        assert (counts[:, units].sum(axis=1) == size).all()
    assert len(np.unique(counts, axis=0)) > 50


def test_evaluation_intervals_can_be_left_out() -> None:
    for low, high in find_intervals(make_random_pairs(3), n_resamples=0).values():
        assert np.isnan(low)
        assert np.isnan(high)


def test_evaluation_chance_error_by_hand() -> None:
    p_same = np.zeros(N_PAIRS)
    p_same[:2] = 0.5
    pairs = make_pairs(np.zeros(N_PAIRS, np.int64), p_same, p_same, np.zeros(N_PAIRS, np.int64))
    mean, (low, high) = find_chance_error(pairs, n_draws=4000)
    # Two coins: both heads or both tails is an error of 0.5, one of each none.
    assert mean == pytest.approx(0.25, abs=0.02)
    assert (low, high) == (0, 0.5)


def test_evaluation_chance_error_gives_a_pair_of_two_folds_one_label() -> None:
    pairs = make_random_pairs(8)
    twice = join_folds([pairs, pairs])
    mean, bounds = find_chance_error(pairs, n_draws=100)
    mean_twice, bounds_twice = find_chance_error(twice, n_draws=100)
    assert mean_twice == pytest.approx(mean)
    assert bounds_twice == pytest.approx(bounds)


def test_evaluation_chance_error_of_certain_pairs_is_nothing() -> None:
    sure = np.ones(N_PAIRS)
    pairs = make_pairs(np.zeros(N_PAIRS, np.int64), sure, sure, np.zeros(N_PAIRS, np.int64))
    assert find_chance_error(pairs, n_draws=50) == (0, (0, 0))
    nothing = np.zeros(N_PAIRS)
    unlikely = replace(pairs, p_same=nothing)
    assert np.isnan(find_chance_error(unlikely, n_draws=50)[0])
    assert np.isnan(find_chance_error(pairs, n_draws=0)[0])


def test_evaluation_chance_error_is_that_of_right_probabilities() -> None:
    pairs = make_random_pairs(6)
    generator = np.random.default_rng(7)
    errors = []
    for _ in range(400):
        labels = np.where(generator.random(N_PAIRS) < pairs.p_same, 2, 0)
        drawn = replace(pairs, labels=np.where(pairs.in_gold, labels, 0))
        errors.append(measure_plain(drawn)["expected_calibration_error_likely"])
    mean, _ = find_chance_error(pairs, n_draws=2000)
    assert mean == pytest.approx(np.mean(errors), rel=0.1)


def test_evaluation_join_numbers_the_folds() -> None:
    pairs = make_random_pairs(4)
    half = np.arange(N_PAIRS) < 10
    joined = join_folds([pairs.select(half), pairs.select(~half)])
    assert joined.fold.tolist() == [0] * 10 + [1] * 17
    np.testing.assert_array_equal(np.sort(joined.p_same), np.sort(pairs.p_same))


def test_evaluation_threshold_rows_count_what_reaches_them() -> None:
    pairs = make_random_pairs(5)
    rows = [row for row in threshold_rows("run", pairs) if row["relation"] == "same"]
    assert [row["threshold"] for row in rows] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    for row in rows:
        found = pairs.p_same >= row["threshold"]
        hits = int((found & (pairs.labels == 2)).sum())
        assert row["n_found"] == found.sum()
        assert row["recall"] == pytest.approx(hits / int((pairs.labels == 2).sum()))
        if found.any():
            assert row["precision"] == pytest.approx(hits / found.sum())


@pytest.mark.parametrize("seed", range(3))
def test_evaluation_reliability_rows_add_up_to_the_error(seed: int) -> None:
    pairs = make_random_pairs(seed)
    rows = [row for row in reliability_rows("run", pairs) if row["relation"] == "same"]
    n_pairs = sum(int(row["n_pairs"]) for row in rows)
    error = sum(int(row["n_pairs"]) * abs(float(row["distance"])) for row in rows) / n_pairs
    assert n_pairs == pairs.in_gold.sum()
    assert error == pytest.approx(measure_plain(pairs)["expected_calibration_error"])
    for row in rows:
        low, high = map(float, str(row["bin"]).split(" to "))
        assert low <= float(row["mean_p"]) <= high
