"""What the sections of a terminal report share: titles, and counts of what is not shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.table import Table
from rich.text import Text

from policycompare.report.labels import Translate

Parts = Iterator[Table | Text]
"""The parts of a section in their order."""


def make_title(text: str) -> Text:
    """Build the title of a section, below a blank line."""
    return Text(f"\n{text}", style="bold")


def tell_more(t: Translate, n: int, file: str, folder: Path | None) -> Iterator[Text]:
    """Say how many entries are not shown and where they are; nothing if all are shown."""
    if n > 0:
        yield Text(t("more_unwritten", n=n) if folder is None else t("more", n=n, file=file))
