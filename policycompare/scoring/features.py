"""The named features of a pair of clauses, each symmetric in the two by construction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy import sparse

from policycompare.compiling import map_in_threads
from policycompare.scoring.fields import FieldFeatures
from policycompare.scoring.likeness import BLEND, both, match_pairs
from policycompare.scoring.names import ADJUSTMENTS, FEATURE_NAMES
from policycompare.scoring.ngrams import count_ngrams
from policycompare.scoring.products import inverse_frequency, scale_rows, weigh_columns
from policycompare.scoring.readings import Texts, find_presence, read_clauses
from policycompare.scoring.rivals import Contests, Rest, find_contests
from policycompare.scoring.texts import find_core, find_title
from policycompare.scoring.unscored import ContestTotals, measure_scatter
from policycompare.scoring.witnesses import find_witnesses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause
    from policycompare.document_pairs import Sample
    from policycompare.vectors import FieldMatrices

    Values = NDArray[np.float64]
    Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


NO_RESTS: Sequence[Mapping[str, Rest]] = ({}, {})
"""Every clause of a rival's document is in a pair, or counts with likeness 0."""


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
        Positions of the clauses of each pair. Rivals are sought among the pairs; a clause of a
        rival's document that is in no pair counts with likeness 0.
    """
    measured = _measure_pairs(clauses, pairs, matrices, tokenizer)
    contests = find_contests(*pairs, _number_documents(clauses))
    return _complete(clauses, pairs, measured, contests)


def measure_cut_features(
    clauses: Sequence[Clause],
    pairs: Pairs,
    sample: Sample,
    matrices: FieldMatrices,
    tokenizer: WordSplitter,
) -> tuple[Values, Values]:
    """Values of the features of some pairs, and of sampled document pairs as if all were taken.

    The sample tells what clauses of a rival's document are taken to be that are in no pair.

    Parameters
    ----------
    pairs : two arrays of int64, shape (n_pairs,)
        Sorted, the smaller position first.
    sample : Sample
        It may hold some of the pairs.

    Returns
    -------
    numpy.ndarray, shape (n_pairs, n_features)
    numpy.ndarray, shape (n_sampled_pairs, n_features)
    """
    in_full = sample.a, sample.b
    rows = sample.find_rows(*pairs)
    unscored = rows < 0
    rest_pairs = sample.a[unscored], sample.b[unscored]
    n_pairs = len(pairs[0])
    rows[unscored] = np.arange(n_pairs, n_pairs + len(rest_pairs[0]))
    documents = _number_documents(clauses)
    contests = find_contests(*pairs, documents)
    totals = ContestTotals(contests, documents)
    every = np.r_[pairs[0], rest_pairs[0]], np.r_[pairs[1], rest_pairs[1]]
    measured = _measure_pairs(clauses, every, matrices, tokenizer, totals)
    sampled = {name: values[rows] for name, values in measured.items()}
    found = {name: values[:n_pairs] for name, values in measured.items()}
    rests: Sequence[Mapping[str, Rest]] = NO_RESTS
    if unscored.any():
        others = {name: values[unscored] for name, values in sampled.items()}
        scatter = measure_scatter(_likenesses(others), rest_pairs, documents)
        likenesses = _likenesses(found)
        rests = totals.expect_rests(likenesses, scatter)
    del measured
    return (
        _complete(clauses, pairs, found, contests, rests),
        _complete(clauses, in_full, sampled, find_contests(*in_full, documents)),
    )


def _complete(
    clauses: Sequence[Clause],
    pairs: Pairs,
    found: dict[str, Values],
    contests: tuple[Contests, Contests],
    rests: Sequence[Mapping[str, Rest]] = NO_RESTS,
) -> Values:
    """Add the features of places and rivals to those measured, and put all side by side.

    ``found`` is emptied: a column is let go as soon as it is copied, so that the columns never
    stand in memory twice.
    """
    found.update(_places(clauses, pairs))
    found.update(_rivals(_likenesses(found), contests, rests))
    # Where most pairs are not scored most witnesses are not known, and the few that are would stand
    # out: without them a cut run is nearer to one without a cut (docs/scale.md).
    found["witness"] = (
        find_witnesses(pairs, found["standing_least"], contests)
        if rests is NO_RESTS
        else np.zeros(len(pairs[0]))
    )
    found.update(dict.fromkeys(ADJUSTMENTS, np.zeros(len(pairs[0]))))
    values = np.empty((len(pairs[0]), len(FEATURE_NAMES)))
    for k, name in enumerate(FEATURE_NAMES):
        values[:, k] = found.pop(name)
    return values


def _number_documents(clauses: Sequence[Clause]) -> NDArray[np.int64]:
    return np.unique([clause.document for clause in clauses], return_inverse=True)[1]


def _measure_pairs(
    clauses: Sequence[Clause],
    pairs: Pairs,
    matrices: FieldMatrices,
    tokenizer: WordSplitter,
    totals: ContestTotals | None = None,
) -> dict[str, Values]:
    """What pairs show of themselves, without their rivals; fills ``totals`` on the way."""
    texts = _read_texts(clauses, tokenizer)
    fields = FieldFeatures(pairs)
    sentences: list[sparse.csr_array] = []
    weights = np.zeros(0)
    for name, reading in read_clauses(texts, matrices):
        fields.add(name, reading)
        if totals is not None:
            totals.add(name, reading)
        # Side by side, scaled by the root of their shares, the rows multiply to the blend.
        sentences.append(reading.sentences * np.sqrt(BLEND[name]))
        if name == "characters":
            weights = np.sqrt(np.diff(reading.sentences.indptr).astype(np.float64))
        # Let go before the next one is read: each is large.
        del reading
    fields.add_cosine("heading_core", _cores(texts))
    fields.add_cosine("section", _sections(clauses))
    blended = sparse.csr_array(sparse.hstack(sentences, format="csr"))
    del sentences, texts
    matched = match_pairs(blended, weights, matrices.sentence_clause, len(clauses), pairs)
    return {**fields.finish(), **matched}


def _read_texts(clauses: Sequence[Clause], tokenizer: WordSplitter) -> Texts:
    titles = [find_title(clause) for clause in clauses]
    return Texts(
        titles=titles,
        title_words=[tokenizer.words(title) for title in titles],
        bodies=[clause.body for clause in clauses],
        sentences=[sentence.text for clause in clauses for sentence in clause.sentences],
    )


def _cores(texts: Texts) -> sparse.csr_array:
    """Character strings of the titles' cores, rows of length 1."""
    cores = [find_core(w, t) for w, t in zip(texts.title_words, texts.titles, strict=True)]
    strings = [count_ngrams(cores, n) for n in (1, 2)]
    return _rarity_rows(find_presence(sparse.csr_array(sparse.hstack(strings, format="csr"))))


