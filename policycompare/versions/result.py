"""The result of ``diff``: what changed between two versions of one plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policycompare.datamodel.versions import ClauseChange, TargetChange

if TYPE_CHECKING:
    import pandas as pd

    from policycompare.datamodel import Outline
    from policycompare.report.labels import Language
    from policycompare.report.protocol import Row
    from policycompare.settings import Settings


@dataclass(frozen=True, eq=False)
class VersionDiff:
    """What changed between two versions of one plan.

    Attributes
    ----------
    a, b : Outline
        The older and the newer version.
    changes : tuple of ClauseChange
        Every clause of ``a`` in its order with what became of it, then the new ones of ``b``.
    target_changes : tuple of TargetChange
        Changed targets first, then new, dropped and kept ones.
    same_threshold, overlap_threshold : float
        Probabilities in [0, 1] of the model: of the same, and of sharing a commitment.
    settings : Settings
        What the run was told.
    warnings : tuple of str
        What the reader should know, what was cut or bounded included.
    """

    a: Outline
    b: Outline
    changes: tuple[ClauseChange, ...]
    target_changes: tuple[TargetChange, ...]
    same_threshold: float
    overlap_threshold: float
    settings: Settings
    warnings: tuple[str, ...] = ()

    @property
    def clauses(self) -> pd.DataFrame:
        """What became of the clauses as a pandas frame; ``docs/diff.md`` tells the columns."""
        import pandas as pd

        from policycompare.report.version_rows import CLAUSE_COLUMNS, clause_change_rows

        return pd.DataFrame(list(clause_change_rows(self)), columns=list(CLAUSE_COLUMNS))

    @property
    def targets(self) -> pd.DataFrame:
        """Changed targets first, then new, dropped and kept ones, as a pandas frame."""
        import pandas as pd

        from policycompare.report.version_rows import TARGET_COLUMNS, target_change_rows

        return pd.DataFrame(list(target_change_rows(self)), columns=list(TARGET_COLUMNS))

    def rows(self) -> Iterator[Row]:
        """Yield targets and then clauses as rows of one shape; ``part`` says what a row is."""
        from policycompare.report.version_rows import version_rows

        return version_rows(self)

    def to_html(self, *, language: Language = "en") -> str:
        """Render the result as a piece of HTML that needs nothing beside it."""
        from policycompare.report.version_html import render_versions

        return render_versions(self, language=language)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        states = Counter(change.state for change in self.changes)
        targets = Counter(change.state for change in self.target_changes)
        told = ", ".join(f"{n} {state}" for state, n in sorted(states.items()))
        promised = ", ".join(f"{n} {state}" for state, n in sorted(targets.items())) or "none"
        return (
            f"<VersionDiff of {self.a.document.name} and {self.b.document.name}: {told}; "
            f"targets: {promised}>"
        )
