"""Search: the clauses nearest to a phrase or a draft sentence, or to the clauses of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from policycompare.errors import UsageError
from policycompare.report.values import rounded
from policycompare.table import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause
    from policycompare.report.protocol import Row
    from policycompare.searcher import Index
    from policycompare.settings import Settings

HEADING_WEIGHT = 0.2
"""Share in [0, 1] of the heading in a similarity; the body has the rest.

Swept with ``WORD_WEIGHT`` on ``corpus/gold``: clauses labelled ``same`` as the query's own should
come first. Mean average precision 0.71 for headings as queries and 0.69 for first sentences; a
heading share of 0.4 gives 0.73 and 0.63, of 0 gives 0.51 and 0.66.
"""

WORD_WEIGHT = 0.3
"""Share in [0, 1] of the words in a similarity; character n-grams have the rest.

From the same sweep: 0 gives 0.71 and 0.65, 0.5 gives 0.69 and 0.68, 1 gives 0.64 and 0.67.
"""

COLUMNS = ("clause_id", "similarity", "jurisdiction", "heading", "text", "start", "end")
"""Columns of a search, also of one that finds nothing."""

LIKE_COLUMNS = (
    "clause_id",
    "heading",
    "rank",
    "similarity",
    "counterpart",
    "jurisdiction",
    "counterpart_heading",
    "counterpart_text",
)
"""Columns of the counterparts of a document's clauses."""

_SHARES = {
    "heading_words": HEADING_WEIGHT * WORD_WEIGHT,
    "heading_chars": HEADING_WEIGHT * (1 - WORD_WEIGHT),
    "body_words": (1 - HEADING_WEIGHT) * WORD_WEIGHT,
    "body_chars": (1 - HEADING_WEIGHT) * (1 - WORD_WEIGHT),
}
"""Share of each field, in the order in which they are added up."""


def check_query(text: str, limit: int) -> None:
    """Raise a UsageError if a text holds nothing to search for or no row may be returned."""
    if limit < 1:
        raise UsageError(f"limit is {limit}, but at least 1 row must be shown; give 1 or more.")
    if not any(character.isalnum() for character in text):
        raise UsageError(
            f"The search text {text!r} holds no letter or character; give a phrase or a sentence."
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            f"The search text {text!r} is no Unicode text at character {error.start + 1}; give it "
            "in the encoding of the terminal."
        ) from error


class Searcher:
    """Answers one search after the other over the same clauses.

    Parameters
    ----------
    index : Index
        The clauses searched.
    clauses : callable
        Gives the clauses at some positions.
    spans : mapping of str to (int, int)
        Half-open positions of the clauses of each document, in the order of the corpus.
    groups : mapping of str to str
        The group of each document.
    warnings : sequence of str
        What every result should tell.
    """

    def __init__(
        self,
        index: Index,
        clauses: Callable[[Sequence[int]], Sequence[Clause]],
        spans: Mapping[str, tuple[int, int]],
        groups: Mapping[str, str],
        warnings: Sequence[str] = (),
    ) -> None:
        self._index = index
        self._clauses = clauses
        self._spans = spans
        self._groups = groups
        self._warnings = tuple(warnings)

    def search(self, text: str, *, limit: int) -> Table:
        """Find the clauses nearest to a text.

        Parameters
        ----------
        text : str
            It is normalized first, so it may be in traditional characters.
        limit : int
            Rows returned at most, at least 1; the table's warnings count the rest.

        Returns
        -------
        Table
            Rows with ``similarity`` in [0, 1]: the weighted mean of four cosines (words and
            character n-grams of the heading and of the body), greatest first, equal ones in the
            order of the clauses; only clauses above 0.

        Raises
        ------
        UsageError
            If the text holds no letter or character, or if ``limit`` is below 1.
        """
        from policycompare.normalize import normalize_text
        from policycompare.report.pages import search_rows

        check_query(text, limit)
        query = normalize_text(text).text
        similarity = np.zeros(self._index.n_clauses)
        for field, share in _SHARES.items():
            similarity += share * self._index.cosines(query, field)
        best, n_alike = _rank(similarity, limit)
        rows = tuple(search_rows(zip(self._clauses(best), similarity[best].tolist(), strict=True)))
        more = n_alike - len(rows)
        told = (f"{more} more clauses share a word or characters with the text",) if more else ()
        return Table("clauses nearest to the text", COLUMNS, rows, (*told, *self._warnings))

    def like(self, document: str, *, limit: int) -> Table:
        """List the clauses of other groups nearest to each clause of a document.

        Parameters
        ----------
        document : str
            A document of the corpus.
        limit : int
            Rows for each clause at most, at least 1; the table's warnings count the rest.

        Returns
        -------
        Table
            Rows with ``similarity`` in [0, 1]: the weighted mean of the cosines of the words of
            headings and of bodies; no score of the model and no link. A clause without a row
            shares no word with a clause of another group.

        Raises
        ------
        UsageError
            If the corpus has no such document, it has no clause, or ``limit`` is below 1.
        """
        if limit < 1:
            raise UsageError(f"limit is {limit}, but at least 1 row must be shown; give 1 or more.")
        if document not in self._spans:
            raise UsageError(
                f"The corpus has no document {document!r} that can be searched; give the name of "
                "one of its documents."
            )
        first, last = self._spans[document]
        if first == last:
            raise UsageError(
                f"The document {document} has no clause of the compared roles; look at it with "
                "`policycompare outline` or choose other --roles."
            )
        other = self._group_numbers != self._group_numbers[first]
        rows: list[Row] = []
        n_more = 0
        own = self._clauses(range(first, last))
        headings = self._index.cosines_of([clause.heading for clause in own], "heading_words")
        bodies = self._index.cosines_of([clause.body for clause in own], "body_words")
        hits: list[tuple[Clause, int, int, float]] = []
        for number, clause in enumerate(own):
            similarity = HEADING_WEIGHT * headings.column(number)
            similarity += (1 - HEADING_WEIGHT) * bodies.column(number)
            similarity[~other] = 0
            best, n_alike = _rank(similarity, limit)
            n_more += n_alike - len(best)
            hits += ((clause, k, at, float(similarity[at])) for k, at in enumerate(best, 1))
        # Read all at once: many stand in the same documents.
        found = self._clauses([at for _, _, at, _ in hits])
        for (clause, rank, _, value), one in zip(hits, found, strict=True):
            rows.append(_like_row(clause, rank, one, value))
        warning = f"{n_more} more clauses of other groups share a word with one of these"
        told = (warning,) if n_more else ()
        title = f"clauses of other groups nearest to those of {document}"
        return Table(title, LIKE_COLUMNS, tuple(rows), (*told, *self._warnings))

    @cached_property
    def _group_numbers(self) -> NDArray[np.int64]:
        """A number for the group of each clause."""
        number = {group: n for n, group in enumerate(dict.fromkeys(self._groups.values()))}
        numbers = np.full(self._index.n_clauses, -1, dtype=np.int64)
        for document, (first, last) in self._spans.items():
            numbers[first:last] = number[self._groups[document]]
        return numbers


