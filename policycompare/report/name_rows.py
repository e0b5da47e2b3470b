"""Rows of ``names.csv``: names of other places, as hints with their span."""

from __future__ import annotations

from collections.abc import Iterator

from policycompare.datamodel import NameCheck, NameHint
from policycompare.places import check_names
from policycompare.report.kept import found_once
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.values import joined

CONTEXT_CHARS = 20
"""Characters of the source shown on either side of a name."""


@found_once
def names_of(comparison: ComparisonLike) -> NameCheck:
    """Check the names in the documents of a comparison."""
    return check_names(comparison.outlines, comparison.clauses, comparison.links)


def names_warnings(comparison: ComparisonLike) -> tuple[str, ...]:
    """Say which documents were not checked and why."""
    return tuple(undone_message(*one) for one in names_of(comparison).undone.items())


def names_note(comparison: ComparisonLike) -> str:
    """Say how many names were found, also where there is none, and how many were explained."""
    found = names_of(comparison)
    n_documents = len(comparison.outlines) - len(found.undone)
    return (
        f"Names of other places in {n_documents} of {len(comparison.outlines)} documents: "
        f"{len(found.hints) or 'no'} hint{'' if len(found.hints) == 1 else 's'}, "
        f"{found.n_excused} explained by the context and left out."
    )


def undone_message(document: str, reason: str) -> str:
    """Say that a document was not checked for names of other places."""
    return f"{document} is not checked for names of other places: {reason}."


def name_rows(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of ``names.csv``, by document and place."""
    documents = {o.document.name: o.document for o in comparison.outlines}
    measures = {i: m.measure_id for m in comparison.findings.measures for i in m.clauses}
    for hint in names_of(comparison).hints:
        document = documents[hint.document]
        clause = None if hint.clause is None else comparison.clauses[hint.clause]
        linked = None if hint.origin is None else comparison.clauses[hint.origin]
        yield {
            "clause_id": clause.clause_id if clause else "",
            "document": hint.document,
            "jurisdiction": document.metadata.jurisdiction,
            "part": hint.part,
            "name": hint.mention.name,
            "kind": hint.mention.kind,
            "strength": hint.mention.strength,
            "division_of": division_cell(hint),
            "start": hint.start,
            "end": hint.end,
            "quote": document.text[hint.start : hint.end],
            "context": _context(document.text, hint),
            "linked_clause": linked.clause_id if linked else "",
            "linked_document": linked.document if linked else "",
            "linked_jurisdiction": linked.jurisdiction if linked else "",
            "home_documents": joined(hint.at_home),
            "measure": "" if hint.clause is None else measures[hint.clause],
        }


def _context(source: str, hint: NameHint) -> str:
    begin = max(0, hint.start - CONTEXT_CHARS)
    return " ".join(source[begin : hint.end + CONTEXT_CHARS].split())


def division_cell(hint: NameHint) -> str:
    """All divisions of the name with those above them; a renamed one once."""
    return joined(dict.fromkeys(division.full for division in hint.mention.divisions))
