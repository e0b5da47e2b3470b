"""How much byte-shift damage is computed back, and how much of that is right.

Clean pages are damaged by random rules (tests/damage_byteshift.py) and repaired. Counts are of
source characters that lie behind damaged places. Run: ``python benchmarks/byteshift.py``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import opencc

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from damage_byteshift import (  # noqa: E402
    FULL_STOP,
    DamagedPage,
    damage,
    indent_lines,
    random_rules,
)

from policycompare.normalize.byteshift import repair_byte_shift  # noqa: E402

N_RULES = (30, 120, 300)
PAGE_CHARACTERS = 1200


def read_pages(paths: list[Path]) -> Iterator[str]:
    """The clean base texts of the damaged pages, or pieces of the given files."""
    if not paths:
        cases = (ROOT / "tests/cases/damaged-pages.jsonl").read_text(encoding="utf-8")
        yield from dict.fromkeys(json.loads(line)["clean"] for line in cases.splitlines())
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for start in range(0, len(text), PAGE_CHARACTERS):
            yield text[start : start + PAGE_CHARACTERS]


def damaged_pages(paths: list[Path], rng: random.Random) -> Iterator[tuple[str, DamagedPage]]:
    """Each page in both scripts, with few to many rules, plain and indented."""
    pages = list(read_pages(paths))
    for configuration in ("s2t", "t2s"):
        convert = opencc.OpenCC(configuration).convert
        script = {"s2t": "traditional", "t2s": "simplified"}[configuration]
        pool = convert("".join(pages))
        for page in map(convert, pages):
            for n_rules in N_RULES:
                rules = random_rules(pool, rng, n_rules=n_rules)
                yield f"{script}, annotations", damage(page, rules)
                yield f"{script}, indented", damage(indent_lines(page), [*rules, FULL_STOP])


def count_repairs(page: DamagedPage, wrong: list[str]) -> Counter[str]:
    """Count characters behind repaired places (right or wrong) and flagged ones."""
    counts: Counter[str] = Counter()
    began = time.perf_counter()
    _, found = repair_byte_shift(page.text)
    counts["seconds"] = time.perf_counter() - began  # type: ignore[assignment]
    for one in found:
        truth = page.source_text(one.start, one.end)
        if one.repair is None:
            counts["flagged"] += len(truth)
            counts["flagged places"] += 1
            continue
        right = page.is_right(one.start, one.end, one.repair)
        counts["right" if right else "wrong"] += len(truth)
        counts["right places" if right else "wrong places"] += 1
        if not right:
            wrong.append(f"{page.text[one.start : one.end]!r} {one.repair!r} not {truth!r}")
    return counts


def main() -> None:
    """Print the share repaired and the share of repairs that are right, by kind of page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print the wrong repairs")
    options = parser.parse_args()
    totals: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    for kind, page in damaged_pages(options.texts, random.Random(options.seed)):
        totals.setdefault(kind, Counter()).update(count_repairs(page, wrong))
    for kind, n in [*totals.items(), ("all", sum(totals.values(), Counter()))]:
        repaired, all_ = n["right"] + n["wrong"], n["right"] + n["wrong"] + n["flagged"]
        print(
            f"{kind:25} {all_:6} characters, repaired {repaired / max(all_, 1):.3f}, "
            f"of these right {n['right'] / max(repaired, 1):.3f}; places right "
            f"{n['right places']}, wrong {n['wrong places']}, flagged {n['flagged places']}; "
            f"{n['seconds']:.1f} s"
        )
    if options.show:
        print("\n".join(wrong))


if __name__ == "__main__":
    main()
