"""Check that a gold fits the texts it is held against."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from policycompare.errors import GoldError
from policycompare.evaluation.gold import Gold, GoldClause

if TYPE_CHECKING:
    from policycompare.corpus import Corpus
    from policycompare.datamodel import NormalizedText, Outline

MIN_HEADINGS_FOUND = 0.5
"""Least share, in [0, 1], of a document's gold headings that stand within their spans.

Of the documents of two golds the least has 0.89; a heading made up by a coder is not in the text.
Spans moved by one clause leave next to none.
"""


def restrict_gold(gold: Gold, documents: Collection[str]) -> Gold:
    """The gold of some of its documents."""
    kept = [k for k, clause in enumerate(gold.clauses) if clause.document in documents]
    place = {old: new for new, old in enumerate(kept)}
    labels = {
        (place[a], place[b]): label
        for (a, b), label in gold.labels.items()
        if a in place and b in place
    }
    return Gold(tuple(gold.clauses[k] for k in kept), labels, gold.fingerprint)


def find_coded(corpus: Corpus, gold: Gold, folder: Path, *, chosen: bool) -> tuple[str, ...]:
    """Documents that the corpus and the gold both have, in the order of the corpus.

    Parameters
    ----------
    folder : Path
        The gold folder, for the messages.
    chosen : bool
        Whether the corpus was cut to some of its documents, so that the gold may have more.

    Raises
    ------
    GoldError
        If the gold codes a document that the corpus lacks, or fewer than two that it has.
    """
    where = folder / "clauses.jsonl"
    present = [one.document for one in corpus.documents]
    coded = {clause.document for clause in gold.clauses}
    if not chosen and (missing := sorted(coded.difference(present))):
        raise GoldError(
            f"{where} codes the document {missing[0]}, which {corpus.folder} does not hold; give "
            "the corpus that was coded, or choose with --documents."
        )
    documents = tuple(name for name in present if name in coded)
    if len(documents) < 2:
        raise GoldError(
            f"{where} codes {len(documents)} of the documents of {corpus.folder}, but it takes two "
            "to compare; give the gold of this corpus."
        )
    return documents


def check_pairs(gold: Gold, folder: Path) -> None:
    """Raise a GoldError if two clauses of one document are paired."""
    for a, b in gold.labels:
        one, other = gold.clauses[a], gold.clauses[b]
        if one.document == other.document:
            raise GoldError(
                f"{folder / 'alignments.csv'} pairs {one.clause_id} with {other.clause_id} of the "
                "same document; pairs are of two documents, so leave it out."
            )


def check_spans(gold: Gold, outlines: Sequence[Outline], folder: Path) -> None:
    """Raise a GoldError unless every gold span lies in its text and holds what it is said to.

    Parameters
    ----------
    gold : Gold
        Of the outlined documents only.
    folder : Path
        The gold folder, for the message.

    Raises
    ------
    GoldError
        If a span ends before it starts or outside the text, if two spans of a document overlap, or
        if most headings of a document do not stand within their spans.
    """
    where = folder / "clauses.jsonl"
    for outline in outlines:
        name = outline.document.name
        clauses = sorted(
            (clause for clause in gold.clauses if clause.document == name),
            key=lambda clause: (clause.start, clause.end),
        )
        _check_places(clauses, len(outline.normalized.source), where)
        _check_headings(clauses, outline.normalized, where)


def _check_places(clauses: Sequence[GoldClause], n_characters: int, where: Path) -> None:
    previous: GoldClause | None = None
    for clause in clauses:
        span = f"[{clause.start}, {clause.end})"
        if not 0 <= clause.start < clause.end <= n_characters:
            raise GoldError(
                f"{where} gives the clause {clause.clause_id} the span {span}, but its text has "
                f"{n_characters} characters; use the text that was coded, or mend the span."
            )
        if previous is not None and clause.start < previous.end:
            raise GoldError(
                f"{where} gives the clauses {previous.clause_id} and {clause.clause_id} spans "
                "that overlap; mend one of them."
            )
        previous = clause


def _check_headings(clauses: Sequence[GoldClause], text: NormalizedText, where: Path) -> None:
    titled = [clause for clause in clauses if clause.heading]
    n_found = sum(_letters(clause.heading) in _letters(_cut(text, clause)) for clause in titled)
    if n_found < MIN_HEADINGS_FOUND * len(titled):
        raise GoldError(
            f"{where} does not fit the text of {titled[0].document}: only {n_found} of "
            f"{len(titled)} headings stand within their spans; use the text that was coded."
        )


def _cut(text: NormalizedText, clause: GoldClause) -> str:
    first = int(text.starts.searchsorted(clause.start, side="left"))
    last = int(text.ends.searchsorted(clause.end, side="right"))
    return text.text[first:last]


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)
