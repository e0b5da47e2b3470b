"""From a promise to targets: a value for each name, or one for all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policycompare.datamodel import Target
from policycompare.targets.candidates import Candidate
from policycompare.targets.contexts import WINDOW, Form
from policycompare.targets.deadlines import Due
from policycompare.targets.heads import Heads
from policycompare.targets.items import Head
from policycompare.targets.kinds import find_kind
from policycompare.targets.naming import key_of, name_indicator, split_grade
from policycompare.targets.passages import Passage
from policycompare.targets.quantities import Quantity
from policycompare.targets.subjects import complete_name
from policycompare.targets.tables import multiply

_SPREAD = re.compile(
    r"(?:每(?:[条个家县区镇乡村市所户名人项]|年级)[一-鿿]{0,8}?"
    r"(?=培育|建设|打造|树立|创建|配备|至少|设|建|有|不)|\d+条产业链(?=分别))"
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A candidate that was judged to be a promise, with all that was read of it."""

    passage: Passage
    candidate: Candidate
    form: Form
    heads: Heads
    due: Due
    period: str
    scope: str

    def name_of(self, head: Head, last: Head | None, last_name: str) -> str:
        """The completed name of one of its heads."""
        if self.form == "paid":
            return (head.start == head.end and last_name.removesuffix("数")) or head.name
        passage = self.passage
        return complete_name(passage.flat, passage.text, self.candidate, head, last, last_name)

    def last_name(self, last: Head | None, last_name: str) -> str:
        """The name that the next promise of the part may take over; empty if it must not."""
        if self.form == "paid":
            return ""
        return self.name_of(self.heads.heads[-1], last, last_name)

    def year(self, k: int, years: tuple[int, ...]) -> int | None:
        """The deadline of its value number ``k``; rewards and annual sums inherit none."""
        explicit = self.due.source in ("phrase", "sentence")
        if (self.form == "paid" or self.period) and not explicit:
            return None
        return years[k] if years else self.due.year


def build_targets(promise: Promise, last: Head | None, last_name: str) -> Iterator[Target]:
    """Pair the values of a promise with its names."""
    values, heads = promise.candidate.quantities, promise.heads.heads
    said = promise.due.years
    years = said if len(said) == len(values) > 1 else ()
    if len(values) == 1 and promise.heads.each and len(heads) > 1:
        pairs = [(values[0], head, "") for head in heads]
    elif len(values) == len(heads):
        pairs = [(value, head, "") for value, head in zip(values, heads, strict=True)]
    else:
        whole = promise.heads.whole
        doubtful = len(values) > 1 and not years
        message = f"{len(values)} values for {len(heads)} names" if doubtful else ""
        pairs = [(value, whole, message) for value in values]
    for k, (value, head, message) in enumerate(pairs):
        name = promise.name_of(head, last, last_name)
        yield _build(promise, value, head, name, promise.year(k, years), message)


def _build(
    promise: Promise, value: Quantity, head: Head, name: str, year: int | None, doubt: str
) -> Target:
    passage = promise.passage
    start, end = _span(promise, value, head)
    source_start, source_end = passage.source_span(start, end)
    kind = find_kind(
        passage.flat, promise.candidate, promise.heads, promise.form, promise.period, value.value
    )
    behind = passage.flat[promise.candidate.end : promise.candidate.segment.end][:40]
    indicator = name_indicator(name, promise.heads.raw, kind, value.unit, behind, _spread(promise))
    factor = value.unit.factor
    is_column = year is not None and promise.due.source == "column"
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
        base_value=multiply(value.value, factor),
        base_value_max=None if value.value_max is None else multiply(value.value_max, factor),
        base_unit=value.unit.base,
        comparator=value.comparator,
        kind=kind,
        deadline_year=year,
        deadline_source=promise.due.source if year is not None else None,
        scope=promise.scope,
        grade=split_grade(indicator)[0],
        warnings=tuple(w for w in (*value.warnings, doubt, promise.due.warning) if w),
        deadline_start=passage.clause.deadline_start if is_column else None,
        deadline_end=passage.clause.deadline_end if is_column else None,
    )


def _span(promise: Promise, value: Quantity, head: Head) -> tuple[int, int]:
    """From the name to the value; of 各50家 to the value of them all."""
    if head.start == head.end:
        return value.start, value.end
    start, end = min(head.start, value.start), max(value.end, head.end)
    if len(promise.heads.heads) > 1 and len(promise.candidate.quantities) == 1:
        end = max(end, promise.candidate.end)
    return start, end


def _spread(promise: Promise) -> str:
    """每条产业链 or the like, which belongs to the name of what each of them gets."""
    if promise.form == "paid":
        return ""
    candidate = promise.candidate
    start = max(candidate.segment.start, candidate.start - WINDOW)
    found = _SPREAD.search(promise.passage.flat, start, candidate.start)
    return re.sub(r"^\d+", "每", found.group()) if found else ""
