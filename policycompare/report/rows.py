"""The rows of every report: the only source of CSV, terminal, JSON, Markdown and frames.

A row is a dict of plain values in the order of its columns. Lists are joined by ``; ``.
Probabilities and shares are rounded to six decimals; a value that does not exist is None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from policycompare.datamodel import Clause, Link
from policycompare.report.columns import MEASURES_AFTER, MEASURES_BEFORE, document_column
from policycompare.report.difference_rows import difference_cells
from policycompare.report.evidence import (
    N_SHARED_TERMS,
    SharedTerms,
    SourceLocator,
    span_cells,
)
from policycompare.report.linked import LinkReader, differences_of, reuses_of
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.summaries import coverage_rows, document_rows, state_rows
from policycompare.report.values import joined, rounded
from policycompare.reuse import Reuse

__all__ = [
    "aligned_rows",
    "clause_row",
    "clause_rows",
    "coverage_rows",
    "document_rows",
    "gap_rows",
    "measure_rows",
    "overlap_rows",
    "state_rows",
    "worst_gap_key",
]


def clause_row(clause: Clause, source: str, *, group: str = "", measure_id: str = "") -> Row:
    """Build the row of one clause, as in ``clauses.csv``."""
    return {
        "clause_id": clause.clause_id,
        "document": clause.document,
        "jurisdiction": clause.jurisdiction,
        "path": clause.path,
        "section": clause.section,
        "heading": clause.heading,
        "role": clause.role,
        "text": clause.text,
        "lead_units": joined(unit.name for unit in clause.lead_units),
        "responsible_units": joined(unit.name for unit in clause.responsible_units),
        "deadline": clause.deadline,
        "start": clause.start,
        "end": clause.end,
        "n_chars": clause.n_chars,
        "warnings": joined(clause.warnings),
        "group": group,
        "measure_id": measure_id,
        "quote": source[clause.start : clause.end],
    }


def clause_rows(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of ``clauses.csv``: every compared clause, by document and place."""
    sources = {o.document.name: o.document.text for o in comparison.outlines}
    measure_ids = measure_id_of_clauses(comparison)
    for i, clause in enumerate(comparison.clauses):
        yield clause_row(
            clause,
            sources[clause.document],
            group=comparison.groups[i],
            measure_id=measure_ids[i],
        )


def measure_id_of_clauses(comparison: ComparisonLike) -> list[str]:
    """The measure of each compared clause."""
    ids = [""] * len(comparison.clauses)
    for measure in comparison.findings.measures:
        for i in measure.clauses:
            ids[i] = measure.measure_id
    return ids


def aligned_rows(comparison: ComparisonLike, links: Sequence[Link] | None = None) -> Iterator[Row]:
    """Rows of ``aligned_clauses.csv``: every linked pair, by the places of ``a`` and ``b``.

    With ``links`` only these, in their order.
    """
    if links is None:
        links = sorted(comparison.links, key=lambda link: (link.a, link.b))
    differences = differences_of(comparison)
    for link, row in zip(links, _pair_rows(comparison, links), strict=True):
        yield {**row, **difference_cells(differences[link.a, link.b])}


class PairRows:
    """Makes rows of linked pairs; nothing that is found of a pair is kept for the next reader."""

    def __init__(self, comparison: ComparisonLike) -> None:
        self._comparison = comparison
        self._reader = LinkReader(comparison)
        self._locator, self._shared, self._measure_ids = _cell_makers(comparison)

    def of(self, links: Iterable[Link]) -> Iterator[Row]:
        """Rows of ``aligned_clauses.csv`` of these links, in their order."""
        for link in links:
            a, b = link.a, link.b
            reuse, terms = self._reader.reuse(a, b), self._shared.of(a, b)
            yield {
                **aligned_row(
                    self._comparison, link, self._locator, self._measure_ids, reuse, terms
                ),
                **difference_cells(self._reader.difference(a, b)),
            }


def _pair_rows(comparison: ComparisonLike, links: Iterable[Link]) -> Iterator[Row]:
    """Rows of pairs without their differences, which take longer than all the rest."""
    locator, shared, measure_ids = _cell_makers(comparison)
    reuses = reuses_of(comparison)
    for link in links:
        reuse, terms = reuses[link.a, link.b], shared.of(link.a, link.b)
        yield aligned_row(comparison, link, locator, measure_ids, reuse, terms)


def _cell_makers(comparison: ComparisonLike) -> tuple[SourceLocator, SharedTerms, list[str]]:
    """What finds the cells of a row: places in the sources, shared words, measures of clauses."""
    return (
        SourceLocator({o.document.name: o.normalized for o in comparison.outlines}),
        SharedTerms(comparison.matrices),
        measure_id_of_clauses(comparison),
    )


