"""Columns of the tables that only the streamed form of the results has."""

from __future__ import annotations

DOCUMENTS = (
    "document",
    "title",
    "jurisdiction",
    "group",
    "issued",
    "status",
    "n_chars",
    "encoding",
    "script",
    "n_repaired",
    "n_flagged",
    "n_headings",
    "n_clauses",
    "n_compared",
    "n_warnings",
    "warnings",
    "left_out",
    "sha256",
)

MEASURE_CLAUSES = ("measure_id", "clause_id", "document", "group")

COVERAGE = (
    "a",
    "b",
    "n_clauses",
    "n_covered",
    "n_partial",
    "n_absent",
    "covered_share",
    "partial_share",
)
