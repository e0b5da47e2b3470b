"""Compare the units of two clauses."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from policycompare.datamodel import LeadRelation, UnitMention, UnitRelation, UnitRole
from policycompare.units.tables import read_changes


class UnitSide:
    """The units of one clause, laid out to be compared with those of many others."""

    def __init__(self, mentions: Sequence[UnitMention]) -> None:
        self.mentions = mentions
        self.leads = _by_unit(mentions, "lead")
        self.units = frozenset(mention.name.unit for mention in mentions)
        self.told = _told(mentions)
        self.may_hint = not self.units.isdisjoint(read_changes())


def compare_units(a: Sequence[UnitMention], b: Sequence[UnitMention]) -> UnitRelation:
    """Compare the units of two clauses; swapping them mirrors the result."""
    return compare_sides(UnitSide(a), UnitSide(b))


def compare_sides(a: UnitSide, b: UnitSide) -> UnitRelation:
    """Compare the units of two clauses, as :func:`compare_units` does."""
    lead: LeadRelation = "unknown"
    if a.leads and b.leads:
        lead = "same" if a.leads.keys() & b.leads.keys() else "other"
    shared = sorted(a.units & b.units)
    hints: Iterable[str] = ()
    if a.may_hint or b.may_hint:
        hints = _hints(_sole(a.mentions, b.units), _sole(b.mentions, a.units))
    return UnitRelation(
        lead=lead,
        hints=tuple(hints),
        a_leads=tuple(a.leads.values()),
        b_leads=tuple(b.leads.values()),
        shared=tuple(shared),
        other_role=tuple(_other_role(a.leads, b.leads, shared)),
        only_a=_told(m for m in a.mentions if m.name.unit not in b.units) if shared else a.told,
        only_b=_told(m for m in b.mentions if m.name.unit not in a.units) if shared else b.told,
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
