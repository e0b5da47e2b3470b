"""Divisions of China and the hints that a text names a place that is not its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NameKind = Literal["county", "city", "province", "body"]
"""What is named: a division by its level, or a body of one (鄞州区人民政府)."""

HintStrength = Literal["strong", "weak"]
"""``strong``: the name can hardly mean anything else; ``weak``: it often has another reason."""


@dataclass(frozen=True, slots=True)
class Division:
    """A division of China: code after GB/T 2260, name, and the names above it.

    ``former``: it was there in early 2021 and no longer in mid-2023. ``word``: its name without
    市, 区 or 县 is also an ordinary word. ``full`` is its name with those above it.
    """

    code: str
    name: str
    full: str
    former: bool = False
    word: bool = False

    @property
    def level(self) -> Literal["province", "city", "county"]:
        """``province``, ``city`` (prefecture) or ``county``."""
        if self.code.endswith("0000"):
            return "province"
        return "city" if self.code.endswith("00") else "county"


@dataclass(frozen=True, slots=True)
class Mention:
    """A foreign place named in a text; offsets into that text.

    ``divisions`` are all that bear the name; ``excuse`` is the rule that explains why a text may
    name another place here, empty where none does.
    """

    name: str
    kind: NameKind
    divisions: tuple[Division, ...]
    strength: HintStrength
    start: int
    end: int
    excuse: str = ""


@dataclass(frozen=True, slots=True)
class NameHint:
    """A passage that names a place of another jurisdiction, without a word that explains it.

    Attributes
    ----------
    document : str
    part : str
        ``clause``, or of text outside the clauses ``title``, ``preamble`` or ``lead_in``.
    clause : int or None
        Position in the list of compared clauses; None outside them.
    mention : Mention
        The name as it stands in the normalized text of the document.
    start, end : int
        Source span of the name.
    origin : int or None
        The linked clause that names the same place and is at home there, likeliest first.
    at_home : tuple of str
        Documents of the corpus whose jurisdiction the place belongs to.
    """

    document: str
    part: str
    clause: int | None
    mention: Mention
    start: int
    end: int
    origin: int | None = None
    at_home: tuple[str, ...] = ()


@dataclass(frozen=True)
class NameCheck:
    """What the check of names found.

    ``n_excused`` counts names of other places that a word beside them explains (对接, 合作 …);
    ``undone`` gives for each document that was not checked the reason.
    """

    hints: tuple[NameHint, ...]
    n_excused: int
    undone: dict[str, str]
