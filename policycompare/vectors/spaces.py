"""Tf-idf over terms of any kind, without scikit-learn."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy import sparse

from policycompare.vectors.weights import Block, join_blocks, measure_idf, weigh_counts

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray


class VectorSpace(ABC):
    """Tf-idf over the terms that a subclass finds in a text.

    Attributes
    ----------
    idf_ : numpy.ndarray of float64, shape (n_terms,)
        Inverse document frequency of each column, at least 1.
    """

    idf_: NDArray[np.float64]
    dtype: DTypeLike

    def fit(self, X: Iterable[str], y: object = None) -> Self:
        """Learn vocabulary and document frequencies of the texts ``X``; ``y`` is ignored."""
        self.idf_ = measure_idf(self.learn(_checked(X)))
        return self

    def fit_transform(self, X: Iterable[str], y: object = None) -> sparse.csr_array:
        """Learn from the texts ``X`` and return their rows, shape (n_texts, n_terms)."""
        counts = self.learn(_checked(X))
        self.idf_ = measure_idf(counts)
        return weigh_counts(counts, self.idf_)

    def transform(self, X: Iterable[str]) -> sparse.csr_array:
        """Rows of the texts ``X``, shape (n_texts, n_terms); unknown terms are left out."""
        self._check_fitted()
        return weigh_counts(self.place(_checked(X)), self.idf_)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """The terms in column order, shape (n_terms,); ``input_features`` is ignored."""
        self._check_fitted()
        return self._names()

    @property
    def vocabulary_(self) -> dict[str, int]:
        """Column of each term; made when asked for. Columns are in the terms' code-point order."""
        if not hasattr(self, "idf_"):
            raise AttributeError(
                f"this {type(self).__name__} has no vocabulary_ before it is fitted"
            )
        return {term: column for column, term in enumerate(self._names())}

    def _check_fitted(self) -> None:
        if not hasattr(self, "idf_"):
            raise ValueError(f"This {type(self).__name__} has learnt nothing yet; call fit first.")

    @abstractmethod
    def learn(self, texts: Sequence[str]) -> sparse.csr_array:
        """Learn the terms of the texts; give their counts."""

    @abstractmethod
    def place(self, texts: Sequence[str]) -> sparse.csr_array:
        """Counts of the learnt terms in the texts."""

    @abstractmethod
    def _names(self) -> NDArray[np.object_]:
        """The learnt terms in column order."""

    def _join(self, blocks: Iterable[Block], n_terms: int) -> sparse.csr_array:
        return join_blocks(blocks, n_terms, self.dtype)


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
