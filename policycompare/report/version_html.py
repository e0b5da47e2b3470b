"""What changed between two versions, as a piece of HTML with every text escaped."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from policycompare.report.labels import Language, translator
from policycompare.report.version_rows import clause_change_rows, target_change_rows
from policycompare.report.versions import (
    alone_line,
    changed_wording,
    clause_line,
    headlines,
    target_line,
)

if TYPE_CHECKING:
    from policycompare.versions import VersionDiff


def render_versions(found: VersionDiff, *, language: Language = "en") -> str:
    """Render the result as one ``div`` with its own style, for a page or a notebook."""
    t = translator(language)
    rows = list(clause_change_rows(found))
    targets = list(target_change_rows(found))
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = resources.files("policycompare").joinpath("data", "versions.html")
    title, *counts = headlines(found, t)
    return environment.from_string(source.read_text(encoding="utf-8")).render(
        t=t,
        title=title,
        counts=counts,
        a=found.a.document.name,
        b=found.b.document.name,
        targets=[
            (state, [target_line(row, t) for row in targets if row["state"] == state])
            for state in ("changed", "new", "dropped")
        ],
        n_kept=sum(row["state"] == "kept" for row in targets),
        clauses=[clause_line(row, t) for row in rows],
        alone=[alone_line(row, t) for row in rows if row["nearest_clause"]],
        wording=list(changed_wording(found)),
        warnings=found.warnings,
    )
