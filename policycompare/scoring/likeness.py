"""What a pair shows of itself, without its rivals: cosines, shares and best sentences, in batches.

Heading and body of a clause are rows of length 1 in each reading, and ``whole`` is their sum scaled
to length 1. So the cosine of two wholes follows from those of headings and bodies with each other,
and one pass over the rows of a pair serves all features that are made of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.pair_products import ClauseRows, multiply_clauses
from policycompare.scoring.products import sum_rows, weigh_columns
from policycompare.scoring.readings import Reading, find_presence

if TYPE_CHECKING:
    from numpy.typing import NDArray

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


def measure_fields(
    readings: Mapping[str, Reading],
    core: sparse.csr_array,
    section: sparse.csr_array,
    pairs: Pairs,
) -> dict[str, Values]:
    """The features made of headings, bodies and sections.

    Parameters
    ----------
    core, section : scipy.sparse.csr_array, shape (n_clauses, n_terms), each with its own terms
        Rows of length 1 (or empty) of the cores of the titles and of the headings above.
    """
    strings = readings["pairs"]
    in_heading = find_presence(strings.heading)
    left, right = _stack_fields(readings, in_heading, core, section)
    heading_totals = _totals(weigh_columns(in_heading, strings.weights))
    totals = _totals(weigh_columns(strings.present, strings.weights))
    lengths = {name: _length_of_sums(reading) for name, reading in readings.items()}
    found: dict[str, Values] = {}
    for block in multiply_clauses(left, right, *pairs):
        cells = block.products.reshape(len(block.pairs), -1, 2)
        a, b = (side[block.pairs] for side in pairs)
        values = _cosines(cells, readings, lengths, a, b)
        held = cells[:, 2 * len(readings) :]
        forth, back = held[:, 0, 0] / heading_totals[a], held[:, 1, 1] / heading_totals[b]
        values.update(both("heading_found", (forth, back)))
        shared = held[:, 0, 1]
        values.update(both("contained", (shared / totals[a], shared / totals[b])))
        values["heading_core"], values["section"] = held[:, 2, 0], held[:, 3, 0]
        for name, column in values.items():
            found.setdefault(name, np.zeros(len(pairs[0])))[block.pairs] = column
    return found or dict.fromkeys(_FIELD_NAMES, np.zeros(len(pairs[0])))


_FIELD_NAMES = (
    *(f"{field}_{name}" for name in BLEND for field in ("heading", "body", "whole")),
    *(
        f"{name}_{side}"
        for name in ("heading_to_whole", "heading_found")
        for side in ("least", "most")
    ),
    *("contained_least", "contained_most", "heading_core", "section"),
)


def _stack_fields(
    readings: Mapping[str, Reading],
    in_heading: sparse.csr_array,
    core: sparse.csr_array,
    section: sparse.csr_array,
) -> tuple[ClauseRows, ClauseRows]:
    """Two rows of each first clause, heading and body; one row of a second clause for each product.

    Terms stand side by side: those of each reading, the character pairs again for the shares, those
    of the cores and those of the sections.
    """
    strings = readings["pairs"]
    parts = list(readings.values())
    heading = [part.heading for part in parts]
    body = [part.body for part in parts]
    weights = weigh_columns(in_heading, strings.weights)
    left = [
        [*heading, weights, core, section],
        [*body, weigh_columns(strings.present, strings.weights), _none(core), _none(section)],
    ]
    shown = [*heading, *body, strings.present, in_heading, core, section]
    n = len(parts)
    places = [*range(n), *range(n), n, n, n + 1, n + 2]
    width = [part.shape[1] for part in left[0]]
    offsets = np.cumsum([0, *width])
    right = [
        _shift(matrix, int(offsets[k]), int(offsets[-1]))
        for matrix, k in zip(shown, places, strict=True)
    ]
    return (
        interleave([sparse.csr_array(sparse.hstack(rows, format="csr")) for rows in left]),
        interleave(right),
    )


def _cosines(
    cells: Values,
    readings: Mapping[str, Reading],
    lengths: Mapping[str, Values],
    a: NDArray[np.int64],
    b: NDArray[np.int64],
) -> dict[str, Values]:
    found: dict[str, Values] = {}
    forth, back = np.zeros(len(a)), np.zeros(len(a))
    for k, (name, share) in enumerate(BLEND.items()):
        headings, bodies = cells[:, k, 0], cells[:, len(readings) + k, 1]
        # The heading of a with the body of b, and the other way round.
        across, against = cells[:, len(readings) + k, 0], cells[:, k, 1]
        of_a, of_b = lengths[name][a], lengths[name][b]
        found[f"heading_{name}"], found[f"body_{name}"] = headings, bodies
        found[f"whole_{name}"] = ((headings + bodies) + (across + against)) / (of_a * of_b)
        forth += share * ((headings + across) / of_b)
        back += share * ((headings + against) / of_a)
    return {**found, **both("heading_to_whole", (forth, back))}


def measure_sentences(
    readings: Mapping[str, Reading], owner: NDArray[np.int64], pairs: Pairs
) -> dict[str, Values]:
    """How well the sentences of each side are found in the other, and the best two sentences."""
    # Side by side, scaled by the root of their shares, the readings' rows multiply to the blend.
    blended = sparse.csr_array(
        sparse.hstack(
            [readings[name].sentences * np.sqrt(share) for name, share in BLEND.items()],
            format="csr",
        )
    )
    weights = np.sqrt(np.diff(readings["characters"].sentences.indptr).astype(np.float64))
    return match_pairs(blended, weights, owner, readings["words"].whole.shape[0], pairs)


def match_pairs(
    rows: sparse.csr_array,
    weights: Values,
    owner: NDArray[np.int64],
    n_clauses: int,
    pairs: Pairs,
) -> dict[str, Values]:
    """The features made of sentences, from their rows.

    A side's match is the weighted mean of each sentence's best cosine, 0 where a clause has no
    sentence.

    Parameters
    ----------
    rows : scipy.sparse.csr_array, shape (n_sentences, n_terms)
    weights : numpy.ndarray, shape (n_sentences,)
    owner : numpy.ndarray of int64, shape (n_sentences,)
        Position of the clause of each sentence, ascending.
    """
    limits = np.searchsorted(owner, np.arange(n_clauses + 1))
    sentences = ClauseRows(rows, limits)
    total = np.bincount(owner, weights, minlength=n_clauses)
    total = np.where(total > 0, total, 1)
    # The clause with fewer sentences comes first: its sentences are columns of a dense table.
    swapped = sentences.counts[pairs[0]] > sentences.counts[pairs[1]]
    first = np.where(swapped, pairs[1], pairs[0])
    second = np.where(swapped, pairs[0], pairs[1])
    forth, back, best = (np.zeros(len(first)) for _ in range(3))
    for block in multiply_clauses(sentences, sentences, first, second):
        one, other = first[block.pairs], second[block.pairs]
        own_weights = weights[limits[one][:, None] + np.arange(block.products.shape[1])]
        tops = np.maximum.reduceat(block.products, block.starts, axis=0)
        forth[block.pairs] = (tops * own_weights).sum(axis=1) / total[one]
        others = block.products.max(axis=1)
        sums = np.add.reduceat(others * weights[block.right_rows], block.starts)
        back[block.pairs] = sums / total[other]
        best[block.pairs] = tops.max(axis=1)
    return {**both("sentences", (forth, back)), "sentence_best": best}


def both(name: str, values: tuple[Values, Values]) -> dict[str, Values]:
    """The smaller and the larger of two directed values."""
    return {f"{name}_least": np.minimum(*values), f"{name}_most": np.maximum(*values)}


def interleave(matrices: Sequence[sparse.csr_array]) -> ClauseRows:
    """Row ``i`` of each matrix, then row ``i + 1`` of each."""
    n_clauses, n_rows = matrices[0].shape[0], len(matrices)
    order = np.arange(n_clauses * n_rows).reshape(n_rows, n_clauses).T.ravel()
    stacked = sparse.csr_array(sparse.vstack(matrices, format="csr"))
    return ClauseRows(stacked[order], np.arange(n_clauses + 1) * n_rows)


def _shift(matrix: sparse.csr_array, offset: int, width: int) -> sparse.csr_array:
    """The matrix with its terms moved to the right, in a space of ``width`` terms."""
    return sparse.csr_array(
        (matrix.data, matrix.indices + offset, matrix.indptr), shape=(matrix.shape[0], width)
    )


def _none(matrix: sparse.csr_array) -> sparse.csr_array:
    return sparse.csr_array(matrix.shape)


def _totals(weights: sparse.csr_array) -> Values:
    totals = sum_rows(weights)
    return np.where(totals > 0, totals, 1)


def _length_of_sums(reading: Reading) -> Values:
    """Length of heading and body added, 1 where both are empty."""
    added = reading.heading + reading.body
    row = np.repeat(np.arange(added.shape[0]), np.diff(added.indptr))
    lengths = np.sqrt(np.bincount(row, weights=added.data**2, minlength=added.shape[0]))
    return np.where(lengths > 0, lengths, 1)
