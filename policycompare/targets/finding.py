"""From clauses to targets, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policycompare.datamodel import Clause, Outline, Target
from policycompare.targets.candidates import Candidate, find_candidates
from policycompare.targets.deadlines import (
    Deadline,
    Due,
    Horizon,
    due_at,
    find_deadlines,
    read_horizon,
)
from policycompare.targets.heads import Head, Heads, find_heads
from policycompare.targets.judging import Form, Verdict, is_spread, judge
from policycompare.targets.kinds import find_kind, find_period, find_scope, has_own_verb
from policycompare.targets.naming import key_of, name_indicator, split_grade
from policycompare.targets.passages import Passage, build_passage, split_segments
from policycompare.targets.quantities import Quantity, find_quantities

_SPREAD = re.compile(
    r"每(?:[条个家县区镇乡村市所户名人项]|年级)[一-鿿]{0,8}?(?=培育|建设|打造|树立|创建|配备|至少|设|建|有|不)"
)
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


def read_targets(clauses: Iterable[Clause], outlines: Sequence[Outline]) -> TargetReading:
    """Find targets, and tell which places could not be read: see :func:`find_targets`."""
    by_document: dict[str, list[Clause]] = {}
    for clause in clauses:
        by_document.setdefault(clause.document, []).append(clause)
    targets: list[Target] = []
    warnings: list[TargetWarning] = []
    for outline in outlines:
        name = outline.document.name
        horizon = read_horizon(outline.document.metadata)
        warnings += [TargetWarning(name, "", 0, 0, message) for message in horizon.warnings]
        for clause in by_document.get(name, ()):
            passage = build_passage(clause, outline.normalized)
            found, doubts = _read_passage(passage, horizon)
            targets += sorted(found, key=lambda t: (t.start, t.end, t.base_value, t.indicator))
            warnings += doubts
    return TargetReading(tuple(targets), tuple(warnings))


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
    before: tuple[Candidate, Verdict] | None = None
    carried = ""
    for candidate in find_candidates(flat, quantities, split_segments(flat)):
        due = due_at(deadlines, candidate.segment, candidate.start, horizon)
        previous = None
        if before is not None and before[0].segment == candidate.segment:
            previous = before[1]
        spread = is_spread(flat, candidate.segment.part_start, candidate.start)
        verdict = judge(flat, candidate, due, previous, is_spread=spread)
        if before is None or before[0].segment.part_start != candidate.segment.part_start:
            carried = ""
        before = candidate, verdict
        if verdict.form is None:
            continue
        heads = find_heads(passage.text, flat, candidate, verdict.form)
        period = find_period(flat, deadlines, candidate)
        own = "" if has_own_verb(flat, candidate) else carried
        scope = find_scope(flat, candidate, heads, verdict.form, period, own)
        carried = scope if scope == "新增" else ""
        builder = _Builder(passage, candidate, verdict.form, heads, due, period, scope)
        yield from builder.build()


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes the targets of one candidate: a value for each head, or one for all."""

    passage: Passage
    candidate: Candidate
    form: Form
    heads: Heads
    due: Due
    period: str
    scope: str

    def build(self) -> Iterator[Target]:
        values, heads = self.candidate.quantities, self.heads.heads
        years = self.due.years if len(self.due.years) == len(values) > 1 else ()
        if len(values) == 1 and self.heads.each and len(heads) > 1:
            for head in heads:
                yield self._target(values[0], head, self._year(0, ()))
        elif len(values) == len(heads):
            for value, head in zip(values, heads, strict=True):
                yield self._target(value, head, self._year(0, ()))
        else:
            doubtful = len(values) > 1 and not years
            for k, value in enumerate(values):
                message = f"{len(values)} values for {len(heads)} names" if doubtful else ""
                yield self._target(value, self.heads.whole, self._year(k, years), message)

    def _year(self, k: int, years: tuple[int, ...]) -> int | None:
        explicit = self.due.source in ("phrase", "sentence")
        if self.form == "paid" and not explicit:
            return None
        if self.period and not explicit:
            return None
        return years[k] if years else self.due.year

    def _target(self, value: Quantity, head: Head, year: int | None, doubt: str = "") -> Target:
        passage, candidate = self.passage, self.candidate
        start, end = min(head.start, value.start), max(value.end, head.end)
        if head.start == head.end:
            start = value.start
        if len(self.heads.heads) > 1 and len(candidate.quantities) == 1:
            end = max(end, candidate.end)
        source_start, source_end = passage.source_span(start, end)
        dimension = value.unit.dimension
        kind = find_kind(passage.flat, candidate, self.heads, self.form, self.period, value.value)
        behind = passage.flat[candidate.end : candidate.end + 12]
        spread = _SPREAD.search(
            passage.flat, max(candidate.segment.part_start, candidate.start - 120), candidate.start
        )
        prefix = spread.group() if spread and self.form != "paid" else ""
        indicator = name_indicator(head.name, self.heads.raw, kind, dimension, behind, prefix)
        grade, _ = split_grade(indicator)
        warnings = tuple(w for w in (*value.warnings, doubt, self.due.warning) if w)
        return Target(
            clause_id=passage.clause.clause_id,
            document=passage.clause.document,
            quote=passage.normalized.source[source_start:source_end],
            start=source_start,
            end=source_end,
            text=passage.text[start:end],
            indicator=indicator,
            indicator_key=key_of(indicator),
            value=value.value,
            value_max=value.value_max,
            unit=value.unit.name,
            base_value=_scaled(value.value, value.unit.factor),
            base_value_max=None
            if value.value_max is None
            else _scaled(value.value_max, value.unit.factor),
            base_unit=value.unit.base,
            comparator=value.comparator,
            kind=kind,
            deadline_year=year,
            deadline_source=self.due.source if year is not None else None,
            scope=self.scope,
            grade=grade,
            warnings=warnings,
        )


def _scaled(value: float, factor: float) -> float:
    return round(value * factor, 6)
