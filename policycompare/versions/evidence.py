"""What speaks for each pair of clauses of two versions: probabilities and distinctive shared text.

Shared text is measured in 6-grams that stand in one clause only of either version: a template
that many clauses of a plan follow (到2025年,产业规模达到…) does not tell which became which.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause, ScoredPairs

N_GRAM = 6
"""Characters of a piece of text: what literal reuse takes for shared (policycompare/reuse.py)."""

MIN_GRAMS = 10
"""Distinctive pieces that a clause needs before a share of them means anything."""

_ITEM = re.compile(
    r"(?:(?<=[。;:!?\n])|^)\s*(?:\([0-9一二三四五六七八九十]{1,3}\)|[0-9]{1,2}[.)、](?!\d)|[一二三四五六七八九十]{1,3}、)"
)
"""Numbering of an item inside a clause: (1), 1., 1), 一、 at the start of a sentence."""

_KEPT_SIGNS = re.compile(r"[%‰+]|(?<=\d)[.\-~](?=\d)")
"""Signs that change what a number says."""


@dataclass(frozen=True)
class Evidence:
    """Columns of evidence, each of shape (n_clauses_of_a, n_clauses_of_b).

    Attributes
    ----------
    p_same, p_overlap : numpy.ndarray of float64
        Probabilities in [0, 1]; 0 where a pair was not scored.
    shared_a, shared_b : numpy.ndarray of float64
        Share in [0, 1] of the distinctive text of each clause that the other has; 0 where it has
        hardly any. Both are 1 for clauses of the same wording.
    equal : numpy.ndarray of bool
        The texts are equal but for white space, punctuation and numbering.
    near : numpy.ndarray of float64
        In [0, 1]: how like the places in the two documents are; it breaks ties.
    """

    p_same: NDArray[np.float64]
    p_overlap: NDArray[np.float64]
    shared_a: NDArray[np.float64]
    shared_b: NDArray[np.float64]
    equal: NDArray[np.bool_]
    near: NDArray[np.float64]


def gather_evidence(a: Sequence[Clause], b: Sequence[Clause], scored: ScoredPairs) -> Evidence:
    """Gather the evidence for all pairs; ``scored`` counts the clauses of ``a``, then of ``b``."""
    shape = len(a), len(b)
    p_same, p_overlap = np.zeros(shape), np.zeros(shape)
    p_same[scored.a, scored.b - len(a)] = scored.p_same
    p_overlap[scored.a, scored.b - len(a)] = scored.p_overlap
    keys_a, keys_b = ([wording_key(clause.text) for clause in side] for side in (a, b))
    shared_a, shared_b = _measure_shared(keys_a, keys_b)
    equal = _same(keys_a, keys_b)
    shared_a[equal] = shared_b[equal] = 1.0
    return Evidence(p_same, p_overlap, shared_a, shared_b, equal, _measure_near(a, b))


def wording_key(text: str) -> str:
    """Give a text without white space, punctuation and the numbering of items.

    Examples
    --------
    >>> wording_key("培育企业:(1)达到 2,000家") == wording_key("培育企业。1.达到2000家;")
    True
    >>> wording_key("增长3.5%") == wording_key("增长35%")
    False
    """
    plain = unicodedata.normalize("NFKC", _ITEM.sub("", text))
    signs = {match.start() for match in _KEPT_SIGNS.finditer(plain)}
    return "".join(c for i, c in enumerate(plain) if c.isalnum() or i in signs)


def _measure_shared(
    keys_a: Sequence[str], keys_b: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shares of distinctive text, each of shape (n_clauses_of_a, n_clauses_of_b)."""
    grams_a, grams_b = ([_grams(key) for key in side] for side in (keys_a, keys_b))
    common = _repeated(grams_a) | _repeated(grams_b)
    columns: dict[str, int] = {}
    own_a, own_b = (_to_matrix(side, common, columns) for side in (grams_a, grams_b))
    own_a.resize((len(keys_a), len(columns)))
    shared = (own_a @ own_b.T).toarray().astype(np.float64)
    sizes_a, sizes_b = (np.asarray(own.sum(axis=1)).reshape(-1) for own in (own_a, own_b))
    return _share(shared, sizes_a[:, None]), _share(shared, sizes_b[None, :])


def _grams(key: str) -> set[str]:
    return {key[i : i + N_GRAM] for i in range(len(key) - N_GRAM + 1)}


def _repeated(grams: Sequence[set[str]]) -> set[str]:
    counts = Counter(gram for clause in grams for gram in clause)
    return {gram for gram, n in counts.items() if n > 1}


def _to_matrix(
    grams: Sequence[set[str]], common: set[str], columns: dict[str, int]
) -> sparse.csr_matrix:
    rows, cols = [], []
    for row, clause in enumerate(grams):
        for gram in clause - common:
            rows.append(row)
            cols.append(columns.setdefault(gram, len(columns)))
    ones = np.ones(len(rows), dtype=np.int64)
    return sparse.csr_matrix((ones, (rows, cols)), shape=(len(grams), len(columns)))


def _share(shared: NDArray[np.float64], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.where(sizes >= MIN_GRAMS, shared / np.maximum(sizes, 1), 0.0)


def _measure_near(a: Sequence[Clause], b: Sequence[Clause]) -> NDArray[np.float64]:
    """Half for the same section, half for the same relative place."""
    place_a, place_b = (np.arange(len(side)) / max(len(side) - 1, 1) for side in (a, b))
    near = 1 - np.abs(place_a[:, None] - place_b[None, :])
    return (near + _same(_section_keys(a), _section_keys(b))) / 2


def _section_keys(clauses: Sequence[Clause]) -> list[str]:
    return [wording_key(clause.section) for clause in clauses]


def _same(a: Sequence[str], b: Sequence[str]) -> NDArray[np.bool_]:
    """Which texts are equal, shape (n_a, n_b)."""
    codes = np.unique([*a, *b], return_inverse=True)[1]
    return np.asarray(codes[: len(a), None] == codes[None, len(a) :], dtype=np.bool_)
