"""How fast words and character n-grams of synthetic clauses become matrices, and in what memory.

``OPENBLAS_NUM_THREADS=1 python benchmarks/vectors.py`` measures 1,000 and 10,000 clauses; add
``--sizes 10000,100000`` for others (scikit-learn's n-grams are left out above 10,000 clauses: they
take minutes) and ``--blocks`` to compare sizes of blocks. Every way runs in a process of its own;
seconds are CPU seconds, the median of ``--runs`` runs, so that other work on the machine disturbs
little. ``growth`` is the exponent of the time from the size before. ``--check`` fails if n-grams
are less than 8 times as fast as TfidfVectorizer or differ from it by 1e-9.
"""

from __future__ import annotations

import json
import math
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import click
import numpy as np
from synthetic import make_clauses

from policycompare.tokens import Tokenizer
from policycompare.tokens.engines import Engine, open_engine
from policycompare.vectors import (
    CharNgramSpace,
    WordSpace,
    build_field_matrices,
    chars,
    fields,
    weights,
    words,
)

MIN_RATIO = 8.0
"""Least speed of the n-grams over TfidfVectorizer at the largest size that both are measured at."""

MAX_DIFFERENCE = 1e-9
LARGEST_FOR_SCIKIT_LEARN = 10_000
BLOCKS = (125_000, 250_000, 500_000, 1_000_000, 2_000_000)
"""Characters of a block, tried by ``--blocks``."""


@cache
def tokenizer() -> Tokenizer:
    """Opened once: opening is not what is measured."""
    return Tokenizer()


@cache
def rjieba() -> Engine:
    """The engine alone."""
    return open_engine("rjieba")


class OnlyWords:
    """A tokenizer that cuts text by text, as before words were counted in blocks."""

    def words(self, text: str) -> list[str]:
        """The words of ``text``."""
        return tokenizer().words(text)


