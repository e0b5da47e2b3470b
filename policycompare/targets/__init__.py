"""Targets: every quantity that clauses promise, with its source span."""

from __future__ import annotations

from policycompare.targets.finding import TargetReading, TargetWarning, find_targets, read_targets

__all__ = ["TargetReading", "TargetWarning", "find_targets", "read_targets"]
