"""The measures of a run against a gold, as ``corpus/gold/README.md`` defines them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import average_precision_score

from policycompare.evaluation.gold import Gold, map_clauses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause, Link, ScoredPairs


@dataclass(frozen=True, slots=True)
class Figures:
    """Measures of one run against a gold; each in [0, 1], NaN where nothing can be measured.

    Attributes
    ----------
    f1_same, f1_any : float
        ``2 TP / (2 TP + FP + FN)`` of the links that are ``same`` (gold 2); of all links (gold 1
        or 2).
    ap_same, ap_any : float
        Average precision of ``p_same`` and ``p_overlap`` over all pairs of different documents.
    coverage_accuracy, coverage_macro_f1 : float
        Of the states covered, partly, absent over every clause and other document.
    false_gap_rate_same, false_gap_rate : float
        Share of the reported absences that gold calls covered; covered or partly. Lower is better.
    expected_calibration_error : float
        Of ``p_same``: mean distance of probability and share of positives over ten equal bins.
    """

    f1_same: float
    f1_any: float
    ap_same: float
    ap_any: float
    precision_same: float
    recall_same: float
    coverage_accuracy: float
    coverage_macro_f1: float
    false_gap_rate_same: float
    false_gap_rate: float
    expected_calibration_error: float

    def as_dict(self) -> dict[str, float]:
        """The figures by name, rounded to four places."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Judgement:
    """What a run says about every gold pair, as columns of shape (n_pairs,).

    ``found`` holds 2 same, 1 partial, 0 neither; ``extra_same`` and ``extra_any`` count links of
    clauses that stand for no gold clause.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    labels: NDArray[np.int64]
    found: NDArray[np.int64]
    p_same: NDArray[np.float64]
    p_overlap: NDArray[np.float64]
    documents: tuple[str, ...]
    extra_same: int = 0
    extra_any: int = 0


def judge_links(
    gold: Gold, clauses: Sequence[Clause], scored: ScoredPairs, links: Sequence[Link]
) -> Judgement:
    """What the scores and links of a run say about every gold pair.

    Several pairs that stand for one gold pair count with their highest values; a pair that was not
    scored counts as 0.
    """
    mapped = map_clauses(clauses, gold)
    a, b, labels = gold.pairs()
    row = {(int(i), int(j)): k for k, (i, j) in enumerate(zip(a, b, strict=True))}
    found, p_same, p_overlap = np.zeros(len(a), np.int64), np.zeros(len(a)), np.zeros(len(a))

    def find_row(first: int, second: int) -> int | None:
        one, other = mapped[first], mapped[second]
        if one is None or other is None:
            return None
        return row.get((min(one, other), max(one, other)))

    for i in range(len(scored.a)):
        k = find_row(int(scored.a[i]), int(scored.b[i]))
        if k is not None:
            p_same[k] = max(p_same[k], scored.p_same[i])
            p_overlap[k] = max(p_overlap[k], scored.p_overlap[i])
    extra_same = extra_any = 0
    for link in links:
        k = find_row(link.a, link.b)
        if k is not None:
            found[k] = max(found[k], 2 if link.relation == "same" else 1)
        else:
            extra_any += 1
            extra_same += link.relation == "same"
    documents = tuple(clause.document for clause in gold.clauses)
    return Judgement(a, b, labels, found, p_same, p_overlap, documents, extra_same, extra_any)


def measure_figures(judgements: Sequence[Judgement]) -> Figures:
    """All measures of one run, or of the folds of a cross-validation taken together."""
    labels = np.concatenate([one.labels for one in judgements])
    found = np.concatenate([one.found for one in judgements])
    p_same = np.concatenate([one.p_same for one in judgements])
    extra_same = sum(one.extra_same for one in judgements)
    same, some = labels == 2, labels >= 1
    n_hits = int((same & (found == 2)).sum())
    pairs_of_states = [_coverage_states(one) for one in judgements]
    gold_states = np.concatenate([gold for gold, _ in pairs_of_states])
    states = np.concatenate([reported for _, reported in pairs_of_states])
    absent = states == 0
    return Figures(
        f1_same=_f1(same, found == 2, extra_same),
        f1_any=_f1(some, found >= 1, sum(one.extra_any for one in judgements)),
        ap_same=_average_precision(same, p_same),
        ap_any=_average_precision(some, np.concatenate([one.p_overlap for one in judgements])),
        precision_same=_share(n_hits, int((found == 2).sum()) + extra_same),
        recall_same=_share(n_hits, int(same.sum())),
        coverage_accuracy=_share(int((gold_states == states).sum()), len(states)),
        coverage_macro_f1=float(np.mean([_f1(gold_states == s, states == s, 0) for s in range(3)])),
        false_gap_rate_same=_share(int((gold_states[absent] == 2).sum()), int(absent.sum())),
        false_gap_rate=_share(int((gold_states[absent] >= 1).sum()), int(absent.sum())),
        expected_calibration_error=measure_calibration(p_same, same),
    )


def evaluate_links(
    gold: Gold, clauses: Sequence[Clause], scored: ScoredPairs, links: Sequence[Link]
) -> Figures:
    """Measures of a finished run against a gold."""
    return measure_figures([judge_links(gold, clauses, scored, links)])


def measure_calibration(
    probability: NDArray[np.float64], positive: NDArray[np.bool_], *, n_bins: int = 10
) -> float:
    """Expected calibration error in [0, 1] over equal bins; lower is better, NaN if empty."""
    if not len(probability):
        return float("nan")
    bins = np.minimum((probability * n_bins).astype(np.int64), n_bins - 1)
    distance = np.bincount(bins, weights=probability - positive, minlength=n_bins)
    return float(np.abs(distance).sum() / len(probability))


def _f1(positive: NDArray[np.bool_], found: NDArray[np.bool_], n_extra: int) -> float:
    return _share(
        2 * int((positive & found).sum()), int(positive.sum()) + int(found.sum()) + n_extra
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _average_precision(positive: NDArray[np.bool_], score: NDArray[np.float64]) -> float:
    return float(average_precision_score(positive, score)) if positive.any() else float("nan")


def _coverage_states(judgement: Judgement) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Gold and reported state (0 absent, 1 partly, 2 covered) of each clause and other document."""
    names, codes = np.unique(judgement.documents, return_inverse=True)
    shape = (len(codes), len(names))
    gold, found = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for one, other in ((judgement.a, judgement.b), (judgement.b, judgement.a)):
        np.maximum.at(gold, (one, codes[other]), judgement.labels)
        np.maximum.at(found, (one, codes[other]), judgement.found)
    asked = np.zeros(shape, bool)
    asked[judgement.a, codes[judgement.b]] = True
    asked[judgement.b, codes[judgement.a]] = True
    return gold[asked], found[asked]
