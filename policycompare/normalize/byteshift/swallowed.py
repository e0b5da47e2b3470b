"""Which ASCII character a ``?`` swallowed, together with the last half of a Chinese one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import log

UNKNOWN = "?"
"""Stands for a swallowed digit or letter that cannot be known; the page shows the same."""

# (what stands behind the `?`, what was swallowed, natural logarithm of its probability).
_CERTAIN: tuple[tuple[str, str, float], ...] = (
    (r"0\d\d(?=[年-]|—)", "2", -0.1),
    (r"9\d\d(?=[年-]|—)", "1", -0.1),
    (r"[，。；：、！？]", "", -1.5),
    (r"\n|$", "", -1.0),
    (r"[^()（）\n]{1,40}\)", "(", -2.5),
)
_COMPILED = tuple((re.compile(pattern), label, cost) for pattern, label, cost in _CERTAIN)
_UNITS = "年月日号號次个個家万萬亿億项項名元条條场場人户戶台臺套件类類批所天倍档檔级級余餘多的以至"
_CLASSES = (
    ("digit", re.compile(r"[\d.%％+０-９]")),
    ("unit", re.compile(f"[{_UNITS}]")),
    ("space", re.compile("[ \u3000?？\ufffd]")),
    ("stop", re.compile("[，。；：、！）”》,.;:)]")),
    ("Han", re.compile("[\u3400-\u9fff]")),
    ("mark", re.compile("")),
)
_PRIOR = {"\n": 0.5, UNKNOWN: 0.5, ",": 0.1}
"""Occurrences that every class is credited with."""

Swallowable = dict[str, dict[str, float]]
"""By the class of the next character: what may stand before it, with its log-probability."""


def count_swallowable(text: str) -> Swallowable:
    """Count which ASCII characters a page's text has before each class of characters."""
    counts = {name: Counter(_PRIOR) for name, _ in _CLASSES}
    for before, after in pairwise(text):
        if before == "\n" or " " < before < "\x7f":
            counts[_class(after)][before if before in "\n,:;" else UNKNOWN] += 1
    return {
        name: {label: log(n / count.total()) for label, n in count.items()}
        for name, count in counts.items()
    }


def swallowed_characters(
    text: str, at: int, swallowable: Swallowable
) -> Iterator[tuple[str, float]]:
    """Yield each character that may have stood before ``at``, with its log-probability."""
    best = dict(swallowable[_class(text[at : at + 1])])
    for pattern, label, cost in _COMPILED:
        if pattern.match(text, at):
            best[label] = max(best.get(label, cost), cost)
            if label and label in "12":
                best[UNKNOWN] = -5.0
    yield from best.items()


def _class(character: str) -> str:
    return next(name for name, pattern in _CLASSES if pattern.match(character))
