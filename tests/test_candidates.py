"""Candidates: all pairs while they are few, then nearest neighbours with the cut counted."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

import policycompare.candidates
import policycompare.neighbours.products
from policycompare import candidates
from policycompare.candidates import Candidates, default_neighbours, find_candidates
from policycompare.datamodel import Clause, Sentence
from policycompare.neighbours.fields import Field, round_weights
from policycompare.neighbours.products import keep_rarest
from policycompare.recall import Recall, measure_nearest
from policycompare.report.remarks import tell_remark
from policycompare.vectors import FieldMatrices, build_field_matrices


class _Split:
    def words(self, text: str) -> list[str]:
        return text.split()


def _clause(heading: str, sentences: list[str]) -> Clause:
    parts = tuple(Sentence(text, 0, 0) for text in sentences)
    body = " ".join(sentences)
    return Clause("", "", "", "", "", heading, "task", heading + body, body, 0, 0, parts)


words = st.sampled_from(["甲乙", "丙丁", "戊己", "庚辛", "壬癸", "子丑"])
sentence = st.lists(words, max_size=4).map(" ".join)
clause = st.builds(_clause, sentence, st.lists(sentence, max_size=3))
grouped = st.lists(st.tuples(st.sampled_from("ABC"), clause), max_size=9)


def _split(rows: list[tuple[str, Clause]]) -> tuple[list[str], FieldMatrices]:
    return [group for group, _ in rows], build_field_matrices([item for _, item in rows], _Split())


def _pairs(candidates: Candidates) -> list[tuple[int, int]]:
    return list(zip(candidates.a.tolist(), candidates.b.tolist(), strict=True))


def _all_pairs(groups: list[str]) -> list[tuple[int, int]]:
    return [(a, b) for a, b in combinations(range(len(groups)), 2) if groups[a] != groups[b]]


def _similarities(matrices: FieldMatrices) -> list[np.ndarray[Any, Any]]:
    """The slow way: a dense similarity of all clauses for each field."""
    fields = [matrices.heading_words, matrices.heading_chars, matrices.body_words]
    dense = [(field @ field.T).toarray() for field in [*fields, matrices.body_chars]]
    sentences = (matrices.sentence_words @ matrices.sentence_words.T).toarray()
    best = np.zeros_like(dense[0])
    owner = matrices.sentence_clause
    for i, j in np.ndindex(sentences.shape):
        best[owner[i], owner[j]] = max(best[owner[i], owner[j]], sentences[i, j])
    return [*dense, best]


@given(rows=grouped)
@settings(max_examples=100, deadline=None)
def test_candidates_are_all_pairs_of_different_groups_while_few(
    rows: list[tuple[str, Clause]],
) -> None:
    groups, matrices = _split(rows)
    expected = _all_pairs(groups)
    found = find_candidates(groups, matrices, max_pairs=len(expected), neighbours=1)
    assert _pairs(found) == expected
    assert found.n_cut == 0
    assert found.a.dtype == found.b.dtype == np.int64


@given(rows=grouped, block_cells=st.integers(1, 40))
@settings(max_examples=100, deadline=None)
def test_candidates_with_many_neighbours_are_all_similar_pairs(
    rows: list[tuple[str, Clause]], block_cells: int
) -> None:
    groups, matrices = _split(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(policycompare.neighbours.products, "_BLOCK_ENTRIES", block_cells)
        found = find_candidates(groups, matrices, max_pairs=-1, neighbours=100)
    every = _all_pairs(groups)
    fields = _similarities(matrices)
    assert _pairs(found) == [pair for pair in every if any(field[pair] > 0 for field in fields)]
    assert found.n_cut == len(every) - len(found.a)


@given(rows=grouped, neighbours=st.integers(0, 4))
@settings(max_examples=100, deadline=None)
def test_candidates_are_the_nearest_of_each_field(
    rows: list[tuple[str, Clause]], neighbours: int
) -> None:
    groups, matrices = _split(rows)
    found = find_candidates(groups, matrices, max_pairs=-1, neighbours=neighbours)
    expected = set()
    # The words of bodies propose twice as many as each other field.
    limits = [-(-neighbours // 2)] * 5
    limits[2] = neighbours
    for field, limit in zip(_similarities(matrices), limits, strict=True):
        for a, row in enumerate(field):
            others = [b for b in range(len(groups)) if groups[b] != groups[a] and row[b] > 0]
            nearest = sorted(others, key=lambda b: (-row[b], b))[:limit]
            expected |= {(min(a, b), max(a, b)) for b in nearest}
    assert _pairs(found) == sorted(expected)
    assert found.n_cut == len(_all_pairs(groups)) - len(expected)


@given(rows=grouped)
@settings(max_examples=60, deadline=None)
def test_candidates_mirror_when_clauses_are_swapped(rows: list[tuple[str, Clause]]) -> None:
    groups, matrices = _split(rows)
    mirrored_groups, mirrored_matrices = _split(rows[::-1])
    last = len(rows) - 1
    for limit, neighbours in ((1000, 1), (-1, 100)):
        plain = find_candidates(groups, matrices, max_pairs=limit, neighbours=neighbours)
        mirror = find_candidates(
            mirrored_groups, mirrored_matrices, max_pairs=limit, neighbours=neighbours
        )
        assert _pairs(plain) == sorted((last - b, last - a) for a, b in _pairs(mirror))
        assert plain.n_cut == mirror.n_cut


def _matrices_of(rows: list[list[float]]) -> FieldMatrices:
    """Matrices in which only the bodies' words tell clauses apart."""
    words = sparse.csr_array(np.array(rows).reshape(len(rows), -1 if rows else 0))
    none = sparse.csr_array((len(rows), 0))
    no_names = np.array([], dtype=object)
    no_sentences = sparse.csr_array((0, words.shape[1]))
    owner = np.array([], dtype=np.int64)
    texts = [""] * none.shape[0]
    return FieldMatrices(none, words, no_sentences, owner, no_names, no_names, texts, texts)


