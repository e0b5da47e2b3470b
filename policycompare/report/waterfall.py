"""Bars of the waterfall: where each contribution takes the sum from, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policycompare.report.protocol import Row


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar on a scale from 0 to 100.

    Attributes
    ----------
    start, width : float
        In [0, 100].
    kind : str
        ``plus``, ``minus``, ``total`` or ``probability``.
    tick : float
        Place of zero, or of the threshold of a probability, in [0, 100].
    """

    start: float
    width: float
    kind: str
    tick: float


def waterfall_bars(rows: Sequence[Row], key: str, threshold: float) -> list[Bar]:
    """Build one bar per row of the waterfall, of ``same`` or ``overlap``.

    The scale of all sums is the same for both keys, so that their bars can be compared; a
    probability has the scale from 0 to 1.
    """
    sums = [_float(row[f"{k}_sum"]) for row in rows for k in ("same", "overlap")]
    low, high = min(0.0, *sums), max(0.0, *sums)
    scale = 100 / ((high - low) or 1.0)
    bars = []
    for row in rows:
        value = _float(row[key])
        if row["part"] == "probability":
            bars.append(Bar(0.0, _percent(value * 100), "probability", _percent(threshold * 100)))
            continue
        end = _float(row[f"{key}_sum"])
        total = row["part"] in ("base", "sum")
        begin = 0.0 if total else end - value
        kind = "total" if total else "plus" if value >= 0 else "minus"
        start, width = (min(begin, end) - low) * scale, abs(end - begin) * scale
        bars.append(Bar(_percent(start), _percent(width), kind, _percent(-low * scale)))
    return bars


def _float(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _percent(value: float) -> float:
    return round(min(max(value, 0.0), 100.0), 2)
