"""The table of words of commitment, read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations
from typing import Literal, cast, get_args

from policycompare.datamodel import StrengthValue

Place = Literal["start", "any", "figure"]


@dataclass(frozen=True, slots=True)
class Word:
    """Words of one strength that are found in one way.

    ``own`` tells that in plans only the author of the text does it.
    """

    value: StrengthValue
    place: Place
    own: bool
    form: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class WordTable:
    """All words, and the pattern of adverbs that may stand before one.

    ``screens`` has for each place one pattern that is found wherever a word of that place is found,
    and elsewhere too, for it does not look at what stands before and behind: most parts of a
    sentence hold no word of a place, and one search tells so. ``of_places`` are the words of some
    places, in the order of the table.
    """

    words: tuple[Word, ...]
    adverbs: str
    screens: Mapping[Place, re.Pattern[str]]
    of_places: Mapping[frozenset[Place], tuple[Word, ...]]


@cache
def read_words() -> WordTable:
    """Read ``data/strength.tsv``; its head says what the columns hold."""
    text = resources.files("policycompare").joinpath("data", "strength.tsv")
    rows = [
        line.split("\t")
        for line in text.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    adverbs = "|".join(_longest_first(row[3]) for row in rows if row[0] == "adverb")
    rows = [row for row in rows if row[0] != "adverb"]
    words = tuple(map(_word, rows))
    places: tuple[Place, ...] = get_args(Place)
    return WordTable(
        words,
        adverbs,
        {
            place: re.compile("|".join(row[3] for row in rows if row[1] == place))
            for place in places
        },
        {
            frozenset(some): tuple(word for word in words if word.place in some)
            for n in range(len(places) + 1)
            for some in combinations(places, n)
        },
    )


def _word(row: list[str]) -> Word:
    value, place, owner, form, behind, before = row
    assert value in get_args(StrengthValue), value
    assert place in get_args(Place), place
    guards = "".join(f"(?<!{word})" for word in behind.split("|") if word != "-")
    after = "" if before == "-" else f"(?!{before})"
    pattern = re.compile(f"{guards}(?:{_longest_first(form)}){after}")
    return Word(cast(StrengthValue, value), cast(Place, place), owner == "own", pattern)


def _longest_first(form: str) -> str:
    """Plain alternatives by length, so that 争取到 wins over 争取; others as they are."""
    if "(" in form:
        return form
    return "|".join(sorted(form.split("|"), key=len, reverse=True))
