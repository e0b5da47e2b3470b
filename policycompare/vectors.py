"""Turn clauses into sparse tf-idf matrices, one per field, with scikit-learn estimators.

Weights are those of scikit-learn's ``TfidfVectorizer(sublinear_tf=True)``: ``(1 + ln count) *
(1 + ln((1 + n_texts) / (1 + n_texts_with_term)))``, rows scaled to length 1. A term found in one
text only is kept: it tells how much of that text the others do not share. Unlike scikit-learn's
vectorizers, a field without a single term (no clause has a heading) gives a matrix of no columns
and no error.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause


class WordSplitter(Protocol):
    """What the word vectorizer needs of a tokenizer."""

    def words(self, text: str) -> list[str]:
        """The words of ``text`` that carry meaning."""


class _TfidfEstimator(TransformerMixin, BaseEstimator, ABC):  # type: ignore[misc]
    """Tf-idf over the terms that a subclass finds in a text.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        Column of each term; columns are in the terms' code-point order.
    idf_ : numpy.ndarray of float64, shape (n_terms,)
        Inverse document frequency of each column, at least 1.
    """

    vocabulary_: dict[str, int]
    idf_: NDArray[np.float64]

    @abstractmethod
    def _terms(self, text: str) -> list[str]:
        """The terms of one text, as often as they occur."""

    def fit(self, X: Iterable[str], y: object = None) -> Self:
        """Learn vocabulary and document frequencies of the texts ``X``; ``y`` is ignored."""
        self._learn(X)
        return self

    def fit_transform(self, X: Iterable[str], y: object = None) -> sparse.csr_array:
        """Learn from the texts ``X`` and return their rows, shape (n_texts, n_terms)."""
        return _weigh(self._learn(X), self.idf_)

    def _learn(self, X: Iterable[str]) -> sparse.csr_array:
        found: defaultdict[str, int] = defaultdict()
        found.default_factory = found.__len__
        columns = [_integers(map(found.__getitem__, self._terms(text))) for text in _checked(X)]
        terms = sorted(found)
        self.vocabulary_ = {term: column for column, term in enumerate(terms)}
        # Terms were numbered as they came; their order must depend on the terms alone.
        sorted_column = _integers(map(self.vocabulary_.__getitem__, found))
        counts = _count([sorted_column[row] for row in columns], len(terms))
        n_with_term = np.bincount(counts.indices, minlength=len(terms))
        self.idf_ = np.log((1 + counts.shape[0]) / (1 + n_with_term)) + 1
        return counts

    def transform(self, X: Iterable[str]) -> sparse.csr_array:
        """Rows of the texts ``X``, shape (n_texts, n_terms); unknown terms are left out."""
        check_is_fitted(self)
        known = self.vocabulary_
        columns = [
            _integers(known[term] for term in self._terms(text) if term in known)
            for text in _checked(X)
        ]
        return _weigh(_count(columns, len(known)), self.idf_)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """The terms in column order, shape (n_terms,); ``input_features`` is ignored."""
        check_is_fitted(self)
        return np.array(list(self.vocabulary_), dtype=object)

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that the input is a list of texts and the output sparse."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


class WordVectorizer(_TfidfEstimator):
    """Tf-idf over words.

    Parameters
    ----------
    tokenizer : object with a method ``words(text)``, or None
        Splits a text; None splits at white space, for texts that are already cut.
    """

    def __init__(self, *, tokenizer: WordSplitter | None = None) -> None:
        self.tokenizer = tokenizer

    def _terms(self, text: str) -> list[str]:
        return text.split() if self.tokenizer is None else self.tokenizer.words(text)


class CharNgramVectorizer(_TfidfEstimator):
    """Tf-idf over character n-grams; white space and punctuation are dropped first.

    Parameters
    ----------
    n_min, n_max : int
        Shortest and longest n-gram in characters, ``1 <= n_min <= n_max``.

    Raises
    ------
    ValueError
        In fitting, if the lengths are not of this order.

    Examples
    --------
    >>> CharNgramVectorizer(n_max=3).fit(["智改，数转"]).get_feature_names_out().tolist()
    ['改数', '改数转', '数转', '智改', '智改数']
    """

    def __init__(self, *, n_min: int = 2, n_max: int = 4) -> None:
        self.n_min = n_min
        self.n_max = n_max

    def _learn(self, X: Iterable[str]) -> sparse.csr_array:
        if not 1 <= self.n_min <= self.n_max:
            raise ValueError(
                f"n_min is {self.n_min} and n_max is {self.n_max}, but 1 <= n_min <= n_max must "
                "hold; choose such lengths."
            )
        return super()._learn(X)

    def _terms(self, text: str) -> list[str]:
        kept = "".join(filter(str.isalnum, text.lower()))
        return [
            kept[start : start + n]
            for n in range(self.n_min, self.n_max + 1)
            for start in range(len(kept) - n + 1)
        ]


@dataclass(frozen=True, eq=False)
class FieldMatrices:
    """Tf-idf matrices of the compared clauses; every non-empty row has length 1.

    Attributes
    ----------
    heading_words, heading_chars, body_words, body_chars : scipy.sparse.csr_array
        Shape (n_clauses, n_terms), each with its own terms.
    sentence_words : scipy.sparse.csr_array, shape (n_sentences, n_terms)
        In the columns and with the idf of ``body_words``.
    sentence_clause : numpy.ndarray of int64, shape (n_sentences,)
        Position of the clause of each sentence, ascending.
    heading_terms, body_terms : numpy.ndarray of str, shape (n_terms,)
        The words behind the columns of ``heading_words`` and ``body_words``.
    """

    heading_words: sparse.csr_array
    heading_chars: sparse.csr_array
    body_words: sparse.csr_array
    body_chars: sparse.csr_array
    sentence_words: sparse.csr_array
    sentence_clause: NDArray[np.int64]
    heading_terms: NDArray[np.object_]
    body_terms: NDArray[np.object_]

    def __repr__(self) -> str:
        return (
            f"<FieldMatrices of {self.body_words.shape[0]} clauses and "
            f"{len(self.sentence_clause)} sentences: {len(self.body_terms)} words, "
            f"{self.body_chars.shape[1]} character n-grams>"
        )


def build_field_matrices(clauses: Sequence[Clause], tokenizer: WordSplitter) -> FieldMatrices:
    """Vectorize heading, body and sentences of ``clauses``.

    Parameters
    ----------
    clauses : sequence of Clause
        The compared clauses, in the order of the corpus.
    tokenizer : Tokenizer
        Cuts the texts into words.
    """
    headings = [clause.heading for clause in clauses]
    bodies = [clause.body for clause in clauses]
    heading_words = WordVectorizer(tokenizer=tokenizer)
    body_words = WordVectorizer(tokenizer=tokenizer)
    heading_matrix = heading_words.fit_transform(headings)
    body_matrix = body_words.fit_transform(bodies)
    return FieldMatrices(
        heading_words=heading_matrix,
        heading_chars=CharNgramVectorizer().fit_transform(headings),
        body_words=body_matrix,
        body_chars=CharNgramVectorizer().fit_transform(bodies),
        sentence_words=body_words.transform(
            [sentence.text for clause in clauses for sentence in clause.sentences]
        ),
        sentence_clause=np.repeat(
            np.arange(len(clauses), dtype=np.int64), [len(clause.sentences) for clause in clauses]
        ),
        heading_terms=heading_words.get_feature_names_out(),
        body_terms=body_words.get_feature_names_out(),
    )


def _checked(texts: Iterable[str]) -> list[str]:
    if isinstance(texts, str):
        raise ValueError("X is one text, but a list of texts is needed; put the text into a list.")
    checked = list(texts)
    for position, text in enumerate(checked):
        if not isinstance(text, str):
            raise ValueError(
                f"X[{position}] is of type {type(text).__name__}, but every item must be a str; "
                "convert it or leave it out."
            )
    return checked


def _integers(values: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(values, dtype=np.int64)


def _count(columns: Sequence[NDArray[np.int64]], n_terms: int) -> sparse.csr_array:
    """Count the columns named in each row, shape (n_rows, n_terms), columns ascending."""
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.concatenate([_integers(()), *columns])
    counts = sparse.csr_array((np.ones(len(flat)), flat, ends), shape=(len(columns), n_terms))
    counts.sum_duplicates()
    return counts


def _weigh(counts: sparse.csr_array, idf: NDArray[np.float64]) -> sparse.csr_array:
    """Tf-idf rows of length 1; a row without terms stays empty."""
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    weights = (1 + np.log(counts.data)) * idf[counts.indices]
    lengths = np.sqrt(np.bincount(row, weights=weights**2, minlength=counts.shape[0]))
    counts.data = weights / lengths[row]
    return counts
