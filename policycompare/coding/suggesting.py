"""Thresholds for a wanted precision or a wanted false-gap rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from policycompare.coding.figures import measure, measure_with_intervals
from policycompare.coding.weighing import WeighedPairs, draw_weights
from policycompare.errors import UsageError
from policycompare.sampling.absences import Cells, Thresholds

if TYPE_CHECKING:
    from policycompare.report.protocol import Row

GRID = tuple(k / 100 for k in range(2, 99))
"""Thresholds tried, probabilities; a sample of some hundred pairs tells no finer ones apart."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A wanted value of a figure and the threshold that is moved for it; the other one stays.

    Attributes
    ----------
    figure, kind : str
        As of :func:`policycompare.coding.figures.measure`.
    moved : str
    wanted : float
        In [0, 1]: at least this precision, at most this false-gap rate.
    """

    figure: Literal["precision", "false_gap_rate_most"]
    kind: Literal["same", "any"]
    moved: Literal["same", "overlap"]
    wanted: float

    @property
    def path(self) -> tuple[float, ...]:
        """The grid from where the goal costs least: lenient for precision, strict for gaps."""
        return GRID if self.figure == "precision" else tuple(reversed(GRID))

    def is_reached(self, value: float) -> bool:
        """Whether the figure will do; NaN, where nothing is reported, will not."""
        return value >= self.wanted if self.figure == "precision" else value <= self.wanted


def list_goals(wanted_precision: float, wanted_false_gap_rate: float) -> tuple[Goal, ...]:
    """The goals that thresholds are suggested for.

    Raises
    ------
    UsageError
        If a wanted value is not in [0, 1].
    """
    for option, wanted in (
        ("--wanted-precision", wanted_precision),
        ("--wanted-false-gap-rate", wanted_false_gap_rate),
    ):
        if not 0 <= wanted <= 1:
            raise UsageError(
                f"{option} is {wanted}, but a share lies between 0 and 1; give such a number."
            )
    return (
        Goal("precision", "same", "same", wanted_precision),
        Goal("precision", "any", "overlap", wanted_precision),
        Goal("false_gap_rate_most", "same", "overlap", wanted_false_gap_rate),
        Goal("false_gap_rate_most", "any", "overlap", wanted_false_gap_rate),
    )


def threshold_rows(
    pairs: WeighedPairs, cells: Cells, current: Thresholds, goals: tuple[Goal, ...]
) -> Iterator[Row]:
    """One row per goal: the threshold that reaches it at the least cost, None where none does.

    That is the lowest one that reaches the precision and the highest one that reaches the false-gap
    rate. It is chosen on the sample that it is shown on, so the interval flatters it a little.
    """
    weights = draw_weights(pairs)
    for goal in goals:
        best = _find_threshold(pairs, cells, current, goal)
        row: Row = {
            "goal": f"{goal.figure}_{goal.kind}",
            "wanted": goal.wanted,
            "option": f"--{goal.moved}-threshold",
            "threshold": best,
        }
        if best is None:
            yield {**row, **dict.fromkeys(("value", "low", "high", "recall", "n_absent"))}
            continue
        thresholds = replace(current, **{goal.moved: best})
        figures = measure_with_intervals(pairs, cells, thresholds, weights, goal.kind)
        value, low, high = figures[goal.figure]
        yield {
            **row,
            "value": value,
            "low": low,
            "high": high,
            "recall": figures["recall"][0],
            "n_absent": int(np.count_nonzero(cells.find_absent(thresholds))),
        }


def _find_threshold(
    pairs: WeighedPairs, cells: Cells, current: Thresholds, goal: Goal
) -> float | None:
    for threshold in goal.path:
        thresholds = replace(current, **{goal.moved: threshold})
        figures = measure(pairs, cells, thresholds, pairs.weights[None, :], goal.kind)
        if goal.is_reached(float(figures[goal.figure][0])):
            return threshold
    return None
