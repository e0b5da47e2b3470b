"""From matched clauses to what became of each: rows of the result, none lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from policycompare.datamodel.versions import Change, ClauseChange, Mark
from policycompare.reuse import MIN_SPAN, measure_reuse
from policycompare.versions.evidence import Evidence, gather_evidence, wording_key
from policycompare.versions.marks import Cut, is_long, mark_changes, measure_similarity, mirror_mark
from policycompare.versions.matching import match_clauses
from policycompare.versions.moves import find_moves

if TYPE_CHECKING:
    from policycompare.datamodel import Clause, ScoredPairs

MAX_MATCHES = 2_000_000
"""Matching 6-grams of two clauses up to which reuse is measured by tiling (a second of work).

Beyond it, which takes very long and repetitive clauses, only text in the same order counts.
"""

LONG = (
    "The clauses {a} and {b} are very long: their texts are compared by sentences first, and reuse "
    "counts text in the same order only."
)

MIRRORED: dict[Change, Change] = {
    "new": "dropped",
    "dropped": "new",
    "split": "merged",
    "merged": "split",
}


@dataclass(frozen=True)
class Rules:
    """Probabilities in [0, 1] from which a pair is the same or partial, and the tokenizer."""

    same_threshold: float
    overlap_threshold: float
    cut: Cut


def find_clause_changes(
    a: Sequence[Clause], b: Sequence[Clause], scored: ScoredPairs, rules: Rules
) -> tuple[ClauseChange, ...]:
    """Tell what became of every clause of ``a``, in its order, and then which of ``b`` are new.

    Parameters
    ----------
    a, b : sequence of Clause
        The compared clauses of either document.
    scored : ScoredPairs
        Counts the clauses of ``a``, then those of ``b``.
    rules : Rules
    """
    evidence = gather_evidence(a, b, scored)
    matching = match_clauses(
        evidence, same_threshold=rules.same_threshold, overlap_threshold=rules.overlap_threshold
    )
    sections = ([wording_key(clause.section) for clause in side] for side in (a, b))
    moves = find_moves(matching.pairs, *sections)
    links = sorted((*matching.pairs, *matching.extras))
    n_of_a, n_of_b = (Counter(link[side] for link in links) for side in (0, 1))
    work = _Work(a, b, evidence, rules)
    found = [
        replace(work.link(i, j, n_of_a[i], n_of_b[j]), moves=moves.get((i, j), ()))
        for i, j in links
    ]
    found += [work.alone(i, "dropped") for i in range(len(a)) if i not in n_of_a]
    found.sort(key=lambda change: change.a.start if change.a else 0)  # stable: links by place in b
    found += [work.alone(j, "new") for j in range(len(b)) if j not in n_of_b]
    return tuple(found)


def mirror_change(change: ClauseChange) -> ClauseChange:
    """Give the same change with ``a`` and ``b`` swapped."""
    return replace(
        change,
        change=MIRRORED.get(change.change, change.change),
        a=change.b,
        b=change.a,
        reuse_a=change.reuse_b,
        reuse_b=change.reuse_a,
        marks=tuple(map(mirror_mark, change.marks)),
    )


@dataclass(frozen=True)
class _Work:
    a: Sequence[Clause]
    b: Sequence[Clause]
    evidence: Evidence
    rules: Rules

    def link(self, i: int, j: int, n_of_a: int, n_of_b: int) -> ClauseChange:
        """Two counterparts; ``n_of_a`` counts those of the clause of ``a``, ``n_of_b`` of ``b``."""
        one, two = self.a[i], self.b[j]
        marks = mark_changes(one.text, two.text, self.rules.cut)
        reuse_a, reuse_b, told = _measure_reuse(one, two, marks)
        change: Change = "kept" if self.evidence.equal[i, j] else "reworded"
        if max(n_of_a, n_of_b) > 1:
            change = "split" if n_of_a >= n_of_b else "merged"
        return ClauseChange(
            change=change,
            moves=(),
            a=one,
            b=two,
            nearest=None,
            nearest_state="",
            p_same=float(self.evidence.p_same[i, j]),
            p_overlap=float(self.evidence.p_overlap[i, j]),
            reuse_a=reuse_a,
            reuse_b=reuse_b,
            similarity=measure_similarity(marks),
            marks=marks,
            warnings=told,
        )

    def alone(self, k: int, change: Change) -> ClauseChange:
        """A clause without a counterpart, with the clause that most likely shares a commitment."""
        dropped = change == "dropped"
        p_same, p_overlap = self.evidence.p_same, self.evidence.p_overlap
        same, overlap = (p_same[k], p_overlap[k]) if dropped else (p_same[:, k], p_overlap[:, k])
        best = int(np.lexsort((-same, -overlap))[0])
        i, j = (k, best) if dropped else (best, k)
        pair = self.link(i, j, 1, 1)
        partial = overlap[best] >= self.rules.overlap_threshold
        return replace(
            pair,
            change=change,
            a=pair.a if dropped else None,
            b=None if dropped else pair.b,
            nearest=pair.b if dropped else pair.a,
            nearest_state="partial" if partial else "absent",
            marks=(),
        )


def _measure_reuse(
    a: Clause, b: Clause, marks: Sequence[Mark]
) -> tuple[float, float, tuple[str, ...]]:
    """Shares in [0, 1] of either text that the other has, and what was left out."""
    if not is_long(a.text, b.text) and _count_matches(a.text, b.text) <= MAX_MATCHES:
        reuse = measure_reuse(a, b)
        return reuse.reuse_a, reuse.reuse_b, ()
    shared = sum(len(m.a) for m in marks if m.kind == "equal" and len(m.a) >= MIN_SPAN)
    told = LONG.format(a=a.clause_id, b=b.clause_id)
    return shared / max(len(a.text), 1), shared / max(len(b.text), 1), (told,)


def _count_matches(text_a: str, text_b: str) -> int:
    counts = [
        Counter(text[i : i + MIN_SPAN] for i in range(len(text) - MIN_SPAN + 1))
        for text in (text_a, text_b)
    ]
    return sum(n * counts[1][gram] for gram, n in counts[0].items())
