"""Tables of the commands about a corpus in the language of their reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from policycompare.report.corpus_labels import CORPUS_LABELS
from policycompare.report.labels import Language, translator
from policycompare.report.protocol import Row, Value
from policycompare.report.remarks import tell_remark

REMARKS = frozenset({"message", "where", "look_at"})
"""Columns that hold remarks of other stages."""

WORDS = frozenset({"severity", "subject", "level", "years", "types", "status", "sure"})
"""Columns whose cells are words of the catalogue, or lists of them with their counts."""

_WORD = re.compile("[a-z]+")


def tell_remarks(rows: Iterable[Row], language: Language) -> Iterator[Row]:
    """The same rows with their remarks in a language; names and codes of columns stay."""
    for row in rows:
        yield {
            name: tell_remark(value, language)
            if isinstance(value, str) and _is_remark(row, name)
            else value
            for name, value in row.items()
        }


def translate_table(
    rows: Iterable[Row], columns: Sequence[str], language: Language
) -> tuple[list[Row], tuple[str, ...]]:
    """The rows of a printed table with headings and words in a language, and the headings."""
    t = translator(language)
    headings = {name: t(f"corpus_{name}") for name in columns}
    told = [
        {headings[name]: _cell(row[name], name, language) for name in columns}
        for row in tell_remarks(rows, language)
    ]
    return told, tuple(headings.values())


def _cell(value: Value, name: str, language: Language) -> Value:
    if name not in WORDS or not isinstance(value, str):
        return value
    t = translator(language)

    def word(found: re.Match[str]) -> str:
        key = f"corpus_word_{found[0]}"
        return t(key) if key in CORPUS_LABELS else found[0]

    return _WORD.sub(word, value)


def _is_remark(row: Row, name: str) -> bool:
    """Whether a cell is a remark; the value of a row of ``add`` is one if it is of no column."""
    from policycompare.adding.model import FIELDS

    if name == "value":
        return row.get("column") not in FIELDS
    return name in REMARKS
