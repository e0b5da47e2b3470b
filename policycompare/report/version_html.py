"""What changed between two versions, as a piece of HTML with every text escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policycompare.report.folding import N_FIRST, fold_table
from policycompare.report.labels import Language, translator
from policycompare.report.notebook import render_view
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
    title, *counts = headlines(found, t)
    names = [outline.document.name for outline in (found.a, found.b)]
    of_targets = [t("indicator"), *names, t("what_differs"), t("clauses_of_both")]
    of_clauses = [t("state"), t("its_text"), *names, t("p_same"), t("similarity_long")]
    of_alone = [t("state"), t("text"), t("nearest"), "", t("p_overlap")]
    alone = (alone_line(row, t) for row in rows if row["nearest_clause"])
    return render_view(
        "versions.html",
        language=language,
        title=title,
        counts=counts,
        targets=[
            (
                state,
                fold_table(of_targets, (target_line(r, t) for r in targets if r["state"] == state)),
            )
            for state in ("changed", "new", "dropped")
        ],
        n_kept=sum(row["state"] == "kept" for row in targets),
        clauses=fold_table(of_clauses, (clause_line(row, t) for row in rows)),
        alone=fold_table(of_alone, alone),
        wording=list(changed_wording(found)),
        warnings=found.warnings,
        n_first=N_FIRST,
    )
