"""Tables for the terminal, built with rich, which knows the width of Chinese characters."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

PIPED_WIDTH = 100
"""Terminal columns of a report that does not go to a terminal."""


def make_console(file: TextIO | None = None) -> Console:
    """Make a console for the report: 100 columns and without colours where it is piped."""
    file = sys.stdout if file is None else file
    if file.isatty():
        return Console(file=file, highlight=False)
    # said outright, because variables such as FORCE_COLOR would bring the codes back
    return Console(
        file=file, width=PIPED_WIDTH, highlight=False, color_system=None, force_terminal=False
    )


def print_part(console: Console, part: Table | Text) -> None:
    """Print a part of a report without the blanks that fill its lines up to their width.

    A single line that begins with blanks and is too long goes on below its first word.
    """
    with console.capture() as capture:
        console.print(_hang(part) if isinstance(part, Text) else part)
    console.file.write("".join(f"{line.rstrip()}\n" for line in capture.get().splitlines()))


def build_table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    short: Sequence[int] = (),
    cut: Sequence[int] = (),
) -> Table:
    """Build a table of plain text.

    Parameters
    ----------
    header : sequence of str
        The head of each column.
    rows : sequence of sequence of str
        The cells; nothing in them is taken for markup.
    right : sequence of int
        Columns set to the right: numbers.
    short : sequence of int
        Columns that are never wrapped nor cut.
    cut : sequence of int
        Columns that are cut with ``…`` instead of wrapped.
    """
    table = Table(
        box=SIMPLE_HEAD,
        header_style="bold",
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    for number, name in enumerate(header):
        table.add_column(
            Text(name),
            justify="right" if number in right else "left",
            no_wrap=number in short or number in cut,
            overflow="ellipsis" if number in cut else "fold",
            min_width=_widest(number, header, rows) if number in short else None,
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _hang(text: Text) -> Text | Padding:
    depth = len(text.plain) - len(text.plain.lstrip(" "))
    if not depth or "\n" in text.plain:
        return text
    return Padding(text[depth:], (0, 0, 0, depth))


def _widest(number: int, header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    return max(cell_len(cell) for cell in (header[number], *(row[number] for row in rows)))
