"""The rows of the result files as pandas frames, for notebooks and scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from policycompare.report.protocol import ComparisonLike, Row


class ComparisonFrames:
    """Properties of a comparison that give pandas frames, built anew on each use."""

    @property
    def aligned(self: ComparisonLike) -> pd.DataFrame:
        """The linked pairs as a pandas frame, with the columns of ``aligned_clauses.csv``."""
        from policycompare.report.columns import ALIGNED
        from policycompare.report.rows import aligned_rows

        return _frame(aligned_rows(self), ALIGNED)

    @property
    def measures(self: ComparisonLike) -> pd.DataFrame:
        """The measures as a pandas frame, with the columns of ``measures.csv``."""
        from policycompare.report.columns import measure_columns
        from policycompare.report.rows import measure_rows

        names = tuple(outline.document.name for outline in self.outlines)
        return _frame(measure_rows(self), measure_columns(names))

    @property
    def gaps(self: ComparisonLike) -> pd.DataFrame:
        """What each group lacks as a pandas frame, with the columns of ``gaps.csv``."""
        from policycompare.report.columns import GAPS
        from policycompare.report.rows import gap_rows

        return _frame(gap_rows(self), GAPS)

    @property
    def clauses_frame(self: ComparisonLike) -> pd.DataFrame:
        """The compared clauses as a pandas frame, with the columns of ``clauses.csv``."""
        from policycompare.report.columns import CLAUSES
        from policycompare.report.rows import clause_rows

        return _frame(clause_rows(self), CLAUSES)

    @property
    def coverage(self: ComparisonLike) -> pd.DataFrame:
        """How much of group ``a`` is found in group ``b``, each ordered pair of groups a row."""
        from policycompare.report.rows import coverage_rows

        return _frame(coverage_rows(self))

    @property
    def states(self: ComparisonLike) -> pd.DataFrame:
        """The state of each clause in each other group, with the nearest clause there."""
        from policycompare.report.rows import state_rows

        return _frame(state_rows(self))

    @property
    def targets(self: ComparisonLike) -> pd.DataFrame:
        """Every quantity promised as a pandas frame, with the columns of ``targets.csv``."""
        from policycompare.report.columns import TARGETS
        from policycompare.report.target_rows import places_of, target_rows

        return _frame(target_rows(self.target_reading.targets, places_of(self)), TARGETS)

    @property
    def target_comparison(self: ComparisonLike) -> pd.DataFrame:
        """Promises by indicator, with the columns of ``target_comparison.csv``."""
        from policycompare.report.columns import TARGET_COMPARISON
        from policycompare.report.target_rows import places_of, target_comparison_rows

        rows = target_comparison_rows(self.target_reading.targets, places_of(self))
        return _frame(rows, TARGET_COMPARISON)

    @property
    def units(self: ComparisonLike) -> pd.DataFrame:
        """Who leads what: a unit a row, a measure a column, roles and documents in the cells.

        A cell is e.g. ``lead: weihai-2021; responsible: ningbo-2017``, empty where the unit has no
        part in the measure; measures that name no unit have no column.
        """
        from policycompare.report.unit_rows import unit_rows, unit_table

        return _unit_frame(
            unit_table(unit_rows(self)), [m.measure_id for m in self.findings.measures]
        )

    @property
    def unit_mentions(self: ComparisonLike) -> pd.DataFrame:
        """Each unit of each clause as a pandas frame, with the columns of ``units.csv``."""
        from policycompare.report.columns import UNITS
        from policycompare.report.unit_rows import unit_rows

        return _frame(unit_rows(self), UNITS)

    @property
    def sentences(self: ComparisonLike) -> pd.DataFrame:
        """Each sentence with its strength of commitment, with the columns of ``sentences.csv``."""
        from policycompare.report.columns import SENTENCES
        from policycompare.report.strength_rows import sentence_rows

        return _frame(sentence_rows(self), SENTENCES)

    @property
    def dyads(self: ComparisonLike) -> pd.DataFrame:
        """Every two documents of different groups that share a measure, as in ``dyads.csv``."""
        from policycompare.report.columns import DYADS
        from policycompare.report.diffusion_rows import dyad_rows

        return _frame(dyad_rows(self), DYADS)

    @property
    def diffusion(self: ComparisonLike) -> pd.DataFrame:
        """The order in which groups adopted each measure, as in ``diffusion.csv``."""
        from policycompare.report.columns import DIFFUSION
        from policycompare.report.diffusion_rows import adoption_rows

        return _frame(adoption_rows(self), DIFFUSION)

    @property
    def names(self: ComparisonLike) -> pd.DataFrame:
        """Names of other places in clauses and preambles: hints, as in ``names.csv``."""
        from policycompare.report.columns import NAMES
        from policycompare.report.name_rows import name_rows

        return _frame(name_rows(self), NAMES)


def _unit_frame(cells: dict[str, dict[str, str]], measures: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    named = {measure for row in cells.values() for measure in row}
    columns = [measure for measure in measures if measure in named]
    rows = [[row.get(measure, "") for measure in columns] for row in cells.values()]
    index = pd.Index(list(cells), name="unit", dtype=object)
    return pd.DataFrame(rows, index=index, columns=columns)


def _frame(rows: Iterable[Row], columns: Sequence[str] | None = None) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows), columns=None if columns is None else list(columns))
