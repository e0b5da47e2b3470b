"""Figures of a run on a coded sample: weighted, each with an interval and what it estimates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from policycompare.coding.calibration import measure_calibration
from policycompare.coding.weighing import (
    BOUND,
    KINDS,
    LEAST_LABEL,
    WeighedPairs,
    divide,
    draw_misses,
    draw_weights,
    find_interval,
    widen_interval,
)
from policycompare.sampling.absences import Cells, Thresholds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.comparison import Comparison
    from policycompare.report.protocol import Row

    Real = NDArray[np.float64]
    Mask = NDArray[np.bool_]

MEANINGS: Mapping[str, str] = {
    "precision": "of the pairs that the program links as {kind}, the share that coders do",
    "recall": "of the pairs that coders label {kind}, the share that the program links so",
    "recall_worst": "recall if every stratum without a coded miss held as many as its size allows "
    "(95 % bound, no trust in the scores)",
    "f1": "harmonic mean of precision and recall",
    "n_pairs": "pairs of the corpus that coders would label {kind}",
    "n_expected": "the same by the program's probabilities; in the interval above if calibrated",
    "false_gap_rate_least": "of the reported absences, the share whose nearest clause coders label "
    "{kind}: a lower estimate of the false-gap rate",
    "false_gap_rate_most": "pairs labelled {kind} behind reported absences, per absence: an upper "
    "estimate of the false-gap rate, exact if no absence hides two",
    "brier": "mean squared distance of the probability from the coders' label",
    "calibration_error": "mean distance of probability and share of {kind} over ten bins; the "
    "chance of a small sample adds to it",
}
"""What each figure estimates, for the corpus as a whole."""

WORDS = {"same": "the same", "any": "the same or partial"}


def count_absences(
    pairs: WeighedPairs, cells: Cells, thresholds: Thresholds, *, nearest: bool
) -> Real:
    """How many reported absences each coded pair would belie: 0, 1 or 2, shape (n_pairs,).

    With ``nearest`` only those whose nearest pair it is.
    """
    absent = cells.find_absent(thresholds)
    belied = np.zeros(len(pairs.a))
    for cell in cells.of_pairs(pairs.a, pairs.b):
        is_nearest = (pairs.rows >= 0) & (cells.nearest[cell] == pairs.rows)
        belied += absent[cell] & (is_nearest | (not nearest))
    return belied


def find_linked(pairs: WeighedPairs, thresholds: Thresholds, kind: str) -> Mask:
    """Which coded pairs the program links, as ``same`` or at all."""
    same = pairs.p_same >= thresholds.same
    return same if kind == "same" else same | (pairs.p_overlap >= thresholds.overlap)


def figure_rows(
    comparison: Comparison, pairs: WeighedPairs, cells: Cells, thresholds: Thresholds
) -> Iterator[Row]:
    """One row per figure: value, 95 % interval and what it estimates.

    Precision, recall and F1 are ratios of Horvitz-Thompson totals; the intervals are those of
    :func:`draw_weights`.
    """
    weights = draw_weights(pairs)
    for kind in KINDS:
        figures = measure_with_intervals(pairs, cells, thresholds, weights, kind)
        for name, (value, low, high) in figures.items():
            yield _row(name, kind, value, low, high)
            if name == "recall":
                worst = _worst_recall(pairs, find_linked(pairs, thresholds, kind), kind)
                yield _row("recall_worst", kind, worst, None, None)
            if name == "n_pairs":
                scores = comparison.scored.p_same if kind == "same" else comparison.scored.p_overlap
                yield _row("n_expected", kind, float(scores.sum()), None, None)
        for name, value in measure_calibration(pairs, kind).items():
            yield _row(name, kind, value, None, None)


def measure_with_intervals(
    pairs: WeighedPairs, cells: Cells, thresholds: Thresholds, weights: Real, kind: str
) -> dict[str, tuple[float, float, float]]:
    """Every figure with the bounds of its interval; ``weights`` are those of a bootstrap.

    The interval holds that of the plain draws and that of draws with unseen misses
    (:func:`draw_misses`).
    """
    plain = measure(pairs, cells, thresholds, weights, kind)
    doubted = measure(pairs, cells, thresholds, weights, kind, unseen=True)
    n_coded = {
        "precision": int(find_linked(pairs, thresholds, kind).sum()),
        "false_gap_rate_least": int(
            (count_absences(pairs, cells, thresholds, nearest=True) > 0).sum()
        ),
    }
    found = {}
    for name, values in plain.items():
        low, high = find_interval(values)
        low, high = widen_interval(low, high, n_coded.get(name, 0))
        less, more = find_interval(doubted[name])
        found[name] = (float(values[0]), min(low, less), max(high, more))
    return found


def measure(
    pairs: WeighedPairs,
    cells: Cells,
    thresholds: Thresholds,
    weights: Real,
    kind: str,
    *,
    unseen: bool = False,
) -> dict[str, Real]:
    """Every figure for every row of weights, each of shape (n_weightings,).

    With ``unseen`` the rows behind the first have pairs positive that are not linked, with the
    share of :func:`draw_misses` beside their labels.
    """
    positive = (pairs.labels >= LEAST_LABEL[kind]).astype(float)
    linked = find_linked(pairs, thresholds, kind).astype(float)
    probability = pairs.p_same if kind == "same" else pairs.p_overlap
    missed = weights * (1 - linked) * positive
    if unseen:
        shares = draw_misses(pairs, linked == 0, probability, len(weights))
        missed += weights * (1 - linked) * (1 - positive) * shares
    n_hits, n_missed = weights @ (positive * linked), missed.sum(axis=1)
    n_linked, n_absent = weights @ linked, float(cells.find_absent(thresholds).sum())
    n_least, n_most = (
        missed @ count_absences(pairs, cells, thresholds, nearest=nearest)
        for nearest in (True, False)
    )
    return {
        "precision": divide(n_hits, n_linked),
        "recall": divide(n_hits, n_hits + n_missed),
        "f1": divide(2 * n_hits, n_linked + n_hits + n_missed),
        "n_pairs": n_hits + n_missed,
        "false_gap_rate_least": divide(n_least, n_absent),
        "false_gap_rate_most": np.minimum(1.0, divide(n_most, n_absent)),
    }


def _worst_recall(pairs: WeighedPairs, linked: Mask, kind: str) -> float:
    """Recall if each stratum without a coded miss holds as many as cannot be ruled out.

    Of ``n`` coded pairs none is a miss, so with 95 % confidence the share of misses is at most
    ``1 - 0.05 ** (1 / n)`` (Clopper and Pearson 1934, one-sided).
    """
    positive = pairs.labels >= LEAST_LABEL[kind]
    n_missed = 0.0
    for stratum in range(len(pairs.stratum_names)):
        open_ = (pairs.strata == stratum) & ~linked
        missed = float(pairs.weights[open_ & positive].sum())
        n_open = int(open_.sum())
        in_full = n_open == 0 or pairs.weights[open_][0] == 1
        bound = 0.0 if in_full else (1 - BOUND ** (1 / n_open)) * pairs.weights[open_].sum()
        n_missed += missed if missed else float(bound)
    n_hits = float(pairs.weights[linked & positive].sum())
    return n_hits / (n_hits + n_missed) if n_hits + n_missed else float("nan")


def _row(name: str, kind: str, value: float, low: float | None, high: float | None) -> Row:
    return {
        "figure": f"{name}_{kind}",
        "value": value,
        "low": low,
        "high": high,
        "meaning": MEANINGS[name].format(kind=WORDS[kind]),
    }
