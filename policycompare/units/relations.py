"""Compare the units of two clauses."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from policycompare.datamodel import LeadRelation, UnitMention, UnitRelation, UnitRole
from policycompare.units.tables import read_changes


def compare_units(a: Sequence[UnitMention], b: Sequence[UnitMention]) -> UnitRelation:
    """Compare the units of two clauses; swapping them mirrors the result."""
    leads_a, leads_b = _by_unit(a, "lead"), _by_unit(b, "lead")
    lead: LeadRelation = "unknown"
    if leads_a and leads_b:
        lead = "same" if leads_a.keys() & leads_b.keys() else "other"
    all_a, all_b = {m.name.unit for m in a}, {m.name.unit for m in b}
    return UnitRelation(
        lead=lead,
        hints=tuple(_hints(_sole(a, all_b), _sole(b, all_a))),
        a_leads=tuple(leads_a.values()),
        b_leads=tuple(leads_b.values()),
        shared=tuple(sorted(all_a & all_b)),
        other_role=tuple(_other_role(leads_a, leads_b, sorted(all_a & all_b))),
        only_a=_told(m for m in a if m.name.unit not in all_b),
        only_b=_told(m for m in b if m.name.unit not in all_a),
    )


def _by_unit(mentions: Iterable[UnitMention], role: UnitRole) -> dict[str, str]:
    return {m.name.unit: m.printed for m in mentions if m.role == role}


def _other_role(
    leads_a: Container[str], leads_b: Container[str], units: Iterable[str]
) -> Iterator[tuple[str, UnitRole, UnitRole]]:
    for unit in units:
        if (unit in leads_a) != (unit in leads_b):
            roles: tuple[UnitRole, UnitRole] = ("lead", "responsible")
            yield (unit, *(roles if unit in leads_a else roles[::-1]))


def _sole(mentions: Iterable[UnitMention], others: Container[str]) -> dict[str, str]:
    return {m.name.unit: m.printed for m in mentions if m.name.unit not in others}


def _told(mentions: Iterable[UnitMention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{m.printed} ({m.role})" for m in mentions))


def _hints(a: dict[str, str], b: dict[str, str]) -> list[str]:
    """Pairs of units of which one may have taken over from the other, older first."""
    changes = read_changes()
    hints = set()
    for one, two in ((a, b), (b, a)):
        for old, printed in one.items():
            for new in changes[old].new if old in changes else ():
                if new in two:
                    hints.add(f"{printed} → {two[new]}? ({changes[old].year})")
    return sorted(hints)
