"""Make the byte-shift damage: the mechanism of docs/design.md §5 run forwards, for tests.

A page in GBK has, rule by rule, every occurrence of a character's two bytes replaced by the same
bytes and ``(reading)``, without minding character borders; a punctuation rule puts a comma before
the mark. Then the bytes are decoded by a decoder that never fails.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pypinyin import Style, lazy_pinyin

INSERTED = -1


@dataclass(frozen=True)
class Rule:
    """Put ``before`` and ``after`` around every occurrence of the character's bytes."""

    character: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class DamagedPage:
    """A damaged page and the way back.

    ``ends[i]`` is where the bytes behind the shown character ``i`` end, ``origins`` the position of
    the source character behind each byte (``INSERTED`` where a rule put it).
    """

    source: str
    text: str
    ends: tuple[int, ...]
    origins: tuple[int, ...]

    def source_text(self, start: int, end: int) -> str:
        """The source characters whose last byte lies behind shown ``[start, end)``.

        Bytes that show nothing belong to the character after them.
        """
        first = self.ends[start - 1] if start else 0
        origins = self.origins
        found = []
        for at in range(first, self.ends[end - 1] if end else 0):
            here = origins[at]
            if here != INSERTED and here not in origins[at + 1 : at + 12]:
                found.append(self.source[here])
        return "".join(found)

    def is_right(self, start: int, end: int, repair: str) -> bool:
        """Whether a repair of shown ``[start, end)`` is what the source has there.

        A ``?`` behind the repair may keep standing for a swallowed ASCII character, one at its
        beginning for a character that is lost.
        """
        truths = {self.source_text(start, end)}
        if self.text[end : end + 1] == "?":
            truths.add(self.source_text(start, end + 1)[:-1])
        if repair[:1] == "?":
            truths |= {"?" + truth[1:] for truth in truths}
        return repair in truths


FULL_STOP = Rule("。", before=",")
COMMA = Rule("，", before=",")


def reading_rules(characters: Iterable[str], *, toneless: bool = False) -> list[Rule]:
    """A rule ``(reading)`` for each character that has one."""
    style = Style.NORMAL if toneless else Style.TONE
    readings = {c: lazy_pinyin(c, style=style)[0] for c in characters}
    return [Rule(c, after=f"({reading})") for c, reading in readings.items() if reading != c]


def random_rules(pool: str, rng: random.Random, *, n_rules: int) -> list[Rule]:
    """Rules for some of the Chinese characters of ``pool``, in random order."""
    han = sorted({c for c in pool if "\u4e00" <= c <= "\u9fff" and _in_gbk(c)})
    return reading_rules(rng.sample(han, min(n_rules, len(han))))


def damage(text: str, rules: Sequence[Rule], *, tidy_commas: bool = True) -> DamagedPage:
    """Run the rules on the text's GBK bytes and decode; ``tidy_commas`` drops the added commas."""
    source = "".join(c if _in_gbk(c) else "?" for c in text)
    data = source.encode("gbk")
    origins = [i for i, c in enumerate(source) for _ in c.encode("gbk")]
    for rule in rules:
        data, origins = _apply(rule, data, origins)
    shown, ends = _decode(data)
    if tidy_commas:
        drop = {i for i, (a, b) in enumerate(pairwise(shown)) if a == "," and b in "，。"}
        ends = [end for i, end in enumerate(ends) if i not in drop]
        shown = [c for i, c in enumerate(shown) if i not in drop]
    return DamagedPage(source, "".join(shown), tuple(ends), tuple(origins))


def indent_lines(text: str) -> str:
    """Put an ideographic space before every line but the first."""
    return text.replace("\n", "\n\u3000")


def _in_gbk(character: str) -> bool:
    return bool(character.encode("gbk", errors="ignore"))


def _apply(rule: Rule, data: bytes, origins: list[int]) -> tuple[bytes, list[int]]:
    code, before, after = (s.encode("gbk") for s in (rule.character, rule.before, rule.after))
    new_data, new_origins, at = bytearray(), list[int](), 0
    while (found := data.find(code, at)) >= 0:
        end = found + len(code)
        new_data += data[at:found] + before + code + after
        new_origins += origins[at:found] + [INSERTED] * len(before)
        new_origins += origins[found:end] + [INSERTED] * len(after)
        at = end
    return bytes(new_data + data[at:]), new_origins + origins[at:]


def _decode(data: bytes) -> tuple[list[str], list[int]]:
    """Decode as the damaged pages were: a bad second byte gives ``?``, an unknown code nothing."""
    shown: list[str] = []
    ends: list[int] = []
    at = 0
    while at < len(data):
        pair = data[at : at + 1] if data[at] < 0x80 else data[at : at + 2]
        at += len(pair)
        character = _decode_pair(pair)
        if character:
            shown.append(character)
            ends.append(at)
    return shown, ends


def _decode_pair(pair: bytes) -> str:
    if pair[0] < 0x80:
        return chr(pair[0])
    if len(pair) < 2 or pair[1] < 0x40 or pair[1] in (0x7F, 0xFF):
        return "?"
    return pair.decode("gbk", errors="ignore") if pair[0] != 0x80 else ""
