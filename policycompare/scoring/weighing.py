"""Second step of scoring: the rows of a shard, weighed by how rare their terms are in all clauses.

A reading holds rows of length 1 for headings, bodies and sentences, in one term space with one
weighting, so that the product of any two rows is a cosine. Columns are the terms of all shards, so
rows of two shards can be multiplied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from policycompare.scoring.concepts import read_concepts
from policycompare.scoring.counting import PARTS, Terms, counts_of
from policycompare.scoring.likeness import BLEND, interleave
from policycompare.scoring.packing import join_rows, pack_rows
from policycompare.scoring.products import make_rows, scale_rows, sum_rows, weigh_columns
from policycompare.scoring.readings import READINGS, Reading, build_reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.scoring.spool import Spool

    Values = NDArray[np.float64]
    Whole = NDArray[np.int64]

UNSEEN_CLAUSES = 10
"""Clauses without a term that are taken to stand beside the compared ones.

They keep what two short documents share from counting for nothing. Not swept.
"""
FAMILY_WEIGHT = 0.75
"""Weight of a concept's family beside the concept: neighbouring concepts are a little alike.

Of 0.5 and 0.75 the better F1(same) in folds by document pair of ``corpus/gold`` (0.876, 0.884);
AP(same) hardly moves (0.919, 0.920). 0.25 was tried with a former model only, and was worse still.
"""
SINGLE = ("cores", "sections")
"""Readings with one row a clause: the cores of the titles, and the headings above."""


@dataclass(frozen=True, eq=False)
class Shard:
    """What the second step must know of a shard.

    Attributes
    ----------
    name : str
    n_sentences : numpy.ndarray of int64, shape (n_clauses,)
        Sentences of each clause.
    documents : numpy.ndarray of int64, shape (n_clauses,), or None
        Number of each clause's document in the shard, from 0; None where no sums over documents
        are wanted.
    """

    name: str
    n_sentences: Whole
    documents: Whole | None


def weigh_terms(terms: Mapping[str, Sequence[Terms]], n_clauses: int, spool: Spool) -> None:
    """Put together the terms of all shards of a run, by reading, and keep what each weighs."""
    for name, parts in terms.items():
        codes, place = np.unique(np.concatenate([p.codes for p in parts]), return_inverse=True)
        counts = np.concatenate([p.n_with_term for p in parts])
        n_with_term = np.bincount(place, weights=counts, minlength=len(codes))
        if name in SINGLE:
            weights = np.log((1 + n_clauses) / (1 + n_with_term)) + 1 - 0.5
        else:
            weights = np.maximum(np.log((n_clauses + UNSEEN_CLAUSES) / (1 + n_with_term)), 0)
        if name == "concepts":
            weights *= np.where(codes < len(read_concepts().names), 1.0, FAMILY_WEIGHT)
        spool.put(_table_of(name), {"codes": codes, "weights": weights})


def weigh_shard(shard: Shard, spool: Spool) -> None:
    """Make the rows of a shard from its counts, and keep them in the spool."""
    sentences: list[sparse.csr_array] = []
    sentence_weights: Values = np.zeros(0)
    for name in READINGS:
        reading = _read(shard.name, name, spool)
        spool.put(rows_of(shard.name, name), pack_reading(name, reading, shard.documents))
        # Side by side, scaled by the root of their shares, the rows multiply to the blend.
        sentences.append(reading.sentences * np.sqrt(BLEND[name]))
        if name == "characters":
            sentence_weights = np.sqrt(np.diff(reading.sentences.indptr).astype(np.float64))
        # Let go before the next one is read: each is large.
        del reading
    blended = sparse.csr_array(sparse.hstack(sentences, format="csr"))
    limits = np.r_[0, np.cumsum(shard.n_sentences)]
    spool.put(
        rows_of(shard.name, "sentences"),
        {**pack_rows("rows", blended), "weights": sentence_weights, "limits": limits},
    )
    for name in SINGLE:
        present, weights = _load(shard.name, name, ("rows",), spool)
        rows = scale_rows(weigh_columns(present[0], weights))
        spool.put(rows_of(shard.name, name), pack_rows("rows", rows))


def rows_of(shard: str, name: str) -> str:
    """What the rows of a shard in one reading are called in the spool."""
    return f"{shard}-{name}-rows"


def _table_of(name: str) -> str:
    return f"terms-{name}"


def _load(
    shard: str, name: str, parts: Sequence[str], spool: Spool
) -> tuple[list[sparse.csr_array], Values]:
    """Counts of a shard in the columns of all shards, and the weights of the columns."""
    counts, table = spool.get(counts_of(shard, name)), spool.get(_table_of(name))
    place = np.searchsorted(table["codes"], counts["codes"]).astype(np.int32)
    width = len(table["codes"])
    found = []
    for part in parts:
        rows = join_rows(part, [counts])
        data, columns = rows.data.astype(np.float64), place[rows.indices]
        found.append(make_rows(data, columns, rows.indptr, width))
    return found, table["weights"]


def _read(shard: str, name: str, spool: Spool) -> Reading:
    parts, weights = _load(shard, name, PARTS, spool)
    if name != "words":
        for rows in parts:
            rows.data = 1 + np.log(rows.data)
    heading, body, sentences = parts
    return build_reading(heading, body, sentences, weights)


def pack_reading(name: str, reading: Reading, documents: Whole | None) -> dict[str, NDArray[Any]]:
    """The rows of a reading in the form in which pairs are measured.

    ``fields`` holds heading and body of each clause, ``lengths`` that of the two added, ``sums``
    the wholes of each document's clauses added up, and their headings; of the pairs of characters
    ``shown`` holds the weights of the terms of each heading, and of its clause.
    """
    arrays = {
        **pack_rows("fields", interleave([reading.heading, reading.body])),
        "lengths": reading.length_of_sums(),
    }
    if name == "pairs":
        shown = [reading.heading_present(), reading.present]
        weighed = [weigh_columns(rows, reading.weights) for rows in shown]
        arrays.update(pack_rows("shown", interleave(weighed)))
        arrays["of_headings"], arrays["of_clauses"] = map(_totals, weighed)
    if documents is not None:
        n_clauses = len(documents)
        members = sparse.csr_array(
            (np.ones(n_clauses), (documents, np.arange(n_clauses))),
            shape=(int(documents.max(initial=-1)) + 1, n_clauses),
        )
        rows = [reading.add_fields(), reading.heading]
        arrays.update(pack_rows("sums", interleave([members @ one for one in rows])))
    return arrays


def _totals(weights: sparse.csr_array) -> Values:
    totals = sum_rows(weights)
    return np.where(totals > 0, totals, 1)
