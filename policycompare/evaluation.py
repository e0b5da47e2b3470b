"""Score a run against a gold folder, by the definitions of ``corpus/gold/README.md``."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import average_precision_score

from policycompare.errors import GoldError
from policycompare.scoring.fitting import predict
from policycompare.scoring.names import FEATURE_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause, Link, ScoredPairs
    from policycompare.scoring.model import Model

    Fit = Callable[[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]], Model]

MIN_SPAN_OVERLAP = 0.5
"""Least intersection over union, in [0, 1], of the spans of a clause and the gold clause it stands for."""


@dataclass(frozen=True, slots=True)
class GoldClause:
    """A clause of the gold: ``start``/``end`` are source offsets in its document."""

    clause_id: str
    document: str
    start: int
    end: int
    heading: str


@dataclass(frozen=True)
class Gold:
    """Coded clauses and pairs.

    Attributes
    ----------
    clauses : tuple of GoldClause
    labels : mapping of (int, int) to int
        1 partial or 2 same for positions ``a < b`` in ``clauses``; every other pair is 0.
    fingerprint : str
        SHA-256 of ``clauses.jsonl`` followed by ``alignments.csv``.
    """

    clauses: tuple[GoldClause, ...]
    labels: Mapping[tuple[int, int], int]
    fingerprint: str

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """All pairs of different documents and their labels, each of shape (n_pairs,)."""
        documents = np.array([clause.document for clause in self.clauses])
        first, second = np.triu_indices(len(documents), 1)
        differ = documents[first] != documents[second]
        a, b = first[differ].astype(np.int64), second[differ].astype(np.int64)
        labels = [self.labels.get((int(i), int(j)), 0) for i, j in zip(a, b, strict=True)]
        return a, b, np.array(labels, dtype=np.int64)

    def __repr__(self) -> str:
        return f"<Gold: {len(self.clauses)} clauses, {len(self.labels)} pairs that overlap>"


@dataclass(frozen=True, slots=True)
class Figures:
    """Measures of one run against a gold; each in [0, 1], NaN where nothing can be measured.

    Attributes
    ----------
    f1_same, f1_any : float
        ``2 TP / (2 TP + FP + FN)`` of the links that are ``same`` (gold 2), of all links (gold 1 or 2).
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