def _sections(clauses: Sequence[Clause]) -> sparse.csr_array:
    """Pairs of characters of the headings above, rows of length 1."""
    return _rarity_rows(find_presence(count_ngrams([clause.section for clause in clauses], 2)))


def _rarity_rows(present: sparse.csr_array) -> sparse.csr_array:
    return scale_rows(weigh_columns(present, inverse_frequency(present) - 0.5))


def _places(clauses: Sequence[Clause], pairs: Pairs) -> dict[str, Values]:
    a, b = pairs
    roles = np.array([clause.role for clause in clauses])
    general = np.isin(roles, ("principles", "goals"))
    same_role = roles[a] == roles[b]
    lengths = np.log([max(10, len(clause.body)) for clause in clauses])
    positions = _relative_positions([clause.document for clause in clauses])
    return {
        "role_differs": (~same_role).astype(np.float64),
        "both_general": (same_role & general[a]).astype(np.float64),
        "one_general": (general[a] != general[b]).astype(np.float64),
        "position_gap": np.abs(positions[a] - positions[b]),
        "length_gap": np.abs(lengths[a] - lengths[b]),
    }


def _likenesses(found: Mapping[str, Values]) -> dict[str, Values]:
    """The likenesses by which pairs are ranked, each in [0, 1]."""
    return {
        "whole": np.sum([share * found[f"whole_{name}"] for name, share in BLEND.items()], axis=0),
        "heading": (found["heading_to_whole_least"] + found["heading_to_whole_most"]) / 2,
        "sentences": (found["sentences_least"] + found["sentences_most"]) / 2,
    }


def _rivals(
    likenesses: Mapping[str, Values],
    contests: tuple[Contests, Contests],
    rests: Sequence[Mapping[str, Rest]],
) -> dict[str, Values]:
    def place(of: tuple[str, int]) -> tuple[Values, Values, Values | None]:
        """Standing, lead and, but for sentences, rank of the pairs, seen from one side."""
        name, k = of
        side, likeness, rest = contests[k], likenesses[name], rests[k].get(name)
        return (
            side.find_standing(likeness, rest),
            side.find_lead(likeness, rest),
            None if name == "sentences" else side.find_rank(likeness, rest),
        )

    rivals: dict[str, Values] = {}
    placed = map_in_threads(place, [(name, k) for name in likenesses for k in (0, 1)])
    for name in likenesses:
        one, other = next(placed), next(placed)
        prefix = "" if name == "whole" else f"{name}_"
        rivals.update(both(f"{prefix}standing", (one[0], other[0])))
        rivals[f"{prefix}lead"] = one[1] + other[1]
        if one[2] is not None and other[2] is not None:
            rivals.update(both(f"{prefix}rank", (one[2], other[2])))
    del rivals["heading_rank_most"]
    return rivals


def _relative_positions(documents: list[str]) -> Values:
    """Place of each clause in its document, from 0 to 1."""
    codes = np.unique(documents, return_inverse=True)[1]
    order = np.argsort(codes, kind="stable")
    sizes = np.bincount(codes)
    positions = np.zeros(len(codes))
    for inside in np.split(order, np.cumsum(sizes)[:-1]) if len(codes) else ():
        positions[inside] = np.linspace(0, 1, len(inside)) if len(inside) > 1 else 0.5
    return positions
