"""Rows of ``add``: what was found about each file, where, how sure, what to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from policycompare.report.protocol import Row
from policycompare.table import Table

if TYPE_CHECKING:
    from policycompare.adding import AddResult, Proposal
    from policycompare.doubles import Double

COLUMNS = (
    "source_file",
    "document",
    "state",
    "column",
    "value",
    "sure",
    "where",
    "quote",
    "start",
    "end",
)
"""Columns of the rows."""

QUOTE = 60
"""Characters of a quote that are shown."""

_SENTENCES = {
    "exact": "the same text as {other}: it is not added unless --allow-double is given",
    "near": "nearly the same text as {other} ({share} of this text is in it, {other_share} of it "
    "is in this one): a mirror or a copy? Keep one, or every measure counts twice",
    "contains": "holds nearly all of {other} ({other_share}) and more ({share} of this text is in "
    "it): keep one of them, unless both are wanted",
    "contained": "nearly all of this text ({share}) is in {other} ({other_share} of it is in this "
    "one): keep one of them, unless both are wanted",
    "much": "{share} of this text is in {other}, {other_share} of that one in this: a version, a "
    "damaged mirror, or a plan copied from the other; look at both before you keep it",
    "copy": "much the same text as {other}, which is of another jurisdiction ({share} of this text "
    "is in it, {other_share} of it is in this one): one was copied, or both follow one draft; "
    "keep both",
    "version": "another version of the plan in {other}? {share} of this text is in it, "
    "{other_share} of it is in this one: look at status and dates; `policycompare diff` compares "
    "the two",
}


def double_sentence(double: Double) -> str:
    """Say how a text stands to another one that is there, and what to do."""
    return _SENTENCES[double.kind].format(
        other=double.other, share=f"{double.share:.0%}", other_share=f"{double.other_share:.0%}"
    )


def add_table(result: AddResult) -> Table:
    """All rows of a result."""
    rows = tuple(row for one in result.proposals for row in proposal_rows(one))
    return Table("documents to add", COLUMNS, rows, result.warnings)


def proposal_rows(proposal: Proposal) -> Iterator[Row]:
    """Rows of one file: what is written for each column, hints, gaps, what to look at."""
    from policycompare.adding.model import FIELDS

    for name in FIELDS:
        finding = proposal.chosen(name)
        value = proposal.values.get(name, "")
        if finding is not None:
            yield _row(
                proposal,
                name,
                value,
                finding.sure,
                finding.where,
                finding.quote,
                finding.start,
                finding.end,
            )
        elif value:
            yield _row(proposal, name, value, "given", "edited by you")
        else:
            yield from _unknown(proposal, name)
    for sentence in proposal.conflicts:
        yield _row(proposal, "look at", sentence)
    for sentence in (*proposal.text.warnings, *_dropped(proposal)):
        yield _row(proposal, "reading", sentence)
    if proposal.has_little:
        yield _row(proposal, "look at", _little(proposal))
    for double in proposal.doubles:
        yield _row(proposal, "double", double_sentence(double))


def _little(proposal: Proposal) -> str:
    told = (
        f"too little text for a document: {proposal.n_chars} characters, "
        f"{proposal.n_clauses} clauses"
    )
    if proposal.state == "too little":
        return f"{told}; it is not added: take it out of the archive and name it to add it"
    return f"{told}; see whether the file holds the plan"


def _unknown(proposal: Proposal, name: str) -> Iterator[Row]:
    hints = [f for f in proposal.findings if f.field == name and f.sure == "possible"]
    if not hints:
        yield _row(proposal, name, "", "", "not found")
    for one in hints:
        where = f"{one.where}: {one.value}? Not written; confirm it yourself"
        yield _row(proposal, name, "", "possible", where, one.quote, one.start, one.end)


def _dropped(proposal: Proposal) -> Iterable[str]:
    dropped = proposal.text.dropped
    return (f"left out: {', '.join(map(str, dropped))}",) if dropped else ()


def _row(
    proposal: Proposal,
    column: str,
    value: str,
    sure: str = "",
    where: str = "",
    quote: str = "",
    start: int | None = None,
    end: int | None = None,
) -> Row:
    cut = quote if len(quote) <= QUOTE else quote[: QUOTE - 1] + "…"
    return {
        "source_file": proposal.source_file,
        "document": proposal.document,
        "state": proposal.state,
        "column": column,
        "value": value,
        "sure": sure,
        "where": where,
        "quote": cut,
        "start": start,
        "end": end,
    }
