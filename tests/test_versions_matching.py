from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from policycompare.versions.evidence import Evidence, wording_key
from policycompare.versions.matching import match_clauses
from policycompare.versions.moves import find_longest_increasing, find_moves

SHARES = st.floats(0, 1)
SHAPES = st.tuples(st.integers(1, 6), st.integers(1, 6))


def evidence(p_same: object, shared: object = 0.0) -> Evidence:
    p = np.asarray(p_same, dtype=float)
    share = np.broadcast_to(np.asarray(shared, dtype=float), p.shape)
    return Evidence(p, p, share, share, np.zeros(p.shape, dtype=bool), np.zeros(p.shape))


def match(p_same: object, shared: object = 0.0) -> tuple[list[object], list[object]]:
    found = match_clauses(evidence(p_same, shared), same_threshold=0.5, overlap_threshold=0.05)
    return list(found.pairs), list(found.extras)


def test_versions_matching_takes_the_best_total_not_the_best_first() -> None:
    assert match([[0.95, 0.90], [0.90, 0.10]]) == ([(0, 1), (1, 0)], [])


def test_versions_matching_of_twins_gives_no_merge() -> None:
    assert match(np.full((3, 2), 0.99)) == ([(0, 0), (1, 1)], [])


def test_versions_matching_takes_equal_text_first() -> None:
    found = evidence(np.full((2, 2), 0.99))
    found.equal[0, 1] = True
    assert match_clauses(found, same_threshold=0.5, overlap_threshold=0.2).pairs == ((0, 1), (1, 0))


def test_versions_matching_takes_weak_pairs_that_share_text_and_have_no_better() -> None:
    assert match([[0.2, 0.1]], 0.2) == ([(0, 0)], [])
    assert match([[0.2, 0.1]], 0.05) == ([], [])
    assert match([[0.05]], 0.2) == ([], [])
    assert match([[0.9], [0.2]], 0.2) == ([(0, 0)], [])


def test_versions_matching_finds_splits_and_merges_by_text_passed_on() -> None:
    assert match([[0.9, 0.2]], [[0.6, 0.4]]) == ([(0, 0)], [(0, 1)])
    assert match([[0.9], [0.2]], [[0.6], [0.4]]) == ([(0, 0)], [(1, 0)])
    assert match([[0.9], [0.2]], [[0.6], [0.3]]) == ([(0, 0)], [])
    assert match([[0.9], [0.7]], [[0.6], [0.2]]) == ([(0, 0)], [(1, 0)])


@given(
    SHAPES.flatmap(
        lambda s: st.tuples(arrays(float, s, elements=SHARES), arrays(float, s, elements=SHARES))
    )
)
@settings(max_examples=100, deadline=None)
def test_versions_matching_is_one_to_one_and_attaches_only_what_is_left(
    columns: tuple[np.ndarray, np.ndarray],
) -> None:
    pairs, extras = match(*columns)
    taken_a, taken_b = ({pair[side] for pair in pairs} for side in (0, 1))  # type: ignore[index]
    assert len(taken_a) == len(taken_b) == len(pairs)
    for i, j in extras:  # type: ignore[misc]
        assert (i in taken_a) != (j in taken_b)


@given(st.permutations(range(7)))
@settings(max_examples=100, deadline=None)
def test_versions_moves_leave_a_longest_increasing_order(order: list[int]) -> None:
    chain = find_longest_increasing(order)
    assert all(i < j and order[i] < order[j] for i, j in pairwise(chain))
    longest = [1] * len(order)
    for j in range(len(order)):
        for i in range(j):
            if order[i] < order[j]:
                longest[j] = max(longest[j], longest[i] + 1)
    assert len(chain) == max(longest)


class Counted(tuple[int, int]):
    """A pair that counts how often it is compared."""

    n_compared = 0

    def __eq__(self, other: object) -> bool:
        Counted.n_compared += 1
        return super().__eq__(other)

    __hash__ = tuple.__hash__


def test_versions_moves_of_many_clauses_are_looked_up_not_searched() -> None:
    n = 300
    pairs = [Counted((i, n - i)) for i in range(n)]
    Counted.n_compared = 0
    moves = find_moves(pairs, [""] * n, [""] * (n + 1))
    assert sum(move == ("order",) for move in moves.values()) == n - 1
    # sorting compares neighbours
    assert Counted.n_compared < 10 * n


def test_versions_moves_by_section_leave_or_join_one_that_lives_on() -> None:
    pairs = [(0, 0), (1, 1), (2, 2), (3, 3)]
    before = ["甲", "甲", "甲", "乙"]
    renamed = find_moves(pairs, before, ["丙", "丙", "丙", "丁"])
    assert not any(renamed.values())
    dissolved = find_moves(pairs, before, ["", "", "", ""])
    assert not any(dissolved.values())
    passed = find_moves(pairs, before, ["甲", "甲", "乙", "乙"])
    assert [passed[pair] for pair in pairs] == [(), (), ("section",), ()]
    founded = find_moves(pairs, before, ["甲", "甲", "戊", "乙"])
    assert [founded[pair] for pair in pairs] == [(), (), ("section",), ()]
    joined = find_moves(pairs, before, ["甲", "甲", "甲", "甲"])
    assert [joined[pair] for pair in pairs] == [(), (), (), ("section",)]


def test_versions_wording_key_leaves_out_signs_but_no_figures() -> None:
    assert wording_key("一、建设园区;二、建设平台") == wording_key("建设园区。建设平台。")
    assert wording_key("规模达2,000家") == wording_key("规模达2000家")
    assert wording_key("增长3.5%") != wording_key("增长35%")
    assert wording_key("比重38%") != wording_key("比重38")
    assert wording_key("2023-2025年") != wording_key("20232025年")