def search_these(
    clauses: Sequence[Clause],
    settings: Settings,
    groups: Mapping[str, str] | None = None,
    warnings: Sequence[str] = (),
    documents: Sequence[str] = (),
) -> Searcher:
    """Make a searcher of clauses that are at hand, by document and place.

    ``groups`` is the group of each document; without it each is its own. ``documents`` may name
    documents that have no clause.
    """
    from policycompare.searcher import ChosenPart, Index
    from policycompare.store.postings import count_part
    from policycompare.tokens import Tokenizer

    tokenizer = Tokenizer(user_dictionary=settings.user_dictionary, stop_list=settings.stop_list)
    part = count_part(clauses, tokenizer)
    index = Index([ChosenPart(part, np.arange(len(clauses), dtype=np.int64))], tokenizer)
    spans: dict[str, tuple[int, int]] = dict.fromkeys(documents, (0, 0))
    for position, clause in enumerate(clauses):
        first, end = spans.get(clause.document, (0, 0))
        spans[clause.document] = (first if end else position), position + 1
    groups = groups or {document: document for document in spans}
    return Searcher(
        index, lambda places: [clauses[place] for place in places], spans, groups, warnings
    )


def search_clauses(
    clauses: Sequence[Clause], text: str, *, limit: int, settings: Settings
) -> Table:
    """Find the clauses nearest to a text once: see :meth:`Searcher.search`."""
    check_query(text, limit)
    return search_these(clauses, settings).search(text, limit=limit)


def _rank(similarity: NDArray[np.float64], limit: int) -> tuple[list[int], int]:
    """Positions of the greatest above 0, equal ones in their order, and how many are above 0."""
    found = np.flatnonzero(similarity > 0)
    values = similarity[found]
    n_alike = len(found)
    if n_alike > limit:  # sorting a few costs a tenth of sorting all
        found = found[values >= np.partition(values, n_alike - limit)[n_alike - limit]]
    order = np.argsort(-similarity[found], kind="stable")[:limit]
    return found[order].tolist(), n_alike


def _like_row(clause: Clause, rank: int, other: Clause, similarity: float) -> Row:
    return {
        "clause_id": clause.clause_id,
        "heading": clause.heading,
        "rank": rank,
        "similarity": rounded(similarity),
        "counterpart": other.clause_id,
        "jurisdiction": other.jurisdiction,
        "counterpart_heading": other.heading,
        "counterpart_text": other.text,
    }
