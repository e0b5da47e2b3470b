"""The data of the page are the rows of the CSV files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from policycompare import Comparison
from policycompare.report.page.marks import units_of
from policycompare.report.page.pairs import MAX_EVIDENCE
from policycompare.report.page.waterfalls import probability
from policycompare.report.protocol import Row
from tests.pages import gaps_of, read_data, render, rows_of
from tests.reporting import make_comparison


@pytest.fixture(scope="module")
def rows(comparison: Comparison) -> dict[str, list[Row]]:
    return rows_of(comparison)


@pytest.fixture(scope="module")
def data(comparison: Comparison) -> dict[str, Any]:
    return read_data(render(comparison))


def test_page_data_hold_the_clauses_of_the_file(
    data: Mapping[str, Any], rows: Mapping[str, list[Row]]
) -> None:
    s = data["strings"]
    told = ("section", "heading", "role", "text", "lead_units", "responsible_units", "warnings")
    found = [
        {
            "clause_id": c[0],
            "document": data["documents"][c[1]][0],
            "measure_id": data["measures"][c[2]][0],
            "start": c[3],
            "end": c[4],
            **{name: s[number] for name, number in zip(told, c[7:14], strict=True)},
        }
        for c in data["clauses"]
    ]
    assert found == [{name: row[name] for name in found[0]} for row in rows["clauses.csv"]]


def test_page_data_hold_the_aligned_pairs_of_the_file(
    data: Mapping[str, Any], rows: Mapping[str, list[Row]]
) -> None:
    ids = [c[0] for c in data["clauses"]]
    linked = {
        (ids[a], ids[b]): (("same", "partial")[relation], p_same, p_overlap)
        for a, b, relation, p_same, p_overlap in data["pairs"]
        if relation < 2
    }
    assert linked == {
        (row["a_clause"], row["b_clause"]): (row["relation"], row["p_same"], row["p_overlap"])
        for row in rows["aligned_clauses.csv"]
    }


def test_page_data_hold_the_measures_and_gaps_of_the_files(
    data: Mapping[str, Any], rows: Mapping[str, list[Row]]
) -> None:
    ids = [c[0] for c in data["clauses"]]
    names = [document[0] for document in data["documents"]]
    for measure, row in zip(data["measures"], rows["measures.csv"], strict=True):
        assert [measure[0], data["strings"][measure[1]]] == [row["measure_id"], row["label"]]
        assert measure[2] == row["mean_p_same"]
        assert measure[3].count(0) == row["n_groups"]
        for name, cell in zip(names, measure[4], strict=True):
            own = cell if cell[0] >= 0 else []
            assert "; ".join(ids[i] for i in own) == row[name]
    states = ("covered", "partial", "absent")
    found = [
        (
            data["groups"][group],
            data["measures"][measure][0],
            states[state],
            ids[near] if near >= 0 else "",
            p_same,
            p_overlap,
        )
        for group, measure, state, near, p_same, p_overlap in gaps_of(data)
    ]
    columns = [
        "group",
        "measure_id",
        "state",
        "nearest_clause",
        "nearest_p_same",
        "nearest_p_overlap",
    ]
    assert found == [tuple(row[name] for name in columns) for row in rows["gaps.csv"]]


def test_page_data_hold_every_promise_and_mention_of_the_files(
    data: Mapping[str, Any], rows: Mapping[str, list[Row]]
) -> None:
    s, ids = data["strings"], [c[0] for c in data["clauses"]]
    promised = [(s[t[0]], ids[t[2]], t[5] or None, s[t[7]]) for t in data["targets"]]
    assert promised == [
        (row["indicator"], row["clause_id"], row["deadline_year"], row["text"])
        for row in rows["target_comparison.csv"]
    ]
    named = sorted(
        (s[unit], ids[mentions[i + 2]], ("lead", "responsible")[mentions[i + 1]])
        for unit, _, mentions in data["units"]
        for i in range(0, len(mentions), 3)
    )
    assert named == sorted(
        (str(row["unit"]), str(row["clause_id"]), str(row["role"])) for row in rows["units.csv"]
    )


def test_page_data_tell_no_gap_that_its_cell_tells(data: Mapping[str, Any]) -> None:
    # each document is a group of its own here, so nearly all gaps are those of the cells
    of_cells = gaps_of({**data, "gaps": []})
    assert len(of_cells) > 100
    assert [gap for gap in data["gaps"] if gap in of_cells] == []
    for group, measure, state, nearest, _, _ in gaps_of(data):
        cell = data["measures"][measure][4][group]
        assert cell[:2] == [-state, nearest]


def test_page_waterfalls_add_up_to_the_probability_as_shown(data: Mapping[str, Any]) -> None:
    assert len(data["evidence"]) == len(data["pairs"])
    for pair, evidence in zip(data["pairs"], data["evidence"], strict=True):
        same, overlap, n_rest, same_rest, overlap_rest, *parts = evidence[0]
        assert data["base"][0] + same_rest + sum(parts[3::5]) == same
        assert data["base"][1] + overlap_rest + sum(parts[4::5]) == overlap
        assert n_rest + len(parts) // 5 == len(data["features"])
        assert probability(same) == pytest.approx(pair[3], abs=2e-4)
        assert probability(overlap) == pytest.approx(pair[4], abs=2e-4)


def test_page_marks_are_the_same_text_on_both_sides(data: Mapping[str, Any]) -> None:
    texts = [data["strings"][c[10]] for c in data["clauses"]]
    n_marks = 0
    for pair, evidence in zip(data["pairs"], data["evidence"], strict=True):
        flat = evidence[3]
        for i in range(0, len(flat), 5):
            a = texts[pair[0]][flat[i] : flat[i + 1]]
            assert a == texts[pair[1]][flat[i + 2] : flat[i + 3]]
            assert len(a) >= 6
            n_marks += 1
    assert n_marks > 100


def test_page_marks_figures_that_differ(data: Mapping[str, Any]) -> None:
    ids = {c[0]: i for i, c in enumerate(data["clauses"])}
    wanted = sorted((ids["qingdao-2023/三(一)"], ids["weihai-2023/二(三)14"]))
    at = next(i for i, pair in enumerate(data["pairs"]) if pair[:2] == wanted)
    texts = [data["strings"][data["clauses"][i][10]] for i in wanted]
    marked = [
        [text[flat[i] : flat[i + 1]] for i in range(0, len(flat), 2)]
        for text, flat in zip(texts, data["evidence"][at][4:6], strict=True)
    ]
    assert marked == [["3.5万座"], ["8000座"]]


def test_page_counts_offsets_as_browsers_do() -> None:
    text = "工𠀀厂建"
    to_units = units_of(text)
    coded = text.encode("utf-16-le")
    assert [
        coded[2 * to_units(i) : 2 * to_units(i + 1)].decode("utf-16-le") for i in range(4)
    ] == list(text)


def test_page_tells_how_many_pairs_go_without_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    from policycompare.report.page import pairs

    uncut = render(make_comparison())
    whole = read_data(uncut)
    assert "are shown with their probabilities" not in uncut
    assert 3 < len(whole["pairs"]) <= MAX_EVIDENCE
    monkeypatch.setattr(pairs, "MAX_EVIDENCE", 3)
    page = render(make_comparison())
    cut = read_data(page)
    n = len(whole["pairs"]) - 3
    assert (len(cut["evidence"]), cut["n_without_evidence"]) == (3, n)
    assert cut["pairs"] == whole["pairs"]
    assert f"{n} of {len(whole['pairs'])} pairs of clauses are shown" in page


def test_page_differences_tell_the_strength_in_the_words_of_the_reader(
    data: Mapping[str, Any],
) -> None:
    s = data["strings"]
    told = [row for evidence in data["evidence"] if len(evidence) > 7 for row in evidence[7]]
    rows = [[s[number] for number in row] for row in told]
    strengths = [row for row in rows if row[0] == "changed strength"]
    assert len(strengths) > 10
    assert {value for row in strengths for value in row[2:4]} <= {
        "binding", "planned", "striving", "encouraging", "no marker"
    }  # fmt: skip
    chinese = {value for row in strengths for value in row[6:8]}
    assert "部署" in chinese
    assert all("\u4e00" <= value[0] <= "\u9fff" for value in chinese)
