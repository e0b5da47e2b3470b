"""Spans that the page marks in a clause text, counted as browsers count characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from policycompare.datamodel import Clause, Differences, Target
from policycompare.report.evidence import SourceLocator
from policycompare.report.protocol import ComparisonLike
from policycompare.reuse import Reuse

FIGURE = re.compile(
    r"\d[\d.,]*(?:[-—~至到]\d[\d.,]*)?[万亿千百]*(?:个百分点|[%‰家个项座元户人条名批倍台次所件亩吨度])?元?"
    r"|全覆盖|翻[一两]番"
)
"""A figure with its unit; the last one of a target's text is its quantity."""


LAST_OF_PLANE = "\uffff"
"""Last character that takes one UTF-16 code unit."""


def units_of(text: str) -> Callable[[int], int]:
    """Give the function from offsets in code points to offsets in UTF-16 code units.

    Examples
    --------
    >>> to_units = units_of("a𠀀b")
    >>> [to_units(i) for i in range(4)]
    [0, 1, 3, 4]
    """
    if max(text, default="") <= LAST_OF_PLANE:
        return _unchanged
    places = [0]
    for character in text:
        places.append(places[-1] + (2 if ord(character) >= 0x10000 else 1))
    return places.__getitem__


def _unchanged(offset: int) -> int:
    return offset


def shared_spans(reuse: Reuse, a: Clause, b: Clause) -> list[int]:
    """Flat list of ``a_start, a_end, b_start, b_end, kind``; kind 0 is reuse, 1 boilerplate."""
    to_a, to_b = units_of(a.text), units_of(b.text)
    flat: list[int] = []
    for kind, spans in enumerate((reuse.spans, reuse.boilerplate)):
        for s in spans:
            flat += [to_a(s.a), to_a(s.a + s.n_chars), to_b(s.b), to_b(s.b + s.n_chars), kind]
    return flat


class NumberMarks:
    """Finds the figures and years of a clause that differ from those of another."""

    def __init__(self, comparison: ComparisonLike) -> None:
        self._locator = SourceLocator({o.document.name: o.normalized for o in comparison.outlines})
        self._targets: dict[str, list[Target]] = {}
        for target in comparison.target_reading.targets:
            self._targets.setdefault(target.clause_id, []).append(target)
        self._quantities: dict[str, Mapping[int, tuple[int, int]]] = {}

    def spans(self, clause: Clause, differences: Differences) -> list[int]:
        """Flat list of ``start, end`` in ``clause.text``, ascending and without overlap."""
        numbers = {change.indicator for change in differences.numbers}
        years = {change.indicator for change in differences.deadlines}
        found: set[tuple[int, int]] = set()
        quantities = self._quantities_of(clause) if numbers else {}
        for number, target in enumerate(self._targets.get(clause.clause_id, ())):
            if target.indicator_key in numbers and number in quantities:
                found.add(quantities[number])
            if target.indicator_key in years and target.deadline_year is not None:
                year = re.compile(rf"(?<!\d){target.deadline_year}(?!\d)年?")
                found |= {match.span() for match in year.finditer(clause.text)}
        return _flatten(clause.text, sorted(found))

    def _quantities_of(self, clause: Clause) -> Mapping[int, tuple[int, int]]:
        """Span of the quantity of each target of a clause that can be found in its text."""
        if clause.clause_id not in self._quantities:
            spans = {}
            for number, target in enumerate(self._targets.get(clause.clause_id, ())):
                located = self._locator.locate_back(clause, target.start, target.end)
                figure = None if located is None else _last_figure(clause.text, *located)
                if figure is not None:
                    spans[number] = figure
            self._quantities[clause.clause_id] = spans
        return self._quantities[clause.clause_id]


def _last_figure(text: str, start: int, end: int) -> tuple[int, int] | None:
    found = [match.span() for match in FIGURE.finditer(text, start, end)]
    return found[-1] if found else None


def _flatten(text: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    to_units, flat, last = units_of(text), list[int](), 0
    for start, end in spans:
        if start >= last:
            flat += [to_units(start), to_units(end)]
            last = end
    return flat
