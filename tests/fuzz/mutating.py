"""Mutate a text by characters: libFuzzer's mutation of bytes mostly makes U+FFFD of Chinese."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.damage import DEFECTS

_TOKENS = """\
一、|二、|(一)|（二）|1.|2．|（3）|①|——
第一章|第二条|一是|二是|首先|附件:|目录|责任单位:|牵头单位:|(chǎn)|(wǎng)|?ū)
到2025年,|达到|突破|亿元|万家|%以上|每年|力争|不低于|三分之二|十三五
以下均需|。|;|:|、|“|”|《|》|\u3000|\u200b|\ufffd
總體要求|壹、|2017-2020|1.6%|- 3 -|第 2 页
各区市政府|市工业和信息化局|(RCEP)|２０２５|＝|&nbsp;|<p>|</td>|?。ㄒ唬| |(|)"""
TOKENS = (*_TOKENS.replace("\n", "|").split("|"), "\n", "\n\n", "\r\n")
"""What policy documents and their damage are made of."""

DAMAGE_SHARE = 0.1
"""Share of the mutations that damage the whole text; some take ten times as long as the others."""


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Change a UTF-8 text at one to four places, or damage it as a whole."""
    random = Random(seed)
    text = data.decode("utf-8", "replace")
    if random.random() < DAMAGE_SHARE:
        text = random.choice(sorted(DEFECTS.items()))[1](text[:2000], random)
    else:
        for _ in range(random.randint(1, 4)):
            text = random.choice(_CHANGES)(text, random)
    # a character cut in half at the end is an input like any other
    return text.encode("utf-8", "replace")[:max_size]


def _insert(text: str, random: Random) -> str:
    at = random.randint(0, len(text))
    return text[:at] + random.choice(TOKENS) + text[at:]


def _delete(text: str, random: Random) -> str:
    start, end = _stretch(text, random)
    return text[:start] + text[end:]


def _repeat(text: str, random: Random) -> str:
    start, end = _stretch(text, random)
    return text[:end] + text[start:end] * random.randint(1, 5) + text[end:]


def _move(text: str, random: Random) -> str:
    start, end = _stretch(text, random)
    rest = text[:start] + text[end:]
    at = random.randint(0, len(rest))
    return rest[:at] + text[start:end] + rest[at:]


def _any_character(text: str, random: Random) -> str:
    at = random.randint(0, len(text))
    character = chr(random.choice((random.randint(0, 0x3100), random.randint(0xE000, 0x10FFFF))))
    return text[:at] + character + text[at + 1 :]


def _stretch(text: str, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(text))
    return start, min(len(text), start + int(random.expovariate(0.05)))


_CHANGES: tuple[Callable[[str, Random], str], ...] = (
    _insert,
    _insert,
    _delete,
    _repeat,
    _move,
    _any_character,
)
