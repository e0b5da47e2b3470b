"""Where spans of many clause texts lie in their sources.

:class:`policycompare.report.evidence.SourceLocator` says how a clause is found in its source; this
gives the same for many spans at once and keeps of each clause only its runs: stretches without
white space whose characters follow each other in the normalized text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

    def locate(self, owner: Numbers, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
        """Source spans of ``[start, end)`` of the texts of clauses; -1 where one is not found.

        Parameters
        ----------
        owner, start, end : numpy.ndarray of int64, shape (n_spans,)
            ``owner`` has positions of clauses.
        """
        clauses, local = np.unique(owner, return_inverse=True)
        lengths = np.array([len(self._clauses[i].text) for i in clauses.tolist()], dtype=np.int64)
        begins = np.append(0, np.cumsum(lengths))[:-1]
        own = [self._runs_of(i) for i in clauses.tolist()]
        shift = np.repeat(begins, [len(runs) for runs in own])
        runs = np.concatenate([*own, np.zeros((0, 3), dtype=np.int32)]).astype(np.int64)
        first_of, last_of = runs[:, 0] + shift, runs[:, 1] + shift
        start, end = start + begins[local], end + begins[local]
        first = np.searchsorted(last_of, start, side="right")
        last = np.searchsorted(first_of, end, side="left") - 1
        n_lost = np.append(0, np.cumsum(runs[:, 2] == LOST))
        is_found = (start < end) & (first <= last)
        is_found &= n_lost[last + 1] == n_lost[np.minimum(first, last + 1)]
        found = np.flatnonzero(is_found)
        first, last = first[found], last[found]
        at = runs[first, 2] + np.maximum(start[found], first_of[first]) - first_of[first]
        to = runs[last, 2] + np.minimum(end[found], last_of[last]) - 1 - first_of[last]
        begin, stop = np.full(len(owner), -1), np.full(len(owner), -1)
        documents: dict[str, list[int]] = {}
        for k, i in enumerate(owner[found].tolist()):
            documents.setdefault(self._clauses[i].document, []).append(k)
        for document, numbers in documents.items():
            norm = self._normalized[document]
            begin[found[numbers]] = norm.starts[at[numbers]]
            stop[found[numbers]] = norm.ends[to[numbers]]
        return begin, stop

    def _runs_of(self, position: int) -> Runs:
        runs = self._runs.get(position)
        if runs is None:
            clause = self._clauses[position]
            places = _find_places(clause, self._normalized.get(clause.document))
            runs = self._runs[position] = _cut_runs(places)
        return runs


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
