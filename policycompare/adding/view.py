"""A text as the finders see it: normalized, in lines, with the way back to the source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from policycompare.adding.model import Finding, Sure
from policycompare.datamodel import Outline
from policycompare.outline.lines import Line, iter_lines
from policycompare.reading import ExtractedText
from policycompare.reading.html.facts import split_fields

HEAD = 3_000
"""Characters of the beginning in which a text says what it is: notice and title fit."""

TOP_LINES = 40
"""Lines of the beginning that are read one by one, menus of a page included."""


@dataclass(frozen=True)
class View:
    """The normalized text of a file, its outline and what its reader found."""

    file: ExtractedText
    outline: Outline

    @property
    def flat(self) -> str:
        """The normalized text."""
        return self.outline.normalized.text

    @property
    def head(self) -> str:
        """Its beginning."""
        return self.flat[:HEAD]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are not blank."""
        return tuple(line for line in iter_lines(self.flat, 0, len(self.flat)) if line.text.strip())

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """Labelled facts: those that the reader found, else those of the first lines."""
        found = dict(self.file.fields)
        for line in self.lines[:TOP_LINES]:
            for label, value in split_fields(line.text):
                found.setdefault(label, value)
        return found

    def find(self, name: str, value: str, sure: Sure, where: str, start: int, end: int) -> Finding:
        """A finding that was read from ``flat[start:end]``."""
        source = self.outline.normalized
        first, last = source.source_span(start, end)
        quote = re.sub(r"\s+", " ", source.source[first:last]).strip()
        return Finding(name, value, sure, where, quote, first, last)


def tighten(text: str) -> str:
    """Without white space between Chinese characters, where a printed line was broken."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text.strip())


def simplify(text: str) -> str:
    """The normalized form of a short text from outside the document (a page's title, a field)."""
    from policycompare.normalize import normalize_text

    return normalize_text(text).text.strip() if text.strip() else ""
