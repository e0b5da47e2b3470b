"""What the browser shows, in a compact form: every text once, clauses by their position."""

from __future__ import annotations

from typing import Any

from policycompare.datamodel import Clause, Measure
from policycompare.report.comparison_cells import (
    MeasureCell,
    clause_label,
    document_columns,
    likeliest_pair,
    measure_cells,
)
from policycompare.report.labels import Language, translator
from policycompare.report.notebook_labels import NOTEBOOK_LABELS
from policycompare.report.protocol import ComparisonLike
from policycompare.report.rows import measure_rows

STATES = ("covered", "partial", "absent")
"""A cell holds the position of its state in this list."""


def browser_data(comparison: ComparisonLike) -> dict[str, Any]:
    """Build the data of the browser as plain values for JSON.

    ``measures`` are the rows of the table, each with a cell per document: ``[state, clauses,
    nearest, a, b]``, where ``nearest`` is the nearest clause of a group that lacks the measure, if
    it stands in this document, and ``a`` and ``b`` are the pair to read first; None: there is none.
    """
    columns = document_columns(comparison)
    told = measure_rows(comparison)
    return {
        "groups": list(comparison.group_order),
        "documents": [
            {"name": c.document, "title": c.metadata.title, "group": c.group} for c in columns
        ],
        "measures": [
            {
                "id": measure.measure_id,
                "label": measure.label,
                "groups": len(measure.groups),
                "p": row["mean_p_same"],
                "clauses": list(measure.clauses),
                "cells": [_cell(comparison, measure, cell) for cell in cells],
            }
            for (measure, cells), row in zip(measure_cells(comparison, columns), told, strict=True)
        ],
        "clauses": [_clause(clause) for clause in comparison.clauses],
    }


def browser_labels(language: Language) -> dict[str, str]:
    """Look up the words of the browser; values that it fills in stand in braces, as ``{n}``."""
    t = translator(language)
    at = ("en", "zh").index(language)
    texts = {key: pair[at] for key, pair in NOTEBOOK_LABELS.items() if key.startswith("browse_")}
    shared = {key: t(key) for key in (*STATES, "measure", "p_same")}
    return {**texts, **shared, "span": NOTEBOOK_LABELS["view_span"][at]}


def _cell(comparison: ComparisonLike, measure: Measure, cell: MeasureCell) -> list[Any]:
    pair = likeliest_pair(comparison, measure, cell)
    a, b = (None, None) if pair is None else pair
    return [STATES.index(cell.state), list(cell.clauses), cell.nearest, a, b]


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.clause_id,
        "label": clause_label(clause),
        "document": clause.document,
        "span": [clause.start, clause.end],
        "text": clause.text,
    }
