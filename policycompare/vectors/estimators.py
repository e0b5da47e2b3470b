"""The vector spaces as scikit-learn estimators; importing this imports scikit-learn."""

from __future__ import annotations

from typing import Any

from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from policycompare.vectors.chars import CharNgramSpace
from policycompare.vectors.words import WordSpace


class _OfTexts:
    """What scikit-learn wants to know beyond the parameters."""

    def _check_fitted(self) -> None:
        check_is_fitted(self)

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that the input is a list of texts and the output sparse."""
        tags = super().__sklearn_tags__()  # type: ignore[misc]
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


class WordVectorizer(_OfTexts, WordSpace, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Tf-idf over words; parameters and attributes are those of :class:`WordSpace`."""


class CharNgramVectorizer(_OfTexts, CharNgramSpace, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Tf-idf over character n-grams, with all of :class:`CharNgramSpace`."""
