"""Print the quality figures of ``docs/quality.md`` as Markdown.

Run from the root of the repository: ``python benchmarks/quality.py [--other GOLD TEXTS]``. With
``--other`` the model is also tried on a second gold folder, and the other way round.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.fit_model import Measured, measure_gold  # noqa: E402
from policycompare import evaluation  # noqa: E402
from policycompare.evaluation import Figures, Judgement  # noqa: E402
from policycompare.scoring import FEATURE_NAMES, features, measure_features  # noqa: E402
from policycompare.scoring.fitting import find_plateau, fit_model, predict  # noqa: E402
from policycompare.tokens import Tokenizer  # noqa: E402
from policycompare.vectors import build_field_matrices  # noqa: E402
from tests import goldclauses  # noqa: E402

COLUMNS = (
    "f1_same",
    "ap_same",
    "f1_any",
    "ap_any",
    "coverage_accuracy",
    "coverage_macro_f1",
    "false_gap_rate_same",
    "false_gap_rate",
    "expected_calibration_error",
)
GROUPS = {
    "the four readings of headings": ("heading_words", "heading_pairs", "heading_characters"),
    "rivals (standing, lead, rank)": ("standing", "lead", "rank"),
    "witnesses (third documents)": ("witness",),
    "sentences": ("sentence",),
    "heading found in the other clause": ("heading_to_whole", "heading_found"),
    "core of the heading": ("heading_core",),
    "containment": ("contained",),
    "role": ("role_differs", "both_general", "one_general"),
    "section above": ("section",),
    "position and length": ("position_gap", "length_gap"),
}
"""Parts of feature names that are left out together."""


def print_table(rows: Iterator[tuple[str, Figures]]) -> None:
    """One row of figures per run."""
    print("| run |", " | ".join(COLUMNS), "|\n|---|" + "---:|" * len(COLUMNS))
    for name, figures in rows:
        values = figures.as_dict()
        print(f"| {name} |", " | ".join(f"{values[c]:.3f}" for c in COLUMNS), "|", flush=True)
    print()


def judge_by_pair(measured: Measured, values: NDArray[np.float64] | None = None) -> list[Judgement]:
    """Judgements of folds by document pair."""
    a, b, _ = measured.gold.pairs()
    folds = evaluation.folds_by_pair(measured.documents, a, b)
    used = measured.values if values is None else values
    return evaluation.judge_folds(measured.gold, used, folds, fit_model)


def list_folds(measured: Measured) -> Iterator[tuple[str, Figures]]:
    """Folds by pair, documents left out, and each document pair as if it were alone."""
    a, b, _ = measured.gold.pairs()
    yield "folds by document pair", evaluation.measure_figures(judge_by_pair(measured))
    folds = evaluation.documents_left_out(measured.documents, a, b)
    judged = evaluation.judge_folds(measured.gold, measured.values, folds, fit_model)
    yield "documents left out", evaluation.measure_figures(judged)
    alone = np.empty_like(measured.values)
    for inside in evaluation.folds_by_pair(measured.documents, a, b):
        alone[inside] = measure_alone(measured, a[inside], b[inside])
    yield "each pair seen alone", evaluation.measure_figures(judge_by_pair(measured, alone))


def measure_alone(
    measured: Measured, a: NDArray[np.int64], b: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Feature values of the pairs when only their two documents are known."""
    used = np.unique(np.concatenate([a, b]))
    clauses = [measured.clauses[k] for k in used]
    tokenizer = Tokenizer()
    pairs = np.searchsorted(used, a), np.searchsorted(used, b)
    return measure_features(clauses, pairs, build_field_matrices(clauses, tokenizer), tokenizer)


def list_without(measured: Measured) -> Iterator[tuple[str, Figures]]:
    """Folds by pair without one group of features each."""
    yield "all features", evaluation.measure_figures(judge_by_pair(measured))
    for name, parts in GROUPS.items():
        left = measured.values.copy()
        gone = [k for k, f in enumerate(FEATURE_NAMES) if any(part in f for part in parts)]
        left[:, gone] = 0
        yield f"without {name}", evaluation.measure_figures(judge_by_pair(measured, left))
    without = dict.fromkeys(("words", "pairs", "characters"), 1 / 3) | {"concepts": 0.0}
    with patch.dict(features.BLEND, without):
        plain = measure_gold(goldclauses.GOLD, goldclauses.CORPUS).values
    plain[:, [k for k, f in enumerate(FEATURE_NAMES) if "concepts" in f]] = 0
    yield (
        "without the table of concepts",
        evaluation.measure_figures(judge_by_pair(measured, plain)),
    )


