"""The pairs of the page: those linked, those inside measures, and the nearest ones of gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from policycompare.boilerplate import index_boilerplate
from policycompare.datamodel import Differences, Link
from policycompare.report.difference_rows import difference_rows
from policycompare.report.labels import Translate, translator
from policycompare.report.linked import differences_of, reuses_of
from policycompare.report.page.cells import Cell
from policycompare.report.page.interning import Strings
from policycompare.report.page.marks import NumberMarks, shared_spans
from policycompare.report.page.waterfalls import Waterfalls
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.values import rounded
from policycompare.reuse import measure_reuse

MAX_EVIDENCE = 8000
"""Pairs with waterfall and marks; what is beyond has its probabilities only and is counted.

About 300 bytes each in the packed page, so 2.5 MB at most.
"""

RELATIONS = ("same", "partial", "")
"""Names of the relations, by their number."""


class PagePairs(NamedTuple):
    """The pairs of the page, and how many of them go without evidence."""

    pairs: list[list[Any]]
    evidence: list[list[Any]]
    n_without_evidence: int


def build_pairs(
    comparison: ComparisonLike,
    aligned: Sequence[Row],
    cells: Sequence[Sequence[Cell]],
    strings: Strings,
) -> PagePairs:
    """Build ``[a, b, relation, p_same, p_overlap]`` of each pair and the evidence of the first.

    Linked pairs come first, likeliest first, then pairs inside a measure, then the nearest of
    gaps; ``a < b`` are positions of clauses.
    """
    rows = _rows_of(comparison, cells)
    scored = comparison.scored
    relation = {link.row: RELATIONS.index(link.relation) for link in comparison.links}
    pairs = [
        [
            int(scored.a[row]),
            int(scored.b[row]),
            relation.get(row, 2),
            rounded(float(scored.p_same[row])),
            rounded(float(scored.p_overlap[row])),
        ]
        for row in rows
    ]
    writer = _Evidence(comparison, aligned, strings)
    evidence = [writer.of(row) for row in rows[:MAX_EVIDENCE]]
    return PagePairs(pairs, evidence, max(0, len(rows) - MAX_EVIDENCE))


def _rows_of(comparison: ComparisonLike, cells: Iterable[Sequence[Cell]]) -> list[int]:
    """Rows of the scored pairs that the page shows, in their order and each once."""
    links = sorted(comparison.links, key=lambda link: (-link.p_same, -link.p_overlap, link.row))
    rows = dict.fromkeys(link.row for link in links)
    position = comparison.scored.position
    for measure in comparison.findings.measures:
        inside = [
            position[i, j]
            for at, i in enumerate(measure.clauses)
            for j in measure.clauses[at + 1 :]
            if (i, j) in position
        ]
        rows.update(dict.fromkeys(inside))
    p_overlap = comparison.scored.p_overlap
    nearest = [position[pair] for pair in _nearest_pairs(cells)]
    rows.update(dict.fromkeys(sorted(nearest, key=lambda row: (-p_overlap[row], row))))
    return list(rows)


def _nearest_pairs(cells: Iterable[Sequence[Cell]]) -> Iterator[tuple[int, int]]:
    for row in cells:
        for cell in row:
            if cell.nearest is not None and cell.counterpart is not None:
                i, j = sorted((cell.nearest, cell.counterpart))
                yield i, j


class _Evidence:
    """Writes what speaks for and against a pair: marks, differences, waterfall."""

    def __init__(
        self, comparison: ComparisonLike, aligned: Sequence[Row], strings: Strings
    ) -> None:
        self._comparison = comparison
        self._strings = strings
        self._waterfalls = Waterfalls(comparison.scored, strings)
        self._numbers = NumberMarks(comparison)
        self._links = {link.row: link for link in comparison.links}
        self._boilerplate = index_boilerplate(tuple(o.normalized.text for o in comparison.outlines))
        self._aligned = {(row["a_clause"], row["b_clause"]): row for row in aligned}

    def of(self, row: int) -> list[Any]:
        """Give ``[waterfall, wording, shares, spans, numbers a, numbers b, terms, differences]``.

        ``shares`` are whole percents: reuse of a and b, boilerplate of a and b. The last four are
        missing of a pair that is not linked.
        """
        scored, clauses = self._comparison.scored, self._comparison.clauses
        i, j = int(scored.a[row]), int(scored.b[row])
        a, b = clauses[i], clauses[j]
        link = self._links.get(row)
        if link is None:
            reuse = measure_reuse(a, b, self._boilerplate)
        else:
            reuse = reuses_of(self._comparison)[i, j]
        common = [self._waterfalls.of(row), self._strings.number(reuse.wording)]
        shares = (reuse.reuse_a, reuse.reuse_b, reuse.boilerplate_a, reuse.boilerplate_b)
        common += [[round(share * 100) for share in shares], shared_spans(reuse, a, b)]
        return common if link is None else [*common, *self._of_link(link)]

    def _of_link(self, link: Link) -> list[Any]:
        a, b = self._comparison.clauses[link.a], self._comparison.clauses[link.b]
        row = self._aligned[a.clause_id, b.clause_id]
        differences = differences_of(self._comparison)[link.a, link.b]
        told = [
            [
                self._strings.number(en[key])
                for key in ("part", "name", "a_value", "b_value", "text")
            ]
            + [self._strings.number(zh["text"]), self._strings.number(zh["a_value"])]
            + [self._strings.number(zh["b_value"])]
            for en, zh in zip(
                _told_rows(differences, translator("en")),
                _told_rows(differences, translator("zh")),
                strict=True,
            )
        ]
        return [
            self._numbers.spans(a, differences),
            self._numbers.spans(b, differences),
            self._strings.number(row["shared_terms"]),
            told,
        ]


def _told_rows(differences: Differences, t: Translate) -> Iterator[Row]:
    """The rows of the differences with the strength of commitment in the words of the reader."""
    for row in difference_rows(differences, t):
        if row["part"] == "changed strength":
            row = {**row, "a_value": t(str(row["a_value"])), "b_value": t(str(row["b_value"]))}
        yield row
