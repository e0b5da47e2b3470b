"""Character accuracy of normalizing the damaged pages, one row a case.

Run from the project's root: ``python benchmarks/normalize_cases.py``. Accuracy is
1 - Levenshtein(normalize(text), normalize(clean)) / length of normalize(clean), in (-inf, 1].
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from policycompare.normalize import normalize_text  # noqa: E402


def main() -> None:
    verbose = "-v" in sys.argv
    lines = (ROOT / "tests/cases/damaged-pages.jsonl").read_text(encoding="utf-8").splitlines()
    for case in map(json.loads, lines):
        result = normalize_text(case["text"])
        clean = normalize_text(case["clean"]).text
        accuracy = 1 - Levenshtein.distance(result.text, clean) / len(clean)
        kinds = sorted({d.kind for d in result.damage})
        print(
            f"{case['id']} {case['base']:<11}{accuracy:.4f} {result.script:<12}"
            f"{', '.join(case['defects'])} {kinds or ''}"
        )
        if verbose and accuracy < 1:
            for op in Levenshtein.opcodes(result.text, clean):
                if op.tag != "equal":
                    got = result.text[op.src_start : op.src_end]
                    print("     ", repr(got), "->", repr(clean[op.dest_start : op.dest_end]))


if __name__ == "__main__":
    main()
