"""Headings, clauses and skips: what was understood of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policycompare.datamodel.texts import Document, NormalizedText
from policycompare.datamodel.vocabulary import COMPARED_ROLES, Role

if TYPE_CHECKING:
    from policycompare.report.labels import Language


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered title.

    Attributes
    ----------
    level : int
        Depth of nesting, from 1.
    marker : str
        The numbering as printed, after normalizing (``(一)``, ``3.``, ``第二条``).
    title : str
        The heading text without marker and closing punctuation; for an article or a list item
        without a title, its first 12 characters.
    path : str
        Position in the document, e.g. ``二(一)3``.
    start, end : int
        Source span of marker and title.
    inferred : bool
        True where the marker was damaged and its number comes from the sequence.
    """

    level: int
    marker: str
    title: str
    start: int
    end: int
    path: str
    role: Role = "task"
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit named in a clause, with its source span."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause: normalized text and source span."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest numbered unit that carries text, or a paragraph of an unnumbered text.

    Attributes
    ----------
    clause_id : str
        ``<document>/<path>``, unique in a corpus.
    path : str
        The numbering as printed, half-width, without trailing punctuation; ``¶7`` for a paragraph.
    section : str
        Titles of the headings above, joined by `` > ``.
    heading : str
        The clause's own title; empty where it has none.
    text : str
        Normalized text of the clause with its heading, without marker and responsible-unit tail.
    body : str
        ``text`` without the heading.
    sentences : sequence of Sentence
        The sentences of the body: a tuple, or, where a worker process read the document, a sequence
        that equals it and makes them when they are asked for.
    start, end : int
        Source span: numbering, heading, body and responsible-unit tail.
    deadline : str
        What the deadline column of a table of measures says, as printed after normalizing; empty
        outside such a table.
    deadline_start, deadline_end : int or None
        Source span of that cell; None outside such a table.
    """

    clause_id: str
    document: str
    jurisdiction: str
    path: str
    section: str
    heading: str
    role: Role
    text: str
    body: str
    start: int
    end: int
    sentences: Sequence[Sentence] = ()
    lead_units: tuple[Unit, ...] = ()
    responsible_units: tuple[Unit, ...] = ()
    deadline: str = ""
    warnings: tuple[str, ...] = ()
    deadline_start: int | None = None
    deadline_end: int | None = None

    @property
    def n_chars(self) -> int:
        """Number of characters of the normalized clause text."""
        return len(self.text)

    def to_html(self, *, language: Language = "en") -> str:
        """Render heading, role, text, units and place as self-contained HTML."""
        from policycompare.report.text_views import render_clause

        return render_clause(self, language=language)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        label = self.heading or self.text[:12]
        return f"<Clause {self.clause_id} {label} ({self.n_chars} characters, {self.role})>"


@dataclass(frozen=True, slots=True)
class Skip:
    """A span of the source that is no clause and no heading, with the reason."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Outline:
    """What was understood of one document: headings, clauses and declared skips.

    ``clauses`` holds all clauses of every role; :meth:`compared` those whose role is compared.
    ``corrected`` says that the outline was corrected by hand.
    """

    document: Document
    normalized: NormalizedText
    headings: tuple[Heading, ...]
    clauses: tuple[Clause, ...]
    skipped: tuple[Skip, ...]
    warnings: tuple[str, ...] = ()
    corrected: bool = False

    def compared(self, roles: Sequence[str] = COMPARED_ROLES) -> tuple[Clause, ...]:
        """The clauses whose role is one of ``roles``, in the order of the text."""
        return tuple(clause for clause in self.clauses if clause.role in roles)

    def to_html(self, *, language: Language = "en") -> str:
        """Render the tree of headings and clauses as self-contained HTML."""
        from policycompare.report.text_views import render_outline

        return render_outline(self, language=language)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return (
            f"<Outline of {self.document.name}: {len(self.headings)} headings, "
            f"{len(self.clauses)} clauses, {len(self.skipped)} skips>"
        )
