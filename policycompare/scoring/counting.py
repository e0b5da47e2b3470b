"""First step of scoring: what the texts of a shard of clauses hold, counted.

What a term weighs depends on all clauses of a run. So the terms of each shard are counted first,
each with a code that is the same in all shards, and weighed when those of all shards are known
(:mod:`policycompare.scoring.weighing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policycompare.scoring.concepts import find_all_concepts, read_concepts
from policycompare.scoring.ngrams import count_coded_ngrams
from policycompare.scoring.packing import pack_rows
from policycompare.scoring.products import find_presence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.scoring.spool import Spool

    Whole = NDArray[np.int64]
    Parts = tuple[sparse.csr_array, sparse.csr_array, sparse.csr_array]

PARTS = ("heading", "body", "sentences")
"""The rows of a reading."""


@dataclass(frozen=True, eq=False)
class ShardTexts:
    """What is read of a shard: titles and bodies of clauses, sentences of the bodies and more.

    Attributes
    ----------
    shard : str
        Its name in the spool.
    cores : sequence of str
        The words of each title that name an object.
    sections : sequence of str
        The headings above each clause.
    """

    shard: str
    titles: Sequence[str]
    cores: Sequence[str]
    sections: Sequence[str]
    bodies: Sequence[str]
    sentences: Sequence[str]


@dataclass(frozen=True, eq=False)
class Terms:
    """The terms of some clauses in one reading.

    Attributes
    ----------
    codes : numpy.ndarray of int64, shape (n_terms,)
        Ascending.
    n_with_term : numpy.ndarray of int64, shape (n_terms,)
        Clauses that hold each, in heading or body.
    """

    codes: Whole
    n_with_term: Whole


def count_shard(texts: ShardTexts, spool: Spool) -> dict[str, Terms]:
    """Count the terms of a shard in all readings but words, and keep the counts in the spool."""
    n_clauses = len(texts.titles)
    every = (*texts.titles, *texts.bodies, *texts.sentences)
    found = {
        "pairs": _keep_counts(texts.shard, "pairs", count_coded_ngrams(every, 2), n_clauses, spool),
        "characters": _keep_counts(
            texts.shard, "characters", count_coded_ngrams(every, 1), n_clauses, spool
        ),
        "concepts": _keep_counts(texts.shard, "concepts", _count_concepts(every), n_clauses, spool),
    }
    single, double = (count_coded_ngrams(texts.cores, n) for n in (1, 2))
    cores = sparse.csr_array(sparse.hstack([single[0], double[0]], format="csr"))
    # A code of two letters is greater than any of one.
    codes = np.r_[single[1], double[1]]
    found["cores"] = _keep_presence(texts.shard, "cores", (cores, codes), spool)
    sections = count_coded_ngrams(texts.sections, 2)
    found["sections"] = _keep_presence(texts.shard, "sections", sections, spool)
    return found


def keep_parts(shard: str, name: str, parts: Parts, codes: Whole, spool: Spool) -> Terms:
    """Keep the rows of headings, bodies and sentences of a shard, and tell their terms."""
    present = sparse.csr_array(find_presence(parts[0]) + find_presence(parts[1]))
    arrays = {"codes": codes}
    for part, rows in zip(PARTS, parts, strict=True):
        arrays.update(pack_rows(part, rows))
    spool.put(counts_of(shard, name), arrays)
    return Terms(codes, np.bincount(present.indices, minlength=len(codes)))


def counts_of(shard: str, name: str) -> str:
    """What the counts of a shard in one reading are called in the spool."""
    return f"{shard}-{name}-counts"


def _keep_counts(
    shard: str, name: str, counted: tuple[sparse.csr_array, Whole], n_clauses: int, spool: Spool
) -> Terms:
    counts, codes = counted
    # Most counts are small numbers, of which a byte each is written.
    counts.data = counts.data.astype(np.min_scalar_type(int(counts.data.max(initial=0))))
    parts = counts[:n_clauses], counts[n_clauses : 2 * n_clauses], counts[2 * n_clauses :]
    return keep_parts(shard, name, parts, codes, spool)


def _keep_presence(
    shard: str, name: str, counted: tuple[sparse.csr_array, Whole], spool: Spool
) -> Terms:
    present, codes = find_presence(counted[0]), counted[1]
    spool.put(counts_of(shard, name), {"codes": codes, **pack_rows("rows", present)})
    return Terms(codes, np.bincount(present.indices, minlength=len(codes)))


def _count_concepts(texts: Sequence[str]) -> tuple[sparse.csr_array, Whole]:
    """How often each concept stands in each text; behind the concepts, each family."""
    concepts = read_concepts()
    row, column = find_all_concepts(texts)
    n_concepts, families = len(concepts.names), np.array(concepts.families)
    n_columns = n_concepts + int(families.max()) + 1
    counts = sparse.csr_array(
        (np.ones(2 * len(row)), (np.tile(row, 2), np.r_[column, n_concepts + families[column]])),
        shape=(len(texts), n_columns),
    )
    counts.sum_duplicates()
    return counts, np.arange(n_columns)
