"""What the healthy part of a page says: its rules, its script, its words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

import opencc

from policycompare.normalize.byteshift.codes import encoded, gbk_tables
from policycompare.normalize.byteshift.readings import characters_read, is_usual
from policycompare.normalize.byteshift.signs import ANNOTATION, healthy_parts
from policycompare.normalize.byteshift.swallowed import Swallowable, count_swallowable

_HAN = "[\u3400-\u9fff]"
_ANNOTATED = re.compile(rf"({_HAN})({ANNOTATION.pattern})")
_HAN_RUN = re.compile(f"{_HAN}{{2,}}")

# Costs are natural logarithms of a probability ratio; set by hand, never swept one by one.
WRONG_SCRIPT = -9.0
RARE_VARIANT = -2.5
NEW_RULE = -3.0
RARE_READING = -3.0
BROKEN_RULE = -8.0

LONGEST_PHRASE = 4

PIECE_SHARE = 0.6
"""Share of a phrase's occurrences, in [0, 1], from which those inside a longer phrase make it a
piece; by eye on the corpus texts."""


@lru_cache(maxsize=2)
def _converted(configuration: str) -> dict[str, str]:
    characters = sorted(gbk_tables().codes)
    converted = opencc.OpenCC(configuration).convert("\n".join(characters)).split("\n")
    return dict(zip(characters, converted, strict=True))


def simplified(character: str) -> str:
    """The simplified form of one character of GBK; any other character as it is."""
    return _converted("t2s").get(character, character)


@cache
def is_common(character: str) -> bool:
    """Whether the simplified form is in level 1 of GB 2312-80 (3755 characters) or no Han."""
    lead, trail = gbk_tables().codes.get(simplified(character), (0, 0))
    return lead < 0xAA or (0xB0 <= lead <= 0xD7 and trail >= 0xA1)


@cache
def _in_big5(character: str) -> bool:
    return bool(encoded(character, "big5"))


@dataclass(frozen=True)
class Page:
    """Evidence from the whole page.

    Attributes
    ----------
    annotated : frozenset of str
        Characters that carry a fitting reading somewhere: the page's rules.
    bare : frozenset of str
        Characters that stand without one somewhere: no rule of the page.
    seen : frozenset of str
        All characters of the healthy parts.
    astride : frozenset of str
        Characters whose bytes lie astride two neighbours somewhere, unharmed: no rule of the page.
    characters : Counter of str
        How often each simplified character occurs.
    words : Counter of str
        Simplified character sequences of 2 to ``LONGEST_PHRASE`` characters.
    swallowable : dict of str to dict of str to float
        See :mod:`policycompare.normalize.byteshift.swallowed`.
    traditional : bool
        Whether the page is in traditional characters.
    """

    annotated: frozenset[str]
    bare: frozenset[str]
    seen: frozenset[str]
    astride: frozenset[str]
    characters: Counter[str]
    words: Counter[str]
    swallowable: Swallowable
    traditional: bool
    _costs: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_text(cls, text: str) -> Page:
        """Read the evidence off a page's text."""
        annotated = {m[1] for m in _ANNOTATED.finditer(text) if m[1] in characters_read(m[3] or "")}
        # Joined by a line end, lest parts make words together.
        healthy = "\n".join(healthy_parts(text))
        plain = ANNOTATION.sub("", healthy)
        n_traditional = sum(simplified(c) != c for c in plain)
        n_simplified = sum("\u3400" <= c <= "\u9fff" and not _in_big5(c) for c in plain)
        simple = "".join(map(simplified, plain))
        return cls(
            annotated=frozenset(annotated),
            bare=frozenset(_ANNOTATED.sub("", healthy)),
            seen=frozenset(plain),
            astride=_codes_astride(healthy),
            characters=Counter(simple),
            words=count_phrases(simple),
            swallowable=count_swallowable(plain),
            traditional=n_traditional > n_simplified,
        )

    def script_cost(self, character: str) -> float:
        """Cost of a character by the page's script: 0 or less."""
        cost = self._costs.get(character)
        if cost is None:
            cost = self._costs[character] = self._script_cost(character)
        return cost

    def _script_cost(self, character: str) -> float:
        if character in self.seen or not "\u3400" <= character <= "\u9fff":
            return 0.0
        if not self.traditional:
            return WRONG_SCRIPT if simplified(character) != character else 0.0
        if not _in_big5(character):
            return WRONG_SCRIPT
        usual = _converted("s2t").get(simplified(character), character)
        return 0.0 if usual == character else RARE_VARIANT

    def rule_cost(self, character: str, reading: str) -> float:
        """Cost of assuming that the page annotates a character so: 0 or less."""
        broken = BROKEN_RULE if character in self.astride else 0.0
        if character in self.annotated:
            return broken
        if not is_usual(reading, character):
            broken += RARE_READING
        return broken + (BROKEN_RULE if character in self.bare else NEW_RULE)

    def bare_cost(self, character: str) -> float:
        """Cost of assuming that a character stands without the annotation it has elsewhere."""
        return BROKEN_RULE if character in self.annotated else 0.0


def count_phrases(text: str) -> Counter[str]:
    """Count phrases of 2 to ``LONGEST_PHRASE`` Chinese characters that occur more than once.

    A phrase that mostly stands inside one longer phrase (安全发 in 安全发展) is a piece: left out.
    """
    counts: Counter[str] = Counter()
    for run in _HAN_RUN.findall(text):
        for length in range(2, LONGEST_PHRASE + 2):
            counts.update(run[at : at + length] for at in range(len(run) - length + 1))
    pieces = {
        piece
        for phrase, count in counts.items()
        for piece in (phrase[1:], phrase[:-1])
        if count >= PIECE_SHARE * counts[piece]
    }
    return Counter(
        {
            phrase: count
            for phrase, count in counts.items()
            if count > 1 and len(phrase) <= LONGEST_PHRASE and phrase not in pieces
        }
    )


def _codes_astride(text: str) -> frozenset[str]:
    """The characters that the last byte of one and the first byte of the next character make."""
    tables = gbk_tables()
    codes = [tables.codes.get(character, (0, 0)) for character in text]
    astride = {(a[1], b[0]) for a, b in pairwise(codes)}
    return frozenset(tables.characters[code] for code in astride if code in tables.characters)
