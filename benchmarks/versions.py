"""How often ``diff`` is right where the truth is known: the shipped plans, edited at random.

Clauses of a plan are kept, reworded (sentences left out, put in from other plans, turned round),
split, merged, dropped or put in new; half of the new versions are turned round at some clause. Run
it from anywhere: ``python benchmarks/versions.py [N_VERSIONS]``. It prints right and all rows by
what was done, and every row that is wrong.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import policycompare as pc

ROOT = Path(__file__).resolve().parents[1]
PLANS = ("ningbo-2017", "qingdao-2023", "weihai-2021", "weihai-2023")

SHARES = {"kept": 0.25, "reworded": 0.35, "split": 0.05, "merged": 0.05, "dropped": 0.15}
"""Share of the clauses of each kind; the rest is new. Clauses of under four sentences are dropped
in place of being split or merged."""

Keyed = list[tuple[int, str]]
"""Clause texts with the number of the clause that each comes of."""


class Edited(NamedTuple):
    """Two versions, and what was done to each clause."""

    a: Keyed
    b: Keyed
    done: dict[int, str]


def edit_plan(clauses: Sequence[pc.Clause], others: Sequence[pc.Clause], seed: int) -> Edited:
    """Make two versions of a plan."""
    draw = random.Random(seed)
    edited = Edited([], [], {})
    for key, clause in enumerate(clauses):
        sentences = [sentence.text for sentence in clause.sentences]
        whole = _text(clause.heading, sentences)
        (kind,) = draw.choices([*SHARES, "new"], [*SHARES.values(), 1 - sum(SHARES.values())])
        if kind in ("split", "merged") and len(sentences) < 4:
            kind = "dropped"
        halves = _halve(clause.heading, sentences)
        before = {"new": [], "merged": halves}.get(kind, [whole])
        after = {"dropped": [], "split": halves}.get(kind, [whole])
        if kind == "reworded":
            after = [_reword(clause.heading, sentences, others, draw)]
            kind = "kept" if after == before else kind
        edited.done[key] = kind
        edited.a.extend((key, text) for text in before)
        edited.b.extend((key, text) for text in after)
    if draw.random() < 0.5:
        at = draw.randrange(len(edited.b))
        edited.b[:] = edited.b[at:] + edited.b[:at]
    return edited


def judge(edited: Edited, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield what was done and what was found, for each row that ``diff`` gives."""
    for name, clauses in (("a", edited.a), ("b", edited.b)):
        lines = [f"{i}.{text}" for i, (_, text) in enumerate(clauses, start=1)]
        text = "\n".join(["某市先进制造业发展规划", "", "一、重点任务", *lines, ""])
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    found = pc.diff(folder, "a", "b")
    keys = {}
    for outline, clauses in ((found.a, edited.a), (found.b, edited.b)):
        for clause, (key, _) in zip(outline.compared(), clauses, strict=True):
            keys[clause.clause_id] = key
    for change in found.changes:
        key, *other = [keys[c.clause_id] for c in (change.a, change.b) if c]
        same = not other or other == [key]
        yield edited.done[key], change.change if same else f"{change.change} with another"


def main() -> None:
    """Edit, compare and count."""
    n_versions = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    plans = {
        name: [
            clause
            for clause in pc.outline(ROOT / "corpus" / f"{name}.txt").compared(
                ("task", "safeguard")
            )
            if clause.heading and len(clause.sentences) > 1
        ]
        for name in PLANS
    }
    counts: Counter[tuple[str, str]] = Counter()
    for seed in range(n_versions):
        name = PLANS[seed % len(PLANS)]
        others = [c for other in PLANS if other[:4] != name[:4] for c in plans[other]]
        with tempfile.TemporaryDirectory() as folder:
            counts.update(judge(edit_plan(plans[name], others, seed), Path(folder)))
    for done in (*SHARES, "new"):
        n_all = sum(n for (kind, _), n in counts.items() if kind == done)
        print(f"{done}: {counts[done, done]} of {n_all}")
    for (done, found), n in sorted(counts.items()):
        if done != found:
            print(f"wrong: {done} taken for {found}: {n}")


def _text(heading: str, sentences: Sequence[str]) -> str:
    return f"{heading}。{''.join(sentences)}"


def _halve(heading: str, sentences: Sequence[str]) -> list[str]:
    half = len(sentences) // 2
    second = f"深化{sentences[half][:8]}"
    return [_text(heading, sentences[:half]), _text(second, sentences[half:])]


def _reword(
    heading: str, sentences: Sequence[str], others: Sequence[pc.Clause], draw: random.Random
) -> str:
    kept = [text for text in sentences if draw.random() > 0.35] or list(sentences[:1])
    if draw.random() < 0.4:
        draw.shuffle(kept)
    if draw.random() < 0.6:
        kept.append(draw.choice(others).sentences[0].text)
    return _text(heading if draw.random() < 0.6 else f"{heading[2:]}行动", kept)


if __name__ == "__main__":
    main()