def test_candidates_mirror_with_few_neighbours_where_nothing_is_equal() -> None:
    rng = np.random.default_rng(7)
    rows = rng.random((30, 6))
    groups = [f"g{i % 4}" for i in range(30)]
    plain = find_candidates(groups, _matrices_of(rows.tolist()), max_pairs=0, neighbours=2)
    mirror = find_candidates(
        groups[::-1], _matrices_of(rows[::-1].tolist()), max_pairs=0, neighbours=2
    )
    assert _pairs(plain) == sorted((29 - b, 29 - a) for a, b in _pairs(mirror))
    assert 30 <= len(plain.a) <= 60


def test_candidates_equal_neighbours_are_taken_by_position() -> None:
    matrices = _matrices_of([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    found = find_candidates(["A", "B", "C", "D"], matrices, max_pairs=1, neighbours=1)
    assert _pairs(found) == [(0, 1), (0, 2)]
    assert found.n_cut == 4


def test_candidates_are_counted_exactly_at_the_limit() -> None:
    matrices = _matrices_of([[1.0], [1.0], [1.0]])
    whole = find_candidates(["A", "B", "B"], matrices, max_pairs=2, neighbours=0)
    assert (_pairs(whole), whole.n_cut) == ([(0, 1), (0, 2)], 0)
    cut = find_candidates(["A", "B", "B"], matrices, max_pairs=1, neighbours=0)
    assert (_pairs(cut), cut.n_cut) == ([], 2)
    assert repr(cut) == "<Candidates: 0 pairs, 2 cut>"


@pytest.mark.parametrize("groups", [[], ["A"], ["A", "A", "A"]])
def test_candidates_of_one_group_are_none(groups: list[str]) -> None:
    for limit in (0, -1):
        matrices = _matrices_of([[1.0]] * len(groups))
        found = find_candidates(groups, matrices, max_pairs=limit, neighbours=5)
        assert (_pairs(found), found.n_cut) == ([], 0)


def test_candidates_need_memory_for_their_pairs_only() -> None:
    """One large group and one clause: a table of all clauses by all would not fit in memory."""
    groups = ["A"] * 300_000 + ["B"]
    found = find_candidates(groups, _matrices_of([[1.0]]), max_pairs=300_000, neighbours=1)
    assert (len(found.a), found.n_cut) == (300_000, 0)
    assert found.b.min() == 300_000


@given(rows=grouped, neighbours=st.integers(1, 3), reach=st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_candidates_of_short_reach_are_similar_pairs_and_all_others_are_counted(
    rows: list[tuple[str, Clause]], neighbours: int, reach: int
) -> None:
    groups, matrices = _split(rows)
    found = find_candidates(groups, matrices, max_pairs=-1, neighbours=neighbours, reach=reach)
    every = _all_pairs(groups)
    fields = _similarities(matrices)
    similar = {pair for pair in every if any(field[pair] > 0 for field in fields)}
    assert set(_pairs(found)) <= similar
    assert _pairs(found) == sorted(set(_pairs(found)))
    assert found.n_cut == len(every) - len(found.a)


def test_candidates_of_short_reach_are_measured_again_with_all_terms() -> None:
    """Clauses 1 and 2 share the rare term with clause 0; the common terms decide for clause 2."""
    rows = [[0.5, 0.5, 0.7], [0.9, 0.1, 0.1], [0.2, 0.6, 0.6], *[[0.0, 0.1, 0.9]] * 4]
    rare_only = find_candidates(
        list("ABCDEFG"), _matrices_of(rows), max_pairs=0, neighbours=1, reach=3
    )
    assert (0, 2) in _pairs(rare_only)
    assert rare_only.n_cut == 21 - len(rare_only.a)
    # The rarest term alone stands for all in every clause.
    assert rare_only.cut is not None
    assert rare_only.cut.n_shortened == 7


def test_candidates_of_short_reach_keep_the_rarest_terms_and_one_at_least() -> None:
    rows = sparse.csr_array(np.array([[0.6, 0.8], [0.0, 1.0], [0.0, 1.0]]))
    field = Field(rows, np.arange(3), 3)
    weights = round_weights(rows)
    cut, cost = keep_rarest(field, weights, 1)
    assert cut.toarray().tolist() == [[19660, 0], [0, 32767], [0, 32767]]
    assert cost.tolist() == [1, 3, 3]
    whole, _ = keep_rarest(field, weights, 4)
    assert whole.toarray().tolist() == [[19660, 26214], [0, 32767], [0, 32767]]


def test_candidates_say_how_they_were_chosen() -> None:
    matrices = _matrices_of([[1.0, 0.5], [0.5, 1.0], [1.0, 0.0]])
    found = find_candidates(list("ABC"), matrices, max_pairs=0)
    assert found.cut is not None
    assert (found.cut.neighbours, found.cut.reach, found.cut.n_shortened) == (50, 80_000, 0)
    assert "body_chars" in found.cut.fields
    assert find_candidates(list("ABC"), matrices, max_pairs=3).cut is None


def test_candidates_of_many_clauses_do_without_characters_of_bodies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(policycompare.candidates, "BODY_CHARS_CLAUSES", 2)
    clauses = [_clause("", [text]) for text in ("甲乙", "甲乙丙", "丁")]
    found = find_candidates(list("ABC"), build_field_matrices(clauses, _Split()), max_pairs=0)
    assert found.cut is not None
    assert "body_chars" not in found.cut.fields
    # Their words differ, only their characters are alike.
    assert _pairs(found) == []


@pytest.mark.parametrize(
    ("n_clauses", "expected"),
    [(0, 50), (1, 50), (20_000, 50), (50_000, 20), (83_333, 12), (10**6, 12)],
)
def test_candidates_propose_fewer_where_clauses_are_many(n_clauses: int, expected: int) -> None:
    assert default_neighbours(n_clauses) == expected


def test_candidates_recall_needs_a_cut() -> None:
    matrices = _matrices_of([[1.0], [1.0]])
    every = find_candidates(["A", "B"], matrices, max_pairs=1)
    with pytest.raises(ValueError, match="All pairs are candidates"):
        measure_nearest(["A", "B"], matrices, every)


def test_candidates_recall_is_told_in_chinese_too() -> None:
    matrices = _matrices_of([[1.0], [1.0]])
    found = find_candidates(["A", "B"], matrices, max_pairs=0)
    recall = Recall(1, 2, 3, 4, 5, measure_nearest(["A", "B"], matrices, found))
    assert recall.nearest.n_nearest == recall.nearest.n_copies_found == 1
    told = tell_remark(str(recall), "zh")
    assert told.startswith("截断的查全率")
    thinned = replace(recall, is_thinned=True)
    assert "with the 2 clause pairs of some evenly spread clauses scored" in str(thinned)
    assert "均匀选取的部分条款所成的2对" in tell_remark(str(thinned), "zh")


def test_candidates_beyond_the_bound_make_no_matrix_of_body_characters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    matrices = _matrices_of([[1.0], [1.0], [0.5]])
    monkeypatch.setattr(candidates, "BODY_CHARS_CLAUSES", 2)
    found = find_candidates(["A", "B", "C"], matrices, max_pairs=0)
    assert found.cut is not None
    assert "body_chars" not in found.cut.fields
    measure_nearest(["A", "B", "C"], matrices, found)
    assert "body_chars" not in vars(matrices)
