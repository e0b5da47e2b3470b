"""Score pairs of clauses with an additive log-odds model over named features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from policycompare.datamodel import ScoredPairs
from policycompare.scoring.features import WordSplitter, measure_features
from policycompare.scoring.model import Model, load_model, to_probability
from policycompare.scoring.names import FEATURE_NAMES, FEATURES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.candidates import Candidates
    from policycompare.datamodel import Clause
    from policycompare.vectors import FieldMatrices

__all__ = ["FEATURES", "FEATURE_NAMES", "Model", "load_model", "measure_features", "score_pairs"]


def score_pairs(
    clauses: Sequence[Clause],
    groups: Sequence[str],
    candidates: Candidates,
    matrices: FieldMatrices,
    tokenizer: WordSplitter,
    model: Model,
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

    Returns
    -------
    ScoredPairs
        In the order of the candidates; contributions and bases add up to the log-odds of ``p_same``
        and ``p_overlap``, and ``p_overlap >= p_same``.

    Raises
    ------
    ValueError
        If clauses, groups and matrices are not of one length.
    """
    n_rows = matrices.body_words.shape[0]
    if not len(clauses) == len(groups) == n_rows:
        raise ValueError(
            f"{len(clauses)} clauses, {len(groups)} groups and matrices of {n_rows} rows do not "
            "fit; build all three from the same clauses."
        )
    values = measure_features(clauses, (candidates.a, candidates.b), matrices, tokenizer)
    return apply_model(candidates, values, model)


def apply_model(candidates: Candidates, values: NDArray[np.float64], model: Model) -> ScoredPairs:
    """Score pairs whose feature values are known, shape (n_pairs, n_features)."""
    same_terms, overlap_terms = model.contributions(values, FEATURE_NAMES)
    p_same = to_probability(model.same_intercept + same_terms.sum(axis=1))
    p_overlap = to_probability(model.overlap_intercept + overlap_terms.sum(axis=1))
    return ScoredPairs(
        a=candidates.a,
        b=candidates.b,
        feature_names=FEATURE_NAMES,
        features=values,
        same_terms=same_terms,
        overlap_terms=overlap_terms,
        same_base=model.same_intercept,
        overlap_base=model.overlap_intercept,
        p_same=p_same,
        # The two may differ by a rounding error where the floor makes them equal.
        p_overlap=np.maximum(p_same, p_overlap),
        n_cut=candidates.n_cut,
    )
