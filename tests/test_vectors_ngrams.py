"""Character n-grams by numbers: equal to scikit-learn's, whatever the characters and blocks."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from policycompare.vectors import CharNgramSpace, WordSpace, build_field_matrices
from policycompare.vectors import chars as chars_module
from policycompare.vectors import fields as fields_module
from policycompare.vectors.chars import NgramSplitter
from policycompare.vectors.ngrams import Ngrams, count_ngrams, join_ngrams
from policycompare.vectors.weights import split_blocks
from tests.test_vectors import CLAUSES

# Han of the basic plane and beyond it, emoji, letters whose lower case is longer or depends on what
# follows, marks, white space, half a surrogate pair, a zero.
letters = st.sampled_from(list("智改数转𠀀𠀁😀𝟘㐀aAİΣςß①5٣，。 \n\u3000\ud83d\x00"))
texts = st.lists(st.one_of(st.text(letters, max_size=12), st.text(max_size=6)), max_size=7)
lengths = st.tuples(st.integers(1, 5), st.integers(0, 3)).map(lambda pair: (pair[0], sum(pair)))


def keep(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def dense(matrix: Any) -> np.ndarray[Any, Any]:
    return np.asarray(matrix.toarray())


@given(X=texts, unseen=texts, lengths=lengths)
@example(
    X=["智改数转" * 3, "", "ΑΣ", "Σα", "𠀀智𠀀智"], unseen=["数转𠀀", "威海", ""], lengths=(2, 4)
)
@example(X=["智改数转行动计划实施方案" * 2, "智改"], unseen=["行动计划实施方案"], lengths=(7, 8))
@settings(max_examples=200, deadline=None)
def test_vectors_ngrams_are_those_of_scikit_learn(
    X: list[str], unseen: list[str], lengths: tuple[int, int]
) -> None:
    ours = CharNgramSpace(n_min=lengths[0], n_max=lengths[1])
    theirs = TfidfVectorizer(
        analyzer="char", ngram_range=lengths, sublinear_tf=True, preprocessor=keep
    )
    found = ours.fit_transform(X)
    if not found.nnz:  # scikit-learn refuses texts without a single term
        assert found.shape == (len(X), 0)
        assert not any(NgramSplitter(*lengths).words(text) for text in X)
        return
    assert np.allclose(dense(found), dense(theirs.fit_transform(X)), rtol=0, atol=1e-12)
    assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    assert ours.vocabulary_ == theirs.vocabulary_
    assert np.allclose(ours.idf_, theirs.idf_, rtol=0, atol=1e-12)
    if unseen:
        again = dense(ours.transform(unseen))
        assert np.allclose(again, dense(theirs.transform(unseen)), rtol=0, atol=1e-12)


@given(X=texts, unseen=texts, limit=st.integers(1, 20))
@settings(max_examples=80, deadline=None)
def test_vectors_ngrams_do_not_depend_on_the_blocks(
    X: list[str], unseen: list[str], limit: int
) -> None:
    whole = CharNgramSpace()
    with pytest.MonkeyPatch.context() as patched:
        expected = [whole.fit_transform(X), whole.transform(unseen)]
        patched.setattr(chars_module, "split_blocks", partial(split_blocks, limit=limit))
        blocks = CharNgramSpace()
        found = [blocks.fit_transform(X), blocks.transform(unseen)]
    assert blocks.vocabulary_ == whole.vocabulary_
    for one, other in zip(found, expected, strict=True):
        assert one.shape == other.shape
        for part in ("data", "indices", "indptr"):
            assert getattr(one, part).tobytes() == getattr(other, part).tobytes()


def many_characters(n: int) -> str:
    return "".join(filter(str.isalpha, map(chr, range(0x3400, 0x3400 + n))))


@pytest.mark.parametrize("n", [300, 40_000])
def test_vectors_ngrams_of_very_many_characters_are_counted(n: int) -> None:
    text = many_characters(n)
    X = [text[k : k + 150] for k in range(0, len(text), 100)]
    space = CharNgramSpace(n_min=1, n_max=4)
    strings = WordSpace(tokenizer=NgramSplitter(1, 4))
    assert (
        dense(space.fit_transform(X[:40])).tobytes()
        == dense(strings.fit_transform(X[:40])).tobytes()
    )
    assert (space.fit_transform(X) != strings.fit_transform(X)).nnz == 0
    assert space.vocabulary_ == strings.vocabulary_


def test_vectors_ngrams_split_a_block_that_does_not_fit() -> None:
    text = many_characters(7_000)
    blocks = count_ngrams([text[k : k + 2] for k in range(5_000)], 4, 4)
    assert blocks is not None
    assert len(blocks) > 1
    assert sum(block.counts.shape[0] for block in blocks) == 5_000


def test_vectors_ngrams_that_fit_into_no_number_are_refused() -> None:
    assert count_ngrams(["智改数转" * 5, many_characters(300)], 8, 8) is None
    pairs = [count_ngrams([many_characters(600)[k : k + 200]], 8, 8) for k in (0, 200, 400)]
    assert all(pairs)
    assert join_ngrams([block for blocks in pairs for block in blocks or ()], 8) is None


def test_vectors_ngrams_of_one_long_text_are_placed_among_learnt_ones() -> None:
    learnt = CharNgramSpace(n_min=8, n_max=8)
    learnt.fit(["智改数转行动计划", "行动计划实施方案"])
    row = learnt.transform(["智改数转行动计划", many_characters(3_000) + "行动计划实施方案"])
    assert row.nnz == 2


def test_vectors_ngrams_names_are_the_strings() -> None:
    ngrams = Ngrams(np.array([0x61, 0x6570, 0x20000], dtype=np.uint32), np.array([], np.uint64), 3)
    assert ngrams.decode().tolist() == []
    found = count_ngrams(["a数𠀀"], 1, 3)
    assert found is not None
    assert found[0].ngrams.decode().tolist() == ["a", "a数", "a数𠀀", "数", "数𠀀", "𠀀"]


def test_vectors_of_float32_are_the_rounded_weights() -> None:
    X = ["智改数转行动", "智改", "链主企业"]
    for space in (CharNgramSpace, WordSpace):
        exact = space().fit_transform(X)
        rounded = space(dtype=np.float32).fit_transform(X)
        assert rounded.dtype == np.float32
        assert rounded.data.tobytes() == exact.data.astype(np.float32).tobytes()


def test_vectors_field_matrices_do_not_depend_on_workers_and_blocks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from policycompare.tokens import Tokenizer

    tokenizer = Tokenizer()
    expected = build_field_matrices(CLAUSES, tokenizer)
    monkeypatch.setattr(fields_module, "MIN_CHARACTERS_TO_SHARE", 0)
    monkeypatch.setattr(fields_module, "split_blocks", partial(split_blocks, limit=1))
    for n_workers in (1, 2):
        found = build_field_matrices(CLAUSES, tokenizer, n_workers=n_workers)
        for name in (
            "heading_words",
            "heading_chars",
            "body_words",
            "body_chars",
            "sentence_words",
        ):
            one, other = getattr(found, name), getattr(expected, name)
            assert one.shape == other.shape
            for part in ("data", "indices", "indptr"):
                assert getattr(one, part).tobytes() == getattr(other, part).tobytes()
        assert found.body_terms.tolist() == expected.body_terms.tolist()
        assert found.sentence_clause.tolist() == expected.sentence_clause.tolist()


def test_vectors_space_that_has_learnt_nothing_says_so() -> None:
    with pytest.raises(ValueError, match="This WordSpace has learnt nothing yet; call fit first"):
        WordSpace().transform(["智改"])
    with pytest.raises(AttributeError, match="has no vocabulary_ before it is fitted"):
        _ = CharNgramSpace().vocabulary_
