"""What a report needs to know of a comparison; keeps the report apart from the pipeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from policycompare.datamodel import (
    Clause,
    Findings,
    Link,
    Outline,
    ScoredPairs,
)
from policycompare.settings import Settings

if TYPE_CHECKING:
    from policycompare.explanation import Explanation
    from policycompare.targets import TargetReading

Value = str | int | float | bool | None
Row = dict[str, Value]


class CorpusLike(Protocol):
    """The corpus of a comparison."""

    @property
    def folder(self) -> Any:
        """The corpus folder."""


class ModelLike(Protocol):
    """The model that scored the pairs."""

    @property
    def name(self) -> str:
        """What the report calls the model."""

    @property
    def same_threshold(self) -> float:
        """Probability in [0, 1] from which a pair counts as same."""

    @property
    def overlap_threshold(self) -> float:
        """Probability in [0, 1] from which a pair counts as partial."""

    @property
    def provenance(self) -> Mapping[str, Any]:
        """Gold fingerprint, date, folds, figures and notes."""


class MatricesLike(Protocol):
    """The word matrices, shape (n_clauses, n_terms) each, and the words of their columns."""

    @property
    def heading_words(self) -> Any:
        """Tf-idf of the heading words, a CSR matrix."""

    @property
    def body_words(self) -> Any:
        """Tf-idf of the body words, a CSR matrix."""

    @property
    def heading_terms(self) -> Any:
        """The words of the columns of ``heading_words``."""

    @property
    def body_terms(self) -> Any:
        """The words of the columns of ``body_words``."""


class ComparisonLike(Protocol):
    """The result of a comparison, as ``policycompare.comparison.Comparison`` holds it."""

    @property
    def corpus(self) -> CorpusLike:
        """The corpus that was read."""

    @property
    def outlines(self) -> Sequence[Outline]:
        """One outline per document, in the order of the corpus."""

    @property
    def clauses(self) -> Sequence[Clause]:
        """The compared clauses."""

    @property
    def groups(self) -> Sequence[str]:
        """The group of each compared clause."""

    @property
    def group_order(self) -> Sequence[str]:
        """All groups."""

    @property
    def matrices(self) -> MatricesLike:
        """The word matrices of the compared clauses."""

    @property
    def scored(self) -> ScoredPairs:
        """The scored pairs."""

    @property
    def links(self) -> Sequence[Link]:
        """The pairs that count."""

    @property
    def findings(self) -> Findings:
        """Measures, gaps, states and coverage."""

    @property
    def target_reading(self) -> TargetReading:
        """The targets of the compared clauses, and what could not be read."""

    @property
    def settings(self) -> Settings:
        """The settings of the run."""

    @property
    def model(self) -> ModelLike:
        """The model that scored the pairs."""

    @property
    def embedder(self) -> str | None:
        """Full name of the embedder whose vectors were compared too."""

    @property
    def warnings(self) -> Sequence[str]:
        """What the reader should know about the run."""

    @property
    def skipped_documents(self) -> Sequence[object]:
        """Documents that were left out."""

    def explain(self, a: str, b: str) -> Explanation:
        """Explain why two clauses match or not."""
