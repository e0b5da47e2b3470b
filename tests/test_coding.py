from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from policycompare import Comparison, Settings, compare
from policycompare.coding import (
    CodedEvaluation,
    WeighedPairs,
    draw_weights,
    evaluate_coded,
    fit_coded,
    read_coding,
)
from policycompare.coding.calibration import measure_calibration
from policycompare.coding.figures import _worst_recall, measure, measure_with_intervals
from policycompare.coding.learning import (
    FULL_FIT,
    collect_labelled,
    find_probabilities,
    fit_multipliers,
    hold_out,
    keep_unchanged,
)
from policycompare.coding.regression import fit_around
from policycompare.coding.weighing import KINDS, LEAST_LABEL, draw_misses, find_interval
from policycompare.errors import GoldError, UsageError
from policycompare.evaluation import map_clauses, read_gold
from policycompare.report.cells import csv_lines
from policycompare.sampling import STRATA, Sample, draw_sample, write_sample
from policycompare.sampling.absences import Cells, Thresholds, current_thresholds, find_cells
from policycompare.sampling.sheets import CODER_COLUMNS
from policycompare.sampling.strata import allocate_pairs, assign_strata
from policycompare.scoring import load_model
from policycompare.scoring.names import ADJUSTMENTS
from tests.conftest import CORPUS, ROOT
from tests.viewing import shown

Change = Callable[[list[dict[str, str]]], list[dict[str, str]]]
GOLD = CORPUS / "gold"


@pytest.fixture(scope="module")
def labels(comparison: Comparison) -> NDArray[np.int64]:
    """The gold's label of every scored pair."""
    gold = read_gold(GOLD)
    place = map_clauses(comparison.clauses, gold)

    def label(a: int, b: int) -> int:
        one, other = place[a], place[b]
        assert one is not None
        assert other is not None
        return gold.labels.get((min(one, other), max(one, other)), 0)

    scored = comparison.scored
    return np.array(
        [label(a, b) for a, b in zip(scored.a.tolist(), scored.b.tolist(), strict=True)]
    )


@pytest.fixture(scope="module")
def drawn(comparison: Comparison) -> Sample:
    return draw_sample(comparison, n_pairs=220, seed=2)


def find_rows(comparison: Comparison, sample: Sample) -> NDArray[np.int64]:
    place = {clause.clause_id: k for k, clause in enumerate(comparison.clauses)}
    ends = [sorted((place[p.a.clause_id], place[p.b.clause_id])) for p in sample.pairs]
    return np.array([comparison.scored.position[a, b] for a, b in ends])


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8-sig") -> None:
    path.write_bytes("".join(csv_lines(rows, tuple(rows[0]))).encode(encoding))


@pytest.fixture
def sheets(
    comparison: Comparison, drawn: Sample, labels: NDArray[np.int64], tmp_path: Path
) -> list[Path]:
    """Three coders' sheets: the gold's labels, the second and the third wrong here and there."""
    *files, _ = write_sample(drawn, tmp_path / "s.csv", n_coders=3)
    true = dict(
        zip(
            (p.pair_id for p in drawn.pairs), labels[find_rows(comparison, drawn)].tolist(),
            strict=True,
        )
    )  # fmt: skip
    for coder, path in enumerate(files):
        rows = read_rows(path)
        for row in rows:
            number = int(row["pair_id"][-4:])
            wrong = coder and number % (10 + coder) == 0
            row["label"] = str((true[row["pair_id"]] + bool(wrong)) % 3)
        write_rows(path, rows)
    return list(files)


def change(path: Path, how: Change) -> None:
    write_rows(path, how(read_rows(path)))


@pytest.fixture
def evaluation(comparison: Comparison, sheets: list[Path]) -> CodedEvaluation:
    return evaluate_coded(comparison, sheets)


def test_coding_shows_its_tables_in_a_notebook(
    comparison: Comparison, evaluation: CodedEvaluation, sheets: list[Path]
) -> None:
    text = shown(evaluation._repr_html_())
    assert all(table.name in text for table in evaluation.tables)
    assert evaluation.methods in text
    refit = fit_coded(comparison, evaluation)
    text = shown(refit._repr_html_())
    assert refit.model.name in text
    assert all(str(name) in text for row in refit.rows for name in row)


def figures_of(evaluation: CodedEvaluation) -> dict[str, dict[str, object]]:
    return {str(row["figure"]): dict(row) for row in evaluation.figures}


# Reading


