"""Rows of ``dyads.csv`` and ``diffusion.csv``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policycompare.datamodel import Adoption, Dyad, Measure, MeasureDiffusion
from policycompare.diffusion import DyadFinder, find_adoptions
from policycompare.report.kept import found_once
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.values import joined, rounded

UNKNOWN = "?"
"""Stands in a list for an entry that is not known."""

DRAFT = "draft"
"""Status in the manifest of a text whose ``issued`` is the day it was published for comment."""


@found_once
def dyads_of(comparison: ComparisonLike) -> tuple[Dyad, ...]:
    """Find the dyads of a comparison, by measure and the places of both documents."""
    finder = DyadFinder(
        comparison.outlines,
        comparison.clauses,
        comparison.groups,
        comparison.scored,
        comparison.links,
        comparison.findings.measures,
    )
    return tuple(finder.find())


@found_once
def adoptions_of(comparison: ComparisonLike) -> tuple[MeasureDiffusion, ...]:
    """Find the order of adoption of every measure, in the order of the measures."""
    measures = comparison.findings.measures
    found = find_adoptions(comparison.outlines, comparison.clauses, comparison.groups, measures)
    return tuple(found)


def dyad_rows(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of ``dyads.csv``: every two documents of different groups that share a measure."""
    metadata = {o.document.name: o.document.metadata for o in comparison.outlines}
    measures = {measure.measure_id: measure for measure in comparison.findings.measures}
    for dyad in dyads_of(comparison):
        a, b = metadata[dyad.a], metadata[dyad.b]
        yield {
            **_order_cells(dyad),
            "a_document": dyad.a,
            "b_document": dyad.b,
            "a_group": comparison.groups[dyad.a_clauses[0]],
            "b_group": comparison.groups[dyad.b_clauses[0]],
            "a_jurisdiction": a.jurisdiction,
            "b_jurisdiction": b.jurisdiction,
            "a_level": a.level,
            "b_level": b.level,
            "a_issued": a.issued,
            "b_issued": b.issued,
            "a_status": a.status,
            "b_status": b.status,
            **_evidence_cells(comparison, dyad, measures[dyad.measure_id]),
            **_parent_cells(dyad),
        }


def _order_cells(dyad: Dyad) -> Row:
    """Who is earlier and what the later one shares; empty where that is not certain."""
    certain = dyad.order == "certain"
    return {
        "measure": dyad.measure_id,
        "label": dyad.label,
        "earlier": dyad.a if certain else "",
        "later": dyad.b if certain else "",
        "order": dyad.order,
        "days": dyad.days_min if dyad.days_min == dyad.days_max else None,
        "days_min": dyad.days_min,
        "days_max": dyad.days_max,
        "reuse_share": rounded(dyad.reuse.shared_b) if certain else None,
        "boilerplate_share": rounded(dyad.reuse.boilerplate_b) if certain else None,
        "wording": dyad.reuse.wording,
        "relation": dyad.relation,
        "same_parent": yes_no(dyad.same_parent),
    }


def _evidence_cells(comparison: ComparisonLike, dyad: Dyad, measure: Measure) -> Row:
    return {
        "a_clauses": _clause_ids(comparison, dyad.a_clauses),
        "b_clauses": _clause_ids(comparison, dyad.b_clauses),
        "p_same": _share(dyad.p_same),
        "p_overlap": _share(dyad.p_overlap),
        "n_same": dyad.n_same,
        "n_partial": dyad.n_partial,
        "n_groups": len(measure.groups),
        "a_n_chars": _count_chars(comparison, dyad.a_clauses),
        "b_n_chars": _count_chars(comparison, dyad.b_clauses),
        "shared_a": rounded(dyad.reuse.shared_a),
        "shared_b": rounded(dyad.reuse.shared_b),
        "boilerplate_a": rounded(dyad.reuse.boilerplate_a),
        "boilerplate_b": rounded(dyad.reuse.boilerplate_b),
    }


def _parent_cells(dyad: Dyad) -> Row:
    reuse = dyad.reuse
    return {
        "parent_documents": joined(dyad.parents),
        "parent_state": dyad.parent_state,
        "parent_earlier": yes_no(dyad.parent_earlier),
        "in_parent_a": _share(reuse.in_parent_a),
        "in_parent_b": _share(reuse.in_parent_b),
        "beyond_parent_a": _share(reuse.beyond_a),
        "beyond_parent_b": _share(reuse.beyond_b),
        "beyond_parent_share": _share(reuse.beyond_b) if dyad.order == "certain" else None,
    }


def adoption_rows(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of ``diffusion.csv``: the order in which groups adopted each measure."""
    status = {o.document.name: o.document.metadata.status for o in comparison.outlines}
    for found in adoptions_of(comparison):
        first = _find_first(found)
        exact = [least for least, most in filter(None, found.lags) if least == most]
        names = [one.document for one in found.adoptions]
        yield {
            "measure": found.measure_id,
            "label": found.label,
            "n_groups": len(found.adoptions),
            "first_mover": found.first_mover or "",
            "first_dated": found.first_dated or "",
            "first_document": first.document if first else "",
            "first_issued": first.issued if first else "",
            "order": found.order,
            "adopters": joined(one.group for one in found.adoptions),
            "documents": joined(names),
            "issued": joined(one.issued or UNKNOWN for one in found.adoptions),
            "lags": joined(map(_lag_cell, found.lags)),
            "max_lag": max(exact, default=None),
            "n_undated": sum(one.moment is None for one in found.adoptions),
            "drafts": joined(name for name in names if status[name] == DRAFT),
        }


def _find_first(found: MeasureDiffusion) -> Adoption | None:
    return found.adoptions[0] if found.first_dated is not None else None


def _lag_cell(lag: tuple[int, int] | None) -> str:
    if lag is None:
        return UNKNOWN
    least, most = lag
    return str(least) if least == most else f"{least}-{most}"


def _clause_ids(comparison: ComparisonLike, positions: Sequence[int]) -> str:
    return joined(comparison.clauses[i].clause_id for i in positions)


def _count_chars(comparison: ComparisonLike, positions: Sequence[int]) -> int:
    clauses = (comparison.clauses[i] for i in positions)
    return sum(len(clause.body or clause.text) for clause in clauses)


def _share(value: float | None) -> float | None:
    return None if value is None else rounded(value)


def yes_no(value: bool | None) -> str:
    """Say ``yes``, ``no``, or nothing where it is not known."""
    return "" if value is None else "yes" if value else "no"
