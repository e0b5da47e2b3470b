"""The rows of a comparison that a brief is written from, each list made once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from policycompare.report.brief.facts import Rows
from policycompare.report.diffusion_rows import adoption_rows, dyad_rows
from policycompare.report.name_rows import name_rows
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.record import build_record
from policycompare.report.rows import clause_rows, gap_rows, measure_rows
from policycompare.report.target_rows import places_of, target_comparison_rows, target_rows
from policycompare.report.unit_rows import unit_rows
from policycompare.report.values import SEPARATOR


class Material:
    """Rows as the files hold them, by file."""

    def __init__(self, comparison: ComparisonLike) -> None:
        self.comparison = comparison
        filled = dict.fromkeys(comparison.groups)
        self.groups = tuple(group for group in comparison.group_order if group in filled)
        """The groups with compared clauses, in the order of the corpus."""
        self._rows: dict[str, list[Row]] = {}

    def rows(self, file: str) -> list[Row]:
        """All rows of a CSV file."""
        if file not in self._rows:
            self._rows[file] = list(self._make(file))
        return self._rows[file]

    def select(self, rows: Rows) -> list[Row]:
        """The rows that are meant."""
        return rows.of(self.rows(rows.file))

    @cached_property
    def record(self) -> dict[str, Any]:
        """The run record."""
        return build_record(self.comparison)

    def recorded(self, *path: str | int) -> Any:
        """A value of the run record; None where there is none."""
        value: Any = self.record
        for part in path:
            if isinstance(value, dict):
                value = value.get(str(part))
            elif isinstance(value, list | tuple) and isinstance(part, int):
                value = value[part]
            else:
                return None
        return value

    @cached_property
    def _clauses(self) -> dict[str, Row]:
        return {str(row["clause_id"]): row for row in self.rows("clauses.csv")}

    def clause(self, clause_id: str) -> Row:
        """The row of a clause."""
        return self._clauses[clause_id]

    @cached_property
    def _measures(self) -> dict[str, Row]:
        return {str(row["measure_id"]): row for row in self.rows("measures.csv")}

    def measure(self, measure_id: str) -> Row:
        """The row of a measure."""
        return self._measures[measure_id]

    @cached_property
    def clauses_of_measures(self) -> dict[str, list[Row]]:
        """The rows of the clauses of each measure."""
        found: dict[str, list[Row]] = {}
        for row in self.rows("clauses.csv"):
            found.setdefault(str(row["measure_id"]), []).append(row)
        return found

    def is_task(self, measure_id: str) -> bool:
        """Whether a clause of the measure is a task rather than a principle, goal or safeguard."""
        return any(row["role"] == "task" for row in self.clauses_of_measures.get(measure_id, ()))

    def _make(self, file: str) -> Iterator[Row]:
        comparison = self.comparison
        if file in ("targets.csv", "target_comparison.csv"):
            make = target_rows if file == "targets.csv" else target_comparison_rows
            return make(comparison.target_reading.targets, places_of(comparison))
        makers = {
            "clauses.csv": clause_rows,
            "measures.csv": measure_rows,
            "gaps.csv": gap_rows,
            "units.csv": unit_rows,
            "dyads.csv": dyad_rows,
            "diffusion.csv": adoption_rows,
            "names.csv": name_rows,
        }
        return makers[file](comparison)


def entries(cell: object) -> Sequence[str]:
    """The entries of a list in a cell.

    Examples
    --------
    >>> entries("甲市; 乙市"), entries("")
    (['甲市', '乙市'], [])
    """
    return [entry for entry in str(cell).split(SEPARATOR) if entry]
