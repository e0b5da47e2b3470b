"""Measures merged by the compiled loop are those that are merged the plain way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from policycompare.findings import compiled_merging, merging
from policycompare.findings.merging import merge_clauses, weigh_pairs
from tests.test_findings import SAME, corpora, make_scores
from tests.test_findings_reference import Corpus


def _merge(groups: list[str], pairs: Any, *, compiled: bool) -> list[tuple[int, ...]]:
    scored, links = make_scores(pairs)
    weights = weigh_pairs(scored.p_same, SAME)
    # Places that are not those of the list: ties fall by them.
    ranks = np.arange(len(groups), dtype=np.int64)[::-1].copy()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "LEAST_LINKS_TO_COMPILE", 0 if compiled else 10**9)
        patch.setattr(merging, "can_compile", lambda: True)
        found = merge_clauses(groups, ranks, scored, links, weights)
    return sorted(tuple(sorted(positions)) for positions in found)


# Uncompiled: the same function, and the test needs no numba.
@given(corpora())
@settings(max_examples=150, deadline=None)
def test_measures_by_the_loop_are_those_by_objects(corpus: Corpus) -> None:
    groups, pairs = corpus
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled_merging, "_grow", vars(compiled_merging._grow)["__wrapped__"])
        assert _merge(groups, sorted(pairs), compiled=True) == _merge(
            groups, sorted(pairs), compiled=False
        )


@pytest.mark.parametrize("n_values", [3, 1000])
@pytest.mark.parametrize("n_groups", [2, 7, 60])
def test_measures_of_many_links_are_the_same_compiled(n_groups: int, n_values: int) -> None:
    """Few values: many means are equal, and ties fall by place."""
    rng = np.random.default_rng(n_groups)
    groups = [f"g{i}" for i in rng.integers(n_groups, size=300).tolist()]
    drawn = {(a, b) for a, b in np.sort(rng.integers(300, size=(2500, 2))).tolist()}
    pairs = []
    for a, b in sorted(drawn):
        if groups[a] != groups[b]:
            p_same = round(float(rng.random()) * n_values) / n_values
            pairs.append((a, b, p_same, max(p_same, float(rng.random()))))
    merged = _merge(groups, pairs, compiled=True)
    assert merged == _merge(groups, pairs, compiled=False)
    assert 2 <= max(map(len, merged)) < 300


def test_measures_of_no_pair_are_single_clauses() -> None:
    assert _merge(["a", "b"], [], compiled=True) == [(0,), (1,)]
    assert _merge([], [], compiled=False) == []
