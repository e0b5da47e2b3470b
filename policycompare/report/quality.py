"""What was measured of the model, in one sentence: the model file's own figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policycompare.report.labels import CATALOGUE, Language, Translate, translator
from policycompare.report.protocol import ComparisonLike
from policycompare.report.remarks import tell_remark

SHOWN = ("f1_same", "ap_same", "false_gap_rate")
"""Figures of the model file that the line shows; the others are in ``run.json``."""


def quality_line(comparison: ComparisonLike, language: Language) -> str:
    """Say what was measured, how it was held out and on which gold, with the file's own note."""
    t, model = translator(language), comparison.model
    figures = model.provenance.get("figures")
    parts = list(_figures(figures, t)) if isinstance(figures, Mapping) else []
    if not parts:
        return t("no_quality", model=model.name)
    gold, note = str(model.provenance.get("gold", "?")), str(model.provenance.get("note", ""))
    note = tell_remark(note, language)
    return t(
        "quality", model=model.name, gold=gold, figures=t("quality_joint").join(parts), note=note
    ).strip()


def _figures(figures: Mapping[str, Any], t: Translate) -> Iterator[str]:
    """One part for each way of holding out."""
    for held_out, values in figures.items():
        if not isinstance(values, Mapping):
            continue
        shown = [
            t("figure", name=t(key), value=f"{values[key]:.2f}") for key in SHOWN if key in values
        ]
        way = t(held_out) if held_out in CATALOGUE else held_out
        if shown:
            yield t("figures_of", way=way, figures=t("figure_joint").join(shown))
