"""The data of the page's smaller tables: targets, responsible units, order of adoption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from policycompare.report.page.interning import Strings
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.target_rows import find_remark, show_quantity
from policycompare.report.unit_rows import unit_summaries


def target_data(
    comparison: ComparisonLike, rows: Sequence[Row], strings: Strings
) -> list[list[Any]]:
    """``[indicator, document, clause, promise, remark, year, n_groups, text]`` of each promise.

    In the order of ``target_comparison.csv``; the remark is a grade or scope, or the kind as a key
    of the catalogue; year 0: none.
    """
    documents, clauses = _numbers(comparison)
    return [
        [
            strings.number(row["indicator"]),
            documents[str(row["document"])],
            clauses[str(row["clause_id"])],
            strings.number(show_quantity(row)),
            strings.number(_remark(row)),
            row["deadline_year"] or 0,
            row["n_groups"],
            strings.number(row["text"]),
        ]
        for row in rows
    ]


def _remark(row: Row) -> str:
    told = find_remark(row, "@{}".format)
    return " ".join(part for part in (str(row["grade"]), told) if part)


def unit_data(comparison: ComparisonLike, rows: Sequence[Row], strings: Strings) -> list[list[Any]]:
    """``[unit, hint, [document, role, clause, …]]`` of each unit, the busiest first.

    The role is 0 for leading, 1 for responsible; each mention of ``units.csv`` is one triple.
    """
    documents, clauses = _numbers(comparison)
    mentions: dict[str, list[int]] = {}
    for row in rows:
        role = 0 if row["role"] == "lead" else 1
        triple = documents[str(row["document"])], role, clauses[str(row["clause_id"])]
        mentions.setdefault(str(row["unit"]), []).extend(triple)
    return [
        [
            strings.number(row["unit"]),
            strings.number(row["hint"]),
            mentions[str(row["unit"])],
        ]
        for row in unit_summaries(rows)
    ]


def adoption_data(
    comparison: ComparisonLike, rows: Sequence[Row], strings: Strings
) -> list[list[Any]]:
    """``[measure, order, first, adopters, issued, lags]`` of measures that groups share.

    Those whose order is certain come first, then those with more dates.
    """
    measures = {m.measure_id: i for i, m in enumerate(comparison.findings.measures)}
    told = ("order", "first_mover", "adopters", "issued", "lags")
    return [
        [measures[str(row["measure"])], *strings.numbers(row[name] for name in told)]
        for row in sorted(rows, key=_least_certain)
        if int(row["n_groups"] or 0) > 1
    ]


def _least_certain(row: Row) -> tuple[bool, int]:
    n_unknown = str(row["lags"]).split("; ").count("?")
    return row["order"] != "certain", n_unknown


def _numbers(comparison: ComparisonLike) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Positions of documents and of clauses by their names."""
    documents = {o.document.name: i for i, o in enumerate(comparison.outlines)}
    clauses = {clause.clause_id: i for i, clause in enumerate(comparison.clauses)}
    return documents, clauses
