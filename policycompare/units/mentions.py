"""All units of all clauses: of their own tails, and of remarks that speak for several clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policycompare.datamodel import (
    Clause,
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


class _Document:
    """The remarks of one document."""

    def __init__(self, outline: Outline) -> None:
        self._normalized = outline.normalized
        self._remarks = find_remarks(outline.normalized.text)
        self._first_leads = first_leads(outline.normalized.text)

    def mentions(self, clause: Clause) -> Iterator[UnitMention]:
        own = [_mention(clause, unit, "lead", "tail") for unit in clause.lead_units]
        own += [_mention(clause, unit, "responsible", "tail") for unit in clause.responsible_units]
        if self._first_leads and own and not clause.lead_units:
            own[0] = replace(own[0], role="lead", origin="order")
        seen = set()
        for mention in (*own, *self._inherited(clause)):
            key = mention.role, mention.name.prefix, mention.name.unit
            if mention.printed and key not in seen:
                seen.add(key)
                yield mention

    def _inherited(self, clause: Clause) -> Iterator[UnitMention]:
        for remark in self._remarks:
            at, _ = self._normalized.source_span(remark.at - 1, remark.at)
            if at < clause.start:
                yield _mention(clause, self._unit(remark), remark.role, "remark")

    def _unit(self, remark: Remark) -> Unit:
        return Unit(remark.name, *self._normalized.source_span(remark.start, remark.end))


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
