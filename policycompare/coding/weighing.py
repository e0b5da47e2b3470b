"""Coded pairs with their weights, and the draws of a bootstrap that keeps the strata.

Inference is from the design: the corpus is fixed, and chance is only which pairs were drawn. So
pairs may share clauses, and an interval says nothing about other corpora.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from policycompare.coding.reading import Coding
from policycompare.errors import GoldError
from policycompare.sampling.sheets import fingerprint_texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.comparison import Comparison

    Real = NDArray[np.float64]
    Whole = NDArray[np.int64]

KINDS = ("same", "any")
"""``same``: label 2; ``any``: label 1 or 2."""

LEAST_LABEL = {"same": 2, "any": 1}

N_RESAMPLES = 2000
"""Draws of the bootstrap."""

SEED = 20_231_122
"""Seed of the draws, fixed so that two runs print the same intervals."""

COVERAGE = 0.95
"""Share of the draws that lie inside an interval."""

PRIOR_MISSES = 0.5
"""Coded misses that the program's expectation counts as (the half of Jeffreys' prior)."""

LEAST_EXPECTED = 0.001
"""Least mean probability, in [0, 1], that is believed of a stratum: none is surely empty."""

BOUND = 0.05
"""Chance in [0, 1] that a share lies beyond a one-sided bound."""


@dataclass(frozen=True)
class WeighedPairs:
    """Coded pairs beside what the run says of them, each column of shape (n_pairs,).

    Attributes
    ----------
    a, b : numpy.ndarray of int
        Positions of the clauses, ``a < b``.
    labels : numpy.ndarray of int
        Median of the coders.
    strata : numpy.ndarray of int
        Number of the stratum.
    weights : numpy.ndarray
        Pairs of the corpus that each stands for: one over its inclusion probability.
    rows : numpy.ndarray of int
        Row of each pair among the scored ones, -1 for a pair that this run did not score.
    p_same, p_overlap : numpy.ndarray
        Probabilities of this run, 0 for a pair that it did not score.
    stratum_names : tuple of str
    """

    a: Whole
    b: Whole
    labels: Whole
    strata: Whole
    weights: Real
    rows: Whole
    p_same: Real
    p_overlap: Real
    stratum_names: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<WeighedPairs: {len(self.a)} that stand for {self.weights.sum():.0f}>"


def weigh_pairs(comparison: Comparison, coding: Coding) -> WeighedPairs:
    """Find the coded pairs in a run.

    Raises
    ------
    GoldError
        If a clause is not in the run, its text has changed, or the run compares more or fewer pairs
        than the sample was drawn from.
    """
    _check_population(comparison, coding)
    place = {clause.clause_id: k for k, clause in enumerate(comparison.clauses)}
    ends = np.array([_find_ends(comparison, coding, row, place) for row in range(len(coding.key))])
    a, b = ends.min(axis=1), ends.max(axis=1)
    position = comparison.scored.position
    rows = np.array([position.get((i, j), -1) for i, j in zip(a.tolist(), b.tolist(), strict=True)])
    names, strata = np.unique([row.stratum for row in coding.key], return_inverse=True)
    return WeighedPairs(
        a=a,
        b=b,
        labels=coding.median,
        strata=strata.astype(np.int64),
        weights=np.array([row.n_stratum / row.n_drawn for row in coding.key]),
        rows=rows,
        p_same=np.where(rows < 0, 0.0, comparison.scored.p_same[rows]),
        p_overlap=np.where(rows < 0, 0.0, comparison.scored.p_overlap[rows]),
        stratum_names=tuple(map(str, names)),
    )


def _check_population(comparison: Comparison, coding: Coding) -> None:
    n_now = len(comparison.scored.a) + comparison.scored.n_cut
    n_then = sum({row.stratum: row.n_stratum for row in coding.key}.values())
    if n_now != n_then:
        raise GoldError(
            f"The sample {coding.sample_id} was drawn from {n_then} pairs, but this run compares "
            f"{n_now}; use the corpus and the options --between, --documents and --roles that it "
            "was drawn with."
        )


def _find_ends(
    comparison: Comparison, coding: Coding, row: int, place: dict[str, int]
) -> tuple[int, int]:
    key = coding.key[row]
    for clause_id in (key.a_clause, key.b_clause):
        if clause_id not in place:
            raise GoldError(
                f"The sample's pair {key.pair_id} has the clause {clause_id}, which this corpus "
                "does not have; evaluate with the corpus that the sample was drawn from."
            )
    a, b = place[key.a_clause], place[key.b_clause]
    if fingerprint_texts(comparison.clauses[a], comparison.clauses[b]) != key.text_sha256:
        raise GoldError(
            f"The texts of the sample's pair {key.pair_id} ({key.a_clause}, {key.b_clause}) are "
            "not those that were coded; evaluate with the corpus and the version of the program "
            "that the sample was drawn with."
        )
    return a, b


def draw_weights(pairs: WeighedPairs, *, n_resamples: int = N_RESAMPLES, seed: int = SEED) -> Real:
    """The weights, then those of the bootstrap draws, shape (1 + n_resamples, n_pairs).

    Rescaled bootstrap within strata (Rao and Wu 1988; Rao, Wu and Yue 1992): of a stratum with
    ``n`` of ``N`` pairs, ``n - 1`` are drawn with replacement, and the weights change by the share
    ``sqrt(1 - n / N)``, so that a stratum that was coded in full adds no spread.
    """
    generator = np.random.default_rng(seed)
    drawn = np.repeat(pairs.weights[None, :], 1 + n_resamples, axis=0)
    for stratum in range(len(pairs.stratum_names)):
        inside = np.flatnonzero(pairs.strata == stratum)
        n = len(inside)
        if n < 2:  # nothing is known of its spread; `too_small` tells
            continue
        left = np.sqrt(max(0.0, 1 - 1 / pairs.weights[inside[0]]))
        counts = generator.multinomial(n - 1, np.full(n, 1 / n), size=n_resamples)
        drawn[1:, inside] *= 1 - left + left * n / (n - 1) * counts
    return drawn


def draw_misses(
    pairs: WeighedPairs,
    open_: NDArray[np.bool_],
    probability: Real,
    n_draws: int,
    *,
    seed: int = SEED,
) -> Real:
    """Shares of the pairs coded negative that stand for positive ones, shape (n_draws, n_pairs).

    A bootstrap draws only what was coded: where none of 30 coded pairs of a stratum of 4,000 is a
    miss, it takes it that there is none at all. So each draw adds a share of misses from
    ``Beta(s, s / m - s + n)`` to the ``n`` open pairs of a stratum, ``m`` being the mean
    probability that the program gives them and ``s`` :data:`PRIOR_MISSES`: the program's
    expectation counts as half a coded miss. The first row is 0, as are pairs that are not open and
    strata that were coded in full.
    """
    generator = np.random.default_rng([seed, 1])
    shares = np.zeros((n_draws, len(open_)))
    for stratum in range(len(pairs.stratum_names)):
        inside = np.flatnonzero((pairs.strata == stratum) & open_)
        if not len(inside) or pairs.weights[inside[0]] == 1:
            continue
        expected = min(max(float(probability[inside].mean()), LEAST_EXPECTED), 0.5)
        rest = PRIOR_MISSES / expected - PRIOR_MISSES + len(inside)
        drawn = generator.beta(PRIOR_MISSES, rest, size=n_draws - 1)
        shares[1:, inside] = drawn[:, None] * (1 - 1 / pairs.weights[inside[0]])
    return shares


def find_interval(values: Real) -> tuple[float, float]:
    """Percentile interval of the draws behind the first value; NaN where none has a value."""
    draws = values[1:][~np.isnan(values[1:])]
    if not len(draws):
        return float("nan"), float("nan")
    low, high = np.quantile(draws, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    return float(low), float(high)


def widen_interval(low: float, high: float, n: int) -> tuple[float, float]:
    """Put a bound in place of an interval without width: all of ``n`` pairs had one label.

    The bootstrap cannot draw what was not coded. With none of ``n``, the share is at most
    ``1 - 0.05 ** (1 / n)`` with 95 % confidence (Clopper and Pearson 1934, one-sided).
    """
    if low == high == 0 and n:
        return 0.0, 1 - BOUND ** (1 / n)
    if low == high == 1 and n:
        return BOUND ** (1 / n), 1.0
    return low, high


def divide(part: Real, whole: Real | float) -> Real:
    """``part / whole``, NaN where the whole is 0."""
    shares = np.full(np.shape(part), np.nan)
    np.divide(part, whole, out=shares, where=np.broadcast_to(whole, np.shape(part)) > 0)
    return shares
