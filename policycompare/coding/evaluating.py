"""Score a run against pairs that the user's own coders labelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policycompare.coding.agreement import agreement_rows, disagreement_rows
from policycompare.coding.calibration import calibration_rows
from policycompare.coding.figures import figure_rows
from policycompare.coding.reading import Coding, read_coding
from policycompare.coding.suggesting import list_goals, threshold_rows
from policycompare.coding.weighing import WeighedPairs, weigh_pairs
from policycompare.errors import GoldError
from policycompare.sampling.absences import Thresholds, current_thresholds, find_cells
from policycompare.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policycompare.comparison import Comparison
    from policycompare.report.labels import Language
    from policycompare.report.protocol import Row

WANTED_PRECISION = 0.9
"""Precision that thresholds are suggested for unless another is wanted."""

WANTED_FALSE_GAP_RATE = 0.1
"""False-gap rate that thresholds are suggested for unless another is wanted."""


@dataclass(frozen=True)
class CodedEvaluation:
    """What the coders' labels say about a run.

    Attributes
    ----------
    coding : Coding
        The labels and the key.
    pairs : WeighedPairs
        The coded pairs beside what the run says of them.
    thresholds : Thresholds
        Those of the run.
    model : str
        Name of the run's model.
    n_absent : int
        Clauses and other groups that the run reports absent.
    agreement, figures, suggestions, calibration, strata, disagreements : Table
    warnings : tuple of str
    """

    coding: Coding
    pairs: WeighedPairs
    thresholds: Thresholds
    model: str
    n_absent: int
    agreement: Table
    figures: Table
    suggestions: Table
    calibration: Table
    strata: Table
    disagreements: Table
    warnings: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in the order of the report."""
        return (
            self.agreement,
            self.figures,
            self.suggestions,
            self.calibration,
            self.strata,
            self.disagreements,
        )

    def as_dict(self) -> dict[str, object]:
        """Everything as plain values for JSON."""
        return {
            "sample": self.coding.sample_id,
            "coders": list(self.coding.coders),
            "n_pairs": len(self.coding.key),
            "labels_sha256": self.coding.fingerprint,
            "model": self.model,
            "n_absent": self.n_absent,
            "thresholds": {"same": self.thresholds.same, "overlap": self.thresholds.overlap},
            **{table.name: [_without_nan(row) for row in table] for table in self.tables},
            "methods": self.methods,
            "warnings": list(self.warnings),
        }

    @property
    def methods(self) -> str:
        """A paragraph for the methods section of a paper, with the figures of this evaluation."""
        from policycompare.coding.methods import write_methods

        return write_methods(self)

    def to_html(self, *, language: Language = "en") -> str:
        """Render all tables and the paragraph on methods as HTML that needs nothing beside it."""
        from policycompare.report.result_views import render_sections

        return render_sections(
            repr(self).strip("<>"),
            ((table.name, table.rows) for table in self.tables),
            warnings=self.warnings,
            notes=(self.methods,),
            language=language,
        )

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        n_coders = len(self.coding.coders)
        return f"<CodedEvaluation of {len(self.coding.key)} pairs by {n_coders} coders>"


def evaluate_coded(
    comparison: Comparison,
    files: Sequence[str | PathLike[str]],
    *,
    key: str | PathLike[str] | None = None,
    wanted_precision: float = WANTED_PRECISION,
    wanted_false_gap_rate: float = WANTED_FALSE_GAP_RATE,
    one_coder: bool = False,
) -> CodedEvaluation:
    """Score a run against a sample that was coded by hand.

    Parameters
    ----------
    comparison : Comparison
        A run over the corpus that the sample was drawn from; its model and thresholds may be
        others than at the time of drawing, as the weights do not depend on them.
    files : sequence of path
        One coded file per coder, as :func:`policycompare.sampling.write_sample` wrote them.
    key : path, optional
        The key of the sample; by default it is looked for beside the files.
    wanted_precision, wanted_false_gap_rate : float
        In [0, 1]: what thresholds are suggested for.
    one_coder : bool
        Go on with one coder, whose agreement with others is then not known.

    Raises
    ------
    GoldError
        If the files do not fit each other, the key or the run, or there is one coder only.
    UsageError
        If a wanted value is not in [0, 1], or XLSX is read without the extra ``excel``.
    """
    goals = list_goals(wanted_precision, wanted_false_gap_rate)
    coding = read_coding(
        [Path(fspath(file)) for file in files], key=None if key is None else Path(fspath(key))
    )
    if len(coding.coders) == 1 and not one_coder:
        raise GoldError(
            f"Only one coder's file, {files[0]}, was given, so agreement cannot be measured; name "
            "those of two coders or more with --coded, or go on without by --one-coder."
        )
    pairs = weigh_pairs(comparison, coding)
    cells = find_cells(comparison.scored, comparison.groups)
    thresholds = current_thresholds(comparison)
    return CodedEvaluation(
        coding=coding,
        pairs=pairs,
        thresholds=thresholds,
        model=comparison.model.name,
        n_absent=int(np.count_nonzero(cells.find_absent(thresholds))),
        agreement=_table("agreement", agreement_rows(coding, pairs.weights)),
        figures=_table("figures", figure_rows(comparison, pairs, cells, thresholds)),
        suggestions=_table("suggestions", threshold_rows(pairs, cells, thresholds, goals)),
        calibration=_table("calibration", calibration_rows(pairs)),
        strata=_table("strata", _stratum_rows(pairs)),
        disagreements=_table("disagreements", disagreement_rows(coding)),
        warnings=tuple(_warnings(coding, pairs)),
    )


def _stratum_rows(pairs: WeighedPairs) -> Iterable[Row]:
    """One row per stratum: what it holds, what was drawn and what the coders said."""
    for number, name in enumerate(pairs.stratum_names):
        inside = pairs.strata == number
        labels = pairs.labels[inside]
        weight = float(pairs.weights[inside][0])
        yield {
            "stratum": name,
            "n_pairs": round(weight * len(labels)),
            "n_coded": len(labels),
            "weight": weight,
            "n_same": int((labels == 2).sum()),
            "n_partial": int((labels == 1).sum()),
        }


def _warnings(coding: Coding, pairs: WeighedPairs) -> Iterable[str]:
    counts = np.bincount(pairs.strata)
    for number in np.flatnonzero((counts < 2) & (np.bincount(pairs.strata, pairs.weights) > 1)):
        yield (
            f"The stratum {pairs.stratum_names[number]} has one coded pair, so its spread is not "
            "in the intervals."
        )
    for kind, least in (("same", 2), ("same or partial", 1)):
        if not (pairs.labels >= least).any():
            yield f"No coded pair is labelled {kind}, so its recall cannot be estimated."
    n_unscored = int((pairs.rows < 0).sum())
    if n_unscored:
        yield f"{n_unscored} coded pairs were not scored by this run and count as not linked."
    if len(coding.coders) % 2 == 0:
        n_even = int((coding.labels.min(axis=0) != coding.labels.max(axis=0)).sum())
        if n_even:
            yield (
                f"{n_even} pairs are labelled differently by an even number of coders; of the two "
                "middle labels the lower one counts until the coders settle them."
            )


def _table(name: str, rows: Iterable[Row]) -> Table:
    kept = tuple(rows)
    return Table(name, tuple(kept[0]) if kept else (), kept)


def _without_nan(row: Row) -> Row:
    return {
        key: None if isinstance(value, float) and np.isnan(value) else value
        for key, value in row.items()
    }
