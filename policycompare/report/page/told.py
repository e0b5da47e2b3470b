"""What a sentence of the summary is made of: a key of the catalogue, values, and links to rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from policycompare.report.folding import count_shown


@dataclass(frozen=True, slots=True)
class Linked:
    """A value that leads to the rows behind it."""

    text: str
    href: str
    """Empty: no link, because there are no rows behind the value."""
    remark: str = ""
    """Shown behind the link."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: the key of its words and the values that fill them.

    A value that is a sentence itself is filled in in the language of the whole; a tuple is listed.
    """

    key: str
    values: Mapping[str, Piece | tuple[Piece, ...]] = field(default_factory=dict)


Piece = str | int | Linked | Sentence
"""What fills a place of a sentence."""


_KEPT = "!*'()"
"""Signs that ``encodeURIComponent`` keeps as well: the page and its links then agree."""


def _quoted(text: object) -> str:
    return quote(str(text), safe=_KEPT)


def link(value: object, target: str, **query: object) -> Linked:
    """Link a value to a part of the page, e.g. ``#gaps?group=…``; none where there are no rows.

    Examples
    --------
    >>> link(12, "gaps", group="青岛市", state="absent").href
    '#gaps?group=%E9%9D%92%E5%B2%9B%E5%B8%82&state=absent'
    """
    if value == 0:
        return Linked("0", "")
    asked = "&".join(f"{name}={_quoted(wanted)}" for name, wanted in query.items())
    return Linked(str(value), f"#{target}?{asked}" if asked else f"#{target}")


def measure_link(label: object, measure_id: object, remark: str = "") -> Linked:
    """Link the label of a measure to its row in the comparison table."""
    return Linked(str(label), f"#{measure_id}", remark)


def clause_link(text: object, clause_id: object, remark: str = "") -> Linked:
    """Link a text to the clause that it comes from."""
    return Linked(str(text), f"#clause={_quoted(clause_id)}", remark)


def pair_link(text: object, a: object, b: object, remark: str = "") -> Linked:
    """Link a text to two clauses side by side."""
    one, two = (_quoted(clause_id) for clause_id in (a, b))
    return Linked(str(text), f"#pair={one}|{two}", remark)


N_NAMED = 6
"""Entries of a list that are named; the others are counted."""


def folded(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Shorten a list to its first entries and how many more there are."""
    n_shown = count_shown(len(pieces), N_NAMED)
    rest = len(pieces) - n_shown
    return (*pieces[:n_shown], *((Sentence("page_others", {"n": rest}),) if rest else ()))
