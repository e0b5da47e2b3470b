"""What each of two clauses has by itself of the features of the pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policycompare.datamodel import Clause

SIDES = ("heading", "section", "role", "position", "length")
"""What a clause has by itself; the table of feature sentences names one of them or none."""


def read_positions(clauses: Sequence[Clause]) -> list[str]:
    """Show the place of each clause among those of its document, from 0% to 100%."""
    n_inside = Counter(clause.document for clause in clauses)
    seen: Counter[str] = Counter()
    positions = []
    for clause in clauses:
        last = n_inside[clause.document] - 1
        positions.append(f"{seen[clause.document] / last if last else 0.5:.0%}")
        seen[clause.document] += 1
    return positions


def read_sides(clauses: Sequence[Clause], i: int) -> dict[str, str]:
    """Show what a clause has by itself, by the names of :data:`SIDES`.

    ``position`` is its place among the compared clauses of its document, from 0% to 100%;
    ``length`` the number of characters of its body.
    """
    clause = clauses[i]
    return {
        "heading": clause.heading,
        "section": clause.section,
        "role": clause.role,
        "position": read_positions(clauses)[i],
        "length": str(len(clause.body)),
    }
