"""Does a Latin string spell the reading of Chinese characters? Readings come from pypinyin."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin.pinyin_dict import pinyin_dict

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0306": "3", "\u0300": "4"}
# Copied pinyin often holds phonetic letters in place of a and g, and v or u: for ü.
_LETTERS = str.maketrans(
    {"ɑ": "a", "ɡ": "g", "v": "ü", "'": "", "’": "", "-": "", "·": "", " ": ""}
)

# 一 and 不 change their tone before other syllables, and 儿 melts into the one before it.
# Source: GB/T 16159-2012, 汉语拼音正词法基本规则.
_MORE_READINGS = {"一": ("yi2", "yi4"), "不": ("bu2",), "儿": ("r",), "兒": ("r",)}


def spells(annotation: str, characters: str) -> bool:
    """Whether ``annotation`` reads the last ``k`` of ``characters``, for any ``k`` of at least 1.

    Tone marks or digits must fit where they are written; a syllable without one fits any tone. A
    final ``r`` (erhua) is allowed.

    Examples
    --------
    >>> spells("guó", "中國"), spells("zérèndānwèi", "責任單位"), spells("guǒ", "中國")
    (True, True, False)
    """
    plain = _plain(annotation)
    if not plain:
        return False
    if _consumes(plain, characters):
        return True
    return plain.endswith("r") and _consumes(plain[:-1], characters)


def _plain(annotation: str) -> str:
    """Lower-case letters, each tone as a digit at the end of its vowel group."""
    letters = unicodedata.normalize("NFD", annotation.lower()).replace("u\u0308", "ü")
    letters = letters.translate(_LETTERS).replace("u:", "ü")
    # NFD puts the dots of ü before or after its tone mark, by the order they were typed in.
    letters = re.sub("u([\u0304\u0301\u030c\u0306\u0300])\u0308", "ü\\1", letters)
    return "".join(_TONES.get(letter, letter) for letter in letters)


def _consumes(plain: str, characters: str) -> bool:
    """Whether readings of the last characters, one by one, use up ``plain`` from its end."""
    rests = {plain}
    for character in reversed(characters):
        rests = {rest[: len(rest) - n] for rest in rests for n in _tails(rest, character)}
        if "" in rests:
            return True
        if not rests:
            return False
    return False


def _tails(rest: str, character: str) -> set[int]:
    """Lengths of the endings of ``rest`` that are readings of the character."""
    return {
        found.end() - found.start()
        for pattern in _patterns(character)
        if (found := pattern.search(rest)) is not None
    }


@lru_cache(maxsize=8192)
def _patterns(character: str) -> tuple[re.Pattern[str], ...]:
    """One pattern per reading, anchored at the end, its tone optional."""
    known = pinyin_dict.get(ord(character), "")
    readings = [_plain(reading) for reading in known.split(",") if reading]
    readings += _MORE_READINGS.get(character, ())
    return tuple(re.compile(_pattern(reading) + "$") for reading in dict.fromkeys(readings))


def _pattern(reading: str) -> str:
    """A reading with its tone as a mark inside, as a digit behind, or left out."""
    match = re.fullmatch(r"([^1-4]*)([1-4])?([^1-4]*)", reading)
    if match is None:
        return re.escape(reading)
    head, tone, tail = match.groups()
    head, tail = _vowels(head), _vowels(tail)
    if tone is None:
        return f"{head}[05]?"
    return f"{head}(?:{tone}{tail}|{tail}{tone}|{tail}[05]?)"


def _vowels(letters: str) -> str:
    """ü may be written u."""
    return re.escape(letters).replace("ü", "[üu]")
