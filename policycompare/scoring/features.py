"""The named features of a pair of clauses, each symmetric in the two by construction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy import sparse

from policycompare.scoring.concepts import find_concepts, read_concepts
from policycompare.scoring.names import FEATURE_NAMES, FLOOR
from policycompare.scoring.products import (
    count_terms,
    inverse_frequency,
    multiply_pairs,
    scale_rows,
    sum_rows,
    weigh_columns,
)
from policycompare.scoring.rivals import find_margins, find_ranks
from policycompare.scoring.sentences import match_sentences
from policycompare.scoring.texts import cut_ngrams, find_core, find_title, weigh_rarity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause
    from policycompare.vectors import FieldMatrices

    Values = NDArray[np.float64]
    Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


class WordSplitter(Protocol):
    """What scoring needs of a tokenizer."""

    def words(self, text: str) -> list[str]:
        """The words of ``text`` that carry meaning."""


def measure_features(
    clauses: Sequence[Clause], pairs: Pairs, matrices: FieldMatrices, tokenizer: WordSplitter
) -> Values:
    """Values of all features, shape (n_pairs, n_features), columns in the order of ``FEATURE_NAMES``.

    Parameters
    ----------
    pairs : two arrays of int64, shape (n_pairs,)
        Positions of the clauses of each pair. Rivals are sought among the pairs.
    """
    titles = [find_title(clause) for clause in clauses]
    title_words = [tokenizer.words(title) for title in titles]
    cores = [find_core(words, title) for words, title in zip(title_words, titles, strict=True)]
    found = {
        **_words(title_words, pairs, matrices),
        **_characters(clauses, titles, cores, pairs, matrices),
        **_sentences(pairs, matrices),
        **_concepts(clauses, titles, pairs),
        **_places(clauses, pairs),
    }
    documents = np.unique([clause.document for clause in clauses], return_inverse=True)[1]
    found.update(_rivals(found, pairs, documents))
    found[FLOOR] = np.zeros(len(pairs[0]))
    return np.stack([found[name] for name in FEATURE_NAMES], axis=1)


def _words(
    title_words: list[list[str]], pairs: Pairs, matrices: FieldMatrices
) -> dict[str, Values]:
    terms = sorted({*matrices.body_terms, *(word for words in title_words for word in words)})
    place = {term: k for k, term in enumerate(terms)}
    title = count_terms(title_words, place)
    body = _widen(matrices.body_words, [place[term] for term in matrices.body_terms], len(terms))
    present = _presence(title + body)
    idf = inverse_frequency(present)
    rarity = weigh_rarity(terms)
    # D's weights hold the idf of the bodies; without the 1 that smooths it, words that all clauses
    # share count for nothing.
    sharp = (idf - 1) / inverse_frequency(body)
    titles = scale_rows(weigh_columns(title, idf))
    bodies = scale_rows(weigh_columns(body, sharp))
    whole = scale_rows(scale_rows(weigh_columns(title, idf - 1)) + bodies)
    rare = scale_rows(weigh_columns(body, sharp * rarity))
    heading_found = _shares(weigh_columns(title, (idf - 1) * rarity), present, pairs)
    contained = _shares(weigh_columns(present, (idf - 1) * rarity), present, pairs)
    return {
        "heading_words": multiply_pairs(titles, titles, *pairs),
        "whole_words": multiply_pairs(whole, whole, *pairs),
        "body_words": multiply_pairs(bodies, bodies, *pairs),
        "body_words_rare": multiply_pairs(rare, rare, *pairs),
        **_both("heading_found", heading_found),
        **_both("contained", contained),
    }


def _characters(
    clauses: Sequence[Clause],
    titles: list[str],
    cores: list[str],
    pairs: Pairs,
    matrices: FieldMatrices,
) -> dict[str, Values]:
    core, core_idf = _ngram_rows([cut_ngrams(text, 1, 2) for text in cores])
    title, title_idf = _ngram_rows([cut_ngrams(text, 2, 3) for text in titles])
    section, section_idf = _ngram_rows([cut_ngrams(clause.section, 2, 2) for clause in clauses])
    strings, _ = _ngram_rows([cut_ngrams(clause.body, 6, 6) for clause in clauses])
    whole_lists = [cut_ngrams(f"{t}。{c.body}", 2, 2) for t, c in zip(titles, clauses, strict=True)]
    place = _vocabulary(whole_lists)
    whole = count_terms(whole_lists, place)
    core_strings = weigh_columns(
        count_terms([cut_ngrams(text, 2, 2) for text in cores], place), inverse_frequency(whole)
    )
    units = {
        "heading_core": scale_rows(weigh_columns(core, core_idf)),
        "heading_chars": scale_rows(weigh_columns(title, title_idf)),
        "section": scale_rows(weigh_columns(section, section_idf)),
        "body_chars": matrices.body_chars,
    }
    copied = _shares(strings, strings, pairs)
    return {
        **{name: multiply_pairs(rows, rows, *pairs) for name, rows in units.items()},
        "copied": np.maximum(*copied),
        **_both("core_found", _shares(core_strings, whole, pairs)),
    }


def _sentences(pairs: Pairs, matrices: FieldMatrices) -> dict[str, Values]:
    body_idf = inverse_frequency(matrices.body_words)
    sharp = weigh_columns(matrices.sentence_words, (body_idf - 1) / body_idf)
    weights = np.sqrt(np.diff(matrices.sentence_words.indptr).astype(np.float64))
    rows = scale_rows(sharp)
    n_clauses = matrices.body_words.shape[0]
    arguments = (rows, weights, matrices.sentence_clause, n_clauses)
    forth, best = match_sentences(*arguments, pairs[0], pairs[1])
    back, _ = match_sentences(*arguments, pairs[1], pairs[0])
    return {**_both("sentences", (forth, back)), "sentence_best": best}


def _concepts(clauses: Sequence[Clause], titles: list[str], pairs: Pairs) -> dict[str, Values]:
    n_concepts = len(read_concepts()[0])
    title = _count_concepts([list(find_concepts(text)) for text in titles], n_concepts)
    body = _count_concepts([list(find_concepts(clause.body)) for clause in clauses], n_concepts)
    present = _presence(title + body)
    idf = inverse_frequency(present) - 0.5
    titles_unit = scale_rows(weigh_columns(title, idf))
    whole = scale_rows(titles_unit + scale_rows(weigh_columns(body, idf)))
    return {
        "heading_concepts": multiply_pairs(titles_unit, titles_unit, *pairs),
        "text_concepts": multiply_pairs(whole, whole, *pairs),
        **_both("heading_concepts_found", _shares(weigh_columns(title, idf), present, pairs)),
    }


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


def _rivals(
    found: dict[str, Values], pairs: Pairs, documents: NDArray[np.int64]
) -> dict[str, Values]:
    heading = (
        found["heading_words"]
        + found["heading_core"]
        + found["heading_concepts"]
        + found["core_found_most"]
    )
    body = found["body_words"] + found["body_chars"] + found["sentences_most"]
    likeness = heading + body + found["whole_words"]
    least, most = _both("margin", find_margins(likeness, *pairs, documents)).values()
    return {
        "margin_least": least,
        "margin_most": most,
        **_both("rank", find_ranks(likeness, *pairs, documents)),
        "heading_margin_least": np.minimum(*find_margins(heading, *pairs, documents)),
        "body_margin_least": np.minimum(*find_margins(body, *pairs, documents)),
    }


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


def _presence(matrix: sparse.csr_array) -> sparse.csr_array:
    present = sparse.csr_array(matrix)
    present.data = np.ones_like(present.data)
    return present


def _widen(matrix: sparse.csr_array, columns: list[int], n_terms: int) -> sparse.csr_array:
    """The matrix in a larger term space; ``columns`` is the new place of each term, ascending."""
    place = np.array(columns, dtype=np.int64)
    return sparse.csr_array(
        (matrix.data, place[matrix.indices], matrix.indptr), shape=(matrix.shape[0], n_terms)
    )


def _vocabulary(term_lists: list[list[str]]) -> dict[str, int]:
    return {term: k for k, term in enumerate(sorted({t for terms in term_lists for t in terms}))}


def _ngram_rows(term_lists: list[list[str]]) -> tuple[sparse.csr_array, Values]:
    rows = count_terms(term_lists, _vocabulary(term_lists))
    return rows, inverse_frequency(rows) - 0.5


def _count_concepts(found: list[list[int]], n_concepts: int) -> sparse.csr_array:
    """``1 + ln count`` of each concept in each text, shape (n_texts, n_concepts)."""
    row = np.repeat(np.arange(len(found)), [len(one) for one in found])
    column = np.array([concept for one in found for concept in one], dtype=np.int64)
    counts = sparse.csr_array((np.ones(len(row)), (row, column)), shape=(len(found), n_concepts))
    counts.sum_duplicates()
    counts.data = 1 + np.log(counts.data)
    return counts


def _relative_positions(documents: list[str]) -> Values:
    """Place of each clause in its document, from 0 to 1."""
    codes = np.unique(documents, return_inverse=True)[1]
    positions = np.zeros(len(codes))
    for code in range(codes.max(initial=-1) + 1):
        inside = np.flatnonzero(codes == code)
        positions[inside] = np.linspace(0, 1, len(inside)) if len(inside) > 1 else 0.5
    return positions
