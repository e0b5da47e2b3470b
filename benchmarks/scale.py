"""Print throughput, memory and growth of each step behind the outline, on made-up clauses.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.scale 5000 10000

CPU time of one run in one process for each size. Planted copies are known from the generator, the
nearest clauses are those that a comparison of some clauses with all finds.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from math import log
from typing import TypeVar

import numpy as np

from benchmarks.synthetic import make_clauses
from policycompare.alignment import align_pairs
from policycompare.candidates import Candidates, find_candidates
from policycompare.findings import find_findings
from policycompare.recall import measure_nearest
from policycompare.scoring import load_model, score_pairs
from policycompare.tokens import Tokenizer
from policycompare.vectors import build_field_matrices

NEIGHBOURS = 20
Result = TypeVar("Result")


class Clock:
    """CPU seconds of each step, printed as they are known."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def run(self, name: str, work: Callable[[], Result], count: Callable[[Result], str]) -> Result:
        """Do the work; print its CPU time, what ``count`` says of it, and the peak memory."""
        start = time.process_time()
        result = work()
        self.seconds[name] = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"{name:11} {self.seconds[name]:8.1f} s  {peak:5.2f} GB  {count(result)}", flush=True)
        return result


def measure(n: int) -> dict[str, float]:
    """CPU seconds of the steps for ``n`` clauses."""
    clock, tokenizer, model = Clock(), Tokenizer(), load_model()
    print(f"{n} clauses")
    made = clock.run("make", lambda: make_clauses(n), lambda _: "")
    clauses, groups = made.clauses, made.groups
    matrices = clock.run("vectors", lambda: build_field_matrices(clauses, tokenizer), repr)
    pairs = clock.run(
        "candidates",
        lambda: find_candidates(groups, matrices, max_pairs=0, neighbours=NEIGHBOURS),
        repr,
    )
    print(f"            {_copies_found(made.copies, pairs, n):.4f} of the planted copies")
    print(f"            {measure_nearest(groups, matrices, pairs)}")
    scored = clock.run(
        "scoring",
        lambda: score_pairs(clauses, groups, pairs, matrices, tokenizer, model),
        repr,
    )
    print(f"            {len(pairs.a) / clock.seconds['scoring']:.0f} pairs a second")
    same, overlap = model.same_threshold, model.overlap_threshold
    links = clock.run(
        "alignment",
        lambda: align_pairs(scored, same_threshold=same, overlap_threshold=overlap),
        lambda found: f"{len(found)} links",
    )
    order = tuple(dict.fromkeys(groups))
    clock.run(
        "findings",
        lambda: find_findings(clauses, groups, order, scored, links, same_threshold=same),
        lambda found: f"{len(found.measures)} measures, {len(found.gaps)} gaps",
    )
    return clock.seconds


def _copies_found(copies: np.ndarray, pairs: Candidates, n: int) -> float:
    return float(np.isin(copies[:, 0] * n + copies[:, 1], pairs.a * n + pairs.b).mean())


def main(sizes: list[int]) -> None:
    """Measure each size, then print how the time grows from the first to the last."""
    runs = [measure(n) for n in sizes]
    for name, first in runs[0].items():
        exponent = log(runs[-1][name] / max(first, 1e-3)) / log(sizes[-1] / sizes[0])
        print(f"{name:11} grows with the power {exponent:.2f}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [5_000, 10_000])
