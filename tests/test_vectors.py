"""Vectors: scikit-learn estimators that agree with scikit-learn's own weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import SkipTestWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler
from sklearn.utils.estimator_checks import check_estimator, parametrize_with_checks
from sklearn.utils.validation import check_is_fitted, validate_data

from policycompare.datamodel import Clause, Sentence
from policycompare.tokens import Tokenizer
from policycompare.vectors import (
    CharNgramVectorizer,
    FieldMatrices,
    WordVectorizer,
    build_field_matrices,
)

texts = st.lists(st.text("智改数转 ，。abA1", max_size=12), max_size=8)


class _RowsAsTexts(BaseEstimator):  # type: ignore[misc]
    """Lets scikit-learn's checks, which pass tables of numbers, run on a text estimator.

    Each row becomes a text in which word ``j`` stands 1 to 7 times, according to its number.
    """

    def fit(self, X: Any, y: object = None) -> Any:
        return super().fit(self._texts(X, reset=True))

    def fit_transform(self, X: Any, y: object = None) -> Any:
        return super().fit_transform(self._texts(X, reset=True))

    def transform(self, X: Any) -> Any:
        check_is_fitted(self)
        return super().transform(self._texts(X, reset=False))

    def _texts(self, X: Any, *, reset: bool) -> list[str]:
        return [
            " ".join(f"w{j}" for j, value in enumerate(row) for _ in range(1 + int(abs(value)) % 7))
            for row in validate_data(self, X, reset=reset)
        ]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = False
        tags.input_tags.two_d_array = True
        return tags


class _WordRows(_RowsAsTexts, WordVectorizer):
    pass


class _CharRows(_RowsAsTexts, CharNgramVectorizer):
    pass


@pytest.mark.parametrize("estimator", [WordVectorizer(), CharNgramVectorizer()])
def test_vectors_pass_the_checks_that_scikit_learn_has_for_texts(estimator: Any) -> None:
    """Few: its data are tables, so it skips all checks that need data."""
    with pytest.warns(SkipTestWarning, match="requires input"):
        results = check_estimator(estimator)
    assert {result["status"] for result in results} == {"passed"}


# Behind the adapter every check runs and none is excused, though those on numbers as such (NaN,
# complex, sparse input) test the validation that the adapter borrows from scikit-learn.
@parametrize_with_checks([_WordRows(), _CharRows()])
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
def test_vectors_pass_the_checks_of_scikit_learn_on_texts_made_of_tables(
    estimator: Any, check: Any
) -> None:
    check(estimator)


def _dense(matrix: sparse.csr_array) -> np.ndarray[Any, Any]:
    return np.asarray(matrix.toarray())


def test_vectors_word_weights_are_those_of_scikit_learn() -> None:
    X = ["智改 数转 智改", "数转", "链主 链主 链主 智改"]
    ours = WordVectorizer()
    theirs = TfidfVectorizer(analyzer=str.split, sublinear_tf=True)
    assert np.allclose(_dense(ours.fit_transform(X)), _dense(theirs.fit_transform(X)), atol=1e-15)
    assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    unseen = ["数转 新词", ""]
    assert np.allclose(_dense(ours.transform(unseen)), _dense(theirs.transform(unseen)), atol=1e-15)


def test_vectors_char_weights_are_those_of_scikit_learn() -> None:
    X = ["智改数转行动", "数转", "链主企业行动ABC"]
    ours = CharNgramVectorizer()
    theirs = TfidfVectorizer(analyzer="char", ngram_range=(2, 4), sublinear_tf=True)
    assert np.allclose(_dense(ours.fit_transform(X)), _dense(theirs.fit_transform(X)), atol=1e-15)
    assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()


@pytest.mark.parametrize("estimator", [WordVectorizer(), CharNgramVectorizer()])
@given(X=texts)
@settings(max_examples=60, deadline=None)
def test_vectors_rows_have_length_one_or_none(estimator: Any, X: list[str]) -> None:
    fitted = clone(estimator)
    matrix = fitted.fit_transform(X)
    assert matrix.shape == (len(X), len(fitted.vocabulary_))
    names = fitted.get_feature_names_out().tolist()
    assert names == sorted(names)
    lengths = np.sqrt((_dense(matrix) ** 2).sum(axis=1))
    assert np.allclose(lengths, [bool(fitted._terms(text)) for text in X])
    assert (fitted.transform(X) != matrix).nnz == 0
    assert (fitted.idf_ >= 1).all()


@pytest.mark.parametrize("estimator", [WordVectorizer(), CharNgramVectorizer()])
@given(X=texts.filter(bool), shuffled=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_vectors_do_not_depend_on_the_order_of_texts(
    estimator: Any, X: list[str], shuffled: Any
) -> None:
    order = list(range(len(X)))
    shuffled.shuffle(order)
    plain = estimator.fit_transform(X)
    again = estimator.fit_transform([X[i] for i in order])
    assert (_dense(plain)[order] == _dense(again)).all()


def test_vectors_ngrams_drop_white_space_and_punctuation() -> None:
    spaced = CharNgramVectorizer().fit(["“智改\u3000数转”，\n(A1)"]).get_feature_names_out()
    plain = CharNgramVectorizer().fit(["智改数转a1"]).get_feature_names_out()
    assert spaced.tolist() == plain.tolist()
    assert {len(term) for term in plain} == {2, 3, 4}


@pytest.mark.parametrize(("n_min", "n_max"), [(0, 2), (3, 2)])
def test_vectors_bad_ngram_lengths_are_refused(n_min: int, n_max: int) -> None:
    with pytest.raises(ValueError, match=f"n_min is {n_min} and n_max is {n_max}, but 1 <= n_min"):
        CharNgramVectorizer(n_min=n_min, n_max=n_max).fit(["智改数转"])


def test_vectors_one_text_is_no_list_of_texts() -> None:
    with pytest.raises(ValueError, match="X is one text, but a list of texts is needed"):
        WordVectorizer().fit("智改数转")


def test_vectors_items_that_are_no_texts_are_named() -> None:
    with pytest.raises(ValueError, match=r"X\[1\] is of type NoneType, but every item must be a"):
        WordVectorizer().fit(["智改", None])  # type: ignore[list-item]


def test_vectors_work_in_a_pipeline() -> None:
    pipeline = make_pipeline(WordVectorizer(tokenizer=Tokenizer()), MaxAbsScaler())
    assert pipeline.fit_transform(["智改数转行动", "链主企业"]).shape[0] == 2
    assert clone(pipeline).get_params()["wordvectorizer__tokenizer"] is not None


def _clause(name: str, heading: str, sentences: Sequence[str]) -> Clause:
    body = "".join(sentences)
    parts = tuple(Sentence(text, 0, 0) for text in sentences)
    return Clause(name, "d", "j", name, "", heading, "task", heading + body, body, 0, 0, parts)


CLAUSES = (
    _clause("1", "智改数转", ["支持企业智能化改造。", "培育链主企业。"]),
    _clause("2", "", []),
    _clause("3", "建设队伍", ["引进高层次人才。", "", "建设人才公寓。"]),
)


def _matrices(clauses: Sequence[Clause]) -> FieldMatrices:
    return build_field_matrices(clauses, Tokenizer())


def test_vectors_field_matrices_fit_together() -> None:
    matrices = _matrices(CLAUSES)
    for matrix in (matrices.heading_words, matrices.heading_chars, matrices.body_words):
        assert matrix.shape[0] == 3
        assert matrix[[1]].nnz == 0
    assert matrices.sentence_clause.tolist() == [0, 0, 2, 2, 2]
    assert matrices.sentence_words.shape == (5, matrices.body_words.shape[1])
    assert len(matrices.heading_terms) == matrices.heading_words.shape[1]
    assert len(matrices.body_terms) == matrices.body_words.shape[1]
    row = matrices.heading_words[[2]]
    assert matrices.heading_terms[row.indices].tolist() == ["建设", "队伍"]
    assert "高层次人才" in matrices.body_terms.tolist()
    assert repr(matrices).startswith("<FieldMatrices of 3 clauses and 5 sentences: ")


def test_vectors_keep_terms_found_once() -> None:
    assert "链主" in _matrices(CLAUSES).body_terms.tolist()


@pytest.mark.parametrize("clauses", [(), CLAUSES[1:2], CLAUSES[:2]])
def test_vectors_small_and_empty_corpora_work(clauses: Sequence[Clause]) -> None:
    matrices = _matrices(clauses)
    assert matrices.body_chars.shape[0] == len(clauses)
    assert matrices.sentence_words.shape[0] == sum(len(clause.sentences) for clause in clauses)
