"""Refit the shipped model on ``corpus/gold`` and rewrite ``policycompare/data/model.json``.

Run from the root of the repository: ``python benchmarks/fit_model.py [--date YYYY-MM-DD]``. With
``--also GOLD TEXTS`` the pairs of a second gold are fitted too; it stays where it is, and only its
fingerprint and counts go into the provenance. With ``--embedder NAME`` the model of runs with an
embedder is fitted instead, ``model-semantic.json``; the figures of the lexical features alone, same
pairs and folds, are kept beside its own.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from policycompare import evaluation  # noqa: E402
from policycompare.datamodel import Clause  # noqa: E402
from policycompare.scoring import ALL_NAMES, FEATURE_NAMES, measure_all_features  # noqa: E402
from policycompare.scoring.fitting import (  # noqa: E402
    OVERLAP_QUANTILE,
    OWN_PART,
    STRENGTH,
    TOLERANCE,
    fit_model,
)
from policycompare.scoring.model import MODEL, SEMANTIC_MODEL, Model  # noqa: E402
from policycompare.semantic import (  # noqa: E402
    CachedEmbedder,
    Embedder,
    embed_clauses,
    load_embedder,
)
from policycompare.tokens import Tokenizer  # noqa: E402
from policycompare.vectors import build_field_matrices  # noqa: E402
from tests import goldclauses  # noqa: E402

DATA = ROOT / "policycompare" / "data"
THRESHOLDS = (
    "of pairs scored by models fitted to the other document pairs, among the thresholds whose F1 "
    f"is at most {TOLERANCE} below the best: same the middle, overlap the place {OVERLAP_QUANTILE} "
    "from the lowest"
)
FOLD_OFFSET = 1000
"""Keeps the document pairs of two golds apart; no gold has so many."""
NOTE = (
    "The gold is coded by a large language model (median of three codings) and checked by no "
    "human; "
    "clauses are cut at the spans of the gold."
)


@dataclass(frozen=True)
class Measured:
    """A gold, its clauses in the gold's order, and the feature values of its pairs."""

    gold: evaluation.Gold
    clauses: tuple[Clause, ...]
    values: NDArray[np.float64]

    @property
    def names(self) -> tuple[str, ...]:
        """Name of each column of the values."""
        return FEATURE_NAMES if self.values.shape[1] == len(FEATURE_NAMES) else ALL_NAMES

    @property
    def documents(self) -> list[str]:
        """Document of each clause."""
        return [clause.document for clause in self.gold.clauses]

    @property
    def document_pairs(self) -> NDArray[np.int64]:
        """Number of the two documents of each pair."""
        a, b, _ = self.gold.pairs()
        return evaluation.number_document_pairs(self.documents, a, b)


def measure_gold(folder: Path, texts: Path, embedder: Embedder | None = None) -> Measured:
    """Read a gold and measure the features of all its pairs."""
    gold = evaluation.read_gold(folder)
    by_id = {clause.clause_id: clause for clause in goldclauses.build_clauses(folder, texts)}
    clauses = tuple(by_id[one.clause_id] for one in gold.clauses)
    tokenizer = Tokenizer()
    a, b, _ = gold.pairs()
    matrices = build_field_matrices(clauses, tokenizer)
    vectors = None if embedder is None else embed_clauses(clauses, embedder)
    values = measure_all_features(clauses, (a, b), matrices, tokenizer, vectors)
    return Measured(gold, clauses, values)


def measure_folds(measured: Measured) -> dict[str, dict[str, float]]:
    """Figures of folds by document pair and of documents left out."""
    a, b, _ = measured.gold.pairs()
    names = measured.names
    return {
        name: evaluation.measure_figures(
            evaluation.judge_folds(
                measured.gold,
                measured.values,
                make(measured.documents, a, b),
                partial(fit_model, names=names),
                names,
            )
        ).as_dict()
        for name, make in (
            ("folds_by_pair", evaluation.folds_by_pair),
            ("documents_left_out", evaluation.documents_left_out),
        )
    }


def describe_gold(measured: Measured) -> dict[str, str | int]:
    """What is told of a gold that is fitted but not shipped."""
    _, _, labels = measured.gold.pairs()
    return {
        "documents": ", ".join(sorted(set(measured.documents))),
        "gold_sha256": measured.gold.fingerprint,
        "n_pairs": len(labels),
        "n_same": int((labels == 2).sum()),
        "n_partial": int((labels == 1).sum()),
    }


def describe_embedder(measured: Measured, embedder: Embedder | None) -> dict[str, Any]:
    """What is told of the embedder and of what it adds; nothing without one."""
    if embedder is None:
        return {}
    lexical = replace(measured, values=measured.values[:, : len(FEATURE_NAMES)])
    return {"embedder": embedder.name, "figures_without_embedder": measure_folds(lexical)}


def fit_golds(golds: list[Measured], embedder: Embedder | None, date: str) -> Model:
    """Fit to the pairs of all golds; the figures are those of the first."""
    measured = golds[0]
    _, _, labels = measured.gold.pairs()
    return fit_model(
        np.concatenate([one.values for one in golds]),
        np.concatenate([one.gold.pairs()[2] for one in golds]),
        np.concatenate([one.document_pairs + FOLD_OFFSET * k for k, one in enumerate(golds)]),
        names=measured.names,
        provenance={
            "gold": "corpus/gold",
            "gold_sha256": measured.gold.fingerprint,
            "n_pairs": len(labels),
            "n_same": int((labels == 2).sum()),
            "n_partial": int((labels == 1).sum()),
            "date": date,
            "fitted_with": f"scikit-learn LogisticRegression, L2, C = {STRENGTH}, both log-odds "
            f"together, own part {OWN_PART}",
            "thresholds": THRESHOLDS,
            "figures": measure_folds(measured),
            "also": [describe_gold(one) for one in golds[1:]],
            "note": NOTE,
            **describe_embedder(measured, embedder),
        },
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--date", default=datetime.now(tz=UTC).date().isoformat())
    parser.add_argument("--also", nargs=2, type=Path, metavar=("GOLD", "TEXTS"))
    parser.add_argument("--embedder", metavar="NAME")
    arguments = parser.parse_args()
    name = arguments.embedder
    embedder = None if name is None else CachedEmbedder(load_embedder(name))
    folders = [(goldclauses.GOLD, goldclauses.CORPUS)]
    folders += [tuple(arguments.also)] if arguments.also else []
    golds = [measure_gold(folder, texts, embedder) for folder, texts in folders]
    model = fit_golds(golds, embedder, arguments.date)
    text = json.dumps(model.as_dict(), ensure_ascii=False, indent=1)
    target = DATA / (MODEL if embedder is None else SEMANTIC_MODEL)
    target.write_text(text + "\n", encoding="utf-8")
    for key in ("figures", "figures_without_embedder"):
        if key in model.provenance:
            print(key, json.dumps(model.provenance[key], indent=1))


if __name__ == "__main__":
    main()
