"""Strength of commitment of a sentence, by a table of words (``data/strength.tsv``)."""

from __future__ import annotations

from policycompare.strength.reading import read_strength

__all__ = ["read_strength"]