def read_gold(folder: Path) -> Gold:
    """Read ``clauses.jsonl`` and ``alignments.csv``.

    Raises
    ------
    GoldError
        If a file is missing or malformed, a clause id is unknown or doubled, or a label is not 0, 1 or 2.
    """
    raw_clauses, raw_pairs = _read(folder / "clauses.jsonl"), _read(folder / "alignments.csv")
    clauses = tuple(
        _parse_clause(folder, number, line)
        for number, line in enumerate(raw_clauses.decode("utf-8-sig").splitlines(), 1)
        if line.strip()
    )
    place = {clause.clause_id: k for k, clause in enumerate(clauses)}
    if len(place) < len(clauses):
        raise GoldError(
            f"{folder / 'clauses.jsonl'} holds a clause id twice; give every clause its own."
        )
    labels: dict[tuple[int, int], int] = {}
    for row in csv.DictReader(raw_pairs.decode("utf-8-sig").splitlines()):
        pair, label = _parse_pair(folder, row, place)
        if pair in labels:
            raise GoldError(
                f"{folder / 'alignments.csv'} holds the pair {row['a']}, {row['b']} twice; keep one row."
            )
        labels[pair] = label
    return Gold(
        clauses,
        {pair: label for pair, label in labels.items() if label},
        sha256(raw_clauses + raw_pairs).hexdigest(),
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GoldError(
            f"The gold file {path} cannot be read ({error.strerror}); a gold folder holds "
            "clauses.jsonl and alignments.csv."
        ) from error


def _parse_clause(folder: Path, number: int, line: str) -> GoldClause:
    try:
        row = json.loads(line)
        return GoldClause(
            row["id"], row["document"], int(row["start"]), int(row["end"]), row.get("heading", "")
        )
    except (ValueError, KeyError, TypeError) as error:
        raise GoldError(
            f"Line {number} of {folder / 'clauses.jsonl'} is no clause ({error!r}); it needs id, "
            "document, start and end."
        ) from error


def _parse_pair(
    folder: Path, row: Mapping[str, str], place: Mapping[str, int]
) -> tuple[tuple[int, int], int]:
    where = folder / "alignments.csv"
    for side in ("a", "b"):
        if row.get(side) not in place:
            raise GoldError(
                f"{where} names the clause {row.get(side)!r}, which clauses.jsonl does not hold; mend the id."
            )
    if row.get("label") not in ("0", "1", "2"):
        raise GoldError(
            f"{where} labels {row['a']}, {row['b']} with {row.get('label')!r}, but a label is 0, 1 or 2."
        )
    first, second = sorted((place[row["a"]], place[row["b"]]))
    return (first, second), int(row["label"])


def map_clauses(clauses: Sequence[Clause], gold: Gold) -> tuple[int | None, ...]:
    """Position of the gold clause that each clause stands for, or None.

    It is the gold clause of the same document with the greatest overlap of source spans (the first of
    equals), if intersection over union is at least 0.5.
    """
    by_document: dict[str, list[int]] = {}
    for k, one in enumerate(gold.clauses):
        by_document.setdefault(one.document, []).append(k)
    return tuple(
        _map_clause(clause, gold.clauses, by_document.get(clause.document, ()))
        for clause in clauses
    )


def _map_clause(clause: Clause, gold: Sequence[GoldClause], positions: Sequence[int]) -> int | None:
    best, most = None, 0
    for k in positions:
        shared = min(clause.end, gold[k].end) - max(clause.start, gold[k].start)
        if shared > most:
            best, most = k, shared
    if best is None:
        return None
    union = max(clause.end, gold[best].end) - min(clause.start, gold[best].start)
    return best if most / union >= MIN_SPAN_OVERLAP else None


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
    """Expected calibration error in [0, 1], lower is better, over bins of equal width; NaN if empty."""
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


def folds_by_pair(
    documents: Sequence[str], a: NDArray[np.int64], b: NDArray[np.int64]
) -> list[NDArray[np.bool_]]:
    """Rows to test in each fold: all pairs of one pair of documents."""
    keys = number_document_pairs(documents, a, b)
    return [keys == key for key in np.unique(keys)]


def documents_left_out(
    documents: Sequence[str], a: NDArray[np.int64], b: NDArray[np.int64]
) -> list[NDArray[np.bool_]]:
    """Rows to test in each fold: every pair that touches one document, so each row is tested twice."""
    names, codes = np.unique(documents, return_inverse=True)
    return [(codes[a] == k) | (codes[b] == k) for k in range(len(names))]


def number_document_pairs(
    documents: Sequence[str], a: NDArray[np.int64], b: NDArray[np.int64]
) -> NDArray[np.int64]:
    """A number for the two documents of each pair, shape (n_pairs,); the order of the two is nothing."""
    names, codes = np.unique(documents, return_inverse=True)
    return np.asarray(
        np.minimum(codes[a], codes[b]) * len(names) + np.maximum(codes[a], codes[b]), dtype=np.int64
    )


def judge_folds(
    gold: Gold,
    values: NDArray[np.float64],
    folds: Sequence[NDArray[np.bool_]],
    fit: Fit,
) -> list[Judgement]:
    """Fit to the rows outside each fold, judge the rows inside it.

    Parameters
    ----------
    values : numpy.ndarray, shape (n_pairs, n_features)
        Feature values of ``gold.pairs()``.
    fit : callable
        ``fit(values, labels, document_pairs)`` gives a model with its thresholds.
    """
    a, b, labels = gold.pairs()
    documents = tuple(clause.document for clause in gold.clauses)
    keys = number_document_pairs(documents, a, b)
    judgements = []
    for inside in folds:
        model = fit(values[~inside], labels[~inside], keys[~inside])
        p_same, p_overlap = predict(model, values[inside], FEATURE_NAMES)
        found = find_relations(model, p_same, p_overlap)
        judgements.append(
            Judgement(a[inside], b[inside], labels[inside], found, p_same, p_overlap, documents)
        )
    return judgements


def find_relations(
    model: Model, p_same: NDArray[np.float64], p_overlap: NDArray[np.float64]
) -> NDArray[np.int64]:
    """2 same, 1 partial, 0 neither, at the model's thresholds, shape (n_pairs,)."""
    partial = (p_overlap >= model.overlap_threshold).astype(np.int64)
    return np.where(p_same >= model.same_threshold, 2, partial)
