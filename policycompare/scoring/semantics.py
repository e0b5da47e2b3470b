"""Features of the vectors of an embedding model, beside the lexical ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policycompare.scoring.names import SEMANTIC_NAMES
from policycompare.scoring.products import pick_from_blocks
from policycompare.scoring.rivals import find_contests
from policycompare.scoring.sentences import SentenceRows, match_sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.semantic import ClauseVectors

    Values = NDArray[np.float64]
    Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


def measure_semantics(vectors: ClauseVectors, pairs: Pairs, documents: NDArray[np.int64]) -> Values:
    """Values of the semantic features, shape (n_pairs, 6), columns as in ``SEMANTIC_NAMES``.

    The cosines are those of the centered vectors, in [-1, 1]. Where a clause lacks a heading, a
    body or sentences, that cosine of the pair is unknown and takes the mean of the pair's others,
    or 0, which is what unrelated clauses have, if it has none.

    Parameters
    ----------
    vectors : ClauseVectors
        As :func:`~policycompare.semantic.embed_clauses` gives them; they are centered here.
    pairs : two arrays of int64, shape (n_pairs,)
        Positions of the clauses of each pair. Rivals are sought among the pairs.
    documents : numpy.ndarray of int64, shape (n_clauses,)
        Number of the document of each clause.
    """
    centered = vectors.center()
    cosines = _fill(
        np.stack(
            [
                _multiply_rows(centered.heading, pairs),
                _multiply_rows(centered.body, pairs),
                _match_sentences(centered, pairs),
            ],
            axis=1,
        )
    )
    likeness = cosines.mean(axis=1)
    one, other = find_contests(*pairs, documents)
    standing = one.find_standing(likeness), other.find_standing(likeness)
    found = {
        **dict(zip(SEMANTIC_NAMES[:3], cosines.T, strict=True)),
        "semantic_standing_least": np.minimum(*standing),
        "semantic_standing_most": np.maximum(*standing),
        "semantic_lead": one.find_lead(likeness) + other.find_lead(likeness),
    }
    return np.stack([found[name] for name in SEMANTIC_NAMES], axis=1)


def _fill(cosines: Values) -> Values:
    """The cosines with NaN replaced by the mean of the others of the row, or 0 if it has none."""
    known = ~np.isnan(cosines)
    total = np.where(known, cosines, 0).sum(axis=1)
    mean = total / np.maximum(known.sum(axis=1), 1)
    return np.where(known, cosines, mean[:, None])


def _multiply_rows(vectors: NDArray[np.float32], pairs: Pairs) -> Values:
    """Cosine of the two rows of each pair, NaN where one has no text, shape (n_pairs,)."""
    # In double precision, so that the order of the documents shows in no digit that is printed.
    rows = vectors.astype(np.float64)
    empty = np.asarray(~rows.any(axis=1), dtype=np.bool_)

    def block(start: int, stop: int) -> Values:
        return np.asarray(rows[start:stop] @ rows.T)

    cosines = pick_from_blocks(block, *pairs, len(rows), len(rows))
    a, b = pairs
    return np.where(empty[a] | empty[b], np.nan, cosines)


def _match_sentences(vectors: ClauseVectors, pairs: Pairs) -> Values:
    """Mean, over the sentences of both sides, of the cosine to the best one of the other side."""
    with_text = vectors.sentence.any(axis=1)
    rows = vectors.sentence[with_text].astype(np.float64)
    owner = vectors.sentence_clause[with_text]
    n_clauses = len(vectors.body)
    sentences = SentenceRows(rows, np.ones(len(rows)), owner, n_clauses)
    a, b = pairs
    match = (match_sentences(sentences, a, b) + match_sentences(sentences, b, a)) / 2
    empty = np.asarray(np.bincount(owner, minlength=n_clauses) == 0)
    return np.where(empty[a] | empty[b], np.nan, match)
