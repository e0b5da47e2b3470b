"""From clauses to targets, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from policycompare.datamodel import Clause, Outline, Target
from policycompare.datamodel.sending import Sent
from policycompare.targets.building import Promise, build_targets
from policycompare.targets.candidates import Candidate, find_candidates
from policycompare.targets.columns import read_column
from policycompare.targets.contexts import BASELINE, Context, Verdict
from policycompare.targets.deadlines import (
    Deadline,
    Horizon,
    due_at,
    find_deadlines,
    read_horizon,
)
from policycompare.targets.heads import Heads, find_heads
from policycompare.targets.items import Head
from policycompare.targets.judging import is_spread, judge
from policycompare.targets.kinds import find_period, find_scope, has_own_verb
from policycompare.targets.passages import Passage, build_passage, split_segments
from policycompare.targets.quantities import Quantity, find_quantities
from policycompare.tasks import map_tasks

MANY_CLAUSES = 20_000
"""Clauses from which sending them to other processes takes less time than they save."""

DOCUMENTS_AT_ONCE = 8

_UNNUMBERED = re.compile(
    r"(?:达到|突破|超过)\s?(?:家|个|亿元|万元|项|%|座)(?:以上|左右)?(?=[,。;、])"
)


@dataclass(frozen=True, slots=True)
class TargetWarning:
    """Something about quantities that a reader should know.

    ``clause_id`` is empty and the span is 0, 0 where the manifest is meant; else a source span.
    """

    document: str
    clause_id: str
    start: int
    end: int
    message: str

    def __str__(self) -> str:
        return self.message if not self.clause_id else f"{self.clause_id}: {self.message}"


@dataclass(frozen=True, slots=True)
class TargetReading:
    """Targets and what could not be read, both in the order of the documents and places."""

    targets: tuple[Target, ...]
    warnings: tuple[TargetWarning, ...]


def find_targets(clauses: Iterable[Clause], outlines: Sequence[Outline]) -> tuple[Target, ...]:
    """Find every quantity that the clauses promise, sorted by document, place and value.

    Parameters
    ----------
    clauses : iterable of Clause
        Clauses of the outlines, e.g. the compared ones.
    outlines : sequence of Outline
        The documents in the order of the corpus; their metadata give the horizon.

    Returns
    -------
    tuple of Target
        ``quote`` is ``source[start:end]``; spans of one list may overlap.
    """
    return read_targets(clauses, outlines).targets


def read_targets(
    clauses: Iterable[Clause], outlines: Sequence[Outline], *, n_workers: int = 1
) -> TargetReading:
    """Find targets, and tell which places could not be read: see :func:`find_targets`.

    Beyond 1, ``n_workers`` processes read many clauses; their number changes no result.
    """
    by_document: dict[str, list[Clause]] = {}
    for clause in clauses:
        by_document.setdefault(clause.document, []).append(clause)
    is_much = sum(map(len, by_document.values())) >= MANY_CLAUSES
    asked = [_ask(outline, by_document.get(outline.document.name, ())) for outline in outlines]
    read = map_tasks(
        _read_document,
        asked,
        n_workers=n_workers if is_much else 1,
        scheduler=None,
        batch=DOCUMENTS_AT_ONCE,
    )
    targets: list[Target] = []
    warnings: list[TargetWarning] = []
    for found, doubts in read:
        targets += found
        warnings += doubts
    return TargetReading(tuple(targets), tuple(warnings))


class _Asked(NamedTuple):
    """A document whose targets are to be found: of its outline only what that needs."""

    horizon: Horizon
    outline: Sent


def _ask(outline: Outline, clauses: Iterable[Clause]) -> _Asked:
    horizon = read_horizon(outline.document.metadata, _printed_title(outline))
    # the text as it is: one that is packed would be laid out to leave a part of it here
    return _Asked(horizon, Sent(replace(outline, headings=(), clauses=tuple(clauses), skipped=())))


def _read_document(asked: _Asked) -> tuple[list[Target], list[TargetWarning]]:
    horizon, outline = asked.horizon, asked.outline.outline
    name = outline.document.name
    targets: list[Target] = []
    warnings = [TargetWarning(name, "", 0, 0, message) for message in horizon.warnings]
    for clause in outline.clauses:
        passage = build_passage(clause, outline.normalized)
        found, doubts = _read_passage(passage, horizon)
        targets += sorted(found, key=lambda t: (t.start, t.end, t.base_value, t.indicator))
        warnings += doubts
    return targets, warnings


def _printed_title(outline: Outline) -> str:
    """The title as the text has it, its lines as they are broken; empty where it has none."""
    normalized = outline.normalized
    lines = []
    for skip in outline.skipped:
        if skip.reason == "title":
            start = int(normalized.starts.searchsorted(skip.start, side="left"))
            end = int(normalized.ends.searchsorted(skip.end, side="right"))
            lines.append(normalized.text[start : max(start, end)])
    return "\n".join(lines)


def _read_passage(passage: Passage, horizon: Horizon) -> tuple[list[Target], list[TargetWarning]]:
    flat = passage.flat
    quantities, doubts = find_quantities(flat)
    deadlines = find_deadlines(flat, horizon)
    told = [(one.start, one.end, one.message) for one in doubts]
    told += [(one.start, one.end, one.warning) for one in deadlines if one.warning]
    told += [(*m.span(), "a unit without a number") for m in _UNNUMBERED.finditer(flat)]
    found = list(_promises(passage, quantities, deadlines, horizon))
    for target in found:
        told += [(0, 1, f"{target.text[:20]}: {message}") for message in target.warnings]
    clause = passage.clause
    warnings = [
        TargetWarning(clause.document, clause.clause_id, *passage.source_span(start, end), message)
        for start, end, message in sorted(told)
    ]
    return found, warnings


def _promises(
    passage: Passage, quantities: Sequence[Quantity], deadlines: list[Deadline], horizon: Horizon
) -> Iterator[Target]:
    flat = passage.flat
    state = _State()
    column = read_column(passage.clause.deadline, horizon)
    for found in find_candidates(flat, quantities, split_segments(flat)):
        candidate = state.place(found)
        due = due_at(deadlines, candidate.segment, candidate.start, horizon, column)
        verdict = judge(
            Context(
                flat,
                candidate,
                due,
                state.verdict,
                is_spread=is_spread(flat, candidate.segment.part_start, candidate.start),
                has_subject=state.last_name != "",
            )
        )
        state.verdict = verdict
        if verdict.form is None:
            state.baseline = candidate if verdict.reason == BASELINE else None
            continue
        heads = find_heads(passage.text, flat, candidate, verdict.form, deadlines)
        period = find_period(flat, deadlines, candidate)
        carried = "" if has_own_verb(flat, candidate) else state.carried
        scope = find_scope(flat, candidate, heads, verdict.form, period, carried)
        promise = Promise(passage, candidate, verdict.form, heads, due, period, scope)
        last_name = state.last_name or state.find_earlier_name(candidate, heads)
        yield from build_targets(promise, state.last, last_name)
        state.accept(candidate, heads, promise.last_name(state.last, last_name), scope)


class _State:
    """What a part of a sentence hands on from one promise to the next."""

    def __init__(self) -> None:
        self._part, self._segment = -1, -1
        self._end = -1
        self.verdict: Verdict | None = None
        self.baseline: Candidate | None = None
        self.last: Head | None = None
        self.last_name = ""
        self.carried = ""
        self._sentence, self._earlier = -1, ("", "")

    def place(self, candidate: Candidate) -> Candidate:
        """Forget what does not reach this candidate, and tell it where its own text begins."""
        segment = candidate.segment
        if segment.sentence_start != self._sentence:
            self._sentence, self._earlier = segment.sentence_start, ("", "")
        if segment.part_start != self._part:
            self.last, self.last_name, self.carried = None, "", ""
        if segment.start != self._segment:
            self.verdict = self.baseline = None
            self._end = segment.start
        self._part, self._segment = segment.part_start, segment.start
        before = self.baseline
        self.baseline = None
        if before is not None:
            return replace(candidate, previous_end=before.previous_end, subject_end=before.start)
        return replace(candidate, previous_end=self._end)

    def accept(self, candidate: Candidate, heads: Heads, name: str, scope: str) -> None:
        """Remember a promise."""
        self._end = candidate.end
        self.last, self.last_name = heads.heads[-1], name
        self.carried = scope if scope == "新增" else ""
        self._earlier = name, candidate.quantities[-1].unit.name

    def find_earlier_name(self, candidate: Candidate, heads: Heads) -> str:
        """The name of …达到35万个 for ;2025年底前超过45万个, which names nothing itself."""
        name, unit = self._earlier
        is_bare = not heads.whole.name.strip(" 、,")
        return name if is_bare and unit == candidate.quantities[0].unit.name else ""
