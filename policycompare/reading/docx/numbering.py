"""The numbers that Word puts before paragraphs from list styles (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policycompare.reading.docx.package import W, is_on, value
from policycompare.reading.docx.styles import Styles
from policycompare.reading.model import Notes
from policycompare.reading.numerals import FORMATS

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile(r"%([1-9])")
_BULLET_TEXT = re.compile("[—–-]+$")
_CLOSED = re.compile("[、．。)）】〕：:①-⑳㉑-㉟㊱-㊿]$")
# Formats that put their own signs around the number where a text of the level has none.
_SILENT = frozenset({"none", "bullet"})
MAX_CHAIN = 5
"""Lists that stand for one another by way of numbering styles; more is a circle."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts and what it prints."""

    number_format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    suffix: str = "tab"
    is_legal: bool = False
    style: str = ""


class Numbering:
    """Counts the numbered paragraphs of a document in their order."""

    def __init__(self, root: _Element | None, styles: Styles, notes: Notes) -> None:
        self._styles = styles
        self._notes = notes
        self._abstracts: dict[str, _Element] = {}
        self._lists: dict[str, _Element] = {}
        for element in () if root is None else root:
            if element.tag == W + "abstractNum":
                self._abstracts[element.get(W + "abstractNumId", "")] = element
            elif element.tag == W + "num":
                self._lists[element.get(W + "numId", "")] = element
        self._levels: dict[str, dict[int, Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}  # by abstract list, which lists share
        self._begun: set[tuple[str, int]] = set()
        self.unknown: set[str] = set()

    def marker(self, properties: _Element | None) -> str:
        """Count a paragraph and give what Word prints before it; empty if it is not numbered."""
        number, level = self._place(properties)
        abstract = self._resolve(number) if number else None
        if number is None or abstract is None:
            return ""
        levels = self._read_levels(number, abstract)
        if level not in levels:
            return ""
        self._count(number, abstract, level, levels)
        return self._print(levels, level, self._counts[abstract])

    def _place(self, properties: _Element | None) -> tuple[str | None, int]:
        """The list and level of a paragraph, by itself or by its style; list 0 is none."""
        style = value(properties, "pStyle")
        from_style, style_level, named_by = self._styles.numbering(style)
        number = value(properties, "numPr/numId")
        level = value(properties, "numPr/ilvl")
        if number is None:
            number = from_style
            if level is None and style_level is None and number is not None:
                return _no_zero(number), self._linked_level(number, style, named_by)
            level = level or style_level
        return _no_zero(number), int(level) if level and level.isdigit() else 0

    def _linked_level(self, number: str, style: str | None, named_by: str) -> int:
        """The level that names the paragraph's style; the first one if none does."""
        abstract = self._resolve(number)
        levels = self._read_levels(number, abstract) if abstract else {}
        for wanted in (style, named_by):
            for at, level in levels.items():
                if wanted and level.style == wanted:
                    return at
        return 0

    def _resolve(self, number: str) -> str | None:
        """The abstract list of a list, by way of a numbering style if need be."""
        for _ in range(MAX_CHAIN):
            abstract = value(self._lists.get(number), "abstractNumId")
            if abstract is None or abstract not in self._abstracts:
                return None
            link = value(self._abstracts[abstract], "numStyleLink")
            if link is None:
                return abstract
            number = self._styles.list_of(link) or ""
        return None

    def _read_levels(self, number: str, abstract: str) -> dict[int, Level]:
        if number not in self._levels:
            levels: dict[int, Level] = {}
            for element in self._abstracts[abstract].iter(W + "lvl"):
                levels[_integer(element.get(W + "ilvl"), 0)] = _read_level(element)
            for override in self._lists[number].iter(W + "lvlOverride"):
                new = override.find(W + "lvl")
                if new is not None:
                    levels[_integer(override.get(W + "ilvl"), 0)] = _read_level(new)
            self._levels[number] = levels
        return self._levels[number]

    def _count(self, number: str, abstract: str, level: int, levels: dict[int, Level]) -> None:
        counts = self._counts.setdefault(abstract, {})
        start = self._override(number, level)
        if start is not None and (number, level) not in self._begun:
            counts[level] = start
        else:
            counts[level] = counts[level] + 1 if level in counts else levels[level].start
        self._begun.add((number, level))
        for deeper in [other for other in counts if other > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart != 0 and level < restart):
                del counts[deeper]

    def _override(self, number: str, level: int) -> int | None:
        for override in self._lists[number].iter(W + "lvlOverride"):
            if _integer(override.get(W + "ilvl"), 0) == level:
                start = value(override, "startOverride")
                return None if start is None else _integer(start, 1)
        return None

    def _print(self, levels: dict[int, Level], level: int, counts: dict[int, int]) -> str:
        chosen = levels[level]
        if chosen.number_format == "bullet":
            # A dash opens an item of a report (——); a dot or a picture is only decoration.
            return chosen.text if _BULLET_TEXT.match(chosen.text) else ""

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            other = levels.get(place, Level())
            is_decimal = chosen.is_legal and place != level
            return self._format(
                "decimal" if is_decimal else other.number_format, counts.get(place, other.start)
            )

        text = _PLACE.sub(number, chosen.text).strip()
        if not text or chosen.suffix == "nothing" or _CLOSED.search(text):
            return text
        return text + " "

    def _format(self, name: str, number: int) -> str:
        if name in _SILENT:
            return ""
        if name not in FORMATS:
            self.unknown.add(name)
        return FORMATS.get(name, str)(number)


def _read_level(element: _Element) -> Level:
    number_format = value(element, "numFmt")
    if number_format is None:  # a format of a newer Word, with a fallback beside it
        number_format = next(
            (found.get(W + "val", "decimal") for found in element.iter(W + "numFmt")), "decimal"
        )
    restart = value(element, "lvlRestart")
    return Level(
        number_format=number_format,
        text=value(element, "lvlText") or "",
        start=_integer(value(element, "start"), 1),
        restart=None if restart is None else _integer(restart, 0),
        suffix=value(element, "suff") or "tab",
        is_legal=is_on(element, "isLgl"),
        style=value(element, "pStyle") or "",
    )


def _no_zero(number: str | None) -> str | None:
    return None if number == "0" else number


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
