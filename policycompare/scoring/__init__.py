"""Score pairs of clauses with an additive log-odds model over named features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from policycompare.candidates import Candidates
from policycompare.datamodel import ScoredPairs
from policycompare.document_pairs import sample_clause_pairs
from policycompare.errors import ModelError
from policycompare.scoring.cut import HERE, Workplace, measure_cut_features
from policycompare.scoring.features import measure_features
from policycompare.scoring.model import Model, load_model, to_probability
from policycompare.scoring.names import ALL_NAMES, FEATURE_NAMES, FEATURES, SEMANTIC_NAMES
from policycompare.scoring.semantics import measure_semantics
from policycompare.scoring.shards import WordSplitter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause
    from policycompare.semantic import ClauseVectors
    from policycompare.vectors import FieldMatrices

__all__ = [
    "ALL_NAMES",
    "FEATURES",
    "FEATURE_NAMES",
    "SEMANTIC_NAMES",
    "Model",
    "Workplace",
    "load_model",
    "measure_all_features",
    "measure_cut_features",
    "measure_features",
    "score_pairs",
]


_BLOCK_PAIRS = 100_000
"""Pairs whose contributions are in memory at once, 0.7 KB each."""


def score_pairs(
    clauses: Sequence[Clause],
    groups: Sequence[str],
    candidates: Candidates,
    matrices: FieldMatrices,
    tokenizer: WordSplitter,
    model: Model,
    vectors: ClauseVectors | None = None,
    workplace: Workplace = HERE,
) -> ScoredPairs:
    """Score the candidate pairs.

    Parameters
    ----------
    clauses : sequence of Clause
        The compared clauses, in the order of the corpus.
    groups : sequence of str
        Group of each clause; checked only: who is compared with whom is the candidates' choice.
    candidates : Candidates
        The pairs. A pair's rivals are those of its candidates that share one clause with it and lie
        in the same document with the other.
    matrices : FieldMatrices
        Of the same clauses.
    tokenizer : Tokenizer
        The one that the matrices were built with.
    model : Model
        Coefficients, from :func:`load_model`.
    vectors : ClauseVectors, optional
        Of the same clauses; with them the semantic features are measured too.
    workplace : Workplace
        Where a run whose pairs were cut does its work; it changes no result.

    Returns
    -------
    ScoredPairs
        In the order of the candidates; contributions and bases add up to the log-odds of ``p_same``
        and ``p_overlap``, and ``p_overlap >= p_same``. Where pairs were cut, ``sample`` holds some
        document pairs scored in full, which tell what the cut lost.

    Raises
    ------
    ValueError
        If clauses, groups, matrices and vectors are not of one length.
    ModelError
        If the model needs vectors and there are none.
    """
    n_rows = matrices.body_words.shape[0]
    if not len(clauses) == len(groups) == n_rows:
        raise ValueError(
            f"{len(clauses)} clauses, {len(groups)} groups and matrices of {n_rows} rows do not "
            "fit; build all three from the same clauses."
        )
    if model.needs_embedder and vectors is None:
        raise ModelError(
            f"The model {model.name} was fitted with the embedder "
            f"{model.embedder or 'of another run'}, but this run has none; give one with "
            "--embedder, or another model."
        )
    pairs = candidates.a, candidates.b
    if not candidates.n_cut:
        values = measure_all_features(clauses, pairs, matrices, tokenizer, vectors)
        return apply_model(candidates, values, model)
    sample = sample_clause_pairs(clauses, groups)
    judged = Judged(len(candidates.a))

    def judge(rows: NDArray[np.int64], values: NDArray[np.float64]) -> None:
        """Judge pairs as they come: the values of all of them may be too many to read again."""
        if vectors is None:
            judged.put(rows, values, FEATURE_NAMES, model)

    values, sampled = measure_cut_features(
        clauses, pairs, sample, matrices, tokenizer, workplace, judge
    )
    in_full = Candidates(sample.a, sample.b, 0)
    sampled = _add_semantics(sampled, clauses, (sample.a, sample.b), vectors)
    if vectors is not None:
        values = _add_semantics(values, clauses, pairs, vectors)
        judged.put(np.arange(len(values)), values, ALL_NAMES, model)
    scored = judged.finish(candidates, values, model)
    return replace(scored, sample=apply_model(in_full, sampled, model))


def measure_all_features(
    clauses: Sequence[Clause],
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    matrices: FieldMatrices,
    tokenizer: WordSplitter,
    vectors: ClauseVectors | None,
) -> NDArray[np.float64]:
    """Values with columns as in ``FEATURE_NAMES``, with vectors as in ``ALL_NAMES``.

    Raises
    ------
    ValueError
        If clauses and vectors are not of one length.
    """
    values = measure_features(clauses, pairs, matrices, tokenizer)
    return _add_semantics(values, clauses, pairs, vectors)


def _add_semantics(
    values: NDArray[np.float64],
    clauses: Sequence[Clause],
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    vectors: ClauseVectors | None,
) -> NDArray[np.float64]:
    if vectors is None:
        return values
    if len(vectors.body) != len(clauses):
        raise ValueError(
            f"{len(clauses)} clauses and vectors of {len(vectors.body)} do not fit; embed the "
            "same clauses."
        )
    documents = np.unique([clause.document for clause in clauses], return_inverse=True)[1]
    return np.hstack([values, measure_semantics(vectors, pairs, documents)])


def apply_model(candidates: Candidates, values: NDArray[np.float64], model: Model) -> ScoredPairs:
    """Score pairs whose feature values are known, shape (n_pairs, n_features)."""
    judged = Judged(len(values))
    judged.put(np.arange(len(values)), values, _names_of(values), model)
    return judged.finish(candidates, values, model)


class Judged:
    """Probabilities of pairs, which may be put in parts."""

    def __init__(self, n_pairs: int) -> None:
        self._p_same, self._p_overlap = np.empty(n_pairs), np.empty(n_pairs)

    def put(
        self,
        rows: NDArray[np.int64],
        values: NDArray[np.float64],
        names: Sequence[str],
        model: Model,
    ) -> None:
        """Apply a model to feature values, shape (n_rows, n_features), of these pairs."""
        for start in range(0, len(rows), _BLOCK_PAIRS):
            block = slice(start, start + _BLOCK_PAIRS)
            same, overlap = model.contributions(values[block], names)
            self._p_same[rows[block]] = to_probability(model.same_intercept + same.sum(axis=1))
            self._p_overlap[rows[block]] = to_probability(
                model.overlap_intercept + overlap.sum(axis=1)
            )

    def finish(
        self, candidates: Candidates, values: NDArray[np.float64], model: Model
    ) -> ScoredPairs:
        """The scored pairs; ``values`` are those that were put."""
        names = _names_of(values)
        return ScoredPairs(
            a=candidates.a,
            b=candidates.b,
            feature_names=names,
            features=values,
            weigh=partial(model.contributions, names=names),
            same_base=model.same_intercept,
            overlap_base=model.overlap_intercept,
            p_same=self._p_same,
            # The two may differ by a rounding error where the floor makes them equal.
            p_overlap=np.maximum(self._p_same, self._p_overlap),
            n_cut=candidates.n_cut,
        )


def _names_of(values: NDArray[np.float64]) -> tuple[str, ...]:
    return FEATURE_NAMES if values.shape[1] == len(FEATURE_NAMES) else ALL_NAMES
