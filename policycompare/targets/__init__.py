"""Targets: every quantity that clauses promise, with its source span."""

from __future__ import annotations

from policycompare.targets.finding import TargetReading, TargetWarning, find_targets, read_targets
from policycompare.targets.naming import key_of
from policycompare.targets.tables import scale, scale_factor

__all__ = [
    "TargetReading",
    "TargetWarning",
    "find_targets",
    "key_of",
    "read_targets",
    "scale",
    "scale_factor",
]
