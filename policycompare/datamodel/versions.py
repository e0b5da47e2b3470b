"""What changed between two versions of one plan: clauses, their wording, and targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from policycompare.datamodel.outlines import Clause
from policycompare.datamodel.targets import Target
from policycompare.datamodel.vocabulary import State

Change = Literal["kept", "reworded", "split", "merged", "new", "dropped"]
"""What became of a clause, wherever it stands now (docs/diff.md)."""

VersionState = Literal["kept", "reworded", "moved", "merged", "split", "new", "dropped"]
"""The one word for a row: ``moved`` where a counterpart that is kept or reworded moved."""

Move = Literal["order", "section"]
"""How a clause moved: past others, or out of a section that lives on or into one that lived."""

MarkKind = Literal["equal", "replaced", "removed", "added"]

TargetState = Literal["changed", "new", "dropped", "kept"]

TargetAspect = Literal["value", "unit", "kind", "comparator", "deadline", "scope"]
"""What differs between the two sides of a changed target."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of two texts: what stands in ``a`` and what in ``b``; the pieces join to both texts.

    ``equal`` has the same text on both sides, ``removed`` none in ``b``, ``added`` none in ``a``.
    """

    kind: MarkKind
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause of ``a`` with its counterpart in ``b``, or one of them alone.

    Attributes
    ----------
    change : str
        What became of it, wherever it stands.
    moves : tuple of str
        How it moved; empty where it did not.
    a, b : Clause or None
        The clause of either version; None in ``a`` where it is new, in ``b`` where it is dropped.
    nearest : Clause or None
        Of a new or dropped clause, as evidence, the clause of the other version with the highest
        ``p_overlap`` (then ``p_same``, then text order).
    nearest_state : str
        ``partial`` where the two share a commitment by the model, else ``absent``; empty where
        there is a counterpart.
    p_same, p_overlap : float
        Probabilities in [0, 1] of the pair, or of the clause and ``nearest``.
    reuse_a, reuse_b : float
        Shares in [0, 1] of each text that the other has word for word; of the same pair.
    similarity : float
        In [0, 1]: characters of the equal marks, twice, over those of both texts.
    marks : tuple of Mark
        How the text of ``a`` became that of ``b``; empty where there is no counterpart.
    warnings : tuple of str
        What was left out because the clause is very long.
    """

    change: Change
    moves: tuple[Move, ...]
    a: Clause | None
    b: Clause | None
    nearest: Clause | None
    nearest_state: State | Literal[""]
    p_same: float
    p_overlap: float
    reuse_a: float
    reuse_b: float
    similarity: float
    marks: tuple[Mark, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere among its counterparts."""
        return bool(self.moves)

    @property
    def state(self) -> VersionState:
        """The one word: ``moved`` in place of ``kept`` and ``reworded`` where it moved."""
        if self.moved and self.change in ("kept", "reworded"):
            return "moved"
        return self.change


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A target of ``a`` with the same one of ``b``, or one of them alone.

    ``aspects`` says what differs where ``state`` is ``changed``; it is empty elsewhere.
    """

    state: TargetState
    aspects: tuple[TargetAspect, ...]
    a: Target | None
    b: Target | None
