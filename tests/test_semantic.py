"""What embedders give is checked, and the vectors of clauses are made of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycompare.datamodel import Clause, Sentence
from policycompare.errors import ModelError
from policycompare.semantic import (
    CachedEmbedder,
    Embedder,
    check_vectors,
    embed_clauses,
)
from policycompare.semantic.store import FILE_NAME
from tests.fake_embedders import N_DIMENSIONS, GivenEmbedder, HashEmbedder

if TYPE_CHECKING:
    pass


def make_clause(number: int, heading: str, *sentences: str) -> Clause:
    body = "".join(sentences)
    parts = tuple(Sentence(text, 0, len(text)) for text in sentences)
    return Clause(
        f"甲/{number}",
        "甲",
        "甲市",
        str(number),
        "",
        heading,
        "task",
        heading + body,
        body,
        0,
        9,
        parts,
    )


# What comes back is checked


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (np.ones((2, 1)), r"given-1 gave an array of shape \(2, 1\) for 3 texts; allowed is \(3, "),
        (np.ones(3), r"gave an array of shape \(3,\) for 3 texts"),
        (np.ones((3, 1, 1)), r"gave an array of shape \(3, 1, 1\) for 3 texts"),
        (np.ones((3, 0)), r"gave an array of shape \(3, 0\) for 3 texts"),
        ([[1.0, np.nan], [1, 0], [1, 0]], "gave NaN or infinity in 1 of 3 rows, first in row 0"),
        ([[1, 0], [np.inf, 0], [1, 0]], "gave NaN or infinity in 1 of 3 rows, first in row 1"),
        (
            [[1, 0], [1, 0], [3, 4]],
            r"row 2 has the norm 5 \(1 of 3 rows are off\).*1 within 0\.001",
        ),
        ([[1, 0], [0, 0], [0, 1]], "row 1 has the norm 0 "),
        ([[1.002, 0], [1, 0], [0, 1]], "row 0 has the norm 1.002 "),
        ([[1, 0], [1], [0, 1]], "gave no array of numbers"),
        (["a", "b", "c"], "gave no array of numbers"),
        (None, "gave "),
    ],
)
@pytest.mark.parametrize("wrapped", [True, False])
def test_semantic_refuses_what_is_no_unit_vector(
    answer: object, message: str, wrapped: bool, tmp_path: Path
) -> None:
    embedder: Embedder = GivenEmbedder(answer)
    if wrapped:
        embedder = CachedEmbedder(embedder, folder=tmp_path)
    clauses = [make_clause(k, heading) for k, heading in enumerate("一二三")]
    with pytest.raises(ModelError, match=message):
        embed_clauses(clauses, embedder)
    assert not (tmp_path / FILE_NAME).exists()


@given(st.lists(st.text(), max_size=6))
def test_semantic_check_returns_good_vectors_unchanged(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    vectors = HashEmbedder().embed(texts)
    checked = check_vectors(vectors, len(texts), "x")
    assert checked.dtype == np.float32
    np.testing.assert_array_equal(checked, vectors)


def test_semantic_check_forgives_rounding() -> None:
    assert check_vectors([[1.0009, 0.0]], 1, "x").shape == (1, 2)


# The vectors of clauses


def test_semantic_clauses_have_a_row_for_each_text() -> None:
    clauses = [
        make_clause(1, "发展", "甲。", "乙。"),
        make_clause(2, "支持"),
        make_clause(3, "", "甲。"),
    ]
    embedder = HashEmbedder()
    vectors = embed_clauses(clauses, embedder)
    assert embedder.asked == sorted({"发展", "支持", "甲。乙。", "甲。", "乙。"})
    np.testing.assert_array_equal(vectors.heading[:2], embedder.embed(["发展", "支持"]))
    np.testing.assert_array_equal(vectors.body[[0, 2]], embedder.embed(["甲。乙。", "甲。"]))
    np.testing.assert_array_equal(vectors.sentence, embedder.embed(["甲。", "乙。", "甲。"]))
    np.testing.assert_array_equal(vectors.sentence_clause, [0, 0, 2])
    assert vectors.name == "hash-1"
    assert "3 clauses and 3 sentences: 8 dimensions" in repr(vectors)


def test_semantic_clauses_without_text_have_rows_of_zeros() -> None:
    vectors = embed_clauses([make_clause(1, " \n"), make_clause(2, "支持", "甲。")], HashEmbedder())
    assert not vectors.heading[0].any()
    assert not vectors.body[0].any()
    np.testing.assert_array_equal(vectors.has_heading, [False, True])
    np.testing.assert_array_equal(vectors.has_body, [False, True])


@pytest.mark.parametrize("n_clauses", [0, 2])
def test_semantic_clauses_without_any_text(n_clauses: int) -> None:
    vectors = embed_clauses([make_clause(k, "") for k in range(n_clauses)], HashEmbedder())
    assert vectors.heading.shape == vectors.body.shape == (n_clauses, N_DIMENSIONS)
    assert vectors.sentence.shape == (0, N_DIMENSIONS)
    assert vectors.sentence_clause.dtype == np.int64


def test_semantic_clauses_do_not_depend_on_their_order() -> None:
    clauses = [
        make_clause(1, "发展", "甲。", "乙。"),
        make_clause(2, "支持"),
        make_clause(3, "", "甲。"),
    ]
    one, other = HashEmbedder(), HashEmbedder()
    forward, backward = embed_clauses(clauses, one), embed_clauses(clauses[::-1], other)
    assert one.asked == other.asked
    np.testing.assert_array_equal(forward.body, backward.body[::-1])


def test_semantic_center_removes_what_all_share() -> None:
    clauses = [make_clause(k, heading, "甲。") for k, heading in enumerate(["一", "二", "", "三"])]
    vectors = embed_clauses(clauses, HashEmbedder())
    centered = vectors.center()
    rest = vectors.heading[[0, 1, 3]] - vectors.heading[[0, 1, 3]].mean(axis=0)
    wanted = rest / np.linalg.norm(rest, axis=1, keepdims=True)
    np.testing.assert_allclose(centered.heading[[0, 1, 3]], wanted, atol=1e-6)
    np.testing.assert_array_equal(centered.has_heading, [True, True, False, True])
    # All bodies are the same text: nothing is left of them.
    assert not centered.body.any()
    assert not np.shares_memory(centered.heading, vectors.heading)


@given(st.permutations([make_clause(k, text, text + "。") for k, text in enumerate("甲乙丙丁戊")]))
def test_semantic_center_does_not_depend_on_the_order(clauses: list[Clause]) -> None:
    rows = {
        clause.clause_id: row
        for clause, row in zip(
            clauses, embed_clauses(clauses, HashEmbedder()).center().body, strict=True
        )
    }
    same = embed_clauses(sorted(clauses, key=repr), HashEmbedder()).center()
    np.testing.assert_array_equal([rows[key] for key in sorted(rows)], same.body)


def test_semantic_center_of_nothing_is_nothing() -> None:
    vectors = embed_clauses([make_clause(1, "")], HashEmbedder()).center()
    assert vectors.heading.shape == (1, N_DIMENSIONS)
    assert not vectors.heading.any()
