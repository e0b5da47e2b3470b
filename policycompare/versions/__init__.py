"""What changed between two versions of one plan: in its clauses, their wording and targets.

The words are defined in ``docs/diff.md``.
"""

from __future__ import annotations

from policycompare.versions.result import VersionDiff
from policycompare.versions.run import diff

__all__ = ["VersionDiff", "diff"]
