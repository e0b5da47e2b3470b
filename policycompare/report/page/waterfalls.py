"""The waterfall of a pair for the page: what each feature adds, in thousandths of log-odds."""

from __future__ import annotations

from math import exp

import numpy as np

from policycompare.datamodel import ScoredPairs
from policycompare.report.explanation_rows import N_CONTRIBUTIONS
from policycompare.report.page.interning import Strings
from policycompare.report.sentences import RANKED_KINDS, read_sentences, show_value

SCALE = 1000
"""Thousandths: log-odds are shown with three decimals, and what is shown adds up."""


class Waterfalls:
    """Writes the largest contributions of a pair, and the rest as a sum that is counted."""

    def __init__(self, scored: ScoredPairs, strings: Strings) -> None:
        self._scored = scored
        self._strings = strings
        self._sorted = np.sort(scored.features, axis=0)
        table = read_sentences()
        self._kinds = [table[name].kind if name in table else "" for name in scored.feature_names]

    def of(self, row: int) -> list[int]:
        """Give ``[same, overlap, n_rest, same_rest, overlap_rest, feature, shown, below, …]``.

        ``same`` and ``overlap`` are the log-odds; then come five numbers of each contribution,
        largest first: feature, its value as a string's number (of a flag 0 or 1), the whole
        percent of pairs with a lower value or -1, and what it adds to both log-odds. Base,
        contributions and rest add up to the log-odds to the last digit shown.
        """
        scored = self._scored
        same, overlap = (terms[0].tolist() for terms in scored.weigh(scored.features[[row]]))
        size = [-max(abs(x), abs(y)) for x, y in zip(same, overlap, strict=True)]
        order = sorted(range(len(size)), key=lambda k: (size[k], scored.feature_names[k]))
        n_shown = N_CONTRIBUTIONS if len(order) > N_CONTRIBUTIONS + 1 else len(order)
        totals = [
            _scaled(base + sum(terms))
            for base, terms in ((scored.same_base, same), (scored.overlap_base, overlap))
        ]
        rest = [totals[0] - _scaled(scored.same_base), totals[1] - _scaled(scored.overlap_base)]
        flat: list[int] = []
        for k in order[:n_shown]:
            adds = _scaled(same[k]), _scaled(overlap[k])
            rest = [rest[0] - adds[0], rest[1] - adds[1]]
            flat += [k, self._value(row, k), self._below(row, k), *adds]
        return [*totals, len(order) - n_shown, *rest, *flat]

    def _value(self, row: int, k: int) -> int:
        value, name = float(self._scored.features[row, k]), self._scored.feature_names[k]
        if self._kinds[k] == "flag":
            return int(bool(value))
        return self._strings.number(show_value(name, value, _no_words))

    def _below(self, row: int, k: int) -> int:
        """Whole percent, rounded down, of the pairs with a lower value; -1 where it is not told."""
        if self._kinds[k] not in RANKED_KINDS:
            return -1
        n_lower = int(np.searchsorted(self._sorted[:, k], self._scored.features[row, k]))
        percent = int(n_lower / len(self._sorted) * 100 + 1e-9)
        # 0 says that no pair has less; below 1 % is told apart from it
        return percent if percent or not n_lower else -2


def probability(thousandths: int) -> float:
    """Probability of log-odds in thousandths.

    Examples
    --------
    >>> probability(0)
    0.5
    """
    return 1 / (1 + exp(-thousandths / SCALE))


def _scaled(value: float) -> int:
    return round(value * SCALE)


def _no_words(key: str, **values: object) -> str:
    raise AssertionError(f"only flags are told in words, not {key}")
