"""Differences inside a linked pair: sentence by sentence, then figures, deadlines and scope."""

from __future__ import annotations

from policycompare.differences.figures import (
    NOTHING,
    TargetChanges,
    TargetKey,
    compare_keyed,
    compare_targets,
    key_targets,
)
from policycompare.differences.scopes import find_scopes
from policycompare.differences.sentences import (
    MAX_WORK,
    SHARED_SIMILARITY,
    SentenceAlignment,
    SentenceWeights,
    align_sentences,
)

__all__ = [
    "MAX_WORK",
    "NOTHING",
    "SHARED_SIMILARITY",
    "SentenceAlignment",
    "SentenceWeights",
    "TargetChanges",
    "TargetKey",
    "align_sentences",
    "compare_keyed",
    "compare_targets",
    "find_scopes",
    "key_targets",
]
