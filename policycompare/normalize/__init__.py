"""Clean and simplify a text in ordered, logged steps that keep every offset into the source.

The order of the steps and the reason for it stand in :mod:`policycompare.normalize.steps`.
"""

from policycompare.normalize.offsets import replay_steps
from policycompare.normalize.steps import normalize_text

__all__ = ["normalize_text", "replay_steps"]
