from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import policycompare as pc
from policycompare.errors import GoldError, ModelError, UsageError
from policycompare.evaluation import coders, read_gold
from policycompare.evaluation.checking import restrict_gold
from policycompare.evaluation.run import evaluate
from policycompare.evaluation.weighted import FIGURE_NAMES
from tests.conftest import CORPUS
from tests.evaluating import evaluate_corpus, make_corpus, read_clauses, read_rows, write_gold

KEYS = (
    "f1_same",
    "ap_same",
    "f1_any",
    "ap_any",
    "coverage_macro_f1",
    "false_gap_rate",
    "expected_calibration_error",
)


def test_evaluation_of_the_corpus_has_every_part() -> None:
    found = evaluate_corpus().as_dict()
    for run in ("model_as_is", "folds_by_pair", "documents_left_out"):
        for key in KEYS:
            assert 0 <= found[run][key] <= 1, (run, key)
    assert found["n_gold_pairs"] == found["folds_by_pair"]["n_pairs"] == 5894
    assert found["documents_left_out"]["n_pairs"] == 2 * 5894
    assert (found["n_same"], found["n_partial"]) == (126, 196)
    assert len(found["document_pairs"]) == 3 * 10
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_evaluation_says_what_flatters_and_who_coded() -> None:
    found = evaluate_corpus()
    assert found.about["in_sample"] is True
    notes = " ".join(found.notes)
    assert "gold it was fitted to, so its figures flatter" in notes
    assert "no human" in notes


def test_evaluation_refitted_is_not_the_model_as_it_is() -> None:
    runs = evaluate_corpus().runs
    figures = {tuple(run.figures[name] for name in KEYS) for run in runs.values()}
    assert len(figures) == 3


def test_evaluation_document_pairs_add_up() -> None:
    found = evaluate_corpus()
    for run, factor in (("model_as_is", 1), ("folds_by_pair", 1), ("documents_left_out", 2)):
        rows = [row for row in found.document_pairs if row["run"] == run]
        assert len(rows) == 10
        gold = read_gold(CORPUS / "gold")
        labels = Counter(
            (*sorted((gold.clauses[a].document, gold.clauses[b].document)), label)
            for (a, b), label in gold.labels.items()
        )
        for row in rows:
            assert row["n_same"] == factor * labels[row["a"], row["b"], 2]
            assert row["n_partial"] == factor * labels[row["a"], row["b"], 1]


def test_evaluation_coders_agree_as_the_readme_of_the_gold_says() -> None:
    *pairs, mean = evaluate_corpus().agreement
    assert [(row["a"], row["b"]) for row in pairs] == [
        ("coder_1", "coder_2"),
        ("coder_1", "coder_3"),
        ("coder_2", "coder_3"),
    ]
    for row in pairs:
        assert 0.965 <= row["f1_same"] <= 0.985
        assert 0.925 <= row["f1_any"] <= 0.975
        assert 0.915 <= row["kappa"] <= 0.965
    assert mean["coverage_accuracy"] == pytest.approx(0.95, abs=0.005)
    assert mean["coverage_macro_f1"] == pytest.approx(0.94, abs=0.01)


def test_evaluation_is_the_function_of_the_package() -> None:
    assert pc.evaluate is evaluate
    assert isinstance(evaluate_corpus(), pc.Evaluation)
    assert "folds_by_pair f1_same 0." in repr(evaluate_corpus())


def test_evaluation_rows_hold_every_figure() -> None:
    found = evaluate_corpus()
    rows = [row for row in found.rows() if row["section"] == "figures"]
    for run, figures in found.runs.items():
        values = {row["figure"]: row["value"] for row in rows if row["run"] == run}
        assert values == pytest.approx(dict(figures.figures), nan_ok=True)
        assert set(FIGURE_NAMES) <= set(values)
    sections = {row["section"] for row in found.rows()}
    assert sections == {"figures", "document_pairs", "thresholds", "reliability", "agreement"}


def test_evaluation_of_three_documents_leaves_none_out(tmp_path: Path) -> None:
    found = evaluate(make_corpus(tmp_path / "corpus"), n_resamples=20)
    assert set(found.runs) == {"model_as_is", "folds_by_pair"}
    assert found.as_dict()["documents_left_out"] is None
    assert any(
        note.startswith("documents_left_out is not measured: a fit needs") for note in found.notes
    )
    assert found.agreement == ()
    assert any("Agreement of coders is not measured" in note for note in found.notes)
    assert found.about["in_sample"] is False
    assert found.runs["folds_by_pair"].figures["f1_same"] > 0.9


