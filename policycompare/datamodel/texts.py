"""A document, its normalized text and the way between the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from policycompare.report.labels import Language


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
    document_number : str
        Number of issue (发文字号) as printed, e.g. ``威政发〔2023〕15号``.
    source_file, source_sha256 : str
        The file that the text was taken from: path relative to the corpus folder, and its hash.
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
    document_number: str = ""
    source_file: str = ""
    source_sha256: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One text exactly as decoded, with where it came from.

    ``text`` is never cleaned; line ends are kept as they are in the file; a byte-order mark is
    dropped. Of a page, DOCX or PDF file it is the extracted text, and ``left_out`` counts what the
    file shows besides: menus, running heads, footnotes.
    """

    metadata: Metadata
    text: str
    path: Path | None = None
    encoding: str = "utf-8"
    sha256: str = ""
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The document identifier."""
        return self.metadata.document

    def to_html(self, *, language: Language = "en") -> str:
        """Render metadata, script, damage and text as self-contained HTML."""
        from policycompare.report.text_views import render_document

        return render_document(self, language=language)

    def _repr_html_(self) -> str:
        return self.to_html()

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

    def to_html(self, *, language: Language = "en") -> str:
        """Render edits, damage and both texts as self-contained HTML."""
        from policycompare.report.text_views import render_normalized

        return render_normalized(self, language=language)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        n_edits = sum(len(step.edits) for step in self.steps)
        return (
            f"<NormalizedText {len(self.text)} characters from {len(self.source)}, {self.script}, "
            f"{n_edits} edits in {len(self.steps)} steps, {len(self.damage)} damaged places>"
        )
