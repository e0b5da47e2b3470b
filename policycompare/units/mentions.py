"""All units of all clauses: of their own tails, and of remarks that speak for several clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policycompare.datamodel import (
    Clause,
    NormalizedText,
    Outline,
    Unit,
    UnitMention,
    UnitOrigin,
    UnitRole,
)
from policycompare.units.names import normalize_unit
from policycompare.units.remarks import Remark, find_remarks, first_leads


def find_unit_mentions(
    clauses: Sequence[Clause], outlines: Sequence[Outline]
) -> tuple[UnitMention, ...]:
    """Find the units of each clause, in the order of the clauses; leads first.

    Parameters
    ----------
    clauses : sequence of Clause
        The clauses to look at.
    outlines : sequence of Outline
        Their documents: a remark such as 以下均需各区市负责落实,不再一一列出 speaks for all
        clauses behind it.

    Returns
    -------
    tuple of UnitMention
        No unit twice in one role of a clause.
    """
    readers = {outline.document.name: _Document(outline) for outline in outlines}
    return tuple(
        mention for clause in clauses for mention in readers[clause.document].mentions(clause)
    )


@dataclass(frozen=True, slots=True)
class _Inherited:
    """A unit for all clauses that start behind ``at``, an offset into the source."""

    unit: Unit
    role: UnitRole
    at: int


class _Document:
    """The remarks of one document."""

    def __init__(self, outline: Outline) -> None:
        self._inherited = _first_of_each(outline.normalized)
        self._first_leads = first_leads(outline.normalized.text)

    def mentions(self, clause: Clause) -> Iterator[UnitMention]:
        own = [_mention(clause, unit, "lead", "tail") for unit in clause.lead_units]
        own += [_mention(clause, unit, "responsible", "tail") for unit in clause.responsible_units]
        if self._first_leads and own and not clause.lead_units:
            own[0] = replace(own[0], role="lead", origin="order")
        seen = set()
        for mention in (*own, *self._inherit(clause)):
            key = mention.role, mention.name.prefix, mention.name.unit
            if mention.printed and key not in seen:
                seen.add(key)
                yield mention

    def _inherit(self, clause: Clause) -> Iterator[UnitMention]:
        for one in self._inherited:
            if one.at < clause.start:
                yield _mention(clause, one.unit, one.role, "remark")


def _first_of_each(normalized: NormalizedText) -> tuple[_Inherited, ...]:
    """The remark from which on each unit is named in a role: a later one adds nothing.

    A text may say 下同 behind every clause, so their number must not count for each clause again.
    """
    first: dict[tuple[UnitRole, str, str], Remark] = {}
    for remark in sorted(find_remarks(normalized.text), key=lambda remark: remark.at):
        name = normalize_unit(remark.name)
        first.setdefault((remark.role, name.prefix, name.unit), remark)
    found = []
    for remark in sorted(first.values(), key=lambda remark: (remark.start, remark.end)):
        at, _ = normalized.source_span(remark.at - 1, remark.at)
        span = normalized.source_span(remark.start, remark.end)
        found.append(_Inherited(Unit(remark.name, *span), remark.role, at))
    return tuple(found)


def _mention(clause: Clause, unit: Unit, role: UnitRole, origin: UnitOrigin) -> UnitMention:
    return UnitMention(
        clause_id=clause.clause_id,
        document=clause.document,
        jurisdiction=clause.jurisdiction,
        printed=unit.name.strip(),
        name=normalize_unit(unit.name),
        role=role,
        origin=origin,
        start=unit.start,
        end=unit.end,
    )
