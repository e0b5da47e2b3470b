"""Character accuracy of normalizing damaged pages.

Run from the project's root: ``python benchmarks/normalize_cases.py [-v]``. First one row for each
case of ``tests/cases``, then one for each defect that ``tests/damage.py`` makes, the worst of all
base texts and seeds, and the real documents under the same defects. Accuracy is
1 - Levenshtein(normalize(damaged), normalize(clean)) / length of normalize(clean), in (-inf, 1].
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from policycompare.normalize import normalize_text  # noqa: E402
from tests.damage import DEFECTS, HARMLESS, Defect, clean_texts  # noqa: E402

N_SEEDS = 5


def measure(damaged: str, clean: str) -> float:
    return 1 - Levenshtein.distance(damaged, clean) / len(clean)


def print_differences(damaged: str, clean: str) -> None:
    for op in Levenshtein.opcodes(damaged, clean):
        if op.tag != "equal":
            got = damaged[op.src_start : op.src_end]
            print("     ", repr(got), "->", repr(clean[op.dest_start : op.dest_end]))


def print_cases(*, verbose: bool) -> None:
    lines = (ROOT / "tests/cases/damaged-pages.jsonl").read_text(encoding="utf-8").splitlines()
    for case in map(json.loads, lines):
        result = normalize_text(case["text"])
        clean = normalize_text(case["clean"]).text
        print(
            f"{case['id']} {case['base']:<11}{measure(result.text, clean):.4f} "
            f"{result.script:<12}{', '.join(case['defects'])}"
            f"{''.join(f' [{kind}]' for kind in sorted({d.kind for d in result.damage}))}"
        )
        if verbose:
            print_differences(result.text, clean)


def print_crossings() -> None:
    bases = clean_texts()
    texts = {
        path.stem: normalize_text(path.read_text(encoding="utf-8")).text
        for path in sorted((ROOT / "corpus").glob("*.txt"))
    }
    print(f"\n{'defect':<24}{'base texts, worst':>18}{'real texts, worst':>20}")
    for name, defect in DEFECTS.items():
        mark = "" if name in HARMLESS else "  (loses or adds text)"
        print(f"{name:<24}{worst(bases, defect):>18.4f}{worst(texts, defect):>20.4f}{mark}")


def worst(texts: dict[str, str], defect: Defect) -> float:
    return min(
        measure(normalize_text(defect(text, Random(seed))).text, normalize_text(text).text)
        for text in texts.values()
        for seed in range(N_SEEDS)
    )


if __name__ == "__main__":
    print_cases(verbose="-v" in sys.argv)
    print_crossings()
