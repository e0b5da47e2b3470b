"""Plain values of rows: one form for lists, probabilities and shares."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from math import isnan

from policycompare.report.protocol import Value

DECIMALS = 6
"""Decimals of probabilities and shares; beyond them the last bits of a processor would show."""

SMALL = 0.001
"""Quantities below have significant digits, for six decimals would lose them."""

SMALL_DIGITS = 10
"""Significant digits of small quantities."""

SEPARATOR = "; "
"""Between the entries of a list in one cell."""


def rounded(value: float) -> float | None:
    """Round a probability or share; NaN becomes None."""
    return None if isnan(value) else round(float(value), DECIMALS)


def written(value: Value) -> str:
    """Write a quantity without an exponent; None is empty.

    Examples
    --------
    >>> written(3), written(1.6), written(3.1e-06), written(None)
    ('3', '1.6', '0.0000031', '')
    """
    if value is None:
        return ""
    return format(Decimal(str(value)), "f") if isinstance(value, float) else str(value)


def joined(values: Iterable[str]) -> str:
    """Join the entries of a list into one cell."""
    return SEPARATOR.join(values)
