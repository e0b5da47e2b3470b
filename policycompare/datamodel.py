"""The objects that flow through the stages; results are kept apart from the algorithms.

Every ``start``/``end`` is a half-open character offset into the *source*: the text of a document exactly
as decoded, before anything is cleaned (docs/design.md, invariant 2). Offsets into a normalized text
are always called ``norm_start``/``norm_end``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Role = Literal[
    "title",
    "notice",
    "addressee",
    "preamble",
    "principles",
    "goals",
    "task",
    "safeguard",
    "lead_in",
    "annex",
    "drafting_note",
    "signature",
    "contents",
    "furniture",
]
Relation = Literal["same", "partial"]
State = Literal["covered", "partial", "absent"]
Wording = Literal["copied", "adapted", "reworded"]

COMPARED_ROLES: tuple[Role, ...] = ("principles", "goals", "task", "safeguard")
"""Roles whose clauses are compared unless the settings say otherwise (docs/design.md §3)."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the manifest says about one document; an empty string means unknown.

    Attributes
    ----------
    document : str
        The identifier used in every clause id, e.g. ``weihai-2023``.
    file : str
        Path of the text relative to the corpus folder, with forward slashes.
    level : str
        ``national``, ``province``, ``city``, ``county`` or empty.
    issued, horizon_start, horizon_end : str
        ISO dates or years (``2023``, ``2023-07``, ``2023-07-06``) or empty.
    extra : mapping of str to str
        Further columns declared by the user with the prefix ``x_``, usable for ``--between``.
    """

    document: str
    file: str = ""
    title: str = ""
    jurisdiction: str = ""
    level: str = ""
    parent: str = ""
    issuer: str = ""
    issued: str = ""
    horizon_start: str = ""
    horizon_end: str = ""
    status: str = ""
    note: str = ""
    encoding: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One text exactly as decoded, with where it came from.

    ``text`` is never cleaned; line ends are kept as they are in the file (a byte-order mark is dropped).
    """

    metadata: Metadata
    text: str
    path: Path | None = None
    encoding: str = "utf-8"
    sha256: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The document identifier."""
        return self.metadata.document

    def __repr__(self) -> str:
        where = f" of {self.metadata.jurisdiction}" if self.metadata.jurisdiction else ""
        return f"<Document {self.name}{where}: {len(self.text)} characters, {self.encoding}>"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``[start, end)`` of a step's input by ``replacement``; offsets into that input."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Step:
    """One normalizing step: a name and its edits, ascending and not overlapping."""

    name: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged place of the source.

    ``kind`` names the mechanism (``byte-shift``, ``replacement-character``, ``lost-marker`` …);
    ``repair`` is the text put in its place, or None where the damage is only flagged.
    """

    start: int
    end: int
    kind: str
    repair: str | None
    message: str


