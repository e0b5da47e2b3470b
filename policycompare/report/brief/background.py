"""Sentences on who leads, who had it first, and how far the brief is to be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policycompare.report.brief.choice import is_below, rank_gaps, rank_shared, unit_counts
from policycompare.report.brief.facts import Condition, Fact, Rows
from policycompare.report.brief.material import entries
from policycompare.report.brief.sentences import BriefSentence, Said, Teller
from policycompare.report.protocol import Row

N_UNITS = 3
"""Units that a sentence names."""


def tell_units(teller: Teller, group: str | None, limit: int) -> Iterator[BriefSentence]:
    """Who leads elsewhere what this group lacks or shares, and who leads most."""
    others = [name for name in teller.material.groups if name != group]
    if group is not None:
        yield from list(_led(teller, group, others))[: max(limit - 1, 1)]
    n_told = 0
    for other in others:
        if n_told >= limit:
            break
        found = list(_leads_most(teller, other))
        n_told += len(found)
        yield from found
    if (n := teller.count("units.csv")).shown != "0":
        yield teller.say("brief_units_more", n=n)


def _led(teller: Teller, group: str, others: list[str]) -> Iterator[BriefSentence]:
    material = teller.material
    leads: dict[tuple[str, str], list[Row]] = {}
    for row in material.rows("units.csv"):
        if row["role"] == "lead":
            leads.setdefault((str(row["measure_id"]), str(row["group"])), []).append(row)
    gaps = [row for state in ("absent", "partial") for row in rank_gaps(material, group, state)]
    measures = [str(row["measure_id"]) for row in (*gaps, *rank_shared(material, group))]
    for measure_id in dict.fromkeys(measures):
        for other in others:
            if theirs := leads.get((measure_id, other)):
                yield _led_sentence(teller, theirs, leads.get((measure_id, group), []))
                break


def _led_sentence(teller: Teller, theirs: list[Row], ours: list[Row]) -> BriefSentence:
    row = theirs[0]
    measure = Rows("measures.csv", (("measure_id", "=", row["measure_id"]),))
    label = teller.fact(measure, teller.material.measure(str(row["measure_id"])), "label")
    clauses = dict.fromkeys(str(unit["clause_id"]) for unit in (*theirs, *ours))
    own: dict[str, Said] = {}
    if ours:
        own = {"own": _units(teller, ours), "group": teller.group(str(ours[0]["group"]))}
    return teller.say(
        "brief_led_both" if ours else "brief_led",
        label=label,
        units=_units(teller, theirs),
        other=teller.group(str(row["group"])),
        passages=teller.passages(clauses),
        more=own,
    )


def _units(teller: Teller, rows: list[Row]) -> list[Fact]:
    facts = []
    for unit, _ in list(unit_counts(rows))[:N_UNITS]:
        row = next(row for row in rows if row["unit"] == unit)
        keys = ("unit", "role", "clause_id")
        where = Rows("units.csv", tuple((name, "=", row[name]) for name in keys))
        facts.append(teller.fact(where, row, "unit"))
    return facts


def _leads_most(teller: Teller, group: str) -> Iterator[BriefSentence]:
    lead: tuple[Condition, ...] = (("group", "=", group), ("role", "=", "lead"))
    rows = teller.material.select(Rows("units.csv", lead))
    if not rows:
        responsible: tuple[Condition, ...] = (("group", "=", group), ("role", "=", "responsible"))
        yield teller.say(
            "brief_led_none",
            n=teller.count("clauses.csv", ("group", "=", group)),
            other=teller.group(group),
            n_responsible=teller.count("units.csv", *responsible),
            also=[teller.count("clauses.csv", ("group", "=", group), ("lead_units", "!=", ""))],
        )
        return
    unit = next(unit_counts(rows))[0]
    where: tuple[Condition, ...] = (*lead, ("unit", "=", unit))
    row = next(row for row in rows if row["unit"] == unit)
    yield teller.say(
        "brief_led_most",
        other=teller.group(group),
        unit=teller.fact(Rows("units.csv", where), row, "unit"),
        n=teller.count("units.csv", *where),
        n_all=teller.count("units.csv", *lead),
        passages=teller.passages([str(row["clause_id"])]),
    )


def tell_origin(teller: Teller, group: str | None, limit: int) -> Iterator[BriefSentence]:
    """Who had shared measures first, and what the level above has."""
    mine: tuple[Condition, ...] = (("n_groups", ">=", 2),)
    if group is not None:
        mine = (*mine, ("adopters", "has", group))
    rank = {row["measure_id"]: i for i, row in enumerate(rank_shared(teller.material, group))}
    known = teller.material.select(Rows("diffusion.csv", (*mine, ("first_mover", "!=", ""))))
    known.sort(key=lambda row: rank.get(row["measure"], len(rank)))
    for row in known[:limit]:
        yield _first(teller, row)
    n_all = teller.count("diffusion.csv", *mine)
    if n_all.shown != "0":
        yield teller.say(
            "brief_first_known",
            n_all=n_all,
            n=teller.count("diffusion.csv", *mine, ("first_mover", "!=", "")),
            n_open=teller.count("diffusion.csv", *mine, ("first_mover", "=", "")),
        )
    if group is not None:
        yield from _levels(teller, group, limit)
    yield from _parent(teller)
    yield from _reuse(teller, group)


def _first(teller: Teller, row: Row) -> BriefSentence:
    rows = Rows("diffusion.csv", (("measure", "=", row["measure"]),))
    clauses = [
        str(clause["clause_id"])
        for clause in teller.material.clauses_of_measures[str(row["measure"])]
        if clause["document"] == row["first_document"]
    ]
    return teller.say(
        "brief_first",
        first=teller.fact(rows, row, "first_mover"),
        label=teller.fact(rows, row, "label"),
        issued=teller.date(rows, row, "first_issued"),
        passages=teller.passages(clauses),
    )


def _levels(teller: Teller, group: str, limit: int) -> Iterator[BriefSentence]:
    """Measures that the level above or below has too, the surest first."""
    found = [
        (row, below)
        for row in teller.material.rows("dyads.csv")
        if group in (row["a_group"], row["b_group"]) and (below := is_below(row)) is not None
    ]
    tasks = {row["measure"]: teller.material.is_task(str(row["measure"])) for row, _ in found}
    found.sort(
        key=lambda entry: (not tasks[entry[0]["measure"]], -float(str(entry[0]["p_same"] or 0)))
    )
    seen: dict[object, None] = {}
    for row, below in found:
        if row["measure"] not in seen and len(seen) < limit:
            seen[row["measure"]] = None
            yield _level(teller, row, group, below)


def _level(teller: Teller, row: Row, group: str, a_is_below: bool) -> BriefSentence:
    rows = _dyad(row)
    here_is_a = row["a_group"] == group
    key = "above" if here_is_a == a_is_below else "below"
    other = teller.fact(rows, row, "b_group" if here_is_a else "a_group")
    passages = teller.passages([*entries(row["a_clauses"]), *entries(row["b_clauses"])])
    said = {key: other, "label": teller.fact(rows, row, "label")}
    if not row["earlier"]:
        return teller.say(f"brief_{key}_open", passages=passages, more=said)
    side = "a" if row["earlier"] == row["a_document"] else "b"
    first = Rows(rows.file, (*rows.where, ("earlier", "=", row["earlier"])))
    earlier = teller.fact(first, row, f"{side}_group")
    return teller.say(f"brief_{key}", earlier=earlier, passages=passages, more=said)


def _parent(teller: Teller) -> Iterator[BriefSentence]:
    n_all = teller.count("dyads.csv")
    counts = {
        state: teller.count("dyads.csv", ("parent_state", "=", state))
        for state in ("covered", "partly", "absent", "unknown")
    }
    if n_all.shown == "0":
        return
    yield teller.say(
        "brief_parent",
        n_all=n_all,
        n_earlier=teller.count("dyads.csv", ("parent_earlier", "=", "yes")),
        more={f"n_{state}": fact for state, fact in counts.items()},
    )


def _reuse(teller: Teller, group: str | None) -> Iterator[BriefSentence]:
    pairs = [
        row
        for row in teller.material.rows("dyads.csv")
        if group is None or group in (row["a_group"], row["b_group"])
    ]
    shares = [(float(str(row[f"shared_{side}"] or 0)), side, row) for row in pairs for side in "ab"]
    share, side, row = max(shares, key=lambda entry: entry[0], default=(0.0, "", {}))
    if share < 0.005:  # would show as 0 %
        return
    other = "b" if side == "a" else "a"
    rows = _dyad(row)
    yield teller.say(
        "brief_reuse",
        label=teller.fact(rows, row, "label"),
        share=teller.fact(rows, row, f"shared_{side}", "percent"),
        b=teller.fact(rows, row, f"{side}_group"),
        a=teller.fact(rows, row, f"{other}_group"),
        passages=teller.passages([*entries(row["a_clauses"]), *entries(row["b_clauses"])]),
    )


def _dyad(row: dict[str, Any]) -> Rows:
    names = ("measure", "a_document", "b_document")
    return Rows("dyads.csv", tuple((name, "=", row[name]) for name in names))
