"""When, where and in whose words a measure spread: dyads of texts and the order of adoption."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from policycompare.datamodel.vocabulary import Wording

Order = Literal["certain", "same_day", "uncertain", "unknown"]
"""``certain``: one text is earlier whatever the missing day or month was; ``same_day``: both bear
the same full date; ``uncertain``: the dates may lie either way; ``unknown``: a date is missing."""

LevelRelation = Literal["horizontal", "vertical", "diagonal", "same_jurisdiction", "unknown"]
"""``horizontal``: same level; ``vertical``: one lies above the other; ``diagonal``: different
levels, neither above the other (a city and another city's province)."""

ParentState = Literal["covered", "partly", "absent", "unknown"]
"""Whether the text of a common parent has the measure as well; ``unknown``: there is none here."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date of issue as the interval of days it may mean; ``first`` to ``last``, both included.

    ``2023-07`` is 1 to 31 July 2023. ``first`` is None where the moment is only known to be not
    later than ``last``, ``last`` where it is only known to be not earlier than ``first``.
    """

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class LiteralReuse:
    """What the clauses of two texts share word for word, over all their pairs.

    All are shares in [0, 1] of the characters of the bodies of one side: ``shared_*`` in shared
    spans of at least 6 characters, ``boilerplate_*`` the part of them in spans that stand in three
    or more documents of the run. A measure that spread to three texts is in three documents, so
    boilerplate is counted here and told apart. ``in_parent_*`` and ``beyond_*`` add up to
    ``shared_*``: what also stands in the text of a common parent, in pieces of at least 6
    characters, and what does not; None where there is no such text.
    """

    shared_a: float
    shared_b: float
    boilerplate_a: float
    boilerplate_b: float
    wording: Wording
    in_parent_a: float | None = None
    in_parent_b: float | None = None
    beyond_a: float | None = None
    beyond_b: float | None = None


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two documents of different groups that share a measure.

    Attributes
    ----------
    measure_id, label : str
    a, b : str
        The documents; ``a`` is the earlier one where that is certain, else the first of the corpus.
    a_clauses, b_clauses : tuple of int
        Positions of their clauses of the measure.
    order : str
    days_min, days_max : int or None
        Days from ``a`` to ``b``, at least and at most; None unless the order is certain or both
        are of one day.
    relation : str
        How the levels of the two jurisdictions relate.
    same_parent : bool or None
        Whether both lie directly below the same jurisdiction; None where that is not known.
    reuse : LiteralReuse
    p_same, p_overlap : float or None
        Highest probability in [0, 1] of a pair of their clauses; None where none was scored.
    n_same, n_partial : int
        Linked pairs of their clauses of the measure.
    parents : tuple of str
        Documents of jurisdictions above both.
    parent_state : str
    parent_earlier : bool or None
        Whether a parent's text is earlier than both for certain; None where that is not known.
    """

    measure_id: str
    label: str
    a: str
    b: str
    a_clauses: tuple[int, ...]
    b_clauses: tuple[int, ...]
    order: Order
    days_min: int | None
    days_max: int | None
    relation: LevelRelation
    same_parent: bool | None
    reuse: LiteralReuse
    p_same: float | None
    p_overlap: float | None
    n_same: int
    n_partial: int
    parents: tuple[str, ...]
    parent_state: ParentState
    parent_earlier: bool | None


@dataclass(frozen=True, slots=True)
class Adoption:
    """When a group first had a measure, by the texts at hand.

    ``document`` is the text that counts: the earliest dated one, or the first of the corpus where
    none is dated. ``moment`` is None where no text is dated.
    """

    group: str
    document: str
    issued: str
    moment: Moment | None


@dataclass(frozen=True, slots=True)
class MeasureDiffusion:
    """The order in which groups adopted a measure.

    Attributes
    ----------
    adoptions : tuple of Adoption
        Dated ones by their earliest possible day, then by the order of the corpus; undated last.
    first_mover : str or None
        The group that is earlier than every other one for certain.
    first_dated : str or None
        The group that is earlier than every other dated one for certain.
    order : str
        ``certain`` where each adoption is earlier than the next for certain, ``same_day`` where
        besides some share one day, ``unknown`` where one is undated, else ``uncertain``.
    lags : tuple of (int, int) or None
        Days of each adoption behind the first one, at least and at most; all None where it is not
        certain which dated one is first.
    """

    measure_id: str
    label: str
    adoptions: tuple[Adoption, ...]
    first_mover: str | None
    first_dated: str | None
    order: Order
    lags: tuple[tuple[int, int] | None, ...]
