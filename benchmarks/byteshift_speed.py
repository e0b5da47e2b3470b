"""Seconds to normalize texts full of byte-shift damage, and how they grow with the length.

The texts: the corpus in both scripts, damaged by few to many random rules
(tests/damage_byteshift.py); the damaged page of tests/cases and the tangled stretch of
tests/fuzz/regressions, each again and again. Run: ``python benchmarks/byteshift_speed.py``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from math import log
from pathlib import Path

import opencc

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from damage_byteshift import FULL_STOP, damage, indent_lines, random_rules  # noqa: E402

from policycompare.normalize import normalize_text  # noqa: E402

N_RULES = (30, 120, 300)


def texts(n_bytes: int) -> Iterator[tuple[str, str]]:
    """Each text with its name; as many bytes of UTF-8."""
    corpus = "".join(p.read_text("utf-8") for p in sorted((ROOT / "corpus").glob("*.txt")))
    for configuration, script in (("s2t", "traditional"), ("t2s", "simplified")):
        page = opencc.OpenCC(configuration).convert(corpus)
        for n_rules in N_RULES:
            rules = random_rules(page, random.Random(1), n_rules=n_rules)
            shifted = damage(indent_lines(page), [*rules, FULL_STOP]).text
            yield f"{script}, {n_rules} rules", _cut(shifted, n_bytes)
    cases = (ROOT / "tests/cases/damaged-pages.jsonl").read_text(encoding="utf-8")
    pages = {case["id"]: case["text"] for case in map(json.loads, cases.splitlines())}
    yield "damaged page fx037", _cut(pages["fx037"], n_bytes)
    tangled = (ROOT / "tests/fuzz/regressions/outline-slow-byte-shift").read_bytes()
    yield "tangled stretch", _cut(tangled.decode("utf-8", "replace"), n_bytes)


def main() -> None:
    """Print seconds by text and length, and the exponent of the growth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kilobytes", type=float, nargs="+", default=[12.5, 25, 50, 100])
    options = parser.parse_args()
    normalize_text("目?jī)?chǔ)備")  # loads the tables, which counts for no text
    taken: dict[str, list[float]] = {}
    for size in options.kilobytes:
        for name, text in texts(int(size * 1000)):
            began = time.process_time()
            normalized = normalize_text(text)
            seconds = time.process_time() - began
            taken.setdefault(name, []).append(seconds)
            shifted = [d for d in normalized.damage if d.kind == "byte-shift"]
            n_repaired = sum(d.repair is not None for d in shifted)
            print(
                f"{name:25} {size:6} kB {seconds:6.2f} s, {100 * seconds / size:6.2f} s for "
                f"100 kB; repaired {n_repaired}, flagged {len(shifted) - n_repaired}",
                flush=True,
            )
    if len(options.kilobytes) > 1:
        growth = log(options.kilobytes[-1] / options.kilobytes[0])
        for name, seconds in taken.items():
            print(f"{name:25} exponent {log(seconds[-1] / seconds[0]) / growth:.2f}")


def _cut(text: str, n_bytes: int) -> str:
    """The text, repeated and cut to a number of bytes."""
    data = text.encode()
    return (data * (n_bytes // len(data) + 1))[:n_bytes].decode("utf-8", "ignore")


if __name__ == "__main__":
    main()
