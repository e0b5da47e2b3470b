"""Print what a whole run costs: files on disk to tables, stage by stage, with memory.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.whole 10000 100000

For each number of clauses a corpus of documents of 40 clauses is written to the temporary folder
(and kept for the next run): the documents of a city stand together, 100 for each, as a national
corpus has some hundred plans for each of 300 cities. Beyond 100,000 clauses the corpus is made in
parts of that size, each of sentences of its own, as plans of different fields are. Each run is a
process of its own with two workers; memory is that of all its processes together, looked at four
times a second. ``--groups-of 4`` makes groups of as many documents.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from math import log
from pathlib import Path

import psutil

from benchmarks.store import write_document
from benchmarks.synthetic import CLAUSES_PER_DOCUMENT, make_clauses

ROOT = Path(__file__).resolve().parents[1]
PART = 100_000
"""Clauses that share sentences."""
DOCUMENTS_PER_GROUP = 100
N_WORKERS = 2


def make_corpus(n_clauses: int, per_group: int) -> Path:
    """A corpus of so many clauses, made once."""
    folder = Path(tempfile.gettempdir()) / f"policycompare-whole-{n_clauses}-{per_group}"
    if (folder / "manifest.csv").exists():
        return folder
    folder.mkdir(exist_ok=True)
    rows = ["document,file,title,jurisdiction"]
    for part in range(-(-n_clauses // PART)):
        size = min(PART, n_clauses - part * PART)
        clauses = make_clauses(size, seed=part, documents_per_group=per_group).clauses
        for first in range(0, size, CLAUSES_PER_DOCUMENT):
            number = len(rows) - 1
            name, title = f"d{number:06}", f"第{number}号制造业发展规划"
            text = write_document(clauses[first : first + CLAUSES_PER_DOCUMENT], title)
            (folder / f"{name}.txt").write_text(text, "utf-8")
            rows.append(f"{name},{name}.txt,{title},g{number // per_group:05}市")
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


class Watch:
    """Times the stages that a run tells, and watches the memory of its processes."""

    def __init__(self) -> None:
        self._peak, self._began, self._stage = 0, time.perf_counter(), ""
        self._at = self._began, _cpu()
        self.highest = 0
        threading.Thread(target=self._look, daemon=True).start()

    def tell(self, stage: str, done: int, total: int) -> None:
        """Be told how far a stage is."""
        if done == 0 or stage != self._stage:
            self._stage, self._peak = stage, 0
            self._at = time.perf_counter(), _cpu()
        if done == total:
            clock, cpu = time.perf_counter() - self._at[0], _cpu() - self._at[1]
            memory = max(self._peak, _memory())
            told = f"{stage:26}{clock:8.1f} s{cpu:9.1f} s{memory / 1e9:7.2f} GB"
            print(f"{told}   at {time.perf_counter() - self._began:.0f} s", flush=True)
            self._stage = ""

    def _look(self) -> None:
        while True:
            self._peak = max(self._peak, _memory())
            self.highest = max(self.highest, self._peak)
            time.sleep(0.25)


def _processes() -> list[psutil.Process]:
    own = psutil.Process()
    return [own, *own.children(recursive=True)]


def _memory() -> int:
    total = 0
    for process in _processes():
        try:
            total += process.memory_info().rss
        except psutil.Error:  # it has just ended
            continue
    return total


def _cpu() -> float:
    """CPU seconds of this process, and of those that it started and that are still there."""
    total = 0.0
    for process in _processes():
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def run(corpus: Path, folder: Path) -> None:
    """Compare a corpus and write its tables, and print what each stage costs."""
    from policycompare.allocation import give_back_arrays
    from policycompare.pipeline import compare
    from policycompare.settings import Settings

    give_back_arrays()  # as the command does
    began, watch = time.perf_counter(), Watch()
    print(f"{'':26}{'clock':>10}{'CPU':>11}{'memory':>10}")
    comparison = compare(corpus, settings=Settings(workers=N_WORKERS), progress=watch.tell)
    watch.tell("writing tables", 0, 1)
    written = comparison.write_tables(folder)
    watch.tell("writing tables", 1, 1)
    print(comparison)
    print(f"{len(comparison.scored.a)} pairs scored. {comparison.recall}")
    for path in written:
        print(f"{path.name:26}{path.stat().st_size / 1e6:10.1f} MB")
    print(f"whole run {time.perf_counter() - began:.1f} s of the clock, {_cpu():.1f} s of CPU, ")
    print(f"{watch.highest / 1e9:.2f} GB at most", flush=True)


def main(arguments: list[str]) -> None:
    """Measure each size and print how the time of a run grows."""
    per_group = DOCUMENTS_PER_GROUP
    if "--groups-of" in arguments:
        at = arguments.index("--groups-of")
        per_group = int(arguments[at + 1])
        del arguments[at : at + 2]
    sizes = [int(one) for one in arguments] or [10_000]
    seconds = []
    for size in sizes:
        corpus = make_corpus(size, per_group)
        print(f"{size} clauses, groups of {per_group} documents", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "benchmarks.whole", "--run", str(corpus), folder],
                cwd=ROOT,
                check=True,
            )
            seconds.append(time.perf_counter() - began)
    if len(sizes) > 1:
        exponent = log(seconds[-1] / seconds[0]) / log(sizes[-1] / sizes[0])
        print(f"the clock grows with the power {exponent:.2f}")


if __name__ == "__main__":
    if "--run" in sys.argv:
        run(*map(Path, sys.argv[-2:]))
    else:
        main(sys.argv[1:])
