"""The columns of every written file: the required ones first, in their order, then additions.

``docs/outputs.md`` documents each; a test holds the page against these tables.
"""

from __future__ import annotations

CLAUSES = (
    "clause_id",
    "document",
    "jurisdiction",
    "path",
    "section",
    "heading",
    "role",
    "text",
    "lead_units",
    "responsible_units",
    "deadline",
    "start",
    "end",
    "n_chars",
    "warnings",
    "group",
    "measure_id",
    "quote",
)

ALIGNED = (
    "a_clause",
    "b_clause",
    "a_document",
    "b_document",
    "a_jurisdiction",
    "b_jurisdiction",
    "relation",
    "p_same",
    "p_overlap",
    "wording",
    "reuse_a",
    "reuse_b",
    "shared_terms",
    "a_heading",
    "b_heading",
    "a_text",
    "b_text",
    "a_start",
    "a_end",
    "b_start",
    "b_end",
    "a_group",
    "b_group",
    "a_measure",
    "b_measure",
    "n_shared_terms",
    "a_shared_spans",
    "b_shared_spans",
    "boilerplate_a",
    "boilerplate_b",
    "a_spans",
    "b_spans",
    "lead_relation",
    "units_shared",
    "units_other_role",
    "units_only_a",
    "units_only_b",
    "units_hint",
    "a_strength",
    "b_strength",
    "changed_strength",
    "n_shared_sentences",
    "n_only_a",
    "n_only_b",
    "only_a",
    "only_b",
    "changed_numbers",
    "changed_deadlines",
    "changed_scope",
    "n_uncompared_sentences",
)

MEASURES_BEFORE = ("measure_id", "label", "n_groups", "groups")
"""Columns of ``measures.csv`` before the one column per document."""

MEASURES_AFTER = ("n_clauses", "mean_p_same")
"""Columns of ``measures.csv`` after the one column per document."""

GAPS = (
    "group",
    "measure_id",
    "label",
    "present_in",
    "state",
    "nearest_clause",
    "nearest_p_same",
    "nearest_p_overlap",
    "nearest_text",
    "n_present_in",
    "measure_clauses",
    "nearest_document",
    "nearest_heading",
    "nearest_start",
    "nearest_end",
)


TARGETS = (
    "clause_id",
    "document",
    "quote",
    "indicator",
    "value",
    "value_max",
    "unit",
    "comparator",
    "kind",
    "deadline_year",
    "scope",
    "start",
    "end",
    "jurisdiction",
    "group",
    "measure_id",
    "indicator_key",
    "grade",
    "base_value",
    "base_value_max",
    "base_unit",
    "deadline_source",
    "text",
    "warnings",
)

TARGET_COMPARISON = (
    "indicator",
    "unit",
    "document",
    "value",
    "comparator",
    "deadline_year",
    "clause_id",
    "quote",
    "value_max",
    "kind",
    "scope",
    "grade",
    "jurisdiction",
    "group",
    "n_groups",
    "printed_indicator",
    "deadline_source",
    "text",
    "start",
    "end",
)

UNITS = (
    "unit",
    "prefix",
    "level",
    "kind",
    "printed",
    "role",
    "origin",
    "measure_id",
    "clause_id",
    "document",
    "jurisdiction",
    "group",
    "start",
    "end",
    "hint",
    "known",
)

SENTENCES = (
    "clause_id",
    "number",
    "document",
    "jurisdiction",
    "group",
    "measure_id",
    "strength",
    "markers",
    "governed",
    "text",
    "start",
    "end",
)

DYADS = (
    "measure",
    "label",
    "earlier",
    "later",
    "order",
    "days",
    "days_min",
    "days_max",
    "reuse_share",
    "boilerplate_share",
    "wording",
    "relation",
    "same_parent",
    "a_document",
    "b_document",
    "a_group",
    "b_group",
    "a_jurisdiction",
    "b_jurisdiction",
    "a_level",
    "b_level",
    "a_issued",
    "b_issued",
    "a_status",
    "b_status",
    "a_clauses",
    "b_clauses",
    "p_same",
    "p_overlap",
    "n_same",
    "n_partial",
    "n_groups",
    "a_n_chars",
    "b_n_chars",
    "shared_a",
    "shared_b",
    "boilerplate_a",
    "boilerplate_b",
    "parent_documents",
    "parent_state",
    "parent_earlier",
    "in_parent_a",
    "in_parent_b",
    "beyond_parent_a",
    "beyond_parent_b",
    "beyond_parent_share",
)

DIFFUSION = (
    "measure",
    "label",
    "n_groups",
    "first_mover",
    "first_dated",
    "first_document",
    "first_issued",
    "order",
    "adopters",
    "documents",
    "issued",
    "lags",
    "max_lag",
    "n_undated",
    "drafts",
)

NAMES = (
    "clause_id",
    "document",
    "jurisdiction",
    "part",
    "name",
    "kind",
    "strength",
    "division_of",
    "start",
    "end",
    "quote",
    "context",
    "linked_clause",
    "linked_document",
    "linked_jurisdiction",
    "home_documents",
    "measure",
)


def measure_columns(documents: tuple[str, ...]) -> tuple[str, ...]:
    """Columns of ``measures.csv`` for these documents.

    Examples
    --------
    >>> measure_columns(("weihai-2023",))[4:]
    ('weihai-2023', 'n_clauses', 'mean_p_same')
    """
    return MEASURES_BEFORE + tuple(map(document_column, documents)) + MEASURES_AFTER


def document_column(document: str) -> str:
    """Name of a document's column: its id, marked where a fixed column has that name.

    Examples
    --------
    >>> document_column("qingdao-2023"), document_column("label")
    ('qingdao-2023', 'document:label')
    """
    taken = document in MEASURES_BEFORE + MEASURES_AFTER
    return f"document:{document}" if taken else document
