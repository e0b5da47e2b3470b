"""What ``check`` returns: its findings, and what the corpus holds of each jurisdiction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from policycompare.check import CheckRow
from policycompare.table import Table

if TYPE_CHECKING:
    import pandas as pd

    from policycompare.report.labels import Language

COLUMNS = ("document", "severity", "subject", "message", "start", "end")
"""Columns of the findings."""


@dataclass(frozen=True, eq=False)
class CheckResult(Sequence[CheckRow]):
    """A sequence of :class:`CheckRow`, the findings of a check.

    Attributes
    ----------
    findings : tuple of CheckRow
    coverage : Table
        One row per jurisdiction: years, types and status of its documents, and what to look at.
    """

    findings: tuple[CheckRow, ...]
    coverage: Table

    @property
    def table(self) -> Table:
        """The findings as a table of rows."""
        from policycompare.report.pages import check_rows

        return Table("findings", COLUMNS, tuple(check_rows(self.findings)))

    @property
    def frame(self) -> pd.DataFrame:
        """The findings as a pandas frame, one row each."""
        return self.table.frame

    @property
    def has_errors(self) -> bool:
        """Whether a comparison would be wrong or impossible."""
        return any(row.severity == "error" for row in self.findings)

    @property
    def is_doubtful(self) -> bool:
        """Whether there is an error or a doubt."""
        return any(row.severity != "note" for row in self.findings)

    def to_html(self, *, language: Language = "en") -> str:
        """Render findings and coverage as a piece of HTML."""
        return self.table.to_html(language=language) + self.coverage.to_html(language=language)

    def _repr_html_(self) -> str:
        return self.to_html()

    @overload
    def __getitem__(self, index: int) -> CheckRow: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[CheckRow, ...]: ...

    def __getitem__(self, index: Any) -> Any:
        return self.findings[index]

    def __len__(self) -> int:
        return len(self.findings)

    def __repr__(self) -> str:
        told = [row.severity for row in self.findings]
        counts = ", ".join(f"{told.count(one)} {one}s" for one in ("error", "doubt", "note"))
        return f"<CheckResult: {counts}>"
