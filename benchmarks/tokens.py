"""Print how fast both engines open and cut the texts of the corpus, and that they cut alike.

Run ``python benchmarks/tokens.py`` in the root of the project.
"""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from policycompare.tokens import EngineName, Tokenizer

TARGET_SECONDS = 2.0
"""Least time of one measurement, in seconds; shorter ones wander."""


def measure_engine(engine: EngineName, texts: list[str]) -> tuple[float, float, list[str]]:
    """Seconds to open the engine, characters a second of ``words``, and the words themselves."""
    start = perf_counter()
    tokenizer = Tokenizer(engine=engine)
    opened = perf_counter() - start
    n_characters = 0
    start = perf_counter()
    while (seconds := perf_counter() - start) < TARGET_SECONDS:
        words = [word for text in texts for word in tokenizer.words(text)]
        n_characters += sum(map(len, texts))
    return opened, n_characters / seconds, words


def main() -> None:
    folder = Path(__file__).parents[1] / "corpus"
    texts = [path.read_bytes().decode("utf-8") for path in sorted(folder.glob("*.txt"))]
    clauses = [paragraph for text in texts for paragraph in text.splitlines() if paragraph]
    results = {}
    for engine in ("jieba", "rjieba"):
        opened, speed, results[engine] = measure_engine(engine, clauses)
        print(f"{engine:6}  opened in {opened:5.2f} s  {speed / 1e6:5.2f} million characters/s")
    print("the same words" if results["jieba"] == results["rjieba"] else "DIFFERENT WORDS")


if __name__ == "__main__":
    main()
