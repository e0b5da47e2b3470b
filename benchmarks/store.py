"""Print what a store saves: reading a corpus, one change, searching, one document added.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.store 250 2500

Documents of 40 clauses each are written as texts with numbered headings (kept in the temporary
folder for the next run). CPU seconds, and seconds of the clock behind them, each command in a
process of its own, start included, files in the disk cache of the system. ``cold`` is a command,
``warm`` a search in a process that has searched before. ``--no-plain`` leaves out the search
without a store.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from math import log
from pathlib import Path

from benchmarks.synthetic import CLAUSES_PER_DOCUMENT, DOCUMENTS_PER_GROUP, make_clauses
from policycompare.datamodel import Clause

ROOT = Path(__file__).resolve().parents[1]
QUERY = "支持企业开展数字化转型,建设智能工厂"
NUMERALS = "一二三四五六七八九十"
CHAPTER = 10
"""Clauses of a chapter."""
_N_WARM = 20

_WARM = """
import json, sys, time
from policycompare.commands import open_searcher
searcher = open_searcher(sys.argv[1])
searcher.search("绿色制造", limit=10)
times = []
for number in range(int(sys.argv[3])):
    began = time.process_time(), time.perf_counter()
    searcher.search(sys.argv[2] + "一二三四五六七"[number % 7], limit=10)
    times.append((time.process_time() - began[0], time.perf_counter() - began[1]))
print(json.dumps(sorted(times)))
"""

_READ = """
import sys, time
from pathlib import Path
from policycompare.corpus import read_corpus
from policycompare.preparation import prepare_documents
from policycompare.settings import Settings
corpus = read_corpus(Path(sys.argv[1]))
began = time.process_time(), time.perf_counter()
prepare_documents(corpus, Settings())
print(time.process_time() - began[0], time.perf_counter() - began[1])
"""


def write_document(clauses: tuple[Clause, ...], title: str) -> str:
    """A plan whose outline has these clauses."""
    lines = [title, ""]
    for number, clause in enumerate(clauses):
        chapter, place = divmod(number, CHAPTER)
        if place == 0:
            lines.append(f"{NUMERALS[chapter]}、重点任务")
        lines.append(f"({NUMERALS[place]}){clause.heading}。{clause.body}")
    return "\n".join(lines) + "\n"


def make_corpus(n_documents: int) -> Path:
    """A corpus of so many documents, made once."""
    folder = Path(tempfile.gettempdir()) / f"policycompare-store-{n_documents}"
    if (folder / "manifest.csv").exists():
        return folder
    folder.mkdir(exist_ok=True)
    clauses = make_clauses(n_documents * CLAUSES_PER_DOCUMENT).clauses
    rows = ["document,file,title,jurisdiction"]
    for number in range(n_documents):
        first = number * CLAUSES_PER_DOCUMENT
        name, title = f"d{number:06}", f"第{number}号制造业发展规划"
        text = write_document(clauses[first : first + CLAUSES_PER_DOCUMENT], title)
        (folder / f"{name}.txt").write_text(text, "utf-8")
        rows.append(f"{name},{name}.txt,{title},g{number // DOCUMENTS_PER_GROUP:05}市")
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


Seconds = tuple[float, float]
"""CPU seconds and seconds of the clock."""


def run(*arguments: object) -> Seconds:
    """What one command costs."""
    return run_python("-m", "policycompare", *arguments)[0]


def run_python(*arguments: object) -> tuple[Seconds, str]:
    """What a Python process costs, and what it printed."""
    began, used = time.perf_counter(), _used()
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return (_used() - used, time.perf_counter() - began), done.stdout


def _used() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(n_documents: int, *, plain: bool) -> dict[str, float]:
    """CPU seconds of each kind of work on a corpus of this size."""
    corpus = make_corpus(n_documents)
    shutil.rmtree(corpus / ".policycompare", ignore_errors=True)
    seconds: dict[str, float] = {}

    def note(name: str, value: Seconds) -> None:
        seconds[name] = value[0]
        print(f"{name:34} {value[0]:9.3f} s {value[1]:9.3f} s of the clock", flush=True)

    print(f"{n_documents} documents, {n_documents * CLAUSES_PER_DOCUMENT} clauses")
    if plain:
        note("search without a store", run("search", corpus, QUERY))
    note("index", run("index", corpus))
    size = sum(path.stat().st_size for path in (corpus / ".policycompare").iterdir())
    texts = sum(path.stat().st_size for path in corpus.glob("*.txt"))
    print(f"{'':34} {size / 1e6:9.1f} MB beside {texts / 1e6:.1f} MB of texts")
    note("index, nothing changed", run("index", corpus))
    cpu, clock = map(float, run_python("-c", _READ, corpus)[1].split())
    note("all outlines read from it", (cpu, clock))
    note("search, cold", run("search", corpus, QUERY))
    warm = json.loads(run_python("-c", _WARM, corpus, QUERY, _N_WARM)[1])
    note("search, warm, median", warm[len(warm) // 2])
    note("search, warm, slowest", warm[-1])
    manifest, new = corpus / "manifest.csv", corpus / "new.txt"
    rows, text = manifest.read_text("utf-8"), (corpus / "d000001.txt").read_text("utf-8")
    try:
        new.write_text(text.replace("企业", "单位"), "utf-8")
        manifest.write_text(f"{rows}new,new.txt,新规划,新市\n", "utf-8")
        note("one document added, counterparts", run("search", corpus, "--like", "new"))
        note("search after one change", run("search", corpus, QUERY))
        note("index after one change", run("index", corpus))
    finally:
        new.unlink(missing_ok=True)
        manifest.write_text(rows, "utf-8")
    return seconds


def main(arguments: list[str]) -> None:
    """Measure each size; print how the time grows and what a store saves."""
    sizes = [int(one) for one in arguments if one.isdigit()] or [250, 2500]
    runs = [measure(n, plain="--no-plain" not in arguments) for n in sizes]
    for name, value in runs[-1].items():
        told = ""
        if whole := runs[-1].get("search without a store"):
            told += f"{whole / value:8.1f} times as fast as without a store"
        if len(sizes) > 1:
            exponent = log(value / runs[0][name]) / log(sizes[-1] / sizes[0])
            told += f"   grows with the power {exponent:.2f}"
        print(f"{name:34} {told}")


if __name__ == "__main__":
    main(sys.argv[1:])