def test_evaluation_of_two_documents_fits_nothing(tmp_path: Path) -> None:
    found = evaluate(make_corpus(tmp_path / "corpus", ("甲", "乙")), n_resamples=0)
    assert set(found.runs) == {"model_as_is"}
    assert found.as_dict()["folds_by_pair"] is None
    assert sum("is not measured: a fit needs" in note for note in found.notes) == 2
    assert [section.title for section in found.sections()][
        1
    ] == "Between two documents, model_as_is"


def test_evaluation_gold_may_lie_elsewhere(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus", ("甲", "乙"))
    shutil.move(corpus / "gold", tmp_path / "coded")
    with pytest.raises(GoldError, match=r"clauses\.jsonl cannot be read"):
        evaluate(corpus, n_resamples=0)
    found = evaluate(corpus, gold=tmp_path / "coded", n_resamples=0)
    assert found.about["gold"] == str(tmp_path / "coded")


def test_evaluation_names_documents_without_codings(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus", ("甲", "乙"))
    shutil.copy(corpus / "甲.txt", corpus / "丁.txt")
    found = evaluate(corpus, n_resamples=0)
    assert found.about["documents"] == ["乙", "甲"]
    assert any(note.endswith("for want of codings or text: 丁.") for note in found.notes)


def test_evaluation_of_chosen_documents_restricts_the_gold(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    found = evaluate(corpus, settings=pc.Settings(documents=("甲", "丙")), n_resamples=0)
    assert found.about["n_gold_clauses"] == 8
    assert found.about["n_same"] == 4


def test_evaluation_tells_clauses_that_stand_for_nothing(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    clauses = read_clauses(corpus / "gold")
    rows = [row for row in read_rows(corpus / "gold") if "甲/3" not in row]
    write_gold(corpus / "gold", [c for c in clauses if c["id"] != "甲/3"], rows)
    found = evaluate(corpus, n_resamples=10)
    assert found.about["unmapped_clauses"] == ["甲/一(四)"]
    assert found.about["unfound_gold_clauses"] == []
    # The program rightly finds its counterparts, which the gold does not have.
    assert found.runs["model_as_is"].figures["precision_same"] == pytest.approx(10 / 12)
    assert found.runs["model_as_is"].n_pairs == 3 * 4 + 3 * 4 + 4 * 4


def test_evaluation_thresholds_of_the_settings_count(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    settings = pc.Settings(same_threshold=1.0, overlap_threshold=1.0)
    found = evaluate(corpus, settings=settings, n_resamples=0)
    assert found.runs["model_as_is"].figures["recall_same"] == 0
    folds = found.runs["folds_by_pair"].figures
    assert folds["f1_same_at_fixed_thresholds"] == 0
    assert folds["f1_same"] > 0.9


def spoil(clauses: list[dict[str, Any]], rows: list[str], what: str) -> list[dict[str, Any]]:
    """Gold clauses with one mistake."""
    if what == "beyond":
        clauses[-1]["end"] = 10_000
    elif what == "empty":
        clauses[0]["end"] = clauses[0]["start"]
    elif what == "negative":
        clauses[0]["start"] = -3
    elif what == "overlap":
        clauses[1]["start"] = clauses[0]["start"] + 1
    elif what == "moved":
        for clause in clauses[:4]:
            clause["start"], clause["end"] = clause["start"] - 7, clause["start"] - 2
    elif what == "document":
        clauses[0]["document"] = "戊"
    elif what == "id":
        rows.append("甲/9,乙/0,2,2")
    elif what == "label":
        rows.append("甲/0,乙/1,3,2")
    elif what == "coder":
        rows.append("甲/0,乙/1,1,x")
    return clauses


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("beyond", r"gives the clause 丙/3 the span \[\d+, 10000\), but its text has \d+ char"),
        ("empty", r"gives the clause 甲/0 the span"),
        ("negative", r"gives the clause 甲/0 the span \[-3, "),
        ("overlap", r"gives the clauses 甲/0 and 甲/1 spans that overlap; mend one"),
        ("moved", r"does not fit the text of 甲: only 0 of 4 headings stand within their spans"),
        ("document", r"codes the document 戊, which .* does not hold"),
        ("id", r"names the clause '甲/9', which clauses\.jsonl does not hold"),
        ("label", r"labels 甲/0, 乙/1 with '3', but a label is 0, 1 or 2"),
        ("coder", r"gives 甲/0, 乙/1 the label 'x' of coder_1, but a label is 0, 1 or 2"),
    ],
)
def test_evaluation_refuses_gold_that_does_not_fit(tmp_path: Path, what: str, message: str) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    rows = read_rows(corpus / "gold")
    write_gold(corpus / "gold", spoil(read_clauses(corpus / "gold"), rows, what), rows)
    with pytest.raises(GoldError, match=message):
        evaluate(corpus, n_resamples=0)


def test_evaluation_refuses_gold_of_another_corpus(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus", ("甲", "乙"))
    with pytest.raises(GoldError, match=r"codes the document ningbo-2017, which"):
        evaluate(corpus, gold=CORPUS / "gold")
    with pytest.raises(GoldError, match=r"codes 1 of the documents .*, but it takes two"):
        evaluate(corpus, settings=pc.Settings(documents=("甲",)))


def test_evaluation_refuses_a_model_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match=r"model\.json"):
        evaluate(CORPUS, settings=pc.Settings(model=tmp_path / "model.json"))


def test_evaluation_refuses_a_pair_within_one_document(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    rows = [*read_rows(corpus / "gold"), "甲/0,甲/1,1,1"]
    write_gold(corpus / "gold", read_clauses(corpus / "gold"), rows)
    with pytest.raises(GoldError, match=r"pairs 甲/0 with 甲/1 of the same document"):
        evaluate(corpus, n_resamples=0)


def test_evaluation_without_a_pair_of_label_2_fits_nothing(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    rows = [row.replace(",2,2", ",1,1") for row in read_rows(corpus / "gold")]
    write_gold(corpus / "gold", read_clauses(corpus / "gold"), rows)
    found = evaluate(corpus, n_resamples=10)
    assert set(found.runs) == {"model_as_is"}
    assert any("fitted to no pair of label 2" in note for note in found.notes)
    assert found.as_dict()["model_as_is"]["ap_same"] is None
    assert found.as_dict()["model_as_is"]["intervals"]["ap_same"] == [None, None]


def test_evaluation_restricted_gold_keeps_labels_of_what_is_left() -> None:
    gold = read_gold(CORPUS / "gold")
    kept = restrict_gold(gold, {"ningbo-2017", "weihai-2023"})
    names = [clause.clause_id for clause in kept.clauses]
    ids = [clause.clause_id for clause in gold.clauses]
    expected = {
        (ids[a], ids[b]): label
        for (a, b), label in gold.labels.items()
        if {ids[a].split("/")[0], ids[b].split("/")[0]} == {"ningbo-2017", "weihai-2023"}
    }
    assert {(names[a], names[b]): label for (a, b), label in kept.labels.items()} == expected
    assert len(expected) > 40


def test_coders_alpha_weighs_the_distance_of_labels() -> None:
    near = coders.measure_alpha(np.array([[0, 0, 1, 2], [0, 1, 1, 2]]))
    far = coders.measure_alpha(np.array([[0, 0, 1, 2], [0, 2, 1, 2]]))
    assert far < near < 1
    assert coders.measure_alpha(np.array([[0, 1, 2], [0, 1, 2]])) == 1


def test_coders_without_variation_have_no_alpha() -> None:
    assert np.isnan(coders.measure_alpha(np.zeros((2, 5), np.int64)))


def test_coders_alpha_names_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(coders, "import_module", refuse)
    with pytest.raises(UsageError, match=r'run pip install "policycompare\[evaluate\]"'):
        coders.measure_alpha(np.zeros((2, 5), np.int64))


def test_evaluation_goes_on_without_the_library_of_alpha(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(coders, "import_module", refuse)
    corpus = make_corpus(tmp_path / "corpus", ("甲", "乙"))
    rows = ["a,b,label,coder_1,coder_2", "甲/0,乙/0,2,2,2", "甲/1,乙/1,2,2,1"]
    write_gold(corpus / "gold", read_clauses(corpus / "gold"), rows)
    found = evaluate(corpus, n_resamples=0)
    (row,) = found.agreement
    assert row["f1_same"] == pytest.approx(2 / 3)
    assert row["f1_any"] == 1
    assert np.isnan(float(row["alpha"] or 0))
    assert any('run pip install "policycompare[evaluate]"' in note for note in found.notes)