@dataclass(frozen=True)
class NormalizedText:
    """A cleaned, simplified text with the way back to its source.

    Attributes
    ----------
    source : str
        The text as decoded.
    text : str
        The normalized text.
    steps : tuple of Step
        Replaying them on ``source`` gives ``text``.
    starts, ends : numpy.ndarray of int64, shape (n_normalized_characters,)
        Source span of each normalized character; both are non-decreasing, ``starts[i] <= ends[i]``.
    damage : tuple of Damage
        Repaired and flagged places, offsets into the source.
    script : str
        ``simplified``, ``traditional`` or ``mixed``: what the source was.
    """

    source: str
    text: str
    steps: tuple[Step, ...]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    damage: tuple[Damage, ...] = ()
    script: str = "simplified"

    def source_span(self, norm_start: int, norm_end: int) -> tuple[int, int]:
        """Source span of the normalized span ``[norm_start, norm_end)``.

        An empty normalized span maps to an empty source span at the same place.

        Raises
        ------
        ValueError
            If the span does not lie inside the normalized text.
        """
        if not 0 <= norm_start <= norm_end <= len(self.text):
            raise ValueError(
                f"the span {norm_start}..{norm_end} does not lie inside the normalized text of "
                f"{len(self.text)} characters"
            )
        if norm_start == norm_end:
            at = int(self.starts[norm_start]) if norm_start < len(self.text) else len(self.source)
            return at, at
        return int(self.starts[norm_start]), int(self.ends[norm_end - 1])

    def quote(self, norm_start: int, norm_end: int) -> str:
        """The source text behind a normalized span, unchanged."""
        start, end = self.source_span(norm_start, norm_end)
        return self.source[start:end]

    def __repr__(self) -> str:
        n_edits = sum(len(step.edits) for step in self.steps)
        return (
            f"<NormalizedText {len(self.text)} characters from {len(self.source)}, {self.script}, "
            f"{n_edits} edits in {len(self.steps)} steps, {len(self.damage)} damaged places>"
        )


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
    sentences : tuple of Sentence
        The sentences of the body.
    start, end : int
        Source span: numbering, heading, body and responsible-unit tail.
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
    sentences: tuple[Sentence, ...] = ()
    lead_units: tuple[Unit, ...] = ()
    responsible_units: tuple[Unit, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def n_chars(self) -> int:
        """Number of characters of the normalized clause text."""
        return len(self.text)

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
    """

    document: Document
    normalized: NormalizedText
    headings: tuple[Heading, ...]
    clauses: tuple[Clause, ...]
    skipped: tuple[Skip, ...]
    warnings: tuple[str, ...] = ()

    def compared(self, roles: Sequence[str] = COMPARED_ROLES) -> tuple[Clause, ...]:
        """The clauses whose role is one of ``roles``, in the order of the text."""
        return tuple(clause for clause in self.clauses if clause.role in roles)

    def __repr__(self) -> str:
        return (
            f"<Outline of {self.document.name}: {len(self.headings)} headings, "
            f"{len(self.clauses)} clauses, {len(self.skipped)} skips>"
        )


@dataclass(frozen=True, slots=True)
class Contribution:
    """One named feature of a scored pair.

    Attributes
    ----------
    feature : str
        The feature's name.
    value : float
        The raw feature value.
    same, overlap : float
        What it adds to the log-odds of ``same`` and of ``same or partial``.
    """

    feature: str
    value: float
    same: float
    overlap: float


@dataclass(frozen=True)
class ScoredPairs:
    """Scores of candidate pairs, as columns; pair ``i`` is clauses ``a[i]`` and ``b[i]``.

    Attributes
    ----------
    a, b : numpy.ndarray of int64, shape (n_pairs,)
        Positions in the list of compared clauses; ``a[i] < b[i]``, sorted by (a, b).
    feature_names : tuple of str
    features, same_terms, overlap_terms : numpy.ndarray, shape (n_pairs, n_features)
        Raw feature values and their additive contributions to the two log-odds.
    same_base, overlap_base : float
        The log-odds of a pair whose contributions are all 0.
    p_same, p_overlap : numpy.ndarray, shape (n_pairs,)
        Probabilities in [0, 1]; ``p_overlap >= p_same``.
    n_cut : int
        Pairs of different groups that were not scored.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    feature_names: tuple[str, ...]
    features: NDArray[np.float64]
    same_terms: NDArray[np.float64]
    overlap_terms: NDArray[np.float64]
    same_base: float
    overlap_base: float
    p_same: NDArray[np.float64]
    p_overlap: NDArray[np.float64]
    n_cut: int = 0

    @cached_property
    def position(self) -> dict[tuple[int, int], int]:
        """Row of each pair, by its two clause positions in ascending order."""
        return {(int(a), int(b)): i for i, (a, b) in enumerate(zip(self.a, self.b, strict=True))}

    def contributions(self, row: int) -> tuple[Contribution, ...]:
        """The named contributions of one pair; they and the bases add up to the log-odds."""
        return tuple(
            Contribution(
                name,
                float(self.features[row, k]),
                float(self.same_terms[row, k]),
                float(self.overlap_terms[row, k]),
            )
            for k, name in enumerate(self.feature_names)
        )

    def __repr__(self) -> str:
        return f"<ScoredPairs: {len(self.a)} pairs, {len(self.feature_names)} features, {self.n_cut} cut>"


@dataclass(frozen=True, slots=True)
class Link:
    """A pair of clauses of different groups that counts: ``a`` and ``b`` are clause positions.

    ``row`` is the pair's row in :class:`ScoredPairs`.
    """

    a: int
    b: int
    relation: Relation
    p_same: float
    p_overlap: float
    row: int


@dataclass(frozen=True, slots=True)
class Measure:
    """What several clauses have in common; a row of the comparison table.

    ``clauses`` are positions in the list of compared clauses, ascending; ``groups`` the groups that
    have the measure, in the order of the corpus.
    """

    measure_id: str
    label: str
    clauses: tuple[int, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A measure that ``group`` lacks (``absent``) or has only in part (``partial``), with evidence.

    ``nearest`` is the position of the group's clause nearest to the measure, or None where the
    group has no compared clause at all; ``p_same``/``p_overlap`` are that clause's best values.
    """

    group: str
    measure_id: str
    label: str
    present_in: tuple[str, ...]
    state: State
    nearest: int | None
    p_same: float
    p_overlap: float


@dataclass(frozen=True, slots=True)
class CoverageState:
    """The state of one clause in one other group: exactly one per clause and other group.

    ``nearest`` is the clause of that group with the highest ``p_same`` (then ``p_overlap``, then text
    order), or None where the group has no compared clause.
    """

    clause: int
    group: str
    state: State
    nearest: int | None
    p_same: float
    p_overlap: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of group ``a`` is found in group ``b``; each clause of ``a`` counts once.

    ``covered_share`` is in [0, 1]: clauses of ``a`` that ``b`` covers, over all clauses of ``a``;
    NaN where ``a`` has none.
    """

    a: str
    b: str
    n_clauses: int
    n_covered: int
    n_partial: int
    covered_share: float


@dataclass(frozen=True)
class Findings:
    """Measures, overlaps, gaps and coverage of a comparison."""

    measures: tuple[Measure, ...]
    gaps: tuple[Gap, ...]
    states: tuple[CoverageState, ...]
    coverage: tuple[Coverage, ...]