def aligned_row(
    comparison: ComparisonLike,
    link: Link,
    locator: SourceLocator,
    measure_ids: Sequence[str],
    reuse: Reuse,
    terms: Sequence[tuple[str, float]],
) -> Row:
    """Build the row of one linked pair, as in ``aligned_clauses.csv`` but for the differences."""
    a, b = comparison.clauses[link.a], comparison.clauses[link.b]
    return {
        "a_clause": a.clause_id,
        "b_clause": b.clause_id,
        "a_document": a.document,
        "b_document": b.document,
        "a_jurisdiction": a.jurisdiction,
        "b_jurisdiction": b.jurisdiction,
        "relation": link.relation,
        "p_same": rounded(link.p_same),
        "p_overlap": rounded(link.p_overlap),
        "wording": reuse.wording,
        "reuse_a": rounded(reuse.reuse_a),
        "reuse_b": rounded(reuse.reuse_b),
        "shared_terms": joined(term for term, _ in terms[:N_SHARED_TERMS]),
        "a_heading": a.heading,
        "b_heading": b.heading,
        "a_text": a.text,
        "b_text": b.text,
        "a_start": a.start,
        "a_end": a.end,
        "b_start": b.start,
        "b_end": b.end,
        "a_group": comparison.groups[link.a],
        "b_group": comparison.groups[link.b],
        "a_measure": measure_ids[link.a],
        "b_measure": measure_ids[link.b],
        "n_shared_terms": len(terms),
        **span_cells(locator, a, b, reuse),
    }


def measure_rows(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of ``measures.csv``: every measure with the clauses of each document."""
    documents = [outline.document.name for outline in comparison.outlines]
    for measure, head in zip(comparison.findings.measures, measure_heads(comparison), strict=True):
        ids: dict[str, list[str]] = {document: [] for document in documents}
        for i in measure.clauses:
            clause = comparison.clauses[i]
            ids[clause.document].append(clause.clause_id)
        yield {
            **{name: head[name] for name in MEASURES_BEFORE},
            **{document_column(document): joined(found) for document, found in ids.items()},
            **{name: head[name] for name in MEASURES_AFTER},
        }


def measure_heads(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of every measure without the columns of the documents."""
    means = _mean_p_same(comparison)
    for number, measure in enumerate(comparison.findings.measures):
        yield {
            "measure_id": measure.measure_id,
            "label": measure.label,
            "n_groups": len(measure.groups),
            "groups": joined(measure.groups),
            "n_clauses": len(measure.clauses),
            "mean_p_same": means[number],
        }


def overlap_rows(comparison: ComparisonLike, *, limit: int | None = None) -> Iterator[Row]:
    """Rows of the strongest overlaps: of each shared measure the likeliest pair inside it.

    By ``p_same`` descending, then ``p_overlap``, then place; each row is one of
    ``aligned_clauses.csv`` without the differences, with the number of groups that have the
    measure.
    """
    measures = comparison.findings.measures
    number_of = {i: number for number, measure in enumerate(measures) for i in measure.clauses}
    strongest: dict[int, Link] = {}
    for link in sorted(comparison.links, key=lambda x: (-x.p_same, -x.p_overlap, x.a, x.b)):
        if number_of[link.a] == number_of[link.b]:
            strongest.setdefault(number_of[link.a], link)
    kept = list(strongest.items())[:limit]
    rows = _pair_rows(comparison, [link for _, link in kept])
    for (number, _), row in zip(kept, rows, strict=True):
        yield {**row, "n_groups": len(measures[number].groups)}


def _mean_p_same(comparison: ComparisonLike) -> list[float | None]:
    """Mean ``p_same`` over the pairs of different groups of each measure; None without pairs."""
    scored, measures = comparison.scored, comparison.findings.measures
    number_of = np.empty(len(comparison.clauses), dtype=np.int64)
    for number, measure in enumerate(measures):
        number_of[list(measure.clauses)] = number
    inner = np.flatnonzero(number_of[scored.a] == number_of[scored.b])
    sums = np.bincount(
        number_of[scored.a[inner]], weights=scored.p_same[inner], minlength=len(measures)
    )
    means: list[float | None] = []
    for measure, total in zip(measures, sums.tolist(), strict=True):
        counts = Counter(comparison.groups[i] for i in measure.clauses)
        n_pairs = (counts.total() ** 2 - sum(n * n for n in counts.values())) // 2
        means.append(rounded(total / n_pairs) if n_pairs else None)
    return means


def gap_rows(comparison: ComparisonLike, *, group: str | None = None) -> Iterator[Row]:
    """Rows of ``gaps.csv``: every measure that a group lacks, by group and measure."""
    clauses_of = {m.measure_id: m.clauses for m in comparison.findings.measures}
    findings = comparison.findings
    for gap in findings.gaps if group is None else findings.gaps_of(group):
        nearest = None if gap.nearest is None else comparison.clauses[gap.nearest]
        ids = (comparison.clauses[i].clause_id for i in clauses_of[gap.measure_id])
        yield {
            "group": gap.group,
            "measure_id": gap.measure_id,
            "label": gap.label,
            "present_in": joined(gap.present_in),
            "state": gap.state,
            "nearest_clause": nearest.clause_id if nearest else "",
            "nearest_p_same": rounded(gap.p_same) if nearest else None,
            "nearest_p_overlap": rounded(gap.p_overlap) if nearest else None,
            "nearest_text": nearest.text if nearest else "",
            "n_present_in": len(gap.present_in),
            "measure_clauses": joined(ids),
            "nearest_document": nearest.document if nearest else "",
            "nearest_heading": nearest.heading if nearest else "",
            "nearest_start": nearest.start if nearest else None,
            "nearest_end": nearest.end if nearest else None,
        }


def worst_gap_key(row: Row) -> tuple[int, float, str]:
    """Sort key of a gap row, worst first: many groups have it, and nothing near it is there."""
    n_present = row["n_present_in"]
    p_overlap = row["nearest_p_overlap"]
    assert isinstance(n_present, int)
    near = float(p_overlap) if isinstance(p_overlap, int | float) else 0.0
    return -n_present, near, str(row["measure_id"])