def list_baselines(measured: Measured) -> Iterator[tuple[str, Figures]]:
    """One likeness alone, its threshold chosen on the same pairs: flattering to it."""
    a, b, labels = measured.gold.pairs()
    for name in ("body_words", "whole_words", "whole_pairs", "whole_concepts", "standing_least"):
        value = measured.values[:, FEATURE_NAMES.index(name)]
        likeness = (value - value.min()) / np.ptp(value)
        same, some = (
            np.median(find_plateau(likeness, labels >= label, tolerance=0)) for label in (2, 1)
        )
        found = np.where(likeness >= same, 2, likeness >= some)
        documents = tuple(measured.documents)
        judgement = Judgement(a, b, labels, found, likeness, likeness, documents)
        yield f"{name} alone", evaluation.measure_figures([judgement])


def list_transfer(one: Measured, other: Measured) -> Iterator[tuple[str, Figures]]:
    """Fitted to one gold, tried on the other, both ways."""
    for name, fitted, tried in (("second subject", one, other), ("corpus/gold", other, one)):
        a, b, labels = tried.gold.pairs()
        model = fit_model(fitted.values, fitted.gold.pairs()[2], fitted.document_pairs)
        p_same, p_overlap = predict(model, tried.values, FEATURE_NAMES)
        found = evaluation.find_relations(model, p_same, p_overlap)
        documents = tuple(tried.documents)
        judgement = Judgement(a, b, labels, found, p_same, p_overlap, documents)
        yield f"tried on {name}", evaluation.measure_figures([judgement])
    yield "second subject, its own folds", evaluation.measure_figures(judge_by_pair(other))


def list_thresholds(judgements: list[Judgement]) -> Iterator[tuple[str, Figures]]:
    """The figures at fixed thresholds instead of the fitted ones."""
    for same, overlap in ((0.3, 0.2), (0.4, 0.2), (0.4, 0.3), (0.5, 0.3), (0.5, 0.5)):
        moved = [
            replace(one, found=np.where(one.p_same >= same, 2, one.p_overlap >= overlap))
            for one in judgements
        ]
        yield f"same {same}, overlap {overlap}", evaluation.measure_figures(moved)


def print_confusions(measured: Measured, judgements: list[Judgement]) -> None:
    """Pairs whose ``same`` is missed or wrong, by probability."""
    rows = [
        (int(label), float(p), int(found), measured.clauses[i], measured.clauses[j])
        for one in judgements
        for i, j, label, found, p in zip(
            one.a, one.b, one.labels, one.found, one.p_same, strict=True
        )
        if (label == 2) != (found == 2)
    ]
    print("| gold | found | p_same | a | b |\n|---:|---:|---:|---|---|")
    for label, p, found, a, b in sorted(rows, key=lambda row: (-row[0], row[1])):
        left, right = (f"{c.clause_id} {c.heading}" for c in (a, b))
        print(f"| {label} | {found} | {p:.2f} | {left} | {right} |")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--other", nargs=2, type=Path, metavar=("GOLD", "TEXTS"))
    other = parser.parse_args().other
    measured = measure_gold(goldclauses.GOLD, goldclauses.CORPUS)
    judgements = judge_by_pair(measured)
    sections = {
        "Folds": partial(list_folds, measured),
        "Thresholds": partial(list_thresholds, judgements),
        "Without a group of features": partial(list_without, measured),
        "One likeness alone": partial(list_baselines, measured),
    }
    if other:
        sections["Another subject"] = partial(list_transfer, measured, measure_gold(*other))
    for title, rows in sections.items():
        print(f"### {title}\n")
        print_table(rows())
    print("### Confusions\n")
    print_confusions(measured, judgements)
    a, b, _ = measured.gold.pairs()
    tokenizer = Tokenizer()
    matrices = build_field_matrices(measured.clauses, tokenizer)
    started = time.perf_counter()
    measure_features(measured.clauses, (a, b), matrices, tokenizer)
    spent = time.perf_counter() - started
    print(f"Scoring {len(a)} pairs took {spent:.2f} s, {spent / len(a) * 1e6:.0f} µs a pair.")


if __name__ == "__main__":
    main()
