"""Which characters have a given reading: pypinyin's table turned about."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin.pinyin_dict import pinyin_dict

from policycompare.normalize.byteshift.codes import gbk_tables

LETTERS = "a-zA-Züāáǎàăēéěèĕīíǐìĭōóǒòŏūúǔùŭǖǘǚǜńňǹḿɑɡê"
"""Letters of printed pinyin, as the inside of a regular expression's character class."""

_LOOKALIKES = str.maketrans(
    {"ɑ": "a", "ɡ": "g", "v": "ü", "ă": "ǎ", "ĕ": "ě", "ĭ": "ǐ", "ŏ": "ǒ", "ŭ": "ǔ"}
)
_MARKS = re.compile("[\u0300\u0301\u0304\u030c]")


def plain_reading(reading: str) -> str:
    """One spelling of a reading: lower case, composed, look-alike letters replaced."""
    return unicodedata.normalize("NFC", reading.strip().lower()).translate(_LOOKALIKES)


@lru_cache(maxsize=4096)
def toneless(reading: str) -> str:
    """The reading without its tone mark; ü stays."""
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", reading)))


@lru_cache(maxsize=1)
def _readers() -> dict[str, frozenset[str]]:
    """All characters of GBK by reading, with and without tone."""
    found: dict[str, set[str]] = {}
    for character in gbk_tables().codes:
        for reading in pinyin_dict.get(ord(character), "").split(","):
            for form in (reading, toneless(reading)):
                found.setdefault(form, set()).add(character)
    found.pop("", None)
    return {reading: frozenset(characters) for reading, characters in found.items()}


def characters_read(reading: str) -> frozenset[str]:
    """The characters of GBK that have this reading; without tone mark, in any tone.

    Examples
    --------
    >>> "驅" in characters_read("qū"), "驅" in characters_read("qu"), "驅" in characters_read("qù")
    (True, True, False)
    """
    return _readers().get(plain_reading(reading), frozenset())


def is_usual(reading: str, character: str) -> bool:
    """Whether the reading is the character's first one in pypinyin's table, in any tone."""
    usual = pinyin_dict.get(ord(character), "").split(",")[0]
    return toneless(plain_reading(reading)) == toneless(usual)
