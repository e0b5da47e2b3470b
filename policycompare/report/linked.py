"""What is found of every linked pair once, for the CSV files and the page alike."""

from __future__ import annotations

from collections.abc import Mapping

from policycompare.boilerplate import index_boilerplate
from policycompare.contrasts import Contrasts
from policycompare.datamodel import Differences
from policycompare.report.kept import found_once
from policycompare.report.protocol import ComparisonLike
from policycompare.reuse import Reuse, measure_reuse

Pair = tuple[int, int]


@found_once
def differences_of(comparison: ComparisonLike) -> Mapping[Pair, Differences]:
    """Find what one clause of each linked pair has and the other has not, by ``(a, b)``."""
    targets = comparison.target_reading.targets
    contrasts = Contrasts(comparison.clauses, comparison.outlines, targets=targets)
    return {(link.a, link.b): contrasts.of(link.a, link.b) for link in comparison.links}


@found_once
def reuses_of(comparison: ComparisonLike) -> Mapping[Pair, Reuse]:
    """Measure what each linked pair shares word for word, by ``(a, b)``."""
    boilerplate = index_boilerplate(tuple(o.normalized.text for o in comparison.outlines))
    clauses = comparison.clauses
    # in the order of the places, so that the clauses kept by the measuring are met again
    pairs = sorted((link.a, link.b) for link in comparison.links)
    return {(a, b): measure_reuse(clauses[a], clauses[b], boilerplate) for a, b in pairs}
