"""Plain values of rows: one form for lists, probabilities and shares."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

DECIMALS = 6
"""Decimals of probabilities and shares; beyond them the last bits of a processor would show."""

SEPARATOR = "; "
"""Between the entries of a list in one cell."""


def rounded(value: float) -> float | None:
    """Round a probability or share; NaN becomes None."""
    return None if isnan(value) else round(float(value), DECIMALS)


def joined(values: Iterable[str]) -> str:
    """Join the entries of a list into one cell."""
    return SEPARATOR.join(values)
