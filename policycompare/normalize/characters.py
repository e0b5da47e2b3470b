"""Characters that cannot be seen, look like others by accident, or stand for a line end."""

from __future__ import annotations

import re
import unicodedata

from policycompare.datamodel import Edit

HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, as the inside of a regular expression's character class."""

_LINE_ENDS = "\r\n?|[\u2028\u2029\x0b\x0c\x85\x1c-\x1e]"
# Unicode general category Zs, the tab, and U+E5E5, to which GB 18030 maps the spare space A3A0.
_SPACES = "[\t\x1f\ue5e5\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
# Zero-width and direction marks, soft hyphen, byte-order mark, variation selectors, controls.
_NOTHING = (
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufe00-\ufe0f\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufff9-\ufffb]"
)
# Simplified radicals that PDF files hold in place of the character; Unicode decomposes none of
# them. Source: EquivalentUnifiedIdeograph.txt of the Unicode character database.
_RADICALS = dict(
    zip(
        "⻓⻔⻋⻢⻅⻚⻛⻜⻥⻦⻩⻬⻮⻰⻳⻉⻘⻁⻄⺠⻆⻨⻣⻤⻙",
        "长门车马见页风飞鱼鸟黄齐齿龙龟贝青虎西民角麦骨鬼韦",
        strict=True,
    )
)
# Kangxi radicals, compatibility ideographs and small or vertical forms come out of PDF files in
# place of the ordinary character; ㈠ ⑴ ⒈ are list markers in one character.
_COMPATIBLE = (
    "[\u2e9f\u2ef3\u2f00-\u2fd5\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe48\ufe50-\ufe6b"
    f"\u3220-\u3229\u2474-\u249b{''.join(_RADICALS)}]"
)
_INVISIBLE = re.compile(f"({_LINE_ENDS})|({_SPACES})|({_NOTHING})|({_COMPATIBLE})")
# The first characters of all of these as one class, which is looked for far faster.
_SIGN = re.compile(
    f"[\r\u2028\u2029\x0b\x0c\x85\x1c-\x1e{_SPACES[1:-1]}{_NOTHING[1:-1]}{_COMPATIBLE[1:-1]}]"
)


def edit_invisible(text: str) -> list[Edit]:
    """Give line ends, spaces and compatibility characters one form; drop what is invisible.

    Source: Unicode general categories Cc, Cf and Zs, and NFKC for the compatibility characters.
    """
    return [
        Edit(m.start(), m.end(), replacement)
        for sign in _SIGN.finditer(text)
        if (m := _INVISIBLE.match(text, sign.start())) is not None
        and (replacement := _plain_form(m)) != m[0]
    ]


def _plain_form(match: re.Match[str]) -> str:
    line_end, space, nothing, _ = match.groups()
    if line_end is not None:
        return "\n"
    if space is not None:
        return " "
    if nothing is not None:
        return ""
    return _RADICALS.get(match[0]) or unicodedata.normalize("NFKC", match[0])
