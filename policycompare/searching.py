"""Search: the clauses nearest to a phrase or a draft sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from policycompare.errors import UsageError
from policycompare.report.pages import search_rows
from policycompare.table import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause
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


def check_query(text: str, limit: int) -> None:
    """Raise a UsageError if a text holds nothing to search for or no row may be returned."""
    if limit < 1:
        raise UsageError(f"limit is {limit}, but at least 1 row must be shown; give 1 or more.")
    if not any(character.isalnum() for character in text):
        raise UsageError(
            f"The search text {text!r} holds no letter or character; give a phrase or a sentence."
        )


def search_clauses(
    clauses: Sequence[Clause], text: str, *, limit: int, settings: Settings
) -> Table:
    """Find the clauses nearest to a text.

    Parameters
    ----------
    clauses : sequence of Clause
    text : str
        It is normalized first, so it may be in traditional characters.
    limit : int
        Rows returned at most, at least 1; the table's warnings count the rest.
    settings : Settings
        For the user dictionary and stop words.

    Returns
    -------
    Table
        Rows with ``similarity`` in [0, 1]: the weighted mean of four cosines (words and character
        n-grams of the heading and of the body), greatest first, equal ones in the order of the
        clauses; only clauses above 0.

    Raises
    ------
    UsageError
        If the text holds no letter or character, or if ``limit`` is below 1.
    """
    from policycompare.normalize import normalize_text

    check_query(text, limit)
    similarity = _measure(clauses, normalize_text(text).text, settings)
    order = np.argsort(-similarity, kind="stable")
    alike = [int(i) for i in order if similarity[i] > 0]
    rows = tuple(search_rows((clauses[i], float(similarity[i])) for i in alike[:limit]))
    more = len(alike) - len(rows)
    warnings = (f"{more} more clauses share a word or characters with the text",) if more else ()
    return Table("clauses nearest to the text", COLUMNS, rows, warnings)


def _measure(clauses: Sequence[Clause], query: str, settings: Settings) -> NDArray[np.float64]:
    """Similarity of each clause to the query, shape (n_clauses,), in [0, 1]."""
    from policycompare.tokens import Tokenizer
    from policycompare.vectors import CharNgramSpace, WordSpace

    tokenizer = Tokenizer(user_dictionary=settings.user_dictionary, stop_list=settings.stop_list)
    total = np.zeros(len(clauses))
    for texts, field_weight in (
        ([clause.heading for clause in clauses], HEADING_WEIGHT),
        ([clause.body for clause in clauses], 1 - HEADING_WEIGHT),
    ):
        for vectorizer, weight in (
            (WordSpace(tokenizer=tokenizer), WORD_WEIGHT),
            (CharNgramSpace(), 1 - WORD_WEIGHT),
        ):
            matrix = vectorizer.fit_transform(texts)
            cosine = (matrix @ vectorizer.transform([query]).T).toarray()[:, 0]
            total += field_weight * weight * np.clip(cosine, 0, 1)
    return total
