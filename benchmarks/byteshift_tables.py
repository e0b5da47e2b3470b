"""Make the language tables of the byte-shift repair: frequent characters and policy phrases.

Run: ``python benchmarks/byteshift_tables.py``. The characters come from the words of
jieba's dictionary, weighted by their frequency; the phrases from the corpus texts that carry no
byte-shift damage themselves, so that the damaged one stays a fair test.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import opencc

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from policycompare.normalize.byteshift.page import count_phrases  # noqa: E402

DATA = ROOT / "policycompare/data"
N_CHARACTERS = 1200
SOURCES = ("ningbo-2017", "qingdao-2023", "weihai-2021", "weihai-2023")

_HAN_RUN = re.compile("[\u4e00-\u9fff]+")


def frequent_characters() -> list[str]:
    """The most frequent characters of jieba's dictionary, most frequent first."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise SystemExit("jieba is not installed; install the package with its dependencies")
    counts: Counter[str] = Counter()
    for line in Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        for character in "".join(_HAN_RUN.findall(word)):
            counts[character] += int(frequency)
    ordered = sorted(counts, key=lambda c: (-counts[c], c))
    simplify = opencc.OpenCC("t2s").convert
    return [c for c in ordered if simplify(c) == c][:N_CHARACTERS]


def policy_phrases() -> Counter[str]:
    """Whole phrases of 2 to 4 Chinese characters that occur more than once in the corpus texts."""
    texts = [(ROOT / f"corpus/{name}.txt").read_text(encoding="utf-8") for name in SOURCES]
    return count_phrases("\n".join(texts))


def main() -> None:
    """Write both tables into the package data."""
    characters = "".join(frequent_characters())
    (DATA / "byteshift_characters.txt").write_text(characters + "\n", encoding="utf-8")
    phrases = policy_phrases()
    lines = [f"{phrase}\t{phrases[phrase]}\n" for phrase in sorted(phrases)]
    (DATA / "byteshift_phrases.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