def test_coding_reads_labels_in_the_order_of_the_key(drawn: Sample, sheets: list[Path]) -> None:
    coding = read_coding(sheets)
    assert coding.coders == ("s.coder-1", "s.coder-2", "s.coder-3")
    assert [row.pair_id for row in coding.key] == [pair.pair_id for pair in drawn.pairs]
    assert coding.labels.shape == (3, 220)
    assert (coding.labels[0] != coding.labels[1]).sum() == 20
    assert coding.sample_id == drawn.sample_id


def test_coding_median_of_three_outvotes_one(sheets: list[Path]) -> None:
    coding = read_coding(sheets)
    both = (coding.labels[1] != coding.labels[0]) & (coding.labels[2] != coding.labels[0])
    assert (coding.median == coding.labels[0])[~both].all()


def test_coding_median_of_two_is_the_lower_label(sheets: list[Path]) -> None:
    coding = read_coding(sheets[:2])
    assert (coding.median == coding.labels.min(axis=0)).all()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8"])
def test_coding_reads_what_spreadsheets_save(sheets: list[Path], encoding: str) -> None:
    before = read_coding(sheets)
    write_rows(sheets[0], read_rows(sheets[0]), encoding)
    assert read_coding(sheets).fingerprint == before.fingerprint


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_coding_reads_other_delimiters_and_blank_rows(sheets: list[Path], delimiter: str) -> None:
    before = read_coding(sheets)
    rows = read_rows(sheets[0])
    with sheets[0].open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow([" Pair_ID ", "label"])
        writer.writerows([row["pair_id"], f" {row['label']} "] for row in reversed(rows))
        writer.writerows([["", ""], []])
    assert read_coding(sheets).fingerprint == before.fingerprint


@pytest.mark.parametrize("form", ["{}", "{}.0", " {} "])
def test_coding_reads_labels_as_cells_hold_them(sheets: list[Path], form: str) -> None:
    before = read_coding(sheets)
    change(sheets[0], lambda rows: [row | {"label": form.format(row["label"])} for row in rows])
    assert read_coding(sheets).fingerprint == before.fingerprint


def test_coding_reads_full_width_digits(sheets: list[Path]) -> None:
    before = read_coding(sheets)
    wide = str.maketrans("012", "０１２")
    change(sheets[0], lambda rows: [row | {"label": row["label"].translate(wide)} for row in rows])
    assert read_coding(sheets).fingerprint == before.fingerprint


def test_coding_reads_workbooks(sheets: list[Path]) -> None:
    before = read_coding(sheets)
    book = openpyxl.Workbook()
    book.active.append(CODER_COLUMNS)
    for row in read_rows(sheets[0]):
        book.active.append([*(row[name] for name in CODER_COLUMNS[:-2]), int(row["label"]), None])
    path = sheets[0].with_suffix(".xlsx")
    book.save(path)
    assert (read_coding([path, *sheets[1:]]).labels == before.labels).all()


