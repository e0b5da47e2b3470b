"""Sentences on measures: what is compared, what is shared, what is absent or there in part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policycompare.report.brief.choice import rank_gaps, rank_shared
from policycompare.report.brief.facts import Condition, Fact, Rows
from policycompare.report.brief.material import entries
from policycompare.report.brief.sentences import BriefSentence, Said, Teller
from policycompare.report.protocol import Row

N_NAMED = 6
"""Groups that one sentence names."""

STATES = ("absent", "partial")


def summarize(teller: Teller, group: str | None, n_covers: int) -> Iterator[BriefSentence]:
    """Say what was compared, what came of it and how much the others cover."""
    material = teller.material
    others = [name for name in material.groups if name != group]
    facts: dict[str, Said] = {
        "others": [teller.group(name) for name in others[:N_NAMED]],
        "n_documents": teller.record("counts", "n_documents"),
        "n_all": teller.record("counts", "n_compared"),
    }
    if group is None:
        yield teller.say("brief_scope_all", more=facts)
    else:
        own = teller.count("clauses.csv", ("group", "=", group))
        yield teller.say("brief_scope", n=own, group=teller.group(group), more=facts)
    if len(others) > N_NAMED:
        shown = N_NAMED + (group is not None)
        n = teller.record("counts", "n_groups", form="count", less=shown)
        yield teller.say("brief_scope_more", n=n, n_groups=teller.record("counts", "n_groups"))
    yield _balance(teller, group)
    if group is not None:
        yield from _covers(teller, group, n_covers)


def _balance(teller: Teller, group: str | None) -> BriefSentence:
    n_measures = teller.count("measures.csv")
    if group is None:
        n_overlaps = teller.count("measures.csv", ("n_groups", ">=", 2))
        return teller.say("brief_balance_all", n_measures=n_measures, n_overlaps=n_overlaps)
    shared = teller.count("measures.csv", ("groups", "has", group), ("n_groups", ">=", 2))
    return teller.say(
        "brief_balance",
        n_measures=n_measures,
        group=teller.group(group),
        n_shared=shared,
        more=_gap_counts(teller, group),
    )


def _gap_counts(teller: Teller, group: str) -> dict[str, Fact]:
    return {
        f"n_{state}": teller.count("gaps.csv", ("group", "=", group), ("state", "=", state))
        for state in STATES
    }


def _covers(teller: Teller, group: str, limit: int) -> Iterator[BriefSentence]:
    """How much of the group's text each of the others covers, those that cover most first."""
    coverage = teller.material.recorded("coverage")
    places = [i for i, row in enumerate(coverage) if row["a"] == group and row["n_clauses"]]
    places.sort(key=lambda i: (-coverage[i]["n_covered"], i))
    facts: list[Fact] = []
    told = []
    for i in places[:limit]:
        other = teller.record("coverage", i, "b", form="text")
        counts = {
            name: teller.record("coverage", i, name)
            for name in ("n_covered", "n_partial", "n_absent")
        }
        facts += [other, *counts.values()]
        shown = {name: fact.shown for name, fact in counts.items()}
        told.append(teller.t("brief_cover_one", other=other.shown, **shown))
    if told:
        parts = teller.t("brief_semicolon").join(told)
        own = teller.count("clauses.csv", ("group", "=", group))
        yield teller.say("brief_cover", n=own, group=teller.group(group), parts=parts, also=facts)
    if len(places) > limit:
        n_groups = teller.record("counts", "n_groups")
        yield teller.say("brief_cover_more", n=n_groups)


def tell_shared(teller: Teller, group: str | None, limit: int) -> Iterator[BriefSentence]:
    """The most important shared measures, and how many more there are."""
    ranked = rank_shared(teller.material, group)
    for row in ranked[:limit]:
        yield _shared(teller, row, group)
    if not ranked:
        yield teller.say("brief_no_shared", n=teller.count("measures.csv"))
    elif len(ranked) > limit:
        where = (("groups", "has", group),) if group else ()
        n = teller.count("measures.csv", *where, ("n_groups", ">=", 2), less=limit)
        yield teller.say("brief_shared_more", n=n)


