"""What scoring reads of a clause beside its words: title, core of the title, character strings."""

from __future__ import annotations

import re
from functools import cache
from math import log
from typing import TYPE_CHECKING

import numpy as np

from policycompare.scoring.concepts import read_data, read_generic_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from policycompare.datamodel import Clause

LEAD_MIN, LEAD_MAX = 4, 20
"""A clause without heading is named by its first phrase of at least 4 characters, cut at 20."""

BACKGROUND_TOTAL = 60_101_967
"""Occurrences of all words in the count behind ``background.tsv``."""
BACKGROUND_UNKNOWN = 100
"""Occurrences taken for a word that the table (300 and more) does not list."""

_BREAK = re.compile(r"[,。;:、!?\s]+")
_NOT_LETTER = re.compile(r"[\W\d_]+")
_BRACKETS = re.compile(r"\([^()]*\)")


def find_title(clause: Clause) -> str:
    """The heading without what it has in brackets; without a heading the first phrase of the body."""
    if clause.heading:
        return _BRACKETS.sub("", clause.heading) or clause.heading
    phrases = _BREAK.split(clause.body)
    return next((phrase for phrase in phrases if len(phrase) >= LEAD_MIN), clause.body)[:LEAD_MAX]


def find_core(words: Sequence[str], title: str) -> str:
    """The words of a title that name an object, joined; the whole title if none does."""
    generic = read_generic_words()
    return "".join(word for word in words if word not in generic) or title


def cut_ngrams(text: str, n_min: int, n_max: int) -> list[str]:
    """Strings of ``n_min`` to ``n_max`` letters that stand in ``text`` without digits and marks."""
    letters = _NOT_LETTER.sub("", text)
    return [
        letters[start : start + n]
        for n in range(n_min, n_max + 1)
        for start in range(len(letters) - n + 1)
    ]


def weigh_rarity(words: Sequence[str]) -> NDArray[np.float64]:
    """How rare each word is in general Chinese, in (0, 1]: 1 for a word the table does not list.

    ``ln(total / occurrences) / ln(total / 100)``
    """
    counts = _read_background()
    scale = log(BACKGROUND_TOTAL / BACKGROUND_UNKNOWN)
    return np.array(
        [log(BACKGROUND_TOTAL / counts.get(word, BACKGROUND_UNKNOWN)) / scale for word in words]
    )


@cache
def _read_background() -> dict[str, int]:
    rows = (line.split("\t") for line in read_data("background.tsv"))
    return {word: int(count) for word, count in rows}
