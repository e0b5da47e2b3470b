"""Break long Chinese lines for the terminal without cutting numbers and Latin words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

_SOLID = re.compile(
    r"\n|(?:\[-|\{\+|[“(《])*(?:[0-9A-Za-z.,%‰]+|[^\n])(?:-\]|\+\}|[,。、;:!?)”》])*"
)
"""What stays on one line: a number, a Latin word or a character, with the signs around it."""


def wrap_text(text: Text, width: int) -> Text:
    """Put line breaks into a text so that no line is wider than ``width`` terminal columns.

    A closing sign never begins a line. What is wider than a line is left to the terminal.

    Examples
    --------
    >>> wrap_text(Text("突破5000亿元"), 8).plain.splitlines()
    ['突破5000', '亿元']
    """
    pieces = text.divide(list(_find_breaks(text.plain, width)))
    return Text("\n").join(pieces)


def _find_breaks(plain: str, width: int) -> Iterator[int]:
    used = 0
    for match in _SOLID.finditer(plain):
        if match.group() == "\n":
            used = 0
            continue
        cells = cell_len(match.group())
        if used and used + cells > width:
            yield match.start()
            used = 0
        used += cells
