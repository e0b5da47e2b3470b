"""Tests of the measures against a gold, on counts done by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from policycompare import evaluation
from policycompare.datamodel import Clause, Link, ScoredPairs
from policycompare.errors import GoldError
from policycompare.scoring.fitting import GRID, find_plateau, fit_model
from policycompare.scoring.names import ADJUSTMENTS
from tests import goldclauses


def write_gold(
    folder: Path, rows: list[tuple[str, int, int]], pairs: list[tuple[str, str, str]]
) -> Path:
    folder.mkdir(exist_ok=True)
    lines = [
        json.dumps({"id": i, "document": i.split("/")[0], "start": s, "end": e, "heading": ""})
        for i, s, e in rows
    ]
    (folder / "clauses.jsonl").write_text("\n".join(lines), encoding="utf-8")
    text = "a,b,label\n" + "".join(f"{a},{b},{label}\n" for a, b, label in pairs)
    (folder / "alignments.csv").write_text(text, encoding="utf-8")
    return folder


ROWS = [("a/1", 0, 10), ("a/2", 10, 20), ("b/1", 0, 10), ("b/2", 10, 20)]


@pytest.fixture
def gold(tmp_path: Path) -> evaluation.Gold:
    return evaluation.read_gold(
        write_gold(tmp_path / "gold", ROWS, [("b/1", "a/1", "2"), ("a/2", "b/2", "1")])
    )


def make_clause(document: str, start: int, end: int) -> Clause:
    path = str(start)
    return Clause(
        f"{document}/{path}", document, document, path, "", "", "task", "", "", start, end
    )


def make_scored(p_same: dict[tuple[int, int], float]) -> ScoredPairs:
    rows = sorted(p_same)
    p = np.array([p_same[row] for row in rows])
    none = np.zeros((len(rows), 0))
    a, b = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    return ScoredPairs(a, b, (), none, lambda x: (x, x), 0.0, 0.0, p, p)


def test_evaluation_reads_the_shipped_gold() -> None:
    gold = evaluation.read_gold(goldclauses.GOLD)
    _, _, labels = gold.pairs()
    assert np.bincount(labels).tolist() == [5572, 196, 126]


def test_evaluation_of_a_perfect_run_is_perfect(gold: evaluation.Gold) -> None:
    clauses = [make_clause(i.split("/")[0], s, e) for i, s, e in ROWS]
    scored = make_scored({(0, 2): 0.9, (0, 3): 0.1, (1, 2): 0.1, (1, 3): 0.5})
    links = [Link(0, 2, "same", 0.9, 0.9, 0), Link(1, 3, "partial", 0.5, 0.5, 3)]
    figures = evaluation.evaluate_links(gold, clauses, scored, links)
    assert (figures.f1_same, figures.f1_any, figures.ap_same, figures.ap_any) == (1, 1, 1, 1)
    assert figures.coverage_accuracy == 1
    assert np.isnan(figures.false_gap_rate)


def test_evaluation_counts_by_hand(gold: evaluation.Gold) -> None:
    clauses = [make_clause(i.split("/")[0], s, e) for i, s, e in ROWS]
    scored = make_scored({(0, 2): 0.9, (0, 3): 0.95, (1, 2): 0.1, (1, 3): 0.5})
    links = [Link(0, 2, "same", 0.9, 0.9, 0), Link(0, 3, "same", 0.95, 0.95, 1)]
    figures = evaluation.evaluate_links(gold, clauses, scored, links)
    assert figures.f1_same == pytest.approx(2 / 3)
    assert figures.f1_any == pytest.approx(1 / 2)
    assert figures.ap_same == pytest.approx(1 / 2)
    # a/1 is covered; a/2 is called absent and is partly covered; b/1 covered; b/2 called covered.
    assert figures.coverage_accuracy == pytest.approx(2 / 4)
    assert figures.false_gap_rate == 1
    assert figures.false_gap_rate_same == 0


def test_evaluation_clause_that_stands_for_nothing_is_a_false_positive(
    gold: evaluation.Gold,
) -> None:
    clauses = [make_clause("a", 0, 10), make_clause("b", 0, 10), make_clause("b", 100, 110)]
    scored = make_scored({(0, 1): 0.9, (0, 2): 0.8})
    links = [Link(0, 1, "same", 0.9, 0.9, 0), Link(0, 2, "same", 0.8, 0.8, 1)]
    figures = evaluation.evaluate_links(gold, clauses, scored, links)
    assert figures.precision_same == pytest.approx(1 / 2)
    assert figures.recall_same == 1


@pytest.mark.parametrize(
    ("start", "end", "expected"), [(0, 10, 2), (2, 8, 2), (0, 15, 2), (6, 9, None), (30, 40, None)]
)
def test_evaluation_maps_a_clause_by_half_of_its_span(
    gold: evaluation.Gold, start: int, end: int, expected: int | None
) -> None:
    assert evaluation.map_clauses([make_clause("b", start, end)], gold) == (expected,)


def test_evaluation_pair_that_was_not_scored_counts_as_nothing(gold: evaluation.Gold) -> None:
    clauses = [make_clause(i.split("/")[0], s, e) for i, s, e in ROWS]
    figures = evaluation.evaluate_links(gold, clauses, make_scored({(0, 3): 0.3}), [])
    assert figures.ap_same == pytest.approx(1 / 4)
    assert figures.recall_same == 0


def test_evaluation_calibration_by_hand() -> None:
    probability = np.array([0.05, 0.05, 0.95, 0.95])
    positive = np.array([False, True, True, True])
    assert evaluation.measure_calibration(probability, positive) == pytest.approx(
        (2 * abs(0.05 - 0.5) + 2 * abs(0.95 - 1)) / 4
    )


def test_evaluation_folds_leave_out_what_they_say() -> None:
    documents = ["a", "a", "b", "c"]
    a, b = np.array([0, 1, 0, 2]), np.array([2, 2, 3, 3])
    by_pair = evaluation.folds_by_pair(documents, a, b)
    assert sorted(np.flatnonzero(fold).tolist() for fold in by_pair) == [[0, 1], [2], [3]]
    left_out = evaluation.documents_left_out(documents, a, b)
    assert [np.flatnonzero(f).tolist() for f in left_out] == [[0, 1, 2], [0, 1, 3], [2, 3]]


def test_evaluation_folds_never_fit_to_what_they_test() -> None:
    gold = evaluation.read_gold(goldclauses.GOLD)
    a, b, labels = gold.pairs()
    documents = [clause.document for clause in gold.clauses]
    values = np.arange(len(labels), dtype=float)[:, None]
    seen: list[set[float]] = []

    def fit(inside: np.ndarray, *_: object) -> object:
        seen.append(set(inside[:, 0]))
        raise KeyboardInterrupt("seen enough")

    for fold in evaluation.folds_by_pair(documents, a, b):
        with pytest.raises(KeyboardInterrupt, match="seen enough"):
            evaluation.judge_folds(gold, values, [fold], fit)  # type: ignore[arg-type]
        assert seen[-1] == set(np.flatnonzero(~fold))
    assert len(seen) == 10


def test_evaluation_plateau_lies_between_the_classes() -> None:
    probability = np.array([0.7, 0.6, 0.3, 0.1])
    plateau = find_plateau(probability, np.array([1, 1, 0, 0], bool), tolerance=0)
    assert plateau[0] == pytest.approx(0.305)
    assert plateau[-1] == pytest.approx(0.6)


def test_evaluation_plateau_widens_with_its_tolerance() -> None:
    probability, positive = np.array([0.7, 0.6, 0.5]), np.array([1, 1, 0], bool)
    narrow = find_plateau(probability, positive, tolerance=0)
    wide = find_plateau(probability, positive, tolerance=0.25)
    assert set(narrow) < set(wide)
    assert wide[0] == pytest.approx(0.05)


def test_evaluation_plateau_without_positives_is_the_grid() -> None:
    assert len(find_plateau(np.zeros(3), np.zeros(3, bool), tolerance=0)) == len(GRID)


def test_evaluation_fitted_model_follows_its_labels() -> None:
    random = np.random.default_rng(0)
    labels = np.tile([0, 0, 0, 1, 2], 40)
    values = np.zeros((200, 3))
    values[:, 0] = labels + random.normal(0, 0.1, 200)
    names = ("lead", *ADJUSTMENTS)
    model = fit_model(values, labels, np.arange(200) % 4, names=names, strength=1.0)
    (column,) = model.columns
    assert column.same > 0
    assert column.overlap > 0
    assert 0 < model.same_threshold < 1


@pytest.mark.parametrize(
    ("rows", "pairs", "problem"),
    [
        ([*ROWS, ROWS[0]], [], "a clause id twice"),
        (ROWS, [("a/1", "c/9", "2")], "names the clause 'c/9'"),
        (ROWS, [("a/1", "b/1", "3")], "with '3', but a label is 0, 1 or 2"),
        (ROWS, [("a/1", "b/1", "2"), ("b/1", "a/1", "2")], "holds the pair b/1, a/1 twice"),
    ],
)
def test_evaluation_bad_gold_is_refused(
    rows: list[tuple[str, int, int]],
    pairs: list[tuple[str, str, str]],
    problem: str,
    tmp_path: Path,
) -> None:
    with pytest.raises(GoldError, match=problem):
        evaluation.read_gold(write_gold(tmp_path / "gold", rows, pairs))


def test_evaluation_missing_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"clauses\.jsonl cannot be read"):
        evaluation.read_gold(tmp_path)


def test_evaluation_malformed_clause_is_refused(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", ROWS, [])
    (folder / "clauses.jsonl").write_text('{"id": "a/1"}', encoding="utf-8")
    with pytest.raises(GoldError, match=r"Line 1 of .* is no clause"):
        evaluation.read_gold(folder)


def test_evaluation_gold_saved_in_another_encoding_is_refused(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", ROWS, [])
    (folder / "alignments.csv").write_bytes("a,b,label\n甲/一,乙/一,2\n".encode("gb18030"))
    with pytest.raises(GoldError, match=r"alignments\.csv is no UTF-8 text \(byte 10\)"):
        evaluation.read_gold(folder)
