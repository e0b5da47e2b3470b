"""How probable a stretch of simplified Chinese is: words of jieba's dictionary and of the page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from math import log
from pathlib import Path

from policycompare.normalize.byteshift.page import Page
from policycompare.normalize.byteshift.set_words import (
    EXPECTED_MARKER,
    LATER_EXPECTED_MARKER,
    MARKS,
    NUMBERS,
    UNEXPECTED_MARKER,
    marker_forms,
    set_words,
)

LONGEST_WORD = 5
N_DICTIONARY_TOKENS = 60_101_967
"""Sum of the frequencies in jieba 0.42.1's dict.txt."""

N_PHRASE_CHARACTERS = 34_000
"""Characters in the texts that the phrase table was counted in."""

# Natural logarithms of probabilities, set by hand; see benchmarks/byteshift.py.
_UNKNOWN_HAN = -19.0
_RARE_SYMBOL = -14.0
_ASCII = -5.0
_PAGE_WORD = -10.0
_PAGE_SHARE = 0.2
_PAGE_SMOOTHING = 1000
_PHRASE_SHARE = 0.3
_LONE = -2.5
_NAME = -3.0

_FUNCTION_TAGS = frozenset("pcudrmf")
"""Tags of jieba's dictionary for words that often have one character: particles, prepositions,
conjunctions, adverbs, pronouns, numerals, places. Other characters seldom stand alone."""


def _dictionary_text() -> str:
    # The file only: importing jieba costs a second and its tokenizer is not needed.
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:  # pragma: no cover - a declared dependency
        return ""
    return Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8")


def _phrases() -> tuple[tuple[str, float], ...]:
    """Phrases of policy texts; the table is made by benchmarks/byteshift_tables.py."""
    table = files("policycompare") / "data" / "byteshift_phrases.tsv"
    rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()]
    return tuple((word, log(_PHRASE_SHARE * int(n) / N_PHRASE_CHARACTERS)) for word, n in rows)


@lru_cache(maxsize=1)
def frequent_characters() -> frozenset[str]:
    """The 1200 most frequent simplified characters (benchmarks/byteshift_tables.py)."""
    table = files("policycompare") / "data" / "byteshift_characters.txt"
    return frozenset(table.read_text(encoding="utf-8").strip())


_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt"})
"""Tags for names of persons, places and institutions: many in the dictionary, few in a page."""


class WordModel:
    """Word probabilities for a page.

    ``words`` maps a simplified word to the natural logarithm of its probability,
    ``continuations`` the beginning of a longer word to the characters it can go on with,
    ``before`` a word's second character to the first ones.
    """

    def __init__(self, page: Page) -> None:
        words, continuations, before = _general_words()
        self.words, self.continuations, self.before = dict(words), dict(continuations), dict(before)
        self._markers: dict[str, float] = {}
        self._add_page(page)

    def character(self, character: str) -> float:
        """Natural logarithm of the probability of a character that is its own word."""
        known = self.words.get(character)
        if known is not None:
            return known
        if character in MARKS:
            return MARKS[character]
        if "\u3400" <= character <= "\u9fff":
            return _UNKNOWN_HAN
        return _ASCII if character < "\x7f" else _RARE_SYMBOL

    def expect_markers(self, numbers: Sequence[str]) -> None:
        """Make the list markers of these numbers probable, the first most, all others less so."""
        for number in NUMBERS if numbers else ():
            for form in marker_forms(number):
                usual = self._markers.setdefault(form, self.words[form])
                self.words[form] = usual + UNEXPECTED_MARKER
                if number in numbers:
                    later = numbers.index(number) * LATER_EXPECTED_MARKER
                    self.words[form] = max(usual, EXPECTED_MARKER + later)

    def _add_page(self, page: Page) -> None:
        for word, count in page.words.items():
            self.words[word] = max(self.words.get(word, -99.0), _PAGE_WORD + log(count))
            _add_beginnings(word, self.continuations, self.before)
        n_page = sum(page.characters.values())
        for character in page.characters:
            share = _PAGE_SHARE * page.characters[character] / (n_page + _PAGE_SMOOTHING)
            probability = log(share) + (_LONE if "\u3400" <= character <= "\u9fff" else 0.0)
            self.words[character] = max(self.character(character), probability)


@lru_cache(maxsize=1)
def _general_words() -> tuple[dict[str, float], dict[str, str], dict[str, str]]:
    """The words of all pages, their beginnings, and what stands before their second character.

    Characters that follow or go before are strings: the garbage collector passes them by.
    """
    words = _dictionary_words()
    for word, probability in (*_phrases(), *set_words()):
        words[word] = max(words.get(word, -99.0), probability)
    following: defaultdict[str, str] = defaultdict(str)
    before: defaultdict[str, str] = defaultdict(str)
    for word in words:
        for n in range(1, len(word)):
            following[word[:n]] += word[n]
        if len(word) > 1:
            before[word[1]] += word[0]
    return words, _each_once(following), _each_once(before)


def _each_once(table: dict[str, str]) -> dict[str, str]:
    return {
        key: characters if len(characters) == 1 else "".join(dict.fromkeys(characters))
        for key, characters in table.items()
    }


def _add_beginnings(word: str, following: dict[str, str], before: dict[str, str]) -> None:
    for n in range(1, len(word)):
        known = following.get(word[:n], "")
        if word[n] not in known:
            following[word[:n]] = known + word[n]
    known = before.get(word[1], "")
    if word[0] not in known:
        before[word[1]] = known + word[0]


def _dictionary_words() -> dict[str, float]:
    # Words of a frequency below 10 are many and seldom right. Lines are found by the end of the one
    # before, which takes half the time of a pattern that begins with "^".
    han = "[\u3400-\u9fff]"
    pattern = re.compile(f"\n({han}|{han}{{2,{LONGEST_WORD}}}(?= \\d\\d)) (\\d+) ?([a-z]*)")
    found = pattern.findall("\n" + _dictionary_text())
    # A few thousand frequencies for a hundred thousand words.
    shares = {n: log(max(int(n), 1) / N_DICTIONARY_TOKENS) for n in {row[1] for row in found}}
    return {word: shares[frequency] + _tag_cost(word, tag) for word, frequency, tag in found}


def _tag_cost(word: str, tag: str) -> float:
    if tag in _NAME_TAGS:
        return _NAME
    return _LONE if len(word) == 1 and tag[:1] not in _FUNCTION_TAGS else 0.0
