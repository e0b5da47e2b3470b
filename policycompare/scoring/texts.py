"""What scoring reads of a clause beside its words: title, core of the title, character strings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policycompare.scoring.concepts import read_generic_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policycompare.datamodel import Clause

LEAD_MIN, LEAD_MAX = 4, 20
"""A clause without heading is named by its first phrase of at least 4 characters, cut at 20."""

_BREAK = re.compile(r"[,。;:、!?\s]+")
_BRACKETS = re.compile(r"\([^()]*\)")


def find_title(clause: Clause) -> str:
    """The heading without what it has in brackets; if it has none, the first phrase of the body."""
    if clause.heading:
        return _BRACKETS.sub("", clause.heading) or clause.heading
    phrases = _BREAK.split(clause.body)
    return next((phrase for phrase in phrases if len(phrase) >= LEAD_MIN), clause.body)[:LEAD_MAX]


def find_core(words: Sequence[str], title: str) -> str:
    """The words of a title that name an object, joined; the whole title if none does."""
    generic = read_generic_words()
    return "".join(word for word in words if word not in generic) or title
