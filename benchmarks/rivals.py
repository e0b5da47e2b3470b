"""Nearest clauses and shared text beside other tools, in one run on the same texts.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.rivals 2500 10000 --others OTHER/bin/python

Each rival runs in a process of its own (``benchmarks/rivals_work.py``) and gives each clause its
ten nearest with a cosine of at least 0.2. ``--others`` is the interpreter that has
``string_grouper``, ``datasketch`` and ``tacl``, whose pins clash with those of others; a rival that
is not installed is told. Beyond ``--whole`` clauses, tools that compare each with each are given
``--queries`` clauses, evenly spread, and their time is multiplied. Times are CPU seconds of all
threads, since wall-clock time on a shared machine tells of its other users. Matrices are kept in
``--cache``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from math import log
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from benchmarks.synthetic import make_clauses
from policycompare.tokens import Tokenizer
from policycompare.vectors import build_field_matrices

ROOT = Path(__file__).resolve().parents[1]
WORK = Path(__file__).with_name("rivals_work.py")
REPEATED = 2_500
"""Clauses up to which each rival runs three times; the median is told."""

N_RECALLED = 200
"""Clauses whose true nearest are looked for."""


class Rival(NamedTuple):
    """A tool.

    Attributes
    ----------
    name : str
        What ``rivals_work.py`` calls it.
    needs_others : bool
        Whether it runs in the other environment.
    largest : int
        Clauses that it is given at most.
    may_sample : bool
        Whether its time can be told from some of the clauses.
    """

    name: str
    needs_others: bool
    largest: int
    may_sample: bool


RIVALS = [
    Rival("policycompare, 2 threads", False, 10**7, False),
    Rival("policycompare, 1 thread", False, 10**4, False),
    Rival("sp_matmul_rs, 2 threads", False, 10**6, True),
    Rival("sparse_dot_topn, 2 threads", False, 10**6, True),
    Rival("scikit-learn brute force", False, 10**5, True),
    Rival("string_grouper", True, 10**4, False),
    Rival("datasketch MinHash LSH", True, 10**4, False),
]


def prepare(n: int, cache: Path) -> Path:
    """Make ``n`` clauses, unless they are kept: bodies, words, planted copies, true nearest."""
    folder = cache / f"{n}"
    if (folder / "truth.npy").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    made = make_clauses(n)
    bodies = [clause.body for clause in made.clauses]
    (folder / "bodies.json").write_text(json.dumps(bodies), encoding="utf-8")
    np.save(folder / "copies.npy", made.copies)
    words = build_field_matrices(made.clauses, Tokenizer()).body_words
    sparse.save_npz(folder / "words.npz", sparse.csr_matrix(words), compressed=False)
    columns = words.T.tocsr()
    truth: list[tuple[int, int]] = []
    for clause in np.unique(np.linspace(0, n - 1, N_RECALLED).astype(np.int64)).tolist():
        cosines = (words[[clause]] @ columns).toarray()[0]
        cosines[clause] = 0
        top = np.argsort(-cosines, kind="stable")[:10]
        truth.extend((clause, other) for other in top.tolist() if cosines[other] >= 0.2)
    np.save(folder / "truth.npy", np.array(truth))
    return folder


def run(python: str, *arguments: str, seconds: int) -> dict[str, Any]:
    """What a process of ``rivals_work.py`` tells, or why it tells nothing."""
    command = [python, str(WORK), *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, cwd=ROOT, check=False
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"not done in {seconds} s"}
    last = (done.stderr.strip().splitlines() or [""])[-1]
    if done.returncode == 0:
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return told
    return {"failed": "not installed" if "ModuleNotFoundError" in last else last}


def compare_nearest(sizes: list[int], chosen: argparse.Namespace) -> None:
    """Print a table of the rivals for each size, then how their times grow."""
    seconds: dict[str, dict[int, float]] = {rival.name: {} for rival in RIVALS}
    for n in sizes:
        folder = prepare(n, chosen.cache)
        print(f"\n{n} clauses\n\n| tool | CPU s | times ours | recall | copies | peak GB | |")
        print("|---|---|---|---|---|---|---|")
        for rival in RIVALS:
            if n > rival.largest or not any(word in rival.name for word in chosen.only or [""]):
                continue
            is_sampled = rival.may_sample and n > chosen.whole
            n_queries = chosen.queries if is_sampled else n
            python = chosen.others if rival.needs_others else sys.executable
            times = 3 if n <= REPEATED else 1
            arguments = [rival.name, str(folder), str(n_queries)]
            told = [run(python, *arguments, seconds=chosen.seconds) for _ in range(times)]
            if "failed" in told[0]:
                print(f"| {rival.name} | | | | | | {told[0]['failed']} |", flush=True)
                continue
            seconds[rival.name][n] = median(one["cpu"] for one in told) * n / n_queries
            ratio = seconds[rival.name][n] / seconds[RIVALS[0].name].get(n, float("nan"))
            note = f"from {n_queries} queries" if is_sampled else ""
            print(
                f"| {rival.name} | {seconds[rival.name][n]:.2f} | {ratio:.1f} "
                f"| {told[0]['recall']:.3f} | {told[0]['copies']:.3f} | {told[0]['peak']:.2f} "
                f"| {note} |",
                flush=True,
            )
    print()
    for name, known in seconds.items():
        for one, two in zip(list(known)[:-1], list(known)[1:], strict=True):
            power = log(known[two] / known[one]) / log(two / one)
            print(f"{name}: {one} to {two} clauses, exponent {power:.2f}")


def compare_two_texts(chosen: argparse.Namespace) -> None:
    """Print what the two Weihai texts take: start, reading and comparing, whole processes."""
    texts = [str(ROOT / "corpus" / f"{name}.txt") for name in ("weihai-2021", "weihai-2023")]
    print("\nTwo texts of the corpus, whole process\n\n| tool | CPU s | peak GB | finds |")
    print("|---|---|---|---|")
    for name, python in (
        ("policycompare compare", sys.executable),
        ("difflib", sys.executable),
        ("TACL intersect", chosen.others),
    ):
        with tempfile.TemporaryDirectory() as folder:
            told = [run(python, name, folder, *texts, seconds=chosen.seconds) for _ in range(3)]
        if "failed" in told[0]:
            print(f"| {name} | | | {told[0]['failed']} |")
            continue
        middle = median(one["cpu"] for one in told)
        print(f"| {name} | {middle:.2f} | {told[0]['peak']:.2f} | {told[0]['finds']} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare with other tools.")
    parser.add_argument("sizes", type=int, nargs="*", default=[2_500, 10_000])
    parser.add_argument("--others", default=sys.executable)
    parser.add_argument("--only", nargs="+", help="parts of the names of tools")
    parser.add_argument("--whole", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=2_000)
    parser.add_argument("--seconds", type=int, default=240)
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "policycompare-rivals"
    )
    chosen = parser.parse_args()
    compare_two_texts(chosen)
    compare_nearest(chosen.sizes, chosen)


if __name__ == "__main__":
    main()
