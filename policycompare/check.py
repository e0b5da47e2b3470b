"""What is wrong, doubtful or missing in a corpus, as rows; it looks at finished outlines only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from statistics import median
from typing import Literal

from policycompare.datamodel import COMPARED_ROLES, Outline

Severity = Literal["error", "doubt", "note"]

LENGTH_FACTOR = 4.0
"""A clause is odd when it is this many times longer or shorter than its document's median clause.

Dimensionless; the 123 clauses of ``corpus/gold`` lie between 0.39 and 2.17 times their median, so 4
leaves every true clause about as much room again.
"""
MIN_CLAUSES = 5
"""Number of clauses from which a median length is taken to say what is usual."""

WANTED_METADATA = ("title", "jurisdiction", "level", "issuer", "issued", "horizon_end", "status")
"""Manifest columns whose absence limits what a comparison can say."""

_RANK: dict[Severity, int] = {"error": 0, "doubt": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One finding of a check.

    Attributes
    ----------
    document : str
        The document's identifier; empty for the corpus as a whole.
    severity : str
        ``error`` (a comparison would be wrong), ``doubt`` (look at it) or ``note`` (good to know).
    subject : str
        What it is about: ``corpus``, ``encoding``, ``script``, ``damage``, ``numbering``,
        ``clauses``, ``length``, ``metadata`` or ``duplicate``.
    start, end : int or None
        Half-open character offsets into the source text, where the finding has a place.
    """

    document: str
    severity: Severity
    subject: str
    message: str
    start: int | None = None
    end: int | None = None


def check_outlines(
    corpus_warnings: Sequence[str],
    outlines: Sequence[Outline],
    roles: Sequence[str] = COMPARED_ROLES,
) -> tuple[CheckRow, ...]:
    """List what is wrong or missing in a corpus before comparing clauses of some roles.

    Returns
    -------
    tuple of CheckRow
        Rows about the corpus first, then by document, severity (worst first) and place.

    Examples
    --------
    >>> check_outlines(["b.txt is left out."], [])[0].message
    'b.txt is left out.'
    """
    rows = [CheckRow("", "doubt", "corpus", warning) for warning in corpus_warnings]
    rows += _check_duplicates(outlines)
    for outline in outlines:
        rows += _check_reading(outline)
        rows += _check_damage(outline)
        rows += _check_numbering(outline)
        rows += _check_clauses(outline, roles)
        rows += _check_metadata(outline)
    return tuple(sorted(rows, key=_order))


def _order(row: CheckRow) -> tuple[str, int, int, str, str]:
    start = -1 if row.start is None else row.start
    return row.document, _RANK[row.severity], start, row.subject, row.message


def _check_reading(outline: Outline) -> Iterator[CheckRow]:
    document, script = outline.document, outline.normalized.script
    read = f"read as {document.encoding}: {len(document.text):,} characters"
    yield CheckRow(document.name, "note", "encoding", read)
    for warning in document.warnings:
        yield CheckRow(document.name, "doubt", "encoding", warning)
    if document.left_out:
        left_out = f"left out of the file: {', '.join(document.left_out)}"
        yield CheckRow(document.name, "note", "encoding", left_out)
    converted = "" if script == "simplified" else ", converted to simplified characters to compare"
    yield CheckRow(document.name, "note", "script", f"{script} characters{converted}")


def _check_damage(outline: Outline) -> Iterator[CheckRow]:
    for damage in outline.normalized.damage:
        flagged = damage.repair is None
        state = "not repaired" if flagged else f"repaired to {damage.repair!r}"
        message = f"{damage.kind}, {state}: {damage.message}"
        severity: Severity = "doubt" if flagged else "note"
        name = outline.document.name
        yield CheckRow(name, severity, "damage", message, damage.start, damage.end)


def _check_numbering(outline: Outline) -> Iterator[CheckRow]:
    for warning in outline.warnings:
        yield CheckRow(outline.document.name, "doubt", "numbering", warning)
    for clause in outline.clauses:
        for warning in clause.warnings:
            message = f"{clause.path}: {warning}"
            yield CheckRow(clause.document, "doubt", "numbering", message, clause.start, clause.end)


def _check_clauses(outline: Outline, roles: Sequence[str]) -> Iterator[CheckRow]:
    name = outline.document.name
    compared = outline.compared(roles)
    if not compared:
        message = (
            f"no clause to compare among {len(outline.clauses)} clauses: "
            f"no text has one of the roles {', '.join(roles)}"
        )
        yield CheckRow(name, "error", "clauses", message)
    if len(compared) < MIN_CLAUSES:
        return
    usual = median(max(clause.n_chars, 1) for clause in compared)
    for clause in compared:
        ratio = max(clause.n_chars, 1) / usual
        if abs(log(ratio)) > log(LENGTH_FACTOR):
            word = "longer" if ratio > 1 else "shorter"
            message = (
                f"{clause.path} has {clause.n_chars} characters, much {word} than usual in this "
                f"document (median {usual:g}): a heading may be missed or taken for one"
            )
            yield CheckRow(name, "doubt", "length", message, clause.start, clause.end)


def _check_metadata(outline: Outline) -> Iterator[CheckRow]:
    metadata = outline.document.metadata
    missing = [column for column in WANTED_METADATA if not getattr(metadata, column)]
    if missing:
        message = f"unknown: {', '.join(missing)}"
        yield CheckRow(outline.document.name, "note", "metadata", message)


def _check_duplicates(outlines: Sequence[Outline]) -> Iterator[CheckRow]:
    """Documents whose text another one already has, by bytes or after normalizing."""
    same: dict[str, list[str]] = defaultdict(list)
    for outline in sorted(outlines, key=lambda outline: outline.document.name):
        # Without white space: the same text often comes wrapped in different ways.
        same["".join(outline.normalized.text.split())].append(outline.document.name)
    for names in same.values():
        for name in names[1:]:
            message = f"the same text as {names[0]}: every clause would match itself"
            yield CheckRow(name, "error", "duplicate", message)