def keep(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def use_scikit_learn_ngrams(bodies: list[str]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    estimator = TfidfVectorizer(
        analyzer="char", ngram_range=(2, 4), sublinear_tf=True, preprocessor=keep
    )
    return estimator.fit_transform(bodies)


def use_scikit_learn_words(bodies: list[str]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    estimator = TfidfVectorizer(analyzer=tokenizer().words, sublinear_tf=True)
    return estimator.fit_transform(bodies)


def cut_only(bodies: list[str]) -> Any:
    engine = rjieba()
    return [len(engine.cut(body)) for body in bodies]


WAYS: dict[str, Callable[[list[str]], Any]] = {
    "engine alone, clause by clause": cut_only,
    "words, TfidfVectorizer": use_scikit_learn_words,
    "words, text by text": lambda bodies: WordSpace(tokenizer=OnlyWords()).fit_transform(bodies),
    "words, in blocks": lambda bodies: WordSpace(tokenizer=tokenizer()).fit_transform(bodies),
    "n-grams, TfidfVectorizer": use_scikit_learn_ngrams,
    "n-grams, by numbers": lambda bodies: CharNgramSpace().fit_transform(bodies),
    "n-grams, float32": lambda bodies: CharNgramSpace(dtype=np.float32).fit_transform(bodies),
}
FIELDS = "all fields of build_field_matrices"
SCIKIT_LEARN, OURS = "n-grams, TfidfVectorizer", "n-grams, by numbers"


def read_peak() -> float:
    """Peak memory of this process in MB; ``resource`` would count the starting process too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def measure_here(way: str, path: Path, runs: int, block: int) -> dict[str, float]:
    """Median CPU seconds and peak memory in MB of a way in this process."""
    limited = partial(weights.split_blocks, limit=block)
    for module in (chars, fields, words):
        module.split_blocks = limited  # weights are computed in blocks of their own
    clauses = pickle.loads(path.read_bytes())
    bodies = [clause.body for clause in clauses]
    if way == FIELDS:
        tokenizer()
        job: Callable[[], Any] = partial(build_field_matrices, clauses, tokenizer())
    else:
        WAYS[way](bodies[:20])  # imports and dictionaries are not what is measured
        job = partial(WAYS[way], bodies)
    before = read_peak()
    seconds = []
    for _ in range(runs):
        start = process_time()
        made = job()
        seconds.append(process_time() - start)
        del made
    peak = read_peak()
    return {"seconds": median(seconds), "peak": peak, "added": peak - before}


def measure(way: str, path: Path, runs: int, block: int) -> dict[str, float]:
    """The same in a fresh process."""
    told = ["--one", way, "--clauses", str(path), "--runs", str(runs), "--block", str(block)]
    ended = subprocess.run(
        [sys.executable, __file__, *told], capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise click.ClickException(f"{way} failed: {ended.stderr.strip()[-2000:]}")
    found: dict[str, float] = json.loads(ended.stdout)
    return found


@contextmanager
def written_clauses(n_clauses: int) -> Iterator[Path]:
    """A file of synthetic clauses: making them takes memory that is not to be measured."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "clauses")
        path.write_bytes(pickle.dumps(make_clauses(n_clauses).clauses))
        yield path


def measure_difference(n_clauses: int) -> float:
    """Largest difference of a weight from TfidfVectorizer's."""
    with written_clauses(n_clauses) as path:
        bodies = [clause.body for clause in pickle.loads(path.read_bytes())]
    ours, theirs = CharNgramSpace().fit_transform(bodies), use_scikit_learn_ngrams(bodies)
    return float(abs(ours - theirs).max())


@click.command()
@click.option("--sizes", default="1000,10000", show_default=True, help="Numbers of clauses.")
@click.option("--runs", default=3, show_default=True, type=click.IntRange(1), help="Runs of each.")
@click.option("--blocks", is_flag=True, help="Compare sizes of blocks at the last size.")
@click.option("--check", is_flag=True, help=f"Fail below a ratio of {MIN_RATIO:g}.")
@click.option("--only", default="", help="Only ways whose name holds this text.")
@click.option("--one", type=click.Choice([*WAYS, FIELDS]), hidden=True)
@click.option("--clauses", type=click.Path(path_type=Path), hidden=True)
@click.option("--block", default=weights.BLOCK_CHARACTERS, hidden=True)
def main(
    sizes: str,
    runs: int,
    blocks: bool,
    check: bool,
    only: str,
    one: str | None,
    clauses: Path,
    block: int,
) -> None:
    """Print clauses a second, growth, ratios and memory."""
    numbers = [int(size) for size in sizes.split(",")]
    if one:
        click.echo(json.dumps(measure_here(one, clauses, runs, block)))
    elif blocks:
        compare_blocks(numbers[-1], runs)
    else:
        ratio = compare_ways(numbers, runs, only)
        difference = measure_difference(min(numbers))
        if not math.isnan(ratio):
            click.echo(f"n-grams: {ratio:.1f} times as fast as TfidfVectorizer")
        click.echo(f"largest difference of a weight {difference:.1e} ({min(numbers):,} clauses)")
        if check and not (ratio >= MIN_RATIO and difference <= MAX_DIFFERENCE):
            raise SystemExit(1)


def compare_ways(sizes: list[int], runs: int, only: str) -> float:
    """Print a line for each way and size; give the ratio of the n-grams to scikit-learn's."""
    seconds: dict[tuple[str, int], float] = {}
    ratio = math.nan
    for before, size in zip([0, *sizes], sizes, strict=False):
        click.echo(f"{size:,} clauses: seconds, clauses/s, growth, peak and added memory in MB")
        chosen = [way for way in (*WAYS, FIELDS) if only in way]
        if size > LARGEST_FOR_SCIKIT_LEARN and SCIKIT_LEARN in chosen:
            chosen.remove(SCIKIT_LEARN)
        with written_clauses(size) as path:
            for way in chosen:
                found = measure(way, path, runs, weights.BLOCK_CHARACTERS)
                seconds[way, size] = taken = found["seconds"]
                earlier = seconds.get((way, before))
                growth = math.log(taken / earlier) / math.log(size / before) if earlier else 1.0
                click.echo(
                    f"  {way:36} {taken:8.3f} {size / taken:9,.0f} "
                    f"{f'{growth:6.2f}' if earlier else '     -'} "
                    f"{found['peak']:7,.0f} {found['added']:7,.0f}"
                )
        if (SCIKIT_LEARN, size) in seconds and (OURS, size) in seconds:
            ratio = seconds[SCIKIT_LEARN, size] / seconds[OURS, size]
    return ratio


def compare_blocks(size: int, runs: int) -> None:
    """Print the time and memory of both kinds of terms by the characters of a block."""
    with written_clauses(size) as path:
        for block in BLOCKS:
            for way in ("words, in blocks", OURS):
                found = measure(way, path, runs, block)
                figures = f"{found['seconds']:6.2f} s {found['added']:6,.0f} MB"
                click.echo(f"{block:9,} characters  {way:22} {figures}")


if __name__ == "__main__":
    main()