def drop_row(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return rows[1:]


def double_row(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [*rows, rows[0]]


def set_label(label: str) -> Change:
    return lambda rows: [rows[0] | {"label": label}, *rows[1:]]


def rename(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [rows[0] | {"pair_id": "zzzzz-0001"}, *rows[1:]]


def lose_labels(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{name: cell for name, cell in row.items() if name != "label"} for row in rows]


@pytest.mark.parametrize(
    ("how", "pattern"),
    [
        (drop_row, r"s\.coder-2\.csv has 1 pairs missing: \w{5}-\d{4};"),
        (double_row, r"line 222, holds the pair \w{5}-\d{4} a second time"),
        (set_label(""), r"has 1 pairs without a label: \w{5}-\d{4};"),
        (set_label("3"), r"line 2, gives the pair \S+ the label '3', but a label is 0, 1 or 2"),
        (set_label("same"), "the label 'same', but a label is 0, 1 or 2"),
        (rename, r"holds the pair 'zzzzz-0001', which is not in the key s\.key\.csv"),
        (lose_labels, "has no column label"),
    ],
)
def test_coding_refuses_a_sheet_that_does_not_fit(
    sheets: list[Path], how: Change, pattern: str
) -> None:
    change(sheets[1], how)
    with pytest.raises(GoldError, match=pattern) as caught:
        read_coding(sheets)
    assert "\n" not in str(caught.value)


def test_coding_counts_what_it_does_not_name(sheets: list[Path]) -> None:
    change(sheets[0], lambda rows: [row | {"label": ""} for row in rows])
    with pytest.raises(GoldError, match=r"220 pairs without a label: .* and 217 more"):
        read_coding(sheets)


def test_coding_refuses_sheets_of_two_samples(
    comparison: Comparison, sheets: list[Path], tmp_path: Path
) -> None:
    other = write_sample(draw_sample(comparison, n_pairs=30, seed=9), tmp_path / "o.csv")
    change(other[0], lambda rows: [row | {"label": "0"} for row in rows])
    with pytest.raises(
        GoldError, match=r"not in the key s\.key\.csv; the file is of another sample"
    ):
        read_coding([sheets[0], other[0]])


def test_coding_looks_for_the_key_beside_the_sheets(sheets: list[Path], tmp_path: Path) -> None:
    key = tmp_path / "s.key.csv"
    (tmp_path / "broken.key.csv").write_text("x", encoding="utf-8")
    before = read_coding(sheets)
    moved = key.rename(tmp_path / "hidden.txt")
    with pytest.raises(GoldError, match=r"There is no key of the sample .*--key"):
        read_coding(sheets)
    assert read_coding(sheets, key=moved).fingerprint == before.fingerprint


@pytest.mark.parametrize(
    ("how", "pattern"),
    [
        (drop_row, r"The key .* was changed: its stratum \S+ has \d+ rows, but says"),
        (lambda rows: [rows[0] | {"n_stratum": "many"}, *rows[1:]], "gives many and"),
        (lambda rows: [rows[0] | {"n_stratum": "1"}, *rows[1:]], "was changed"),
        (lambda rows: [rows[0] | {"pair_id": rows[1]["pair_id"]}, *rows[1:]], "a pair twice"),
    ],
)
def test_coding_refuses_a_key_that_was_changed(
    sheets: list[Path], tmp_path: Path, how: Change, pattern: str
) -> None:
    change(tmp_path / "s.key.csv", how)
    with pytest.raises(GoldError, match=pattern):
        read_coding(sheets, key=tmp_path / "s.key.csv")


@pytest.mark.parametrize(
    ("name", "data", "pattern"),
    [
        ("no.csv", None, "cannot be read"),
        ("bad.xlsx", b"no workbook", "it is no XLSX workbook"),
        ("bad.csv", b"\xff\x00\x81", "neither UTF-8 nor GB18030"),
        ("bare.csv", b"pair_id,label\r\n", "a header and no row"),
        ("twice.csv", b"pair_id,label,label\r\nx,1,1\r\n", "the column label twice"),
        ("empty.csv", b"", "no column pair_id"),
        ("quote.csv", b'pair_id,label\r\n"x,1\r\n', "it is no CSV"),
    ],
)
def test_coding_refuses_files_that_are_no_sheets(
    tmp_path: Path, name: str, data: bytes | None, pattern: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(GoldError, match=pattern):
        read_coding([tmp_path / name])


def test_coding_refuses_one_coder_and_one_twice(comparison: Comparison, sheets: list[Path]) -> None:
    with pytest.raises(GoldError, match=r"Only one coder's file.*--one-coder"):
        evaluate_coded(comparison, sheets[:1])
    with pytest.raises(GoldError, match="given twice"):
        evaluate_coded(comparison, [sheets[0], sheets[0]])
    with pytest.raises(GoldError, match="No coded file"):
        evaluate_coded(comparison, [])
    alone = evaluate_coded(comparison, sheets[:1], one_coder=True)
    assert len(alone.agreement) == 0
    assert "agreement was not measured" in alone.methods


def test_coding_refuses_another_run(
    comparison: Comparison, sheets: list[Path], tmp_path: Path
) -> None:
    fewer = compare(CORPUS)
    with pytest.raises(GoldError, match="drawn from 5894 pairs, but this run compares 4994"):
        evaluate_coded(fewer, sheets)
    clauses = list(comparison.clauses)
    key = read_rows(tmp_path / "s.key.csv")[0]
    at = [clause.clause_id for clause in clauses].index(key["a_clause"])
    clauses[at] = replace(clauses[at], text="另一段文字")
    with pytest.raises(GoldError, match="are not those that were coded"):
        evaluate_coded(replace(comparison, clauses=tuple(clauses)), sheets)
    clauses[at] = replace(clauses[at], clause_id="x/1")
    with pytest.raises(GoldError, match="which this corpus does not have"):
        evaluate_coded(replace(comparison, clauses=tuple(clauses)), sheets)


# Figures


def weigh(comparison: Comparison, sample: Sample, labels: NDArray[np.int64]) -> WeighedPairs:
    rows = find_rows(comparison, sample)
    names, strata = np.unique([pair.stratum for pair in sample.pairs], return_inverse=True)
    scored = comparison.scored
    return WeighedPairs(
        scored.a[rows], scored.b[rows], labels[rows], strata.astype(np.int64),
        np.array([pair.weight for pair in sample.pairs]), rows, scored.p_same[rows],
        scored.p_overlap[rows], tuple(map(str, names)),
    )  # fmt: skip


def weigh_all(comparison: Comparison, labels: NDArray[np.int64]) -> WeighedPairs:
    scored, n = comparison.scored, len(labels)
    return WeighedPairs(
        scored.a, scored.b, labels, np.zeros(n, np.int64), np.ones(n), np.arange(n),
        scored.p_same, scored.p_overlap, ("all",),
    )  # fmt: skip


@pytest.fixture(scope="module")
def cells(comparison: Comparison) -> Cells:
    return find_cells(comparison.scored, comparison.groups)


@pytest.fixture(scope="module")
def simulated(
    comparison: Comparison, labels: NDArray[np.int64], cells: Cells
) -> dict[tuple[str, str], tuple[float, NDArray[np.float64]]]:
    """True values and the estimates with their bounds from 60 samples of 200 pairs."""
    thresholds = current_thresholds(comparison)
    everything = weigh_all(comparison, labels)
    found: dict[tuple[str, str], tuple[float, list[tuple[float, float, float]]]] = {}
    for kind in KINDS:
        for name, values in measure(
            everything, cells, thresholds, np.ones((1, len(labels))), kind
        ).items():
            found[name, kind] = float(values[0]), []
    for seed in range(60):
        pairs = weigh(comparison, draw_sample(comparison, n_pairs=200, seed=seed), labels)
        weights = draw_weights(pairs, n_resamples=200, seed=seed)
        for kind in KINDS:
            for name, row in measure_with_intervals(
                pairs, cells, thresholds, weights, kind
            ).items():
                found[name, kind][1].append(row)
    return {key: (true, np.array(rows)) for key, (true, rows) in found.items()}


N_DRAWS = 300


@pytest.fixture(scope="module")
def estimates(
    comparison: Comparison, labels: NDArray[np.int64], cells: Cells
) -> dict[tuple[str, str], NDArray[np.float64]]:
    """Estimates from many samples of 200 pairs."""
    thresholds = current_thresholds(comparison)
    found: dict[tuple[str, str], list[float]] = {}
    for seed in range(N_DRAWS):
        pairs = weigh(comparison, draw_sample(comparison, n_pairs=200, seed=seed), labels)
        for kind in KINDS:
            drawn = measure(pairs, cells, thresholds, pairs.weights[np.newaxis], kind)
            for name, values in drawn.items():
                found.setdefault((name, kind), []).append(float(values[0]))
    return {key: np.array(values) for key, values in found.items()}


def design_error(comparison: Comparison, counted: NDArray[np.float64]) -> float:
    """Standard error of an estimated total by the formula for stratified samples.

    A miss in a large stratum is met by few samples and weighs much there, so the spread seen in a
    few hundred of them may tell nothing of it.
    """
    strata = assign_strata(comparison.scored, comparison.groups, current_thresholds(comparison))
    sizes = np.bincount(strata, minlength=len(STRATA))
    variance = 0.0
    for k, n_drawn in enumerate(allocate_pairs(sizes, 200)):
        if n_drawn and sizes[k] > 1:
            share = 1 - n_drawn / sizes[k]
            variance += sizes[k] ** 2 * share * counted[strata == k].var(ddof=1) / n_drawn
    return float(np.sqrt(variance))


@pytest.mark.parametrize("kind", KINDS)
# The upper estimate of the false gaps is cut at 1, hence below the truth on average.
@pytest.mark.parametrize("name", ["n_pairs", "precision", "false_gap_rate_least"])
def test_coding_estimates_are_unbiased(
    comparison: Comparison,
    labels: NDArray[np.int64],
    simulated: dict[tuple[str, str], tuple[float, NDArray[np.float64]]],
    estimates: dict[tuple[str, str], NDArray[np.float64]],
    name: str,
    kind: str,
) -> None:
    true, values = simulated[name, kind][0], estimates[name, kind]
    spread = float(values.std(ddof=1))
    if name == "n_pairs":
        spread = design_error(comparison, (labels >= LEAST_LABEL[kind]).astype(float))
    assert abs(values.mean() - true) <= 3.5 * spread / np.sqrt(len(values)) + 1e-9


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["precision", "recall", "f1", "n_pairs"])
def test_coding_intervals_hold_the_truth(
    simulated: dict[tuple[str, str], tuple[float, NDArray[np.float64]]], name: str, kind: str
) -> None:
    true, rows = simulated[name, kind]
    share = ((rows[:, 1] <= true) & (true <= rows[:, 2])).mean()
    assert share >= 0.8
    assert (rows[:, 2] - rows[:, 1] < 0.98 * max(1.0, true)).mean() > 0.9


def test_coding_false_gap_rate_lies_between_its_estimates(
    comparison: Comparison, labels: NDArray[np.int64], cells: Cells
) -> None:
    thresholds = current_thresholds(comparison)
    everything = weigh_all(comparison, labels)
    absent = cells.find_absent(thresholds)
    for kind in KINDS:
        hidden = np.zeros(len(absent), dtype=bool)
        for cell in cells.of_pairs(comparison.scored.a, comparison.scored.b):
            hidden[cell[labels >= LEAST_LABEL[kind]]] = True
        true = (hidden & absent).sum() / absent.sum()
        found = measure(everything, cells, thresholds, np.ones((1, len(labels))), kind)
        assert found["false_gap_rate_least"][0] <= true <= found["false_gap_rate_most"][0]


def test_coding_census_gives_the_plain_figures(
    comparison: Comparison, labels: NDArray[np.int64], cells: Cells
) -> None:
    thresholds = current_thresholds(comparison)
    everything = weigh_all(comparison, labels)
    weights = draw_weights(everything, n_resamples=5)
    assert (weights == 1).all()
    linked = comparison.scored.p_same >= thresholds.same
    figures = measure_with_intervals(everything, cells, thresholds, weights, "same")
    n_hits = (linked & (labels == 2)).sum()
    assert figures["precision"] == pytest.approx([n_hits / linked.sum()] * 3)
    assert figures["recall"] == pytest.approx([n_hits / (labels == 2).sum()] * 3)
    brier = measure_calibration(everything, "same")["brier"]
    assert brier == pytest.approx(((comparison.scored.p_same - (labels == 2)) ** 2).mean())


@settings(max_examples=30, deadline=None)
@given(
    n_drawn=st.lists(st.integers(2, 12), min_size=1, max_size=4),
    factor=st.integers(1, 9),
    seed=st.integers(0, 99),
)
def test_coding_bootstrap_keeps_the_strata(n_drawn: list[int], factor: int, seed: int) -> None:
    strata = np.repeat(np.arange(len(n_drawn)), n_drawn)
    n = len(strata)
    nothing = np.zeros(n, np.int64)
    pairs = WeighedPairs(
        nothing, nothing, nothing, strata, np.full(n, float(factor)), nothing,
        np.zeros(n), np.zeros(n), tuple(map(str, range(len(n_drawn)))),
    )  # fmt: skip
    weights = draw_weights(pairs, n_resamples=50, seed=seed)
    assert (weights >= 0).all()
    for stratum, size in enumerate(n_drawn):
        totals = weights[:, strata == stratum].sum(axis=1)
        assert totals == pytest.approx(np.full(51, factor * size))
    assert (weights == 1).all() == (factor == 1)


def test_coding_unseen_misses_follow_the_expectation(
    comparison: Comparison, drawn: Sample, labels: NDArray[np.int64]
) -> None:
    pairs = weigh(comparison, drawn, labels)
    open_ = pairs.p_same < 0.3
    shares = draw_misses(pairs, open_, pairs.p_same, 500)
    assert (shares[0] == 0).all()
    assert (shares[:, ~open_] == 0).all()
    mean = shares[1:].mean(axis=0)
    remote = pairs.strata == pairs.stratum_names.index("remote")
    likelier = pairs.strata == pairs.stratum_names.index("same-possible")
    assert 0 < mean[remote & open_].max() < mean[likelier & open_].min()


def test_coding_interval_of_nothing_is_unknown() -> None:
    assert np.isnan(find_interval(np.full(5, np.nan))).all()


# The evaluation


def test_coding_evaluation_prints_what_it_found(evaluation: CodedEvaluation) -> None:
    figures = figures_of(evaluation)
    assert {"precision_same", "recall_worst_any", "brier_same"} <= set(figures)
    for row in figures.values():
        if row["low"] is not None:
            assert row["low"] <= row["value"] <= row["high"], row
    record = json.loads(json.dumps(evaluation.as_dict(), allow_nan=False))
    assert record["n_pairs"] == 220
    assert [row["stratum"] for row in record["strata"]] == sorted(evaluation.pairs.stratum_names)
    assert sum(row["n_pairs"] for row in record["strata"]) == 5894
    assert re.search(r"Of \d+ reported absences", evaluation.methods)
    assert "3 coders labelled them" in evaluation.methods
    precision = figures["precision_same"]["value"]
    assert f"precision for the same measure was {precision:.2f} [" in evaluation.methods


def test_coding_agreement_is_that_of_the_sheets(evaluation: CodedEvaluation) -> None:
    rows = list(evaluation.agreement)
    assert [(row["a"], row["b"]) for row in rows][-1] == ("all", "all")
    assert len(rows) == 4
    assert rows[0]["agreement"] == pytest.approx(200 / 220)
    assert 0.7 < float(str(rows[0]["kappa"])) < 0.95
    assert len(evaluation.disagreements) == int(
        (evaluation.coding.labels.min(axis=0) != evaluation.coding.labels.max(axis=0)).sum()
    )


def test_coding_suggestions_reach_their_goals(
    comparison: Comparison, sheets: list[Path], evaluation: CodedEvaluation
) -> None:
    for row in evaluation.suggestions:
        if row["threshold"] is None:
            continue
        option = str(row["option"]).removeprefix("--").replace("-", "_")
        changed = Settings(between="document", **{option: float(str(row["threshold"]))})
        found = evaluate_coded(replace(comparison, settings=changed), sheets)
        figure = figures_of(found)[str(row["goal"])]
        assert figure["value"] == pytest.approx(row["value"])
        reached = float(str(figure["value"]))
        wanted = float(str(row["wanted"]))
        assert reached >= wanted if "precision" in str(row["goal"]) else reached <= wanted
    assert any(row["threshold"] is not None for row in evaluation.suggestions)


def test_coding_suggestions_say_when_nothing_will_do(
    comparison: Comparison, sheets: list[Path]
) -> None:
    change(sheets[0], lambda rows: [row | {"label": "0"} for row in rows])
    found = evaluate_coded(comparison, sheets[:1], one_coder=True)
    by_goal = {row["goal"]: row["threshold"] for row in found.suggestions}
    assert by_goal["precision_same"] is None
    assert by_goal["false_gap_rate_most_any"] == 0.98
    assert "No coded pair is labelled same, so its recall cannot be estimated." in found.warnings
    assert "recall not estimable" in found.methods


@pytest.mark.parametrize("option", ["wanted_precision", "wanted_false_gap_rate"])
def test_coding_refuses_goals_out_of_range(
    comparison: Comparison, sheets: list[Path], option: str
) -> None:
    with pytest.raises(UsageError, match=f"--{option.replace('_', '-')} is 1.5"):
        evaluate_coded(comparison, sheets, **{option: 1.5})  # type: ignore[arg-type]


def test_coding_order_of_sheets_changes_no_figure(
    comparison: Comparison, sheets: list[Path], evaluation: CodedEvaluation
) -> None:
    turned = evaluate_coded(comparison, sheets[::-1])
    assert turned.figures.rows == evaluation.figures.rows
    assert turned.suggestions.rows == evaluation.suggestions.rows


def test_coding_thresholds_are_those_of_the_run(evaluation: CodedEvaluation) -> None:
    model = load_model()
    assert evaluation.thresholds == Thresholds(model.same_threshold, model.overlap_threshold)


def test_coding_counts_pairs_that_were_never_scored(
    comparison: Comparison, labels: NDArray[np.int64], tmp_path: Path
) -> None:
    """A sample of a run that cut pairs serves a run that scores them all, and the reverse."""
    cut = compare(CORPUS, settings=Settings(between="document", max_pairs=0, neighbours=3))
    sample = draw_sample(cut, n_pairs=150)
    sheet, _ = write_sample(sample, tmp_path / "s.csv", n_coders=1)
    true = dict(
        zip((p.pair_id for p in sample.pairs), labels[find_rows(comparison, sample)], strict=True)
    )
    change(sheet, lambda rows: [row | {"label": str(true[row["pair_id"]])} for row in rows])
    few = evaluate_coded(cut, [sheet], one_coder=True)
    n_unscored = sum(pair.stratum == "unscored" for pair in sample.pairs)
    assert f"{n_unscored} coded pairs were not scored by this run" in few.warnings[0]
    full = evaluate_coded(comparison, [sheet], one_coder=True)
    assert full.warnings == ()
    assert figures_of(few)["n_pairs_any"]["value"] == figures_of(full)["n_pairs_any"]["value"]
    assert len(fit_coded(cut, few).rows) == 8


def test_coding_page_shows_the_strata_and_the_methods(evaluation: CodedEvaluation) -> None:
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    for stratum in STRATA:
        row = next(line for line in page.splitlines() if line.startswith(f"| `{stratum.name}` "))
        assert row.endswith(f"| {stratum.share:.0%} |".replace("%", " %"))
        if stratum.least:
            assert f"`{stratum.looks_at}` ≥ {stratum.least} " in row
    start = page.index("> We aligned clauses")
    template = " ".join(page[start : page.index("\n\n", start)].replace("\n>", " ").split())
    words = re.split(r"\{\w+\}", template.removeprefix("> "))
    at = 0
    for part in words:
        assert part in evaluation.methods[at:], part
        at = evaluation.methods.index(part, at) + len(part)


def test_coding_suggestions_cost_no_more_than_they_must(
    comparison: Comparison, cells: Cells, evaluation: CodedEvaluation
) -> None:
    """One step easier would miss the goal."""
    for row in evaluation.suggestions:
        name, _, kind = str(row["goal"]).rpartition("_")
        step = -0.01 if name == "precision" else 0.01
        easier = float(str(row["threshold"])) + step
        if not 0.02 <= easier <= 0.98:
            continue
        moved = str(row["option"]).removeprefix("--").removesuffix("-threshold")
        pairs = evaluation.pairs
        found = measure(
            pairs, cells, replace(evaluation.thresholds, **{moved: easier}),
            pairs.weights[None, :], kind,
        )[name][0]  # fmt: skip
        wanted = float(str(row["wanted"]))
        assert found < wanted if name == "precision" else found > wanted


def test_coding_worst_recall_bounds_what_was_not_seen() -> None:
    """Of 20 coded of 200, 5 are linked and right; none of the other 15 is a miss."""
    n = 20
    linked = np.arange(n) < 5
    pairs = WeighedPairs(
        np.zeros(n, np.int64), np.ones(n, np.int64), np.where(linked, 2, 0),
        np.zeros(n, np.int64), np.full(n, 10.0), np.arange(n), linked * 0.9, linked * 0.9, ("s",),
    )  # fmt: skip
    most_missed = (1 - 0.05 ** (1 / 15)) * 150
    assert _worst_recall(pairs, linked, "same") == pytest.approx(50 / (50 + most_missed))
    census = replace(pairs, weights=np.ones(n))
    assert _worst_recall(census, linked, "same") == 1.0
    seen = replace(pairs, labels=np.where(np.arange(n) < 6, 2, 0))
    assert _worst_recall(seen, linked, "same") == pytest.approx(50 / 60)


def test_coding_weighted_kappa_counts_what_pairs_stand_for(evaluation: CodedEvaluation) -> None:
    first, second = evaluation.coding.labels[:2]
    weights = evaluation.pairs.weights
    table = np.zeros((3, 3))
    np.add.at(table, (first, second), weights)
    table /= table.sum()
    chance = table.sum(axis=1) @ table.sum(axis=0)
    expected = (np.trace(table) - chance) / (1 - chance)
    row = evaluation.agreement[0]
    assert row["kappa_weighted"] == pytest.approx(expected)
    assert row["kappa_weighted"] != pytest.approx(row["kappa"], abs=0.01)


# Fitting


def test_coding_fit_is_judged_on_pairs_it_did_not_see(
    comparison: Comparison, drawn: Sample, labels: NDArray[np.int64]
) -> None:
    pairs = weigh(comparison, drawn, labels)
    linear = [
        k for k, name in enumerate(comparison.scored.feature_names) if name not in ADJUSTMENTS
    ]
    labelled = collect_labelled(comparison.scored, pairs, linear)
    held_out = hold_out(labelled)
    for fold in range(int(labelled.folds.max()) + 1):
        inside = labelled.folds == fold
        assert set(labelled.labels[inside]) == {0, 1, 2}
        fitted = {kind: fit_multipliers(labelled, kind, ~inside) for kind in KINDS}
        expected = find_probabilities(labelled, fitted)
        for kind in KINDS:
            assert held_out[kind][inside] == pytest.approx(expected[kind][inside])


def test_coding_unchanged_multipliers_give_the_scores_of_the_run(
    comparison: Comparison, drawn: Sample, labels: NDArray[np.int64]
) -> None:
    pairs = weigh(comparison, drawn, labels)
    linear = [
        k for k, name in enumerate(comparison.scored.feature_names) if name not in ADJUSTMENTS
    ]
    labelled = collect_labelled(comparison.scored, pairs, linear)
    found = find_probabilities(labelled, {kind: keep_unchanged(labelled, kind) for kind in KINDS})
    assert found["same"] == pytest.approx(pairs.p_same)
    assert found["any"] == pytest.approx(pairs.p_overlap)


def test_coding_regression_without_data_is_its_prior() -> None:
    centre = np.array([1.0, 0.5, -2.0])
    nothing = np.zeros((0, 2))
    found = fit_around(nothing, np.zeros(0), np.zeros(0), centre=centre, spread=np.ones(3))
    assert found == pytest.approx(centre)


def test_coding_regression_finds_the_truth_in_many_data() -> None:
    generator = np.random.default_rng(1)
    columns = generator.normal(size=(20_000, 2))
    odds = columns @ np.array([2.0, 0.5]) - 1
    positive = (generator.random(20_000) < 1 / (1 + np.exp(-odds))).astype(float)
    found = fit_around(
        columns, positive, np.ones(20_000), centre=np.array([1.0, 1.0, 0.0]), spread=np.ones(3)
    )
    assert found == pytest.approx([2.0, 0.5, -1.0], abs=0.1)


def test_coding_regression_keeps_directions() -> None:
    columns = np.array([[-1.0], [1.0]] * 50)
    positive = np.array([1.0, 0.0] * 50)
    found = fit_around(
        columns, positive, np.ones(100), centre=np.array([1.0, 0.0]), spread=np.ones(2)
    )
    assert found[0] == 0


@pytest.mark.parametrize("n_pairs", [150, 220])
def test_coding_fit_makes_a_model_to_run(
    comparison: Comparison, labels: NDArray[np.int64], tmp_path: Path, n_pairs: int
) -> None:
    sample = draw_sample(comparison, n_pairs=n_pairs, seed=5)
    sheet, _ = write_sample(sample, tmp_path / "s.csv", n_coders=1)
    true = dict(
        zip((p.pair_id for p in sample.pairs), labels[find_rows(comparison, sample)], strict=True)
    )
    change(sheet, lambda rows: [row | {"label": str(true[row["pair_id"]])} for row in rows])
    evaluation = evaluate_coded(comparison, [sheet], one_coder=True)
    refit = fit_coded(comparison, evaluation, name="mine.json")
    path = refit.write(tmp_path / "mine.json")
    model = load_model(path)
    assert model.name == "mine.json"
    assert model.provenance["gold_sha256"] == evaluation.coding.fingerprint
    assert model.provenance["base"]["gold_sha256"] == comparison.model.provenance["gold_sha256"]
    ratios = {
        round(new.same / old.same, 9)
        for new, old in zip(model.columns, comparison.model.columns, strict=True)
        if old.same
    }
    assert (len(ratios) == 1) == (n_pairs < FULL_FIT)
    assert min(ratios) >= 0
    run = compare(CORPUS, settings=Settings(between="document", model=path))
    again = evaluate_coded(run, [sheet], one_coder=True)
    assert again.model == "mine.json"
    assert "model mine.json" in again.methods
    assert np.corrcoef(run.scored.p_same, comparison.scored.p_same)[0, 1] > 0.9


def test_coding_fit_learns_a_shift(
    comparison: Comparison, labels: NDArray[np.int64], drawn: Sample, tmp_path: Path
) -> None:
    """Coders who are stricter than the model lower its probabilities."""
    sheet, _ = write_sample(drawn, tmp_path / "s.csv", n_coders=1)
    rows = find_rows(comparison, drawn)
    strict = {
        pair.pair_id: "2" if comparison.scored.p_same[row] > 0.95 else "0"
        for pair, row in zip(drawn.pairs, rows, strict=True)
    }
    change(sheet, lambda cells: [row | {"label": strict[row["pair_id"]]} for row in cells])
    evaluation = evaluate_coded(comparison, [sheet], one_coder=True)
    refit = fit_coded(comparison, evaluation)
    figures = {row["figure"]: row for row in refit.rows}
    assert figures["f1_any"]["after"] > figures["f1_any"]["before"]  # type: ignore[operator]
    assert figures["log_loss_any"]["after"] < figures["log_loss_any"]["before"]  # type: ignore[operator]
    assert refit.warnings == ()


def test_coding_fit_refuses_too_few_labels(comparison: Comparison, sheets: list[Path]) -> None:
    change(sheets[0], lambda rows: [row | {"label": "0"} for row in rows])
    found = evaluate_coded(comparison, sheets[:1], one_coder=True)
    with pytest.raises(GoldError, match=r"0 of the scored pairs are labelled 2 .* 10 of each"):
        fit_coded(comparison, found)
