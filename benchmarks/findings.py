"""Print time, memory and growth of the findings and of the written tables, on made-up scores.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.findings 10000 100000 [--write]

The scores are drawn and not computed: clauses belong to themes, from few clauses to hundreds, and
pairs of one theme score high, with noise; other pairs score low. Fifteen pairs for each clause, in
groups of 160 clauses. With ``--write`` the table of gaps is written as Parquet too. CPU time of one
run in one process; the memory is the growth of the peak from the scores to the end.
"""

from __future__ import annotations

import resource
import sys
import time
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import numpy as np

from policycompare.alignment import align_pairs
from policycompare.datamodel import Clause, Findings, ScoredPairs
from policycompare.findings import find_findings
from policycompare.report.atomic import stage_files
from policycompare.report.columns import GAPS
from policycompare.report.parquet import write_parquet

PAIRS_PER_CLAUSE = 15
CLAUSES_PER_GROUP = 160
CLAUSES_PER_DOCUMENT = 40
SAME, OVERLAP = 0.5, 0.35
_THEMED = 0.6
"""Share of the clauses that belong to a theme."""


def make_bare_clauses(n: int) -> tuple[Clause, ...]:
    """Clauses with a heading and a short text, documents of 40."""
    found = []
    for i in range(n):
        document, path = f"d{i // CLAUSES_PER_DOCUMENT:06}", str(i % CLAUSES_PER_DOCUMENT + 1)
        text = f"第{i}条支持企业建设智能工厂和数字化车间,培育专精特新企业,对获评企业给予奖励。" * 4
        start = i % CLAUSES_PER_DOCUMENT * 300
        names = (f"{document}/{path}", document, document, path, "", f"措施{i}", "task")
        found.append(Clause(*names, text, text, start, start + len(text)))
    return tuple(found)


def make_scores(n: int, seed: int = 0) -> ScoredPairs:
    """Pairs of clauses of different groups with probabilities of planted themes and noise."""
    rng = np.random.default_rng(seed)
    group = np.arange(n) // CLAUSES_PER_GROUP
    members = rng.permutation(n)[: int(_THEMED * n)]
    sizes = np.minimum(2 + rng.pareto(1.2, len(members)) * 2, 400).astype(int)
    ends = np.cumsum(sizes)
    theme = np.searchsorted(ends, np.arange(len(members)), side="right")
    begin, end = np.append(0, ends)[theme], np.minimum(ends[theme], len(members))
    n_inner = PAIRS_PER_CLAUSE // 3
    partner = begin[:, None] + (
        rng.random((len(members), n_inner)) * (end - begin)[:, None]
    ).astype(int)
    inner = np.column_stack([np.repeat(members, n_inner), members[partner.ravel()]])
    noise = rng.integers(n, size=(int(n * PAIRS_PER_CLAUSE * 0.85), 2))
    pairs = np.sort(np.concatenate([inner, noise]), axis=1)
    is_inner = np.arange(len(pairs)) < len(inner)
    different = group[pairs[:, 0]] != group[pairs[:, 1]]
    pairs, is_inner = pairs[different], is_inner[different]
    keys, at = np.unique(pairs[:, 0] * n + pairs[:, 1], return_index=True)
    is_inner = is_inner[at]
    p_overlap = np.where(is_inner, rng.beta(6, 2, len(keys)), rng.beta(1, 9, len(keys)))
    p_same = p_overlap * rng.beta(5, 1.5, len(keys))
    a, b = np.divmod(keys, n)
    empty = np.empty((len(keys), 0))
    return ScoredPairs(a, b, (), empty, empty, empty, 0.0, 0.0, p_same, p_overlap)


def measure(n: int, *, write: bool) -> dict[str, float]:
    """CPU seconds of the steps for ``n`` clauses."""
    seconds: dict[str, float] = {}
    clauses, scored = make_bare_clauses(n), make_scores(n)
    groups = [f"g{i // CLAUSES_PER_GROUP:05}" for i in range(n)]
    order = tuple(dict.fromkeys(groups))
    before = _peak()
    start = time.process_time()
    links = align_pairs(scored, same_threshold=SAME, overlap_threshold=OVERLAP)
    seconds["alignment"] = time.process_time() - start
    start = time.process_time()
    findings = find_findings(clauses, groups, order, scored, links, same_threshold=SAME)
    seconds["findings"] = time.process_time() - start
    print(f"{n} clauses, {len(scored.a)} pairs, {len(links)} links, {len(order)} groups")
    print(f"  {_told(findings)}")
    print(f"  alignment {seconds['alignment']:.2f} s, findings {seconds['findings']:.2f} s")
    print(f"  memory {_peak() - before:.2f} GB", flush=True)
    if write:
        seconds["gaps"] = _write_gaps(findings, clauses)
        print(f"  gaps as Parquet {seconds['gaps']:.2f} s")
        print(f"  memory {_peak() - before:.2f} GB", flush=True)
    return seconds


def _write_gaps(findings: Findings, clauses: tuple[Clause, ...]) -> float:
    comparison = SimpleNamespace(findings=findings, clauses=clauses)
    start = time.process_time()
    with TemporaryDirectory() as folder, stage_files(Path(folder) / "out") as staged:
        write_parquet(comparison, staged, "gaps.parquet", GAPS, iter(()))
        staged.commit()
        size = (Path(folder) / "out" / "gaps.parquet").stat().st_size / 1e6
        print(f"  gaps.parquet has {size:.0f} MB")
    return time.process_time() - start


def _told(findings: Findings) -> str:
    largest = max(len(measure.clauses) for measure in findings.measures)
    return (
        f"{len(findings.measures)} measures (largest {largest}), {len(findings.gaps)} gaps, "
        f"{len(findings.states)} states, {len(findings.coverage)} pairs of groups"
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main(sizes: list[int], *, write: bool) -> None:
    """Measure each size, then print how the time grows from the first to the last."""
    runs = [measure(n, write=write) for n in sizes]
    for name, first in runs[0].items():
        exponent = log(runs[-1][name] / max(first, 1e-3)) / log(sizes[-1] / sizes[0])
        print(f"{name:11} grows with the power {exponent:.2f}")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word != "--write"]
    main(numbers or [10_000, 20_000], write="--write" in sys.argv)
