"""Which ASCII character a ``?`` swallowed, together with the last half of a Chinese one."""

from __future__ import annotations

import re
from collections.abc import Iterator

UNKNOWN = "?"
"""Stands for a swallowed character that cannot be known; the page shows the same."""

_LINE_BEGINS = (
    r"[ \u3000（(]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章条條节節]"
)

# (what stands behind the `?`, what was swallowed, natural logarithm of its probability).
_SWALLOWED: tuple[tuple[str, str, float], ...] = (
    (r"0\d\d(?=[年-]|—)", "2", -0.1),
    (r"9\d\d(?=[年-]|—)", "1", -0.1),
    (r"[\d.%％+]|[年月日个個家万萬亿億项項名]", UNKNOWN, -2.0),
    (r"", UNKNOWN, -3.0),
    (r"[，。；：、！？]", "", -1.5),
    (r"[\n]|$", "", -1.0),
    (
        r"[ \u3000]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章条條节節]|[（(]",
        "\n",
        -1.5,
    ),
    (r"", "\n", -7.0),
    (r"[^()（）\n]{1,40}\)", "(", -2.5),
    (r"", ",", -4.0),
    (r"", ":", -6.0),
    (r"", ";", -6.0),
)
_COMPILED = tuple((re.compile(pattern), label, cost) for pattern, label, cost in _SWALLOWED)


def swallowed_characters(text: str, at: int) -> Iterator[tuple[str, float]]:
    """Yield each character that may have stood before ``at``, with its log-probability."""
    best: dict[str, float] = {}
    for pattern, label, cost in _COMPILED:
        if pattern.match(text, at):
            best[label] = max(best.get(label, cost), cost)
    yield from best.items()
