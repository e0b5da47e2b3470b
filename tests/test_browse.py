"""The browser of a notebook, Python side."""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

import pytest

import policycompare as pc
from policycompare.browse.rows import STATES, browser_data, browser_labels
from policycompare.errors import UsageError
from policycompare.report.comparison_cells import document_columns, likeliest_pair, measure_cells
from policycompare.report.labels import LANGUAGES
from tests.explaining import pair_ids
from tests.reporting import make_comparison
from tests.viewing import read_view


@pytest.fixture(scope="module")
def browser(comparison: pc.Comparison) -> Any:
    return comparison.browse()


def test_browse_data_holds_every_text_once_and_every_cell(comparison: pc.Comparison) -> None:
    data = browser_data(comparison)
    assert [clause["text"] for clause in data["clauses"]] == [c.text for c in comparison.clauses]
    assert [row["id"] for row in data["measures"]] == [
        measure.measure_id for measure in comparison.findings.measures
    ]
    gaps = {(gap.measure_id, gap.group): gap.state for gap in comparison.findings.gaps}
    for row in data["measures"]:
        assert sorted(i for cell in row["cells"] for i in cell[1]) == row["clauses"]
        for document, (state, clauses, *_) in zip(data["documents"], row["cells"], strict=True):
            assert STATES[state] == gaps.get((row["id"], document["group"]), "covered")
            assert all(data["clauses"][i]["document"] == document["name"] for i in clauses)
    json.dumps(data, allow_nan=False)


def test_browse_cell_opens_the_likeliest_pair(comparison: pc.Comparison) -> None:
    scored, n_found = comparison.scored, 0
    for measure, cells in measure_cells(comparison, document_columns(comparison)):
        for cell in cells:
            pair = likeliest_pair(comparison, measure, cell)
            if pair is None:
                continue
            a, b = pair
            n_found += 1
            own = cell.clauses or (cell.gap.nearest if cell.gap else None,)
            assert a in measure.clauses
            assert b in own
            best = max(
                float(scored.p_same[scored.position[min(i, j), max(i, j)]])
                for i in measure.clauses
                for j in own
                if j is not None and (min(i, j), max(i, j)) in scored.position
            )
            assert float(scored.p_same[scored.position[min(a, b), max(a, b)]]) == best
    assert n_found > 200


def test_browse_cell_without_a_scored_pair_has_none() -> None:
    tiny = make_comparison()
    data = browser_data(tiny)
    alone = [row for row in data["measures"] if row["groups"] == 1]
    own = [cell for row in alone for cell in row["cells"] if cell[1]]
    assert own
    assert all(cell[3:] == [None, None] for cell in own)


@pytest.mark.parametrize("language", LANGUAGES)
def test_browse_labels_cover_what_the_script_asks_for(language: Any) -> None:
    from policycompare.browse.widget import Browser

    labels = browser_labels(language)
    asked = {
        word.split("labels.")[1]
        for word in Browser._esm.replace("(", " ").replace(")", " ").replace(",", " ").split()
        if word.startswith("labels.")
    }
    asked = {name.rstrip(";]") for name in asked}
    assert len(asked) > 15
    assert asked <= set(labels)


def test_browse_selected_pair_is_explained(comparison: pc.Comparison, browser: Any) -> None:
    a, b = pair_ids(comparison, 3)
    browser.selected = [a, b]
    assert browser.explanation["pair"] == [a, b]
    assert browser.explanation["html"] == comparison.explain(a, b).to_html()
    browser.selected = [a]
    assert a in browser.explanation["html"]
    browser.selected = []
    assert browser.explanation == {"pair": [], "html": ""}


def test_browse_pair_of_one_group_is_shown_with_the_reason(
    comparison: pc.Comparison, browser: Any
) -> None:
    a, b = comparison.clauses[0], comparison.clauses[1]
    browser.selected = [a.clause_id, b.clause_id]
    text = "".join(read_view(browser.explanation["html"]).text)
    assert "both belong to ningbo-2017" in text
    assert a.text in text
    assert b.text in text


def test_browse_refuses_what_the_comparison_does_not_have(browser: Any) -> None:
    with pytest.raises(UsageError, match="no compared clause 威海/1"):
        browser.selected = ["威海/1"]
    with pytest.raises(UsageError, match="has 3 clause ids, but a pair has two"):
        browser.selected = ["a", "b", "c"]
    with pytest.raises(UsageError, match="group '火星'; allowed are ningbo-2017, "):
        browser.filter = {"group": "火星"}
    with pytest.raises(UsageError, match="'colour', but only text, group and state"):
        browser.filter = {"colour": "red"}
    with pytest.raises(UsageError, match="'text', but only text, group and state, each a str"):
        browser.filter = {"text": None}
    browser.filter = {"text": "绿色", "state": "absent"}
    assert browser.filter == {"text": "绿色", "group": "", "state": "absent"}


def test_browse_language_and_repr(comparison: pc.Comparison) -> None:
    browser = comparison.browse(language="zh")
    assert browser.labels["covered"] == "覆盖"
    assert browser.lang == "zh-CN"
    browser.selected = list(pair_ids(comparison, 0))
    assert 'lang="zh-CN"' in browser.explanation["html"]
    n_measures = len(comparison.findings.measures)
    assert repr(browser) == f"<Browser of {n_measures} measures of 5 documents>"


def test_browse_without_the_extra_names_the_command(
    comparison: pc.Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "policycompare.browse.widget", raising=False)
    with pytest.raises(UsageError, match=r'pip install "policycompare\[notebooks\]"'):
        comparison.browse()
    monkeypatch.undo()
    importlib.import_module("policycompare.browse.widget")


def test_browse_script_and_style_load_nothing_from_elsewhere() -> None:
    from policycompare.browse.widget import Browser

    for source in (Browser._esm, Browser._css):
        assert not any(word in source for word in ("http:", "https:", "import ", "@import", "url("))
    assert Browser._esm.count("innerHTML") == 1
