"""Responsible units as entities: who leads and who is responsible, clause by clause.

Names are taken apart by tables (``data/units.tsv``, ``data/unit_patterns.tsv``) and by the form of
Chinese authority names; a name that no table knows is kept as printed. What was renamed by a
reform is a hint, never the same unit (``data/unit_changes.tsv``).
"""

from __future__ import annotations

from policycompare.units.mentions import find_unit_mentions
from policycompare.units.names import normalize_unit
from policycompare.units.relations import UnitSide, compare_sides, compare_units

__all__ = [
    "UnitSide",
    "compare_sides",
    "compare_units",
    "find_unit_mentions",
    "normalize_unit",
]
