"""The sentences of the summary on targets and the units that lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from policycompare.report.page.told import Linked, Piece, Sentence, clause_link, link
from policycompare.report.protocol import Row
from policycompare.report.target_rows import show_promise
from policycompare.report.unit_rows import unit_summaries

N_INDICATORS = 4
"""Indicators whose promises are told; the others are counted."""

N_PROMISES = 6
"""Promises told of one indicator; the others stand in its table."""

N_UNITS = 3
"""Units named as the busiest."""


def target_sentences(rows: Mapping[str, Sequence[Row]]) -> Iterator[Sentence]:
    """Tell how many targets meet, what the first indicators promise, and who leads."""
    compared = rows["target_comparison.csv"]
    shared = [row for row in compared if int(row["n_groups"] or 0) > 1]
    blocks = [list(found) for _, found in groupby(shared, key=lambda row: row["indicator"])]
    yield Sentence(
        "page_indicators",
        {"n_targets": link(len(compared), "targets"), "n_indicators": link(len(blocks), "targets")},
    )
    for block in blocks[:N_INDICATORS]:
        indicator = block[0]["indicator"]
        promises: list[Piece] = [_promise(row) for row in block[:N_PROMISES]]
        if len(block) > N_PROMISES:
            promises.append(link(f"… +{len(block) - N_PROMISES}", "targets", indicator=indicator))
        yield Sentence(
            "page_indicator",
            {
                "indicator": link(indicator, "targets", indicator=indicator),
                "promises": tuple(promises),
            },
        )
    if len(blocks) > N_INDICATORS:
        yield Sentence("page_more_indicators", {"n": link(len(blocks) - N_INDICATORS, "targets")})
    yield _units(rows)


def _promise(row: Row) -> Sentence:
    values: dict[str, Piece | tuple[Piece, ...]] = {
        "group": str(row["group"]),
        "promise": clause_link(show_promise(row), row["clause_id"]),
    }
    if row["deadline_year"] is None:
        return Sentence("page_promise_open", values)
    return Sentence("page_promise", {**values, "year": str(row["deadline_year"])})


def _units(rows: Mapping[str, Sequence[Row]]) -> Sentence:
    units = list(unit_summaries(rows["units.csv"]))
    if not units:
        return Sentence("page_no_units")
    name = "n_lead" if units[0]["n_lead"] else "n_responsible"
    busiest = sorted(units, key=lambda row: -int(row[name] or 0))[:N_UNITS]
    told = tuple(_unit(row, name) for row in busiest)
    if name == "n_responsible":
        return Sentence("page_responsible", {"units": told})
    leads = Counter(str(row["lead_relation"]) for row in rows["aligned_clauses.csv"])
    if not leads["same"] + leads["other"]:
        return Sentence("page_leads_only", {"units": told})
    values = {f"n_{key}": link(leads[key], "pairs", lead=key) for key in ("same", "other")}
    return Sentence("page_leads", {**values, "units": told})


def _unit(row: Row, name: str) -> Linked:
    unit = str(row["unit"])
    found = link(unit, "units", unit=unit)
    return Linked(found.text, found.href, f" ({row[name]})")
