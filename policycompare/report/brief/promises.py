"""Sentences on targets: where others promise more or sooner, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator

from policycompare.report.brief.choice import (
    Rivalry,
    rank_ahead,
    rank_promises,
    silent_indicators,
    unlike_indicators,
)
from policycompare.report.brief.facts import Fact, Rows
from policycompare.report.brief.sentences import BriefSentence, Teller
from policycompare.report.protocol import Row

FILE = "target_comparison.csv"

N_UNLIKE = 6
"""Indicators that cannot be compared and are named."""

KEYS = ("clause_id", "indicator", "start", "value")
"""Columns that tell one promise from all others."""


def tell_promises(teller: Teller, group: str, limit: int) -> Iterator[BriefSentence]:
    """Where others promise more, where the group does, and what was left out of it."""
    rivalries = rank_promises(teller.material, group)
    told: list[Row] = []
    for rivalry in rivalries[:limit]:
        told += [rivalry.theirs, rivalry.ours]
        yield tell_rivalry(teller, rivalry, _key(rivalry))
    for rivalry in rank_ahead(teller.material, group)[: max(limit - len(told) // 2, 1)]:
        told += [rivalry.theirs, rivalry.ours]
        yield tell_rivalry(teller, rivalry, "brief_ahead")
    if not rivalries:
        n = teller.count("targets.csv", ("group", "=", group))
        yield teller.say("brief_no_more", group=teller.group(group), n=n)
    for row in silent_indicators(teller.material, group)[: max(limit // 2, 1)]:
        told.append(row)
        yield _silent(teller, row, group)
    yield from _size(teller, told)
    unlike = unlike_indicators(teller.material, group)[:N_UNLIKE]
    if unlike:
        yield _unlike(teller, unlike)
    yield from _left(teller, [*told, *unlike])


def tell_rivalry(teller: Teller, rivalry: Rivalry, key: str) -> BriefSentence:
    """Hold two promises against each other."""
    theirs, ours = rivalry.theirs, rivalry.ours
    facts: list[Fact] = []
    return teller.say(
        key,
        indicator=teller.fact(_rows(theirs), theirs, "indicator"),
        other=teller.fact(_rows(theirs), theirs, "group"),
        group=teller.fact(_rows(ours), ours, "group"),
        theirs=_promise(teller, theirs, facts),
        ours=_promise(teller, ours, facts),
        also=facts,
        passages=[teller.passage(theirs), teller.passage(ours)],
    )


def first_rivalry(teller: Teller, group: str) -> Iterator[BriefSentence]:
    """The first promise that is ahead of a group's, if there is one."""
    for rivalry in rank_promises(teller.material, group)[:1]:
        yield tell_rivalry(teller, rivalry, _key(rivalry))


def tell_all_promises(teller: Teller, limit: int) -> Iterator[BriefSentence]:
    """For each indicator that can be compared, who promises most; nothing about one group alone."""
    told: list[Row] = []
    for group in teller.material.groups:
        for rivalry in rank_ahead(teller.material, group):
            if len(told) < 2 * limit:
                told += [rivalry.theirs, rivalry.ours]
                yield tell_rivalry(teller, rivalry, "brief_ahead")
    yield from _size(teller, told)
    yield from _left(teller, told)


def _size(teller: Teller, told: list[Row]) -> Iterator[BriefSentence]:
    """Say what the figures told are not."""
    if told:
        names = {str(row["group"]) for row in told}
        groups = [teller.group(name) for name in teller.material.groups if name in names]
        yield teller.say("brief_size", groups=groups, rows=[_rows(row) for row in told])


def _left(teller: Teller, told: list[Row]) -> Iterator[BriefSentence]:
    """Count the indicators that have no sentence here."""
    n_all = teller.record("counts", "n_shared_indicators")
    if n_all.shown == "0":
        yield teller.say("brief_no_targets", n=teller.count(FILE))
        return
    n_told = len({str(row["indicator"]) for row in told})
    if n_told < int(n_all.shown):
        left = teller.record("counts", "n_shared_indicators", form="count", less=n_told)
        # The rows behind the record's count.
        rows = [Rows(FILE, (("n_groups", ">=", 2),))]
        yield teller.say("brief_unlike_more", n=left, n_all=n_all, rows=rows)


def _key(rivalry: Rivalry) -> str:
    if rivalry.theirs["comparator"] == "<=" and rivalry.verdict == "more":
        return "brief_tighter"
    return f"brief_{rivalry.verdict}"


def _silent(teller: Teller, row: Row, group: str) -> BriefSentence:
    facts: list[Fact] = []
    return teller.say(
        "brief_silent",
        group=teller.group(group),
        indicator=teller.fact(_rows(row), row, "indicator"),
        other=teller.fact(_rows(row), row, "group"),
        theirs=_promise(teller, row, facts),
        also=facts,
        passages=[teller.passage(row)],
    )


def _unlike(teller: Teller, rows: list[Row]) -> BriefSentence:
    names = [teller.fact(_rows(row), row, "indicator") for row in rows]
    told = teller.t("brief_between_quotes").join(
        teller.t("brief_named", name=fact.shown) for fact in names
    )
    return teller.say("brief_unlike", indicators=told, also=names)


def _promise(teller: Teller, row: Row, facts: list[Fact]) -> str:
    """A quantity with its year; its parts are added to the facts."""
    rows, t = _rows(row), teller.t

    def fact(column: str) -> str:
        found = teller.fact(rows, row, column, "number" if column in NUMBERS else "text")
        facts.append(found)
        return found.shown

    sign = teller.word(rows, row, "comparator", "brief_sign_")
    facts.append(sign)
    notes = teller.comma.join(fact(column) for column in ("grade", "scope") if row[column])
    said = {
        "sign": sign.shown,
        "value": fact("value"),
        "unit": fact("unit"),
        "notes": t("brief_notes", notes=notes) if notes else "",
    }
    if row["value_max"] is None:
        promise = t("brief_promise", **said)
    else:
        promise = t("brief_range", value_max=fact("value_max"), **said)
    if row["deadline_year"] is None:
        return t("brief_no_year", promise=promise)
    key = "brief_year_document" if row["deadline_source"] == "document" else "brief_year"
    return t(key, promise=promise, year=fact("deadline_year"))


NUMBERS = ("value", "value_max", "deadline_year")


def _rows(row: Row) -> Rows:
    return Rows(FILE, tuple((name, "=", row[name]) for name in KEYS))
