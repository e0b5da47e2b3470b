"""What was measured of the model, in one sentence: the model file's own figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policycompare.report.labels import Translate
from policycompare.report.protocol import ComparisonLike

SHOWN = (("f1_same", "F1(same)"), ("ap_same", "AP(same)"), ("false_gap_rate", "false gaps"))
"""Figures of the model file that the line shows; the others are in ``run.json``."""


def quality_line(comparison: ComparisonLike, t: Translate) -> str:
    """Say what was measured, how it was held out and on which gold, with the file's own note."""
    model = comparison.model
    figures = model.provenance.get("figures")
    parts = list(_figures(figures)) if isinstance(figures, Mapping) else []
    if not parts:
        return t("no_quality", model=model.name)
    gold, note = str(model.provenance.get("gold", "?")), str(model.provenance.get("note", ""))
    return t("quality", model=model.name, gold=gold, figures="; ".join(parts), note=note).strip()


def _figures(figures: Mapping[str, Any]) -> Iterator[str]:
    """One part for each way of holding out."""
    for held_out, values in figures.items():
        if isinstance(values, Mapping):
            shown = [f"{name} {values[key]:.2f}" for key, name in SHOWN if key in values]
            if shown:
                yield f"{held_out.replace('_', ' ')} {', '.join(shown)}"
