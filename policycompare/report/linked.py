"""What is found of every linked pair once, for the CSV files and the page alike."""

from __future__ import annotations

from collections.abc import Mapping

from policycompare.boilerplate import index_boilerplate
from policycompare.compiling import can_compile
from policycompare.contrasts import Contrasts
from policycompare.datamodel import Differences
from policycompare.report.kept import found_once
from policycompare.report.protocol import ComparisonLike
from policycompare.reuse import Reuse, measure_reuse

Pair = tuple[int, int]

MANY_LINKS = 10_000
"""Linked pairs from which compiling the kernels is worth its seconds."""


class PairReader:
    """Finds how linked pairs differ and what they share, pair by pair, and keeps none of it."""

    def __init__(self, comparison: ComparisonLike) -> None:
        self._comparison = comparison
        self._compiled = can_compile() and len(comparison.links) >= MANY_LINKS
        self._boilerplate = index_boilerplate(tuple(o.normalized.text for o in comparison.outlines))
        self._contrasts: Contrasts | None = None

    def differences(self, a: int, b: int) -> Differences:
        """Find what one of two clauses has and the other has not."""
        if self._contrasts is None:
            c = self._comparison
            targets = c.target_reading.targets
            self._contrasts = Contrasts(
                c.clauses, c.outlines, targets=targets, compiled=self._compiled
            )
        return self._contrasts.of(a, b)

    def reuse(self, a: int, b: int) -> Reuse:
        """Measure what two clauses share word for word."""
        clauses = self._comparison.clauses
        return measure_reuse(clauses[a], clauses[b], self._boilerplate, compiled=self._compiled)


@found_once
def differences_of(comparison: ComparisonLike) -> Mapping[Pair, Differences]:
    """Find what one clause of each linked pair has and the other has not, by ``(a, b)``."""
    reader = PairReader(comparison)
    return {(link.a, link.b): reader.differences(link.a, link.b) for link in comparison.links}


@found_once
def reuses_of(comparison: ComparisonLike) -> Mapping[Pair, Reuse]:
    """Measure what each linked pair shares word for word, by ``(a, b)``."""
    reader = PairReader(comparison)
    # in the order of the places, so that the clauses kept by the measuring are met again
    pairs = sorted((link.a, link.b) for link in comparison.links)
    return {(a, b): reader.reuse(a, b) for a, b in pairs}
