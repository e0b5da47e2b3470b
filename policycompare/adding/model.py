"""What was found about a file that is to be added, with the place and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from policycompare.doubles import Double

if TYPE_CHECKING:
    from policycompare.reading import ExtractedText
    from policycompare.table import Table

Sure = Literal["given", "certain", "likely", "possible"]
"""``given`` by the user; ``certain``: printed where such a thing stands; ``likely``: follows from
what is printed; ``possible``: a hint, shown and never written without being confirmed."""

LITTLE = 100
"""Characters without white space under which a text is hardly a policy document."""

RANK: dict[Sure, int] = {"given": 0, "certain": 1, "likely": 2, "possible": 3}

FIELDS = (
    "title",
    "jurisdiction",
    "level",
    "parent",
    "issuer",
    "document_number",
    "issued",
    "horizon_start",
    "horizon_end",
    "status",
)
"""The columns of the manifest that are looked for in a text, in the order of telling."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One value found for one column.

    Attributes
    ----------
    field : str
        One of :data:`FIELDS`.
    value : str
    sure : str
        See :data:`Sure`.
    where : str
        The part of the file it was found in: ``signature``, ``notice``, ``field 发文机关`` …
    quote : str
        The words it was read from.
    start, end : int or None
        Half-open span of the quote in the extracted text; None where it is outside.
    """

    field: str
    value: str
    sure: Sure
    where: str
    quote: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Proposal:
    """What the manifest would say about one file.

    Attributes
    ----------
    document : str
        The proposed identifier.
    source_file : str
        Name of the file; of a member of an archive ``archive.zip/member``.
    text : ExtractedText
        What the reader gave.
    findings : tuple of Finding
        All, the chosen one of each column first.
    values : mapping of str to str
        The value of each column that is written; what was not found is empty.
    conflicts : tuple of str
        Where two findings contradict each other, and what to look at, a sentence each.
    doubles : tuple of Double
        Documents of the corpus, or files before this one, with the same or nearly the same text.
    in_place : bool
        Whether it is a text file of the corpus folder, which is listed where it is.
    original : bytes
        The file's bytes.
    n_chars : int
        Characters of the text without white space.
    n_clauses : int
        Clauses that were found in it.
    state : str
        ``proposed``, ``added``, or why it was not added: ``double``, ``skipped``, ``too little``.
    """

    document: str
    source_file: str
    text: ExtractedText
    findings: tuple[Finding, ...]
    values: Mapping[str, str]
    conflicts: tuple[str, ...] = ()
    doubles: tuple[Double, ...] = ()
    state: str = "proposed"
    in_place: bool = False
    original: bytes = field(default=b"", repr=False)
    n_chars: int = 0
    n_clauses: int = 0

    @property
    def has_little(self) -> bool:
        """Whether it is hardly a document: under :data:`LITTLE` characters, or without a clause."""
        return self.n_chars < LITTLE or not self.n_clauses

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns for which nothing is written."""
        return tuple(name for name in FIELDS if not self.values.get(name))

    def chosen(self, name: str) -> Finding | None:
        """The finding that a column's value comes from."""
        value = self.values.get(name, "")
        return next(
            (f for f in self.findings if value and (f.field, f.value) == (name, value)), None
        )


@dataclass(frozen=True)
class AddResult:
    """What was proposed for each file and what was written.

    ``written`` are the paths of the files written, the manifest last; empty if nothing was.
    ``warnings`` tell files that were left out and documents that could not be looked at.
    """

    folder: Path
    proposals: tuple[Proposal, ...]
    written: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        """One row per file and column: value, how sure, where found, the words, their span."""
        from policycompare.report.add_rows import add_table

        return add_table(self)

    def to_html(self) -> str:
        """Render the rows as a piece of HTML."""
        return self.table.to_html()

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        n_added = sum(one.state == "added" for one in self.proposals)
        return f"<AddResult {self.folder}: {len(self.proposals)} files, {n_added} added>"
