"""The order in which groups adopted each measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from policycompare.datamodel import (
    Adoption,
    Clause,
    Measure,
    MeasureDiffusion,
    Moment,
    Order,
    Outline,
)
from policycompare.diffusion.dates import Gap, find_earliest, measure_gap, parse_moment


def find_adoptions(
    outlines: Sequence[Outline],
    clauses: Sequence[Clause],
    groups: Sequence[str],
    measures: Sequence[Measure],
) -> Iterator[MeasureDiffusion]:
    """Yield the order of adoption of every measure, also of those that one group has."""
    rank = {outline.document.name: i for i, outline in enumerate(outlines)}
    issued = {o.document.name: o.document.metadata.issued for o in outlines}
    for measure in measures:
        holders: dict[str, set[str]] = {group: set() for group in measure.groups}
        for position in measure.clauses:
            holders[groups[position]].add(clauses[position].document)
        adoptions = [
            _adopt(group, sorted(names, key=rank.__getitem__), issued)
            for group, names in holders.items()
        ]
        yield _order_measure(measure, adoptions)


def _adopt(group: str, documents: Sequence[str], issued: Mapping[str, str]) -> Adoption:
    moments = [parse_moment(issued[name]) for name in documents]
    first = min(range(len(documents)), key=lambda i: (_start(moments[i]), i))
    name = documents[first]
    return Adoption(group, name, issued[name], find_earliest(moments))


def _start(moment: Moment | None) -> tuple[date, date]:
    if moment is None:
        return date.max, date.max
    return moment.first or date.min, moment.last or date.max


def _order_measure(measure: Measure, adoptions: Sequence[Adoption]) -> MeasureDiffusion:
    ordered = tuple(
        sorted(adoptions, key=lambda one: (one.moment is None, _shown(one)))  # stable
    )
    dated = [one for one in ordered if one.moment is not None]
    first_dated = _find_first(dated)
    first = first_dated if len(dated) == len(ordered) else None
    return MeasureDiffusion(
        measure.measure_id,
        measure.label,
        ordered,
        first,
        first_dated,
        _judge_order(ordered),
        _measure_lags(ordered),
    )


def _shown(adoption: Adoption) -> tuple[date, date]:
    """Place of a dated adoption: by the date of its earliest dated text."""
    return _start(parse_moment(adoption.issued))


def _find_first(adoptions: Sequence[Adoption]) -> str | None:
    """The group that is earlier than every other one whatever the missing parts of dates were."""
    for one in adoptions[:1]:
        gaps = [measure_gap(one.moment, other.moment) for other in adoptions[1:]]
        if all(gap.order == "certain" and not gap.is_mirrored for gap in gaps):
            return one.group
    return None


def _judge_order(ordered: Sequence[Adoption]) -> Order:
    if any(one.moment is None for one in ordered):
        return "unknown"
    steps = {measure_gap(one.moment, two.moment).order for one, two in pairwise(ordered)}
    if "uncertain" in steps:
        return "uncertain"
    return "same_day" if "same_day" in steps else "certain"


def _measure_lags(ordered: Sequence[Adoption]) -> tuple[tuple[int, int] | None, ...]:
    """Days behind the first one; none at all where another may have been the first."""
    first = ordered[0]
    gaps = [measure_gap(first.moment, one.moment) for one in ordered[1:]]
    if first.moment is None or any(gap.order == "uncertain" for gap in gaps):
        return (None,) * len(ordered)
    return ((0, 0), *(_interval(gap) for gap in gaps))


def _interval(gap: Gap) -> tuple[int, int] | None:
    if gap.days_min is None or gap.days_max is None:
        return None
    return gap.days_min, gap.days_max
