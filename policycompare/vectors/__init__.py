"""Turn clauses into sparse tf-idf matrices, one per field.

Weights are those of scikit-learn's ``TfidfVectorizer(sublinear_tf=True)``: ``(1 + ln count) *
(1 + ln((1 + n_texts) / (1 + n_texts_with_term)))``, rows scaled to length 1. A term found in one
text only is kept: it tells how much of that text the others do not share. Unlike scikit-learn's
vectorizers, a field without a single term (no clause has a heading) gives a matrix of no columns
and no error.

The program itself works with :class:`WordSpace` and :class:`CharNgramSpace`, which do without
scikit-learn, whose import takes longer than the main job. :class:`WordVectorizer` and
:class:`CharNgramVectorizer` are the same as scikit-learn estimators, imported on use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policycompare.vectors.chars import CharNgramSpace
from policycompare.vectors.fields import FieldMatrices, build_field_matrices
from policycompare.vectors.words import WordSpace, WordSplitter

if TYPE_CHECKING:
    from policycompare.vectors.estimators import CharNgramVectorizer, WordVectorizer

__all__ = [
    "CharNgramSpace",
    "CharNgramVectorizer",
    "FieldMatrices",
    "WordSpace",
    "WordSplitter",
    "WordVectorizer",
    "build_field_matrices",
]


def __getattr__(name: str) -> Any:
    """Import the scikit-learn estimators when one of them is asked for."""
    if name in ("CharNgramVectorizer", "WordVectorizer"):
        from policycompare.vectors import estimators

        return getattr(estimators, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
