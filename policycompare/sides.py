"""What each of two clauses has by itself of the features of the pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policycompare.datamodel import Clause

SIDES = ("heading", "section", "role", "position", "length")
"""What a clause has by itself; the table of feature sentences names one of them or none."""


def read_sides(clauses: Sequence[Clause], i: int) -> dict[str, str]:
    """Show what a clause has by itself, by the names of :data:`SIDES`.

    ``position`` is its place among the compared clauses of its document, from 0% to 100%;
    ``length`` the number of characters of its body.
    """
    clause = clauses[i]
    inside = [k for k, other in enumerate(clauses) if other.document == clause.document]
    position = inside.index(i) / (len(inside) - 1) if len(inside) > 1 else 0.5
    return {
        "heading": clause.heading,
        "section": clause.section,
        "role": clause.role,
        "position": f"{position:.0%}",
        "length": str(len(clause.body)),
    }
