"""What a sentence of the brief says of the written files: each figure and name is a fact.

A fact names the rows it is of, so that it can be looked up in the files and checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from policycompare.report.protocol import Row, Value
from policycompare.report.values import SEPARATOR, written

Form = Literal["count", "text", "number", "probability", "percent", "list", "date", "word"]
Test = Literal["=", "!=", ">=", "has"]
Condition = tuple[str, Test, Value]

RECORD = "run.json"
"""The one written file that has no rows: a fact of it names a JSON pointer (RFC 6901)."""

LONGEST = 40
"""Characters of a name that a sentence shows; a longer one ends in …."""

_TESTS: dict[Test, Callable[[Value, Value], bool]] = {
    "=": lambda cell, value: cell == value,
    "!=": lambda cell, value: cell != value,
    # Only counts are compared; both are whole numbers.
    ">=": lambda cell, value: int(str(cell)) >= int(str(value)),
    "has": lambda cell, value: str(value) in str(cell).split(SEPARATOR),
}


@dataclass(frozen=True)
class Rows:
    """Rows of one written file.

    Attributes
    ----------
    file : str
        Name of the file.
    where : tuple of (str, str, value)
        What all these rows have: column, test and value; ``has`` looks for an entry of a list.
    """

    file: str
    where: tuple[Condition, ...] = ()

    def of(self, rows: Iterable[Row]) -> list[Row]:
        """Choose these rows among all rows of the file."""
        return [
            row
            for row in rows
            if all(_TESTS[test](row[column], value) for column, test, value in self.where)
        ]

    def __str__(self) -> str:
        told = (f"{column} {test} {_quoted(value)}" for column, test, value in self.where)
        return f"{self.file} [{', '.join(told)}]" if self.where else self.file


@dataclass(frozen=True)
class Fact:
    """A figure or name in a sentence, and where it stands.

    Attributes
    ----------
    shown : str
        As it stands in the sentence.
    rows : Rows
        The rows it is of.
    column : str
        The column that holds it; in ``run.json`` the JSON pointer. Empty: it is their number.
    form : str
        How ``shown`` comes from the value: ``count``, ``text``, ``number``, ``probability`` with
        two decimals, ``percent``, ``list``, ``date``, or ``word`` for a label in the language of
        the brief.
    less : int
        What is taken off a count: how many the brief has shown already.
    """

    shown: str
    rows: Rows
    column: str = ""
    form: Form = "count"
    less: int = 0

    def __str__(self) -> str:
        return f"{self.rows} {self.column}".strip()


def show_value(value: Value, form: Form, separator: str = ", ") -> str:
    """Write a value as a sentence shows it.

    Examples
    --------
    >>> show_value(0.3449, "probability"), show_value(0.1667, "percent"), show_value(3, "number")
    ('0.34', '17%', '3')
    """
    if form == "probability":
        # 0.999 is not certain, and 0.001 is not impossible.
        return f"{min(max(float(str(value)), 0.01), 0.99):.2f}"
    if form == "percent":
        return f"{float(str(value)):.0%}"
    if form in ("number", "count"):
        return written(value)
    if form == "list":
        return separator.join(shorten(name) for name in str(value).split(SEPARATOR))
    return shorten(str(value))


def show_date(issued: str, units: str) -> str:
    """Write a date of issue with what stands behind year, month and day; as it is without.

    Examples
    --------
    >>> show_date("2023-07", "年月日"), show_date("2017-10-31", "")
    ('2023年7月', '2017-10-31')
    """
    parts = issued.split("-")
    if not units or not all(part.isdigit() for part in parts):
        return issued
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, units, strict=False))


def shorten(text: str, longest: int = LONGEST) -> str:
    """A name as a sentence shows it: inner quotation marks, one line, at most so many characters.

    Examples
    --------
    >>> shorten("深化“亩产效益”评价改革")
    '深化‘亩产效益’评价改革'
    """
    flat = " ".join(text.split()).translate(str.maketrans("“”", "‘’"))
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def join_facts(facts: Sequence[Fact], separator: str) -> str:
    """Write several facts in a row."""
    return separator.join(fact.shown for fact in facts)


def _quoted(value: Value) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
