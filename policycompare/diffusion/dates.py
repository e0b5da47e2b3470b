"""Dates that may lack day or month, as intervals: nothing is decided that they do not decide."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from policycompare.datamodel import Metadata, Moment, Order

FOUNDED = date(1949, 10, 1)
"""The People's Republic: plans of its governments are not older, so a date before is a slip."""


class Gap(NamedTuple):
    """How two moments lie to each other; days from the first to the second where certain."""

    order: Order
    is_mirrored: bool
    days_min: int | None
    days_max: int | None


UNKNOWN = Gap("unknown", False, None, None)


def parse_moment(issued: str) -> Moment | None:
    """Read ``2023``, ``2023-07`` or ``2023-07-06``; None where nothing is known.

    Examples
    --------
    >>> parse_moment("2023-02")
    Moment(first=datetime.date(2023, 2, 1), last=datetime.date(2023, 2, 28))
    """
    if not issued:
        return None
    year, *rest = (int(part) for part in issued.split("-"))
    if not rest:
        return Moment(date(year, 1, 1), date(year, 12, 31))
    month = rest[0]
    if len(rest) == 1:
        return Moment(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    day = date(year, month, rest[1])
    return Moment(day, day)


def measure_gap(a: Moment | None, b: Moment | None) -> Gap:
    """Tell the order of two moments and the days between them.

    Examples
    --------
    >>> measure_gap(parse_moment("2023-07"), parse_moment("2021-09-30"))
    Gap(order='certain', is_mirrored=True, days_min=639, days_max=669)
    >>> measure_gap(parse_moment("2023"), parse_moment("2023-07-06")).order
    'uncertain'
    """
    if a is None or b is None:
        return UNKNOWN
    if a.last is not None and b.first is not None and a.last < b.first:
        return Gap("certain", False, (b.first - a.last).days, _days(a.first, b.last))
    if b.last is not None and a.first is not None and b.last < a.first:
        return Gap("certain", True, (a.first - b.last).days, _days(b.first, a.last))
    if is_day(a) and a == b:
        return Gap("same_day", False, 0, 0)
    return Gap("uncertain", False, None, None)


def is_day(moment: Moment) -> bool:
    """Whether a moment is one day."""
    return moment.first is not None and moment.first == moment.last


def find_earliest(moments: Iterable[Moment | None]) -> Moment | None:
    """The moment of the earliest of several events, some of them perhaps undated.

    An undated one may be earlier than all others, so that the result has no ``first``; None where
    all are undated.
    """
    every = list(moments)
    known = [moment for moment in every if moment is not None]
    if not known:
        return None
    firsts = [moment.first for moment in known if moment.first is not None]
    is_open = len(firsts) < len(every)
    lasts = [moment.last for moment in known if moment.last is not None]
    return Moment(None if is_open else min(firsts), min(lasts, default=None))


def find_late(documents: Sequence[Metadata]) -> tuple[str, ...]:
    """Say which documents were issued after the end of their own horizon for certain."""
    return tuple(
        f"{entry.document} was issued {entry.issued}, after the end of its horizon "
        f"{entry.horizon_end}: look at both dates in the manifest."
        for entry in documents
        if _is_after(entry.issued, parse_moment(entry.horizon_end))
    )


def find_early(documents: Sequence[Metadata]) -> tuple[str, ...]:
    """Say which documents were issued before the state that the tables describe was founded."""
    return tuple(
        f"{entry.document} is issued {entry.issued} by the manifest, before {FOUNDED.year}: "
        "correct the date, or take its place in the order with care."
        for entry in documents
        if (moment := parse_moment(entry.issued)) and moment.last and moment.last < FOUNDED
    )


def find_future(documents: Sequence[Metadata], today: date) -> tuple[str, ...]:
    """Say which documents are issued after a day for certain."""
    return tuple(
        f"{entry.document} is issued {entry.issued} by the manifest, which is still to come: "
        "correct the date, or take its place in the order with care."
        for entry in documents
        if _is_after(entry.issued, Moment(today, today))
    )


def _is_after(issued: str, moment: Moment | None) -> bool:
    gap = measure_gap(moment, parse_moment(issued))
    return gap.order == "certain" and not gap.is_mirrored


def _days(first: date | None, last: date | None) -> int | None:
    return None if first is None or last is None else (last - first).days
