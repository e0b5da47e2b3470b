"""States, gaps and coverage as columns: the same entries, made when they are asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from policycompare.datamodel import Findings, Gaps, States
from policycompare.datamodel.grids import Grid
from policycompare.datamodel.lazy import BLOCK
from policycompare.findings import sides
from tests.test_findings import corpora, make_findings
from tests.test_findings_reference import Corpus, run


@given(corpora())
@settings(max_examples=100, deadline=None)
def test_columns_give_every_entry_by_index_and_in_order(corpus: Corpus) -> None:
    _, _, findings = run(corpus)
    for sequence in (findings.states, findings.gaps, findings.coverage):
        entries = list(sequence)
        assert len(entries) == len(sequence)
        assert [sequence[i] for i in range(len(sequence))] == entries
        assert sequence[-2:] == tuple(entries[-2:])
        assert sequence == tuple(entries)


@given(corpora())
@settings(max_examples=100, deadline=None)
def test_columns_count_gaps_and_list_those_of_a_group_as_a_walk_does(corpus: Corpus) -> None:
    documents, _, findings = run(corpus)
    told = replace(findings, gaps=tuple(findings.gaps))
    assert +findings.count_gaps() == +told.count_gaps() == Counter(g.state for g in told.gaps)
    for group in documents:
        assert list(findings.gaps_of(group)) == list(told.gaps_of(group))


def test_columns_hold_the_scored_cells_only() -> None:
    values = {(0, 1): (0.9, 0.95), (2, 3): (0.2, 0.6)}
    findings = make_findings(["a", "b", "c", "d"], values)
    assert isinstance(findings.states, States)
    assert isinstance(findings.gaps, Gaps)
    assert (len(findings.states), len(findings.states.grid.keys)) == (12, 4)
    assert (len(findings.gaps), len(findings.gaps.grid.keys)) == (8, 2)


@pytest.mark.parametrize("n_pairs", [1, 7])
def test_findings_do_not_depend_on_the_size_of_blocks(
    n_pairs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(4)
    documents = [f"d{i}" for i in np.sort(rng.integers(6, size=40))]
    drawn = np.round(rng.random((40, 40)), 1)
    values = {
        (a, b): (float(drawn[a, b]), max(float(drawn[a, b]), float(drawn[b, a])))
        for a in range(40)
        for b in range(a + 1, 40)
        if documents[a] != documents[b] and drawn[b, a] > 0.3
    }
    whole = make_findings(documents, values)
    monkeypatch.setattr(sides, "BLOCK_PAIRS", n_pairs)
    cut = make_findings(documents, values)
    assert cut == whole
    assert whole.count_gaps()["partial"] > 10


def test_columns_differ_from_other_entries_and_from_no_sequence() -> None:
    findings = make_findings(["a", "b", "c"], {(0, 1): (0.9, 0.95)})
    assert findings.states != tuple(findings.states)[:-1]
    assert findings.states != (*tuple(findings.states)[:-1], "absent")
    assert findings.states != 3
    with pytest.raises(IndexError, match="out of range"):
        findings.states[len(findings.states)]


def test_columns_gaps_of_an_unknown_group_are_none() -> None:
    findings: Findings = make_findings(["a", "b"], {})
    assert list(findings.gaps_of("z")) == []


def test_grid_cells_past_the_first_block_are_found_at_their_places() -> None:
    size = BLOCK + 10
    key = np.array([size - 1])
    grid = Grid(
        size, 1, np.array([3]), np.array([7]), False,
        key, np.array([2], dtype=np.int8), np.array([5], dtype=np.int32),
        np.array([0.5]), np.array([0.75]),
    )  # fmt: skip
    states = list(States(grid, ("a",)))
    assert len(states) == size - 1
    assert [s.clause for s in states[2:5]] == [2, 4, 5]
    last = states[-1]
    assert (last.clause, last.state, last.nearest, last.p_overlap) == (size - 1, "covered", 5, 0.75)
    assert grid.count_states(3) == [size - 2, 0, 1]
