"""The sentences of the summary on whether it can be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycompare.report.page.told import Sentence, link
from policycompare.report.protocol import ComparisonLike
from policycompare.report.summaries import document_rows

FIGURES = {
    "precision": "precision_same",
    "recall": "recall_same",
    "f1": "f1_same",
    "false_gaps": "false_gap_rate",
}
"""Places of the sentence on measured quality, by the model file's own names."""


def trust_sentences(comparison: ComparisonLike) -> Iterator[Sentence]:
    """Tell where the evidence is, what was measured, what was cut, and what to doubt."""
    yield Sentence("page_evidence")
    yield _measured(comparison)
    n_cut, n_scored = int(comparison.scored.n_cut), len(comparison.scored.a)
    if n_cut:
        yield Sentence("cut", {"n_cut": link(n_cut, "record"), "n_all": n_scored + n_cut})
    else:
        yield Sentence("nothing_cut", {"n_scored": link(n_scored, "record")})
    documents = list(document_rows(comparison))
    n_flagged = sum(int(row["n_flagged"] or 0) for row in documents)
    n_warnings = len(comparison.warnings) + sum(int(row["n_warnings"] or 0) for row in documents)
    if n_warnings or n_flagged:
        told = {"n_warnings": n_warnings, "n_flagged": n_flagged}
        yield Sentence("page_warned", {k: link(n, "record") for k, n in told.items()})
    if comparison.skipped_documents:
        yield Sentence("page_left_out", {"n": link(len(comparison.skipped_documents), "record")})


def _measured(comparison: ComparisonLike) -> Sentence:
    """Measured error, where the model file states it for pairs of documents held out."""
    figures = comparison.model.provenance.get("figures")
    held_out = figures.get("folds_by_pair") if isinstance(figures, Mapping) else None
    if not isinstance(held_out, Mapping) or not all(key in held_out for key in FIGURES.values()):
        return Sentence("page_unmeasured", {"model": link(comparison.model.name, "record")})
    shown = {
        place: f"{held_out[key]:.2f}" if place == "f1" else f"{held_out[key]:.0%}"
        for place, key in FIGURES.items()
    }
    return Sentence("page_measured", {k: link(v, "record") for k, v in shown.items()})
