"""The tables that the commands print, made from a comparison: rows with their warnings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policycompare.groups import check_group
from policycompare.table import Table

if TYPE_CHECKING:
    from policycompare.report.protocol import ComparisonLike


class ComparisonTables:
    """Methods of a comparison that give the tables of the smaller commands."""

    def dyads_table(self: ComparisonLike) -> Table:
        """Build the rows of ``dyads`` with the warnings that belong to them."""
        from policycompare.report.columns import DYADS
        from policycompare.report.diffusion_rows import dyad_rows

        return Table("dyads", DYADS, tuple(dyad_rows(self)), _all_warnings(self))

    def diffusion_table(self: ComparisonLike) -> Table:
        """Build the rows of ``diffusion`` with the warnings that belong to them."""
        from policycompare.report.columns import DIFFUSION
        from policycompare.report.diffusion_rows import adoption_rows

        return Table("diffusion", DIFFUSION, tuple(adoption_rows(self)), _all_warnings(self))

    def names_table(self: ComparisonLike) -> Table:
        """Build the rows of ``names``; its warnings say which documents were not checked.

        Its note counts the hints and the names that are no row because their context explains them.
        """
        from policycompare.report.columns import NAMES
        from policycompare.report.name_rows import name_rows, names_note, names_warnings

        warnings = (*_all_warnings(self), *names_warnings(self))
        rows = tuple(name_rows(self))
        return Table("names of other places", NAMES, rows, warnings, (names_note(self),))

    def units_by(
        self: ComparisonLike, units: Sequence[str] = (), *, clauses: bool = False
    ) -> Table:
        """List the units, those that lead most first, or what each does, clause by clause.

        Parameters
        ----------
        units : sequence of str
            Only these, however their names are written (市工信局); all where there is none.
        clauses : bool
            One row per unit and clause, as in ``units.csv``, in place of one per unit.
        """
        from policycompare.report.columns import UNITS
        from policycompare.report.unit_rows import (
            SUMMARY,
            select_units,
            unit_rows,
            unit_summaries,
        )

        rows = select_units(unit_rows(self), units)
        if clauses:
            return Table("units by clause", UNITS, tuple(rows), _all_warnings(self))
        return Table("units", SUMMARY, tuple(unit_summaries(rows)), _all_warnings(self))

    def gaps_of(self: ComparisonLike, group: str) -> Table:
        """List what one group lacks, worst first.

        Raises
        ------
        UsageError
            If there is no such group.
        """
        from policycompare.report.columns import GAPS
        from policycompare.report.rows import gap_rows, worst_gap_key

        check_group(group, self.group_order)
        rows = tuple(sorted(gap_rows(self, group=group), key=worst_gap_key))
        return Table(f"gaps of {group}", GAPS, rows, _all_warnings(self))


def _all_warnings(comparison: ComparisonLike) -> tuple[str, ...]:
    return (*comparison.warnings, *map(str, comparison.skipped_documents))
