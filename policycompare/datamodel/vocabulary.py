"""The closed sets of words that results use."""

from __future__ import annotations

from typing import Literal

Role = Literal[
    "title",
    "notice",
    "addressee",
    "preamble",
    "principles",
    "goals",
    "task",
    "safeguard",
    "lead_in",
    "annex",
    "drafting_note",
    "signature",
    "contents",
    "furniture",
]
Relation = Literal["same", "partial"]
State = Literal["covered", "partial", "absent"]
Wording = Literal["copied", "adapted", "reworded"]

COMPARED_ROLES: tuple[Role, ...] = ("principles", "goals", "task", "safeguard")
"""Roles whose clauses are compared unless the settings say otherwise (docs/design.md §3)."""
