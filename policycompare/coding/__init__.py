"""Validate a run with pairs that the user's own coders labelled (docs/validation.md)."""

from __future__ import annotations

from policycompare.coding.evaluating import CodedEvaluation, evaluate_coded
from policycompare.coding.fitting import Refit, fit_coded
from policycompare.coding.reading import Coding, KeyRow, read_coding
from policycompare.coding.weighing import WeighedPairs, draw_weights, weigh_pairs

__all__ = [
    "CodedEvaluation",
    "Coding",
    "KeyRow",
    "Refit",
    "WeighedPairs",
    "draw_weights",
    "evaluate_coded",
    "fit_coded",
    "read_coding",
    "weigh_pairs",
]
