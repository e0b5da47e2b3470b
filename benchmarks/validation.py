"""What a coded sample can tell: samples drawn from the gold, estimates beside the truth.

Run ``python benchmarks/validation.py [--pairs 100 200 400] [--samples 200]``; the tables of
``docs/validation.md`` are its output.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from policycompare import Comparison, Settings, compare
from policycompare.coding import WeighedPairs, draw_weights
from policycompare.coding.figures import measure, measure_with_intervals
from policycompare.coding.weighing import KINDS
from policycompare.evaluation import map_clauses, read_gold
from policycompare.sampling import draw_sample
from policycompare.sampling.absences import current_thresholds, find_cells

ROOT = Path(__file__).resolve().parents[1]
N_RESAMPLES = 400


def label_pairs(comparison: Comparison, gold_folder: Path) -> np.ndarray:
    gold = read_gold(gold_folder)
    place = map_clauses(comparison.clauses, gold)
    labels = np.zeros(len(comparison.scored.a), dtype=np.int64)
    for k in range(len(labels)):
        one, other = place[comparison.scored.a[k]], place[comparison.scored.b[k]]
        if one is not None and other is not None:
            labels[k] = gold.labels.get((min(one, other), max(one, other)), 0)
    return labels


def draw_pairs(comparison: Comparison, labels: np.ndarray, n_pairs: int, seed: int) -> WeighedPairs:
    sample = draw_sample(comparison, n_pairs=n_pairs, seed=seed)
    place = {clause.clause_id: k for k, clause in enumerate(comparison.clauses)}
    ends = [sorted((place[p.a.clause_id], place[p.b.clause_id])) for p in sample.pairs]
    rows = np.array([comparison.scored.position[a, b] for a, b in ends])
    names, strata = np.unique([pair.stratum for pair in sample.pairs], return_inverse=True)
    return choose(comparison, labels, rows, strata, [p.weight for p in sample.pairs], names)


def choose(comparison, labels, rows, strata, weights, names) -> WeighedPairs:  # type: ignore[no-untyped-def]
    scored = comparison.scored
    return WeighedPairs(
        scored.a[rows], scored.b[rows], labels[rows], strata, np.asarray(weights, dtype=float),
        rows, scored.p_same[rows], scored.p_overlap[rows], tuple(map(str, names)),
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus")
    parser.add_argument("--gold", type=Path, default=ROOT / "corpus" / "gold")
    parser.add_argument("--pairs", type=int, nargs="+", default=[100, 200, 400])
    parser.add_argument("--samples", type=int, default=200)
    given = parser.parse_args()
    comparison = compare(given.corpus, settings=Settings(between="document"))
    labels = label_pairs(comparison, given.gold)
    n = len(labels)
    cells = find_cells(comparison.scored, comparison.groups)
    thresholds = current_thresholds(comparison)
    everything = choose(
        comparison, labels, np.arange(n), np.zeros(n, np.int64), np.ones(n), ["all"]
    )
    print("| pairs | figure | true | mean | SD | mean width | held |")
    print("|---|---|---|---|---|---|---|")
    for n_pairs in given.pairs:
        found: dict[str, list[tuple[float, float, float]]] = {}
        for seed in range(given.samples):
            pairs = draw_pairs(comparison, labels, n_pairs, seed)
            weights = draw_weights(pairs, n_resamples=N_RESAMPLES, seed=seed)
            for kind in KINDS:
                figures = measure_with_intervals(pairs, cells, thresholds, weights, kind)
                for name, row in figures.items():
                    found.setdefault(f"{name}_{kind}", []).append(row)
        for kind in KINDS:
            true = measure(everything, cells, thresholds, np.ones((1, n)), kind)
            for name, values in true.items():
                rows, value = np.array(found[f"{name}_{kind}"]), float(values[0])
                held = ((rows[:, 1] <= value + 1e-9) & (value <= rows[:, 2] + 1e-9)).mean()
                width = (rows[:, 2] - rows[:, 1]).mean()
                print(
                    f"| {n_pairs} | `{name}_{kind}` | {value:.3f} | {rows[:, 0].mean():.3f} "
                    f"| {rows[:, 0].std(ddof=1):.3f} | {width:.3f} | {held:.0%} |"
                )


if __name__ == "__main__":
    main()
