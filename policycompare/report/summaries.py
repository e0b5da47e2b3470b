"""Rows of what a run found as a whole: documents, coverage and states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from policycompare.datamodel import Outline
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.values import joined, rounded


def coverage_rows(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of the matrix of shared coverage: each ordered pair of groups."""
    for coverage in comparison.findings.coverage:
        n_clauses = coverage.n_clauses
        yield {
            "a": coverage.a,
            "b": coverage.b,
            "n_clauses": n_clauses,
            "n_covered": coverage.n_covered,
            "n_partial": coverage.n_partial,
            "n_absent": n_clauses - coverage.n_covered - coverage.n_partial,
            "covered_share": rounded(coverage.covered_share),
            "partial_share": rounded(coverage.n_partial / n_clauses) if n_clauses else None,
        }


def state_rows(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of the states: each clause in each other group, with its nearest clause."""
    for state in comparison.findings.states:
        nearest = None if state.nearest is None else comparison.clauses[state.nearest]
        yield {
            "clause_id": comparison.clauses[state.clause].clause_id,
            "group": state.group,
            "state": state.state,
            "nearest_clause": nearest.clause_id if nearest else "",
            "nearest_p_same": rounded(state.p_same) if nearest else None,
            "nearest_p_overlap": rounded(state.p_overlap) if nearest else None,
        }


def document_rows(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of the documents: what was understood of each, and what it warns of."""
    n_compared = Counter(clause.document for clause in comparison.clauses)
    group_of = {
        clause.document: group
        for clause, group in zip(comparison.clauses, comparison.groups, strict=True)
    }
    for outline in comparison.outlines:
        name = outline.document.name
        yield document_row(outline, group_of.get(name, ""), n_compared[name])


def document_row(outline: Outline, group: str, n_compared: int) -> Row:
    """Build the row of one document."""
    document, damage = outline.document, outline.normalized.damage
    warnings = (*document.warnings, *outline.warnings)
    return {
        "document": document.name,
        "title": document.metadata.title,
        "jurisdiction": document.metadata.jurisdiction,
        "group": group,
        "issued": document.metadata.issued,
        "status": document.metadata.status,
        "n_chars": len(document.text),
        "encoding": document.encoding,
        "script": outline.normalized.script,
        "n_repaired": sum(place.repair is not None for place in damage),
        "n_flagged": sum(place.repair is None for place in damage),
        "n_headings": len(outline.headings),
        "n_clauses": len(outline.clauses),
        "n_compared": n_compared,
        "n_warnings": len(warnings) + sum(bool(c.warnings) for c in outline.clauses),
        "warnings": joined(warnings),
        "left_out": joined(document.left_out),
        "sha256": document.sha256,
    }
