"""Units named by clauses: who leads, who is responsible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

UnitRole = Literal["lead", "responsible"]

UnitKind = Literal["authority", "collective", "area", "group", "organisation", "institution"]
"""``authority``: 局, 委, 办, 厅, 政府, 党委 and its departments; ``collective``: 各区市, 有关部门;
``area``: the committee of a development zone; ``group``: 领导小组, 专班; ``organisation``: 总工会,
法院; ``institution``: banks, companies, universities, whose names are kept as printed."""

UnitOrigin = Literal["tail", "remark", "order"]
"""``tail``: named for the clause itself; ``remark``: named once for the rest of the document
(以下均需…不再一一列出); ``order``: leading because it is named first and the text says so."""


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit's name taken apart.

    Attributes
    ----------
    unit : str
        The name of the function, without level and place, as at city level (``工业和信息化局``);
        where no table knows it, as printed.
    prefix : str
        Level or place as printed before it (``市``, ``省``, ``威海市``), or empty.
    level : str
        ``national``, ``province``, ``city``, ``county``, ``town`` or empty: unknown.
    known : bool
        Whether a table or a rule knows the name; False: kept as printed.
    hint : str
        Possible predecessor or successor, never taken for the same.
    """

    unit: str
    prefix: str
    level: str
    kind: UnitKind
    known: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class UnitMention:
    """One unit that one clause names, with its place.

    Attributes
    ----------
    printed : str
        The name as it stands in the normalized text.
    name : UnitName
    start, end : int
        Source span of the name; for the origin ``remark`` it lies in another clause.
    """

    clause_id: str
    document: str
    jurisdiction: str
    printed: str
    name: UnitName
    role: UnitRole
    origin: UnitOrigin
    start: int
    end: int


LeadRelation = Literal["same", "other", "unknown"]


@dataclass(frozen=True, slots=True)
class UnitRelation:
    """How the units of two clauses compare, by function: level and place do not count.

    Attributes
    ----------
    lead : str
        ``same``: a unit leads both; ``other``: both name a lead and none leads both; ``unknown``:
        one of them names no lead.
    hints : tuple of str
        Units of one only of which one may have taken over from the other.
    a_leads, b_leads : tuple of str
        The leading units as printed.
    shared : tuple of str
        Units of both, by the name of their function.
    other_role : tuple of (str, str, str)
        Units of both that lead one and are only responsible for the other: unit, role in ``a``,
        role in ``b``.
    only_a, only_b : tuple of str
        Units of one only, as printed, with their role.
    """

    lead: LeadRelation
    hints: tuple[str, ...]
    a_leads: tuple[str, ...]
    b_leads: tuple[str, ...]
    shared: tuple[str, ...]
    other_role: tuple[tuple[str, UnitRole, UnitRole], ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