def _shared(teller: Teller, row: Row, group: str | None) -> BriefSentence:
    measure_id = str(row["measure_id"])
    rows = Rows("measures.csv", (("measure_id", "=", measure_id),))
    facts = {
        "label": teller.fact(rows, row, "label"),
        "groups": teller.fact(rows, row, "groups", "list"),
    }
    pair = _nearest_pair(teller, measure_id, group)
    if pair is None:
        clauses = [str(c["clause_id"]) for c in teller.material.clauses_of_measures[measure_id]]
        p = teller.fact(rows, row, "mean_p_same", "probability")
        return teller.say("brief_shared_bare", p=p, passages=teller.passages(clauses), more=facts)
    names = ("measure", "a_document", "b_document")
    dyad = Rows("dyads.csv", tuple((name, "=", pair[name]) for name in names))
    clauses = [*entries(pair["a_clauses"]), *entries(pair["b_clauses"])]
    return teller.say(
        "brief_shared",
        a=teller.fact(dyad, pair, "a_group"),
        b=teller.fact(dyad, pair, "b_group"),
        wording=teller.word(dyad, pair, "wording", "brief_wording_"),
        p=teller.fact(dyad, pair, "p_same", "probability"),
        passages=teller.passages(clauses),
        more=facts,
    )


def _nearest_pair(teller: Teller, measure_id: str, group: str | None) -> Row | None:
    """The likeliest pair of documents that share a measure, one of them the group's."""
    pairs = [
        row
        for row in teller.material.rows("dyads.csv")
        if row["measure"] == measure_id
        and row["p_same"] is not None
        and (group is None or group in (row["a_group"], row["b_group"]))
    ]
    return max(pairs, key=lambda row: float(str(row["p_same"])), default=None)


def tell_gaps(teller: Teller, group: str, limits: Sequence[int]) -> Iterator[BriefSentence]:
    """What a group lacks, then what it has in part; ``limits`` are for either."""
    counts = _gap_counts(teller, group)
    if all(fact.shown == "0" for fact in counts.values()):
        n = teller.count("measures.csv")
        also = list(counts.values())
        yield teller.say("brief_no_gaps", group=teller.group(group), n=n, also=also)
    for state, limit in zip(STATES, limits, strict=True):
        ranked = rank_gaps(teller.material, group, state)
        for row in ranked[:limit]:
            yield _gap(teller, row)
        if len(ranked) > limit:
            where: tuple[Condition, ...] = (("group", "=", group), ("state", "=", state))
            yield teller.say(
                f"brief_{state}_more",
                n=teller.count("gaps.csv", *where, less=limit),
                group=teller.group(group),
            )


def tell_group(teller: Teller, group: str, limits: Sequence[int]) -> Iterator[BriefSentence]:
    """One paragraph on one group: how much it lacks, and the worst of it."""
    yield teller.say("brief_group", group=teller.group(group), more=_gap_counts(teller, group))
    for state, limit in zip(STATES, limits, strict=True):
        for row in rank_gaps(teller.material, group, state)[:limit]:
            yield _gap(teller, row)


def _gap(teller: Teller, row: Row) -> BriefSentence:
    names = ("group", "measure_id")
    where: tuple[Condition, ...] = tuple((name, "=", row[name]) for name in names)
    rows = Rows("gaps.csv", where)
    facts = {
        "label": teller.fact(rows, row, "label"),
        "groups": teller.fact(rows, row, "present_in", "list"),
        "group": teller.fact(rows, row, "group"),
    }
    nearest = str(row["nearest_clause"])
    passages = teller.passages([*entries(row["measure_clauses"]), nearest])
    if not nearest or row["nearest_p_overlap"] is None:
        return teller.say("brief_absent_bare", passages=passages, more=facts)
    many = "_many" if len(entries(row["present_in"])) > 1 else ""
    key = "brief_partly" if row["state"] == "partial" else f"brief_absent{many}"
    return teller.say(
        key,
        # A clause without a heading goes by its id.
        nearest=teller.fact(
            rows, row, "nearest_heading" if row["nearest_heading"] else "nearest_clause"
        ),
        p=teller.fact(rows, row, "nearest_p_overlap", "probability"),
        passages=passages,
        more=facts,
    )
