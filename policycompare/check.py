"""What is wrong, doubtful or missing in a corpus, as rows; it looks at finished outlines only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from statistics import median
from typing import Literal, get_args

from policycompare.datamodel import COMPARED_ROLES, Clause, Outline, Role
from policycompare.errors import one_line

Severity = Literal["error", "doubt", "note"]

LENGTH_FACTOR = 4.0
"""A clause is odd only if it is this many times longer or shorter than its document's median.

Dimensionless; the 123 clauses of ``corpus/gold`` lie between 0.39 and 2.17 times their median, so 4
leaves every true clause about as much room again.
"""
LENGTH_SPREADS = 3.5
"""A clause is odd only if the logarithm of its length lies this many robust standard deviations,
1.4826 times the median absolute deviation, off the median (the usual cut: Iglewicz and Hoaglin,
1993): a document whose clauses differ much in length has no odd ones at a factor of 4."""
NOT_COMPARED_SHARE = 0.5
"""Share of a text in [0, 1] that may lie outside of clauses before it is doubted."""

_NO_BLOCK = ("white space", "dropped")
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
        What it is about: ``corpus``, ``files``, ``reading``, ``encoding``, ``script``, ``damage``,
        ``numbering``, ``roles``, ``clauses``, ``length``, ``metadata``, ``names``, ``duplicate`` or
        ``coverage``.
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
    more: Sequence[CheckRow] = (),
) -> tuple[CheckRow, ...]:
    """List what is wrong or missing in a corpus before comparing clauses of some roles.

    ``more`` are rows found elsewhere that are to stand among these.

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
    rows += more
    for outline in outlines:
        rows += _check_reading(outline)
        rows += _check_damage(outline)
        rows += _check_numbering(outline)
        rows += _check_blocks(outline)
        rows += _check_clauses(outline, roles)
        rows += _check_metadata(outline)
    told = (replace(row, message=one_line(row.message)) for row in rows)
    return tuple(sorted(told, key=_order))


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


def _check_blocks(outline: Outline) -> Iterator[CheckRow]:
    """What lies outside of clauses and headings: how much of the text, and of no known role."""
    name, length = outline.document.name, max(1, len(outline.document.text))
    sizes: Counter[str] = Counter()
    for skip in outline.skipped:
        if skip.reason not in _NO_BLOCK:
            sizes[skip.reason] += skip.end - skip.start
        if skip.reason not in (*_NO_BLOCK, *get_args(Role)):
            message = f"a block of no known role ({skip.reason}) is not compared: look at it"
            yield CheckRow(name, "doubt", "roles", message, skip.start, skip.end)
    share = sizes.total() / length
    if share >= NOT_COMPARED_SHARE:
        parts = ", ".join(f"{reason} {n / length:.0%}" for reason, n in sizes.most_common())
        message = (
            f"{share:.0%} of the text is not compared ({parts}): see with `policycompare outline` "
            "whether the plan itself is among it"
        )
        yield CheckRow(name, "doubt", "roles", message)


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
    logs = [log(max(clause.n_chars, 1)) for clause in compared]
    middle = median(logs)
    spread = 1.4826 * median(abs(value - middle) for value in logs)
    for clause, value in zip(compared, logs, strict=True):
        off = value - middle
        if abs(off) > max(log(LENGTH_FACTOR), LENGTH_SPREADS * spread):
            yield _odd_length(clause, exp(middle), exp(off), abs(off) / spread if spread else None)


def _odd_length(clause: Clause, usual: float, ratio: float, spreads: float | None) -> CheckRow:
    word = "longer" if ratio > 1 else "shorter"
    remedy = "a heading in it may be missed" if ratio > 1 else "it may be taken for one wrongly"
    told = "" if spreads is None else f", {spreads:.1f} robust standard deviations off"
    message = (
        f"{clause.path} has {clause.n_chars} characters, much {word} than usual in this document "
        f"(median {usual:.0f}, {ratio:.2g} times{told}): "
        f"{remedy}; look with `policycompare outline`"
    )
    return CheckRow(clause.document, "doubt", "length", message, clause.start, clause.end)


def _check_metadata(outline: Outline) -> Iterator[CheckRow]:
    metadata = outline.document.metadata
    missing = [column for column in WANTED_METADATA if not getattr(metadata, column)]
    if missing:
        message = f"unknown: {', '.join(missing)}; fill the columns of the manifest as far as known"
        yield CheckRow(outline.document.name, "note", "metadata", message)
