"""Rows of a check about names of other places; nothing is compared for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policycompare.check import CheckRow
from policycompare.datamodel import COMPARED_ROLES, Outline
from policycompare.places import check_names, doubt_parent


def check_places(
    outlines: Sequence[Outline], roles: Sequence[str] = COMPARED_ROLES
) -> Iterator[CheckRow]:
    """Yield doubts for strong hints and misplaced parents, notes for what cannot be checked.

    Weak hints are left to ``policycompare names``, which knows the linked clauses too.
    """
    clauses = [clause for outline in outlines for clause in outline.compared(roles)]
    jurisdictions = {o.document.name: o.document.metadata.jurisdiction for o in outlines}
    checked = check_names(outlines, clauses)
    for hint in checked.hints:
        if hint.mention.strength == "strong":
            where = hint.part if hint.clause is None else clauses[hint.clause].path
            places = " or ".join(dict.fromkeys(d.full for d in hint.mention.divisions))
            message = (
                f"{where} names {hint.mention.name} ({places}), which is no place of "
                f"{jurisdictions[hint.document]}: see whether it belongs there"
            )
            yield CheckRow(hint.document, "doubt", "names", message, hint.start, hint.end)
    for outline in outlines:
        if doubt := doubt_parent(outline.document.metadata):
            message = f"{doubt}: correct the column parent"
            yield CheckRow(outline.document.name, "doubt", "metadata", message)
    for document, reason in checked.undone.items():
        message = f"not checked for names of other places: {reason}"
        yield CheckRow(document, "note", "names", message)
