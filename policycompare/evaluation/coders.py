"""Agreement between the coders of a gold: the ceiling to measure the program against."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policycompare.errors import GoldError, UsageError
from policycompare.evaluation.gold import Gold
from policycompare.evaluation.judging import judge_labels
from policycompare.evaluation.weighted import measure_plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Labels = NDArray[np.int64]

PREFIX = "coder"
"""Columns of ``alignments.csv`` whose names begin so hold the labels of one coder each."""

INSTALL = 'pip install "policycompare[evaluate]"'
"""Installs what Krippendorff's alpha needs."""


@dataclass(frozen=True)
class Codings:
    """Labels of several coders: ``labels`` of shape (n_coders, n_pairs), by ``gold.pairs()``."""

    names: tuple[str, ...]
    labels: Labels

    def __repr__(self) -> str:
        return f"<Codings of {', '.join(self.names) or 'nobody'}: {self.labels.shape[1]} pairs>"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two coders, or the mean of all pairs of coders; each 1 where they are one.

    Attributes
    ----------
    f1_same, f1_any : float
        In [0, 1], as of a run of ``b`` against the gold of ``a``; symmetric.
    kappa : float
        Cohen's kappa over the three labels, in [-1, 1].
    alpha : float
        Krippendorff's alpha, ordinal, at most 1; NaN without its library.
    coverage_accuracy, coverage_macro_f1 : float
        Of the coverage states, in [0, 1].
    """

    a: str
    b: str
    f1_same: float
    f1_any: float
    kappa: float
    alpha: float
    coverage_accuracy: float
    coverage_macro_f1: float


def read_codings(folder: Path, gold: Gold) -> Codings:
    """Read the coders' columns of ``alignments.csv``; a pair that is not listed is 0 for all.

    Raises
    ------
    GoldError
        If a coder's label is not 0, 1 or 2.
    """
    path = folder / "alignments.csv"
    place = {clause.clause_id: k for k, clause in enumerate(gold.clauses)}
    a, b, _ = gold.pairs()
    row_of = {(int(i), int(j)): k for k, (i, j) in enumerate(zip(a, b, strict=True))}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        names = tuple(name for name in reader.fieldnames or () if name.startswith(PREFIX))
        labels = np.zeros((len(names), len(a)), dtype=np.int64)
        for row in reader:
            a_place, b_place = sorted((place.get(row["a"], -1), place.get(row["b"], -1)))
            k = row_of.get((a_place, b_place))
            if k is not None:  # else of a document that is left out
                labels[:, k] = [_label(path, row, name) for name in names]
    return Codings(names, labels)


def _label(path: Path, row: Mapping[str, str], name: str) -> int:
    if row[name] not in ("0", "1", "2"):
        raise GoldError(
            f"{path} gives {row['a']}, {row['b']} the label {row[name]!r} of {name}, but a label "
            "is 0, 1 or 2; mend it."
        )
    return int(row[name])


def measure_agreement(gold: Gold, codings: Codings) -> tuple[Agreement, ...]:
    """Agreement of every two coders, then of all: means, and alpha over all at once.

    Empty with fewer than two coders.
    """
    pairs = [_agreement(gold, codings, i, j) for i, j in combinations(range(len(codings.names)), 2)]
    if len(pairs) > 1:
        pairs.append(_summary(pairs, codings.labels))
    return tuple(pairs)


def measure_alpha(labels: Labels) -> float:
    """Krippendorff's alpha of ordinal labels, shape (n_coders, n_pairs); NaN if all are alike.

    Raises
    ------
    UsageError
        If the library ``krippendorff`` is not installed.
    """
    try:
        library = import_module("krippendorff")
    except ImportError as error:
        raise UsageError(
            f"Krippendorff's alpha needs a library that is not installed; run {INSTALL}."
        ) from error
    if len(np.unique(labels)) < 2:  # no variation: expected disagreement is 0
        return float("nan")
    return float(library.alpha(reliability_data=labels, level_of_measurement="ordinal"))


def has_alpha() -> bool:
    """Whether the library of Krippendorff's alpha is installed."""
    try:
        import_module("krippendorff")
    except ImportError:
        return False
    return True


def _agreement(gold: Gold, codings: Codings, i: int, j: int) -> Agreement:
    from sklearn.metrics import cohen_kappa_score

    first, second = codings.labels[i], codings.labels[j]
    judged = judge_labels(gold, second)
    figures = measure_plain(replace(judged, labels=first))
    alike = len(np.unique(codings.labels[[i, j]])) < 2
    return Agreement(
        codings.names[i],
        codings.names[j],
        figures["f1_same"],
        figures["f1_any"],
        float("nan") if alike else float(cohen_kappa_score(first, second, labels=[0, 1, 2])),
        measure_alpha(codings.labels[[i, j]]) if has_alpha() else float("nan"),
        figures["coverage_accuracy"],
        figures["coverage_macro_f1"],
    )


def _summary(pairs: Sequence[Agreement], labels: Labels) -> Agreement:
    def mean(name: str) -> float:
        return float(np.mean([getattr(pair, name) for pair in pairs]))

    return Agreement(
        "all",
        "mean",
        mean("f1_same"),
        mean("f1_any"),
        mean("kappa"),
        measure_alpha(labels) if has_alpha() else float("nan"),
        mean("coverage_accuracy"),
        mean("coverage_macro_f1"),
    )
