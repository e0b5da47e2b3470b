"""Print how the search for doubles grows with the number of texts, beside comparing all pairs.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.doubles 100 400 1600

Made-up plans of 40 clauses and about 10,000 characters in groups of four, of the words and phrases
of the corpus; every tenth is written from the plan before it. CPU time of one process. All pairs
are compared up to 400 texts only, where the results must be equal.
"""

from __future__ import annotations

import sys
import time
from math import log

from benchmarks.synthetic import CLAUSES_PER_DOCUMENT, DOCUMENTS_PER_GROUP, make_clauses
from policycompare.datamodel import Metadata
from policycompare.doubles import Print, find_doubles, find_pairs
from policycompare.shingles import hash_shingles

COPIED_EVERY = 10
"""Of so many plans one has three quarters of its clauses from the plan before it."""

SLOW = 400
"""Texts up to which all pairs are compared."""


def make_prints(n: int) -> list[Print]:
    """What ``n`` made-up plans are recognised by."""
    clauses = make_clauses(n * CLAUSES_PER_DOCUMENT).clauses
    prints: list[Print] = []
    own: list[str] = []
    for at in range(n):
        first = at * CLAUSES_PER_DOCUMENT
        texts = [clause.text for clause in clauses[first : first + CLAUSES_PER_DOCUMENT]]
        if at % COPIED_EVERY == COPIED_EVERY - 1:
            texts[: CLAUSES_PER_DOCUMENT * 3 // 4] = own[: CLAUSES_PER_DOCUMENT * 3 // 4]
        own = texts
        key, name = "".join(texts), f"{at:05}"
        place = Metadata(name, jurisdiction=f"{at // DOCUMENTS_PER_GROUP}")
        prints.append(Print(name, key, hash_shingles(key), frozenset(), place))
    return prints


def main(sizes: list[int]) -> None:
    """Measure each size; the exponent is that of the growth from the size before."""
    last: tuple[int, float] | None = None
    for n in sizes:
        prints = make_prints(n)
        start = time.process_time()
        found = list(find_pairs(prints))
        seconds = time.process_time() - start
        growth = (
            "" if last is None else f", exponent {log(seconds / last[1]) / log(n / last[0]):.2f}"
        )
        slow = ""
        if n <= SLOW:
            start = time.process_time()
            every = [
                (one.name, double)
                for at, one in enumerate(prints)
                for double in find_doubles(one, prints[:at])
            ]
            slow = f"; all pairs {time.process_time() - start:.2f} s, equal: {every == found}"
        print(f"{n:6} texts {seconds:7.2f} s, {len(found)} doubles{growth}{slow}", flush=True)
        last = n, seconds


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100, 400, 1600])
