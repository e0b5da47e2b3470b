"""Fields counted together: a body from its sentences where they make it up, else by itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare.datamodel import Clause, Sentence
from policycompare.tokens import Tokenizer
from policycompare.vectors import FieldMatrices, build_field_matrices, fields
from policycompare.vectors.field_counts import read_fields
from policycompare.vectors.weights import BLOCK_CHARACTERS

TOKENIZER = Tokenizer()
FIELDS = ("heading_words", "body_words", "sentence_words")


class _TextByText:
    """The same words, of a tokenizer that promises nothing about marks and counts no blocks."""

    def words(self, text: str) -> list[str]:
        return TOKENIZER.words(text)


def _clause(heading: str, body: str, sentences: Sequence[str]) -> Clause:
    parts = tuple(Sentence(text, 0, 0) for text in sentences)
    return Clause("d/1", "d", "j", "1", "", heading, "task", heading + body, body, 0, 0, parts)


def _assert_equal(one: FieldMatrices, other: FieldMatrices) -> None:
    for field in FIELDS:
        ours, theirs = getattr(one, field), getattr(other, field)
        assert ours.shape == theirs.shape
        for part in ("data", "indices", "indptr"):
            assert np.array_equal(getattr(ours, part), getattr(theirs, part)), (field, part)
    assert one.heading_terms.tolist() == other.heading_terms.tolist()
    assert one.body_terms.tolist() == other.body_terms.tolist()


text = st.lists(
    st.sampled_from(["数字", "经济", "产业", "5G", "3.", "。", ";", "”", ""]), max_size=5
).map("".join)


@given(
    items=st.lists(
        st.tuples(text, st.lists(text, max_size=4), st.sampled_from(["", "。", "经济"])), max_size=5
    )
)
@settings(deadline=None)
def test_field_counts_are_those_of_each_text(items: list[tuple[str, list[str], str]]) -> None:
    clauses = [
        _clause(heading, "".join(sentences) + more, sentences) for heading, sentences, more in items
    ]
    _assert_equal(
        build_field_matrices(clauses, TOKENIZER), build_field_matrices(clauses, _TextByText())
    )


def test_field_counts_read_only_bodies_that_are_not_their_sentences() -> None:
    clauses = [
        _clause("数字", "发展产业。支持5G", ["发展产业。", "支持5G"]),
        _clause("", "发展产业支持5G", ["发展产业", "支持5G"]),  # 产业支持 is one run
        _clause("", "发展产业。 支持5G", ["发展产业。", "支持5G"]),
        _clause("", "", []),
    ]
    read = read_fields(clauses, "。")
    assert read.alone == [1, 2]
    assert read.n_sentences == [2, 2, 2, 0]
    assert read_fields(clauses, "").alone == [0, 1, 2]


def test_field_counts_of_workers_are_those_of_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = ["推动数字经济发展。", "支持5G基站建设;", "培育专精特新企业。"] * 10_000
    clauses = [_clause(f"产业{k}", "".join(sentences), sentences) for k in range(3)]
    assert sum(len(clause.text) for clause in clauses) > BLOCK_CHARACTERS
    expected = build_field_matrices(clauses, TOKENIZER)
    monkeypatch.setattr(fields, "MIN_CHARACTERS_TO_SHARE", 1)
    _assert_equal(build_field_matrices(clauses, TOKENIZER, n_workers=2), expected)
