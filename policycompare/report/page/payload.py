"""The data of the page: the rows of the files in a compact form, each text once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policycompare.report.comparison_cells import document_columns
from policycompare.report.page.cells import Cell, page_cells
from policycompare.report.page.interning import Strings
from policycompare.report.page.pairs import build_pairs
from policycompare.report.page.sections import adoption_data, target_data, unit_data
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.record import thresholds
from policycompare.report.sentences import read_sentences
from policycompare.sides import read_positions

Rows = Mapping[str, Sequence[Row]]
"""The rows of the CSV files by their name."""

GROUP_STATES = {"covered": 0, "partial": 1, "absent": 2}
"""State of a measure in a group, by its name; as in :mod:`policycompare.report.page.cells`."""


def build_payload(comparison: ComparisonLike, rows: Rows) -> dict[str, Any]:
    """Build the data of the page as plain values for JSON.

    Texts stand in ``strings`` and are named by their position there; clauses, documents, groups
    and measures by theirs. Offsets into texts count UTF-16 code units.
    """
    strings = Strings()
    cells = list(page_cells(comparison))
    pairs = build_pairs(comparison, rows["aligned_clauses.csv"], cells, strings)
    limits = thresholds(comparison)
    scored = comparison.scored
    sections = {
        "targets": target_data(comparison, rows["target_comparison.csv"], strings),
        "units": unit_data(comparison, rows["units.csv"], strings),
        "diffusion": adoption_data(comparison, rows["diffusion.csv"], strings),
    }
    return {
        "documents": _documents(comparison),
        "groups": list(comparison.group_order),
        "clauses": _clauses(comparison, rows["clauses.csv"], strings),
        "measures": _measures(comparison, rows, cells, strings),
        "gaps": _gaps(comparison, rows["gaps.csv"], cells, pairs.pairs),
        "pairs": pairs.pairs,
        "evidence": pairs.evidence,
        "n_without_evidence": pairs.n_without_evidence,
        **sections,
        "features": _features(scored.feature_names),
        "base": [round(scored.same_base * 1000), round(scored.overlap_base * 1000)],
        "thresholds": [limits["same"], limits["overlap"]],
        "strings": strings.table,
    }


def _documents(comparison: ComparisonLike) -> list[list[Any]]:
    """``[name, group, title, issued, script]`` of each document; group -1: none is compared."""
    groups = {name: number for number, name in enumerate(comparison.group_order)}
    group_of = {column.document: column.group for column in document_columns(comparison)}
    return [
        [
            o.document.name,
            groups.get(group_of[o.document.name], -1),
            o.document.metadata.title,
            o.document.metadata.issued,
            o.normalized.script,
        ]
        for o in comparison.outlines
    ]


def _clauses(comparison: ComparisonLike, rows: Sequence[Row], strings: Strings) -> list[list[Any]]:
    """The columns that the page shows of ``clauses.csv``, with position and length of body."""
    documents = {o.document.name: i for i, o in enumerate(comparison.outlines)}
    measures = {m.measure_id: i for i, m in enumerate(comparison.findings.measures)}
    # the text is simplified; where the source is not, it is shown too
    converted = {
        o.document.name for o in comparison.outlines if o.normalized.script != "simplified"
    }
    told = ("section", "heading", "role", "text", "lead_units", "responsible_units", "warnings")
    return [
        [
            row["clause_id"],
            documents[str(row["document"])],
            measures[str(row["measure_id"])],
            row["start"],
            row["end"],
            position,
            len(clause.body),
            *strings.numbers(row[name] for name in told),
            strings.number(row["quote"]) if str(row["document"]) in converted else -1,
        ]
        for row, clause, position in zip(
            rows, comparison.clauses, read_positions(comparison.clauses), strict=True
        )
    ]


def _measures(
    comparison: ComparisonLike, rows: Rows, cells: Sequence[Sequence[Cell]], strings: Strings
) -> list[list[Any]]:
    """``[id, label, mean p_same, state per group, cell per document]`` of each measure.

    A cell is the list of the document's clauses, or ``[state, nearest, counterpart]`` with the
    state below 0: -1 partial, -2 absent, -3 not compared.
    """
    states: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for gap in rows["gaps.csv"]:
        states[str(gap["measure_id"])][str(gap["group"])] = GROUP_STATES[str(gap["state"])]
    return [
        [
            row["measure_id"],
            strings.number(row["label"]),
            row["mean_p_same"],
            [states[str(row["measure_id"])].get(group, 0) for group in comparison.group_order],
            [_cell(cell) for cell in of_measure],
        ]
        for row, of_measure in zip(rows["measures.csv"], cells, strict=True)
    ]


def _cell(cell: Cell) -> list[int]:
    if cell.clauses:
        return list(cell.clauses)
    if cell.nearest is None or cell.counterpart is None:
        return [-cell.state]
    return [-cell.state, cell.nearest, cell.counterpart]


def _gaps(
    comparison: ComparisonLike,
    rows: Sequence[Row],
    cells: Sequence[Sequence[Cell]],
    pairs: Sequence[Sequence[Any]],
) -> list[list[Any]]:
    """``[group, measure, state, nearest, p_same, p_overlap]`` of gaps; nearest -1: none.

    A gap that its cell tells is left out, as nearly all are where each group has one document:
    they would be half of the page of a large corpus.
    """
    groups = {name: i for i, name in enumerate(comparison.group_order)}
    measures = {m.measure_id: i for i, m in enumerate(comparison.findings.measures)}
    clauses = {clause.clause_id: i for i, clause in enumerate(comparison.clauses)}
    told = set(_told_by_cells(comparison, cells, pairs))
    found = (
        (
            groups[str(row["group"])],
            measures[str(row["measure_id"])],
            GROUP_STATES[str(row["state"])],
            clauses.get(str(row["nearest_clause"]), -1),
            row["nearest_p_same"],
            row["nearest_p_overlap"],
        )
        for row in rows
    )
    return [list(gap) for gap in found if gap not in told]


def _told_by_cells(
    comparison: ComparisonLike, cells: Sequence[Sequence[Cell]], pairs: Sequence[Sequence[Any]]
) -> Iterator[tuple[Any, ...]]:
    """The gaps of groups of one document as the scripts read them from the cells."""
    columns = [document[1] for document in _documents(comparison)]
    n_documents = Counter(columns)
    probabilities = {(pair[0], pair[1]): pair[3:] for pair in pairs}
    for number, of_measure in enumerate(cells):
        for group, cell in zip(columns, of_measure, strict=True):
            if cell.nearest is None or cell.counterpart is None or n_documents[group] > 1:
                continue
            pair = min(cell.nearest, cell.counterpart), max(cell.nearest, cell.counterpart)
            yield group, number, cell.state, cell.nearest, *probabilities[pair]


def _features(names: Sequence[str]) -> list[list[str]]:
    """``[name, kind, sides, English, Chinese]`` of each feature; a model's own has no sentence."""
    table = read_sentences()
    return [
        [name, s.kind, s.sides, s.en, s.zh]
        if (s := table.get(name)) is not None
        else [name, "", "", f"{name}: {{value}}", f"{name}: {{value}}"]
        for name in names
    ]
