"""Where spans of many clause texts lie in their sources.

:class:`policycompare.report.evidence.SourceLocator` says how a clause is found in its source; this
gives the same for many spans at once and keeps of each clause only its runs: stretches without
white space whose characters follow each other in the source.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from policycompare.datamodel import Clause, NormalizedText
from policycompare.report.evidence import find_in_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Runs = NDArray[np.int32]

SPACE, LOST = -2, -1
"""In place of a place in the normalized text: white space, and what is not found there."""


class SourceRuns:
    """Maps spans of clause texts to the sources they come from, many at once."""

    def __init__(self, clauses: Sequence[Clause], normalized: Mapping[str, NormalizedText]) -> None:
        self._clauses = clauses
        self._normalized = normalized
        self._runs: dict[int, Runs] = {}
        self._positions: dict[str, list[int]] = {}
        for i, clause in enumerate(clauses):
            self._positions.setdefault(clause.document, []).append(i)
        self._lengths = np.array([len(clause.text) for clause in clauses], dtype=np.int64)

    def locate(self, owner: Numbers, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
        """Source spans of ``[start, end)`` of the texts of clauses; -1 where one is not found.

        Parameters
        ----------
        owner, start, end : numpy.ndarray of int64, shape (n_spans,)
            ``owner`` has positions of clauses.
        """
        clauses, local = np.unique(owner, return_inverse=True)
        lengths = self._lengths[clauses]
        begins = np.append(0, np.cumsum(lengths))[:-1]
        own = [self._runs_of(i) for i in clauses.tolist()]
        shift = np.repeat(begins, [len(runs) for runs in own])
        runs = np.concatenate([*own, np.zeros((0, 4), dtype=np.int32)]).astype(np.int64)
        first_of, last_of = runs[:, 0] + shift, runs[:, 1] + shift
        start, end = start + begins[local], end + begins[local]
        first = np.searchsorted(last_of, start, side="right")
        last = np.searchsorted(first_of, end, side="left") - 1
        n_lost = np.append(0, np.cumsum(runs[:, 2] == LOST))
        is_found = (start < end) & (first <= last)
        is_found &= n_lost[last + 1] == n_lost[np.minimum(first, last + 1)]
        found = np.flatnonzero(is_found)
        first, last = first[found], last[found]
        begin, stop = np.full(len(owner), -1), np.full(len(owner), -1)
        begin[found] = runs[first, 2] + np.maximum(start[found] - first_of[first], 0)
        stop[found] = runs[last, 3] + np.minimum(end[found], last_of[last]) - 1 - first_of[last]
        return begin, stop

    def _runs_of(self, position: int) -> Runs:
        if position not in self._runs:
            # of the whole document: its offsets may have to be unpacked
            document = self._clauses[position].document
            norm = self._normalized.get(document)
            breaks = _find_breaks(norm)
            for i in self._positions[document]:
                self._runs[i] = _find_runs(self._clauses[i], norm, breaks)
        return self._runs[position]


def _find_runs(clause: Clause, norm: NormalizedText | None, breaks: Sequence[int]) -> Runs:
    runs = None if norm is None else _find_plain_runs(clause, norm)
    if runs is None:
        runs = _cut_runs(_find_places(clause, norm))
    return _in_source(runs, norm, breaks)


def _find_breaks(norm: NormalizedText | None) -> Sequence[int]:
    """Places of a normalized text that do not follow the one before them in the source."""
    if norm is None:
        return ()
    follows = (np.diff(norm.starts) == 1) & (np.diff(norm.ends) == 1)
    breaks: list[int] = (np.flatnonzero(~follows) + 1).tolist()
    return breaks


def _in_source(runs: Runs, norm: NormalizedText | None, breaks: Sequence[int]) -> Runs:
    """Start and end of each run, and where its first character begins and ends in the source.

    Runs are cut at ``breaks``: until their characters follow each other there too.
    """
    if norm is None:
        return runs[:, [0, 1, 2, 2]]
    found: list[tuple[int, int, int, int]] = []
    for start, end, place in runs.tolist():
        if place == LOST:
            found.append((start, end, LOST, LOST))
            continue
        inside = slice(bisect_right(breaks, place), bisect_left(breaks, place + end - start))
        for first, last in pairwise((place, *breaks[inside], place + end - start)):
            shift = start - place
            found.append((first + shift, last + shift, first, first))
    columns = np.array(found, dtype=np.int32).reshape(-1, 4)
    kept = np.flatnonzero(columns[:, 2] != LOST)
    places = columns[kept, 2]
    columns[kept, 2], columns[kept, 3] = norm.starts[places], norm.ends[places]
    return columns


def _find_plain_runs(clause: Clause, norm: NormalizedText) -> Runs | None:
    """The runs of a text without white space whose parts stand in the source in one piece each.

    Most texts are such, and no place of a character need be found. None for others.
    """
    text, body = clause.text, clause.body or clause.text
    at_body, n_head = len(text) - len(body), len(clause.heading)
    if len("".join(text.split())) < len(text) or at_body < 0 or 0 < at_body < n_head:
        return None
    first = int(norm.starts.searchsorted(clause.start, side="left"))
    last = int(norm.ends.searchsorted(clause.end, side="right"))
    region = norm.text[first:last]
    stretches = region.split()
    squeezed = "".join(stretches)
    runs: list[tuple[int, int, int]] = []
    after = 0
    for part, offset in ((clause.heading, 0), (body, at_body)) if at_body else ((body, 0),):
        at = squeezed.find(part, after)
        if at < 0 or "".join(part.split()) != part:
            return None
        after = at + len(part)
        own = _runs_in(region, stretches, at, after)
        runs += [(start + offset, end + offset, place + first) for start, end, place in own]
        if offset == 0 < at_body and n_head < at_body:
            runs.append((n_head, at_body, LOST))
    merged: list[tuple[int, int, int]] = []
    for start, end, place in runs:
        follows = merged and LOST not in (place, merged[-1][2])
        if follows and place - start == merged[-1][2] - merged[-1][0]:
            merged[-1] = (merged[-1][0], end, merged[-1][2])
        else:
            merged.append((start, end, place))
    return np.array(merged, dtype=np.int32).reshape(-1, 3)


def _runs_in(
    region: str, stretches: Sequence[str], at: int, end: int
) -> Iterator[tuple[int, int, int]]:
    """Start, end and place in ``region`` of the runs of ``[at, end)`` of it without white space."""
    squeezed = place = 0
    for stretch in stretches:
        place = region.find(stretch, place)
        first, last = max(at, squeezed), min(end, squeezed + len(stretch))
        if first < last:
            yield first - at, last - at, place + first - squeezed
        squeezed += len(stretch)
        place += len(stretch)


def _cut_runs(places: NDArray[np.int32]) -> Runs:
    """Start, end and place of the start of each run of a text; white space is in none."""
    follows = np.where(places[:-1] < 0, places[1:] == places[:-1], places[1:] == places[:-1] + 1)
    starts = np.append(0, np.flatnonzero(~follows) + 1)[: len(places)]
    ends = np.append(starts[1:], len(places))[: len(starts)]
    runs = np.stack([starts, ends, places[starts]], axis=1).astype(np.int32)
    result: Runs = runs[runs[:, 2] != SPACE]
    return result


def _find_places(clause: Clause, norm: NormalizedText | None) -> NDArray[np.int32]:
    """Place in the normalized text of each character of the clause text."""
    text = clause.text
    places = np.full(len(text), LOST, dtype=np.int32)
    solid = _solid(text)
    if len(solid) < len(text):
        places[np.delete(np.arange(len(text)), solid)] = SPACE
    if norm is None:
        return places
    first = int(norm.starts.searchsorted(clause.start, side="left"))
    last = int(norm.ends.searchsorted(clause.end, side="right"))
    region = norm.text[first:last]
    inked = first + _solid(region)
    region = "".join(region.split())
    body = clause.body or text
    at_body, after = len(text) - len(body), 0
    parts = [(clause.heading, 0), (body, at_body)] if at_body else [(body, 0)]
    for part, offset in parts:
        found = np.array(find_in_order("".join(part.split()), region[after:]), dtype=np.int64)
        if len(found):
            at = offset + _solid(part)
            inside = at < len(text)
            places[at[inside]] = inked[after + found[inside]]
            after += int(found[-1]) + 1
    return places


def _solid(text: str) -> Numbers:
    """Places of the characters that are no white space."""
    if len("".join(text.split())) == len(text):
        return np.arange(len(text))
    return np.array([i for i, character in enumerate(text) if not character.isspace()], np.int64)
