"""The named features of a pair of clauses, each symmetric in the two by construction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy import sparse

from policycompare.scoring.names import ADJUSTMENTS, FEATURE_NAMES
from policycompare.scoring.ngrams import count_ngrams
from policycompare.scoring.products import (
    inverse_frequency,
    multiply_pairs,
    scale_rows,
    sum_rows,
    weigh_columns,
)
from policycompare.scoring.readings import Reading, Texts, build_readings, find_presence
from policycompare.scoring.rivals import find_contests
from policycompare.scoring.sentences import SentenceRows, find_best_sentences, match_sentences
from policycompare.scoring.texts import find_core, find_title
from policycompare.scoring.witnesses import find_witnesses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause
    from policycompare.vectors import FieldMatrices

    Values = NDArray[np.float64]
    Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]

BLEND: dict[str, float] = {
    "words": 1 / 6,
    "pairs": 1 / 6,
    "characters": 1 / 6,
    "concepts": 1 / 2,
}
"""Shares of the four readings in a blended likeness, which stays in [0, 1].

Not fitted: what the eye reads off the text counts half, what the table of concepts adds the other
half.
"""


class WordSplitter(Protocol):
    """What scoring needs of a tokenizer."""

    def words(self, text: str) -> list[str]:
        """The words of ``text`` that carry meaning."""


def measure_features(
    clauses: Sequence[Clause], pairs: Pairs, matrices: FieldMatrices, tokenizer: WordSplitter
) -> Values:
    """Values of all features, shape (n_pairs, n_features), columns as in ``FEATURE_NAMES``.

    Parameters
    ----------
    pairs : two arrays of int64, shape (n_pairs,)
        Positions of the clauses of each pair. Rivals are sought among the pairs.
    """
    texts = _read_texts(clauses, tokenizer)
    readings = build_readings(texts, matrices)
    found = {
        **_fields(readings, pairs),
        **_headings(texts, readings, pairs),
        **_sentences(readings, matrices.sentence_clause, pairs),
        **_bodies(readings, pairs),
        **_places(clauses, pairs),
    }
    documents = np.unique([clause.document for clause in clauses], return_inverse=True)[1]
    found.update(_rivals(found, pairs, documents))
    found.update(dict.fromkeys(ADJUSTMENTS, np.zeros(len(pairs[0]))))
    return np.stack([found[name] for name in FEATURE_NAMES], axis=1)


def _read_texts(clauses: Sequence[Clause], tokenizer: WordSplitter) -> Texts:
    titles = [find_title(clause) for clause in clauses]
    return Texts(
        titles=titles,
        title_words=[tokenizer.words(title) for title in titles],
        bodies=[clause.body for clause in clauses],
        sentences=[sentence.text for clause in clauses for sentence in clause.sentences],
    )


def _fields(readings: Mapping[str, Reading], pairs: Pairs) -> dict[str, Values]:
    """Cosines of headings, bodies and both together, in each reading."""
    found = {}
    for name, reading in readings.items():
        for field in ("heading", "body", "whole"):
            rows = getattr(reading, field)
            found[f"{field}_{name}"] = multiply_pairs(rows, rows, *pairs)
    return found


def _headings(texts: Texts, readings: Mapping[str, Reading], pairs: Pairs) -> dict[str, Values]:
    a, b = pairs
    forth, back = np.zeros(len(a)), np.zeros(len(a))
    for name, share in BLEND.items():
        heading, whole = readings[name].heading, readings[name].whole
        forth += share * multiply_pairs(heading, whole, a, b)
        back += share * multiply_pairs(heading, whole, b, a)
    strings = readings["pairs"]
    present = find_presence(strings.heading)
    heading_found = _shares(weigh_columns(present, strings.weights), strings.present, pairs)
    cores = [find_core(w, t) for w, t in zip(texts.title_words, texts.titles, strict=True)]
    core = find_presence(sparse.hstack([count_ngrams(cores, n) for n in (1, 2)], format="csr"))
    rows = scale_rows(weigh_columns(core, inverse_frequency(core) - 0.5))
    return {
        **_both("heading_to_whole", (forth, back)),
        **_both("heading_found", heading_found),
        "heading_core": multiply_pairs(rows, rows, *pairs),
    }


def _sentences(
    readings: Mapping[str, Reading], owner: NDArray[np.int64], pairs: Pairs
) -> dict[str, Values]:
    # Side by side, scaled by the root of their shares, the readings' rows multiply to the blend.
    blended = sparse.csr_array(
        sparse.hstack(
            [readings[name].sentences * np.sqrt(share) for name, share in BLEND.items()],
            format="csr",
        )
    )
    n_characters = np.diff(readings["characters"].sentences.indptr)
    weights = np.sqrt(n_characters.astype(np.float64))
    n_clauses = readings["words"].whole.shape[0]
    sentences = SentenceRows(blended, weights, owner, n_clauses)
    a, b = pairs
    forth, back = match_sentences(sentences, a, b), match_sentences(sentences, b, a)
    return {
        **_both("sentences", (forth, back)),
        "sentence_best": find_best_sentences(sentences, a, b),
    }


def _bodies(readings: Mapping[str, Reading], pairs: Pairs) -> dict[str, Values]:
    strings = readings["pairs"]
    weights = weigh_columns(strings.present, strings.weights)
    return _both("contained", _shares(weights, strings.present, pairs))


def _places(clauses: Sequence[Clause], pairs: Pairs) -> dict[str, Values]:
    a, b = pairs
    roles = np.array([clause.role for clause in clauses])
    general = np.isin(roles, ("principles", "goals"))
    same_role = roles[a] == roles[b]
    lengths = np.log([max(10, len(clause.body)) for clause in clauses])
    positions = _relative_positions([clause.document for clause in clauses])
    sections = find_presence(count_ngrams([clause.section for clause in clauses], 2))
    section_rows = scale_rows(weigh_columns(sections, inverse_frequency(sections) - 0.5))
    return {
        "section": multiply_pairs(section_rows, section_rows, *pairs),
        "role_differs": (~same_role).astype(np.float64),
        "both_general": (same_role & general[a]).astype(np.float64),
        "one_general": (general[a] != general[b]).astype(np.float64),
        "position_gap": np.abs(positions[a] - positions[b]),
        "length_gap": np.abs(lengths[a] - lengths[b]),
    }


def _rivals(
    found: Mapping[str, Values], pairs: Pairs, documents: NDArray[np.int64]
) -> dict[str, Values]:
    whole = np.sum([share * found[f"whole_{name}"] for name, share in BLEND.items()], axis=0)
    heading = (found["heading_to_whole_least"] + found["heading_to_whole_most"]) / 2
    sentences = (found["sentences_least"] + found["sentences_most"]) / 2
    one, other = find_contests(*pairs, documents)
    rivals = {
        **_both("rank", (one.find_rank(whole), other.find_rank(whole))),
        "heading_rank_least": np.minimum(one.find_rank(heading), other.find_rank(heading)),
    }
    for prefix, likeness in (("", whole), ("heading_", heading), ("sentences_", sentences)):
        standing = one.find_standing(likeness), other.find_standing(likeness)
        rivals.update(_both(f"{prefix}standing", standing))
        rivals[f"{prefix}lead"] = one.find_lead(likeness) + other.find_lead(likeness)
    rivals["witness"] = find_witnesses(pairs, rivals["standing_least"], (one, other))
    return rivals


def _both(name: str, values: tuple[Values, Values]) -> dict[str, Values]:
    """The smaller and the larger of two directed values."""
    return {f"{name}_least": np.minimum(*values), f"{name}_most": np.maximum(*values)}


def _shares(
    weights: sparse.csr_array, present: sparse.csr_array, pairs: Pairs
) -> tuple[Values, Values]:
    """Share of a row's weight that the other's terms hold, forth and back, in [0, 1]."""
    totals = sum_rows(weights)
    scaled = weights.copy()
    scaled.data = weights.data / np.repeat(np.where(totals > 0, totals, 1), np.diff(weights.indptr))
    a, b = pairs
    return multiply_pairs(scaled, present, a, b), multiply_pairs(scaled, present, b, a)


def _relative_positions(documents: list[str]) -> Values:
    """Place of each clause in its document, from 0 to 1."""
    codes = np.unique(documents, return_inverse=True)[1]
    positions = np.zeros(len(codes))
    for code in range(codes.max(initial=-1) + 1):
        inside = np.flatnonzero(codes == code)
        positions[inside] = np.linspace(0, 1, len(inside)) if len(inside) > 1 else 0.5
    return positions
