"""What starting costs: modules that ``--help`` imports, and the main job against bare starts.

Run it from anywhere with the Python that has policycompare: ``python benchmarks/startup.py``. With
``--check`` it ends with code 1 if ``--help`` imports a heavy module or the ratio passes the limit.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import click

ROOT = Path(__file__).resolve().parents[1]

HEAVY = ("sklearn", "pandas", "scipy", "jieba", "rjieba")
"""Modules that ``policycompare --help`` must not import."""

MAX_RATIO = 2.0
"""Limit of the main job's time over that of the usual start; dimensionless."""

# What a program of the usual libraries pays before it has done anything. jieba's own cache of the
# dictionary is warm after the first run, as policycompare's is.
USUAL_START = """
import logging
import jieba
import sklearn.feature_extraction.text
jieba.setLogLevel(logging.WARNING)
jieba.initialize()
"""

# What the main job itself loads, with the dictionary of the engine that it cuts words with.
OWN_START = """
import click, cn2an, jinja2, numpy, opencc, pypinyin, rapidfuzz, rich.table, scipy.sparse
from policycompare.tokens import Tokenizer
Tokenizer().words("制造业")
opencc.OpenCC("t2s").convert("製造業")
"""

LIST_IMPORTS = """
import runpy, sys
sys.argv = ["policycompare", "--help"]
try:
    runpy.run_module("policycompare", run_name="__main__")
except SystemExit as ended:
    if ended.code:
        raise
print(" ".join(sorted(name.partition(".")[0] for name in sys.modules)), file=sys.stderr)
"""


def find_heavy_modules() -> list[str]:
    """Heavy modules that are loaded once ``policycompare --help`` has run in a fresh process."""
    ended = run(["-c", LIST_IMPORTS])
    loaded = set(ended.stderr.split())
    return [name for name in HEAVY if name in loaded]


def run(arguments: list[str], bytecode: str = "") -> subprocess.CompletedProcess[str]:
    """Run this Python on the project in a fresh process; a failure ends the benchmark.

    With a folder for ``bytecode`` modules are compiled once, as those of an installed program are,
    also where the user's environment forbids to write them beside the sources.
    """
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    # Without a warning filter and with a fixed width, so that every run does the same.
    environment = os.environ | {"PYTHONPATH": path, "COLUMNS": "100"}
    if bytecode:
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = bytecode
    ended = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    if ended.returncode:
        raise click.ClickException(f"{arguments[:3]} failed: {ended.stderr.strip()[-2000:]}")
    return ended


def measure_seconds(arguments: list[str], bytecode: str) -> float:
    """Wall-clock seconds of one run in a fresh process."""
    start = time.perf_counter()
    run(arguments, bytecode)
    return time.perf_counter() - start


def measure_all(runs: int, corpus: Path) -> list[list[float]]:
    """Seconds of both starts and of the main job, in turns so that load falls on all alike."""
    with tempfile.TemporaryDirectory() as folder:
        job = ["-m", "policycompare", "compare", str(corpus), "--out", str(Path(folder) / "report")]
        programs = (["-c", USUAL_START], ["-c", OWN_START], job)
        bytecode = str(Path(folder) / "bytecode")
        for program in programs:
            run(program, bytecode)
        rounds = [[measure_seconds(program, bytecode) for program in programs] for _ in range(runs)]
    return [list(seconds) for seconds in zip(*rounds, strict=True)]


@click.command()
@click.option("--runs", default=5, show_default=True, type=click.IntRange(1), help="Runs of each.")
@click.option("--check", is_flag=True, help=f"Fail on heavy modules or a ratio above {MAX_RATIO}.")
@click.option(
    "--corpus",
    default=ROOT / "corpus",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The corpus of the main job.",
)
def main(runs: int, check: bool, corpus: Path) -> None:
    """Print what starting policycompare costs."""
    heavy = find_heavy_modules()
    click.echo(f"heavy modules imported by --help: {', '.join(heavy) or 'none'}")
    usual, own, job = measure_all(runs, corpus)
    ratio = median(job) / median(usual)
    click.echo(f"usual start (scikit-learn text module, jieba dictionary): {describe(usual)}")
    click.echo(f"own start (what the main job loads, word dictionary): {describe(own)}")
    click.echo(f"main job on {corpus.name}: {describe(job)}")
    click.echo(f"main job to usual start, medians: {ratio:.2f} (limit {MAX_RATIO:g})")
    click.echo(f"main job to own start, medians: {median(job) / median(own):.2f}")
    if check and (heavy or ratio > MAX_RATIO):
        raise SystemExit(1)


def describe(seconds: list[float]) -> str:
    low, high = min(seconds), max(seconds)
    return f"median {median(seconds):.2f} s of {len(seconds)} runs ({low:.2f} to {high:.2f} s)"


if __name__ == "__main__":
    main()
