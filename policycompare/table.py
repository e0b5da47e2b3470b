"""Rows with their columns: what the smaller commands return."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    import pandas as pd

    from policycompare.report.labels import Language
    from policycompare.report.protocol import Row


@dataclass(frozen=True, eq=False)
class Table(Sequence["Row"]):
    """A sequence of rows, each a dict of plain values in the order of ``columns``.

    Attributes
    ----------
    name : str
        What the rows are.
    columns : tuple of str
    rows : tuple of dict
    warnings : tuple of str
        What the reader should know about them, what was cut off included.
    notes : tuple of str
        What was counted besides, such as that nothing was found.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as a pandas frame."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(self.columns))

    def with_warnings(self, *warnings: str) -> Table:
        """Return the same table with further warnings."""
        return replace(self, warnings=(*self.warnings, *warnings))

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, index: Any) -> Any:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self.rows)} rows of {', '.join(self.columns)}>"

    def to_html(self, *, language: Language = "en") -> str:
        """Render the rows as a piece of HTML; long texts and all but the first rows are folded."""
        from policycompare.report.result_views import render_table

        return render_table(
            f"{self.name} ({len(self.rows)})",
            self.columns,
            self.rows,
            warnings=self.warnings,
            notes=self.notes,
            language=language,
        )

    def _repr_html_(self) -> str:
        return self.to_html()
