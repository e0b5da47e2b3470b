"""How many links a cut of the candidates lost, measured on document pairs scored in full.

A clause's rivals in a document are all there when every pair of two documents is scored, so the
sample gives exactly what a run without a cut would give for these documents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from policycompare.candidates import Candidates
    from policycompare.datamodel import Clause, Link
    from policycompare.vectors import FieldMatrices

N_DOCUMENT_PAIRS = 20
"""Document pairs sampled at most."""

N_CLAUSE_PAIRS = 20_000
"""Clause pairs sampled at most, but one document pair at least."""


N_CLAUSES = 100
"""Clauses whose nearest are looked for among all, at most."""

N_NEAREST, LEAST_COSINE, COPY_COSINE = 10, 0.2, 0.8


@dataclass(frozen=True, slots=True)
class NearestRecall:
    """Nearest clauses among the candidates, of those that a look at every clause finds.

    Attributes
    ----------
    n_clauses : int
        Clauses of the sample.
    n_nearest, n_found : int
        Their :data:`N_NEAREST` nearest in each field with a cosine of at least
        :data:`LEAST_COSINE`, and those of them among the candidates.
    n_copies, n_copies_found : int
        The same for those with a cosine of at least :data:`COPY_COSINE` of the words of the bodies.
    """

    n_clauses: int
    n_nearest: int
    n_found: int
    n_copies: int
    n_copies_found: int

    @property
    def share(self) -> float:
        """``n_found / n_nearest`` in [0, 1]; NaN where there is none."""
        return self.n_found / self.n_nearest if self.n_nearest else float("nan")

    def __str__(self) -> str:
        return (
            f"Of the {N_NEAREST} nearest clauses in each field (cosine from {LEAST_COSINE}), "
            f"{self.n_found} of {self.n_nearest} were scored, of near copies (cosine of the bodies "
            f"from {COPY_COSINE}) {self.n_copies_found} of {self.n_copies}, measured on "
            f"{self.n_clauses} clauses of this run; --neighbours and --reach raise them."
        )


@dataclass(frozen=True, slots=True)
class Recall:
    """Links found with the cut, among those found without it, on a sample of the same run.

    Attributes
    ----------
    n_documents : int
        Document pairs of the sample.
    n_pairs : int
        Clause pairs of the sample.
    n_links, n_found : int
        Links of the sample scored in full, and those of them that the run has.
    nearest : NearestRecall
        How many of the truly nearest clauses are among the pairs that were scored.
    """

    n_documents: int
    n_pairs: int
    n_links: int
    n_found: int
    nearest: NearestRecall

    @property
    def share(self) -> float:
        """``n_found / n_links`` in [0, 1]; NaN where the sample has no link."""
        return self.n_found / self.n_links if self.n_links else float("nan")

    def __str__(self) -> str:
        return (
            f"Recall of the cut: {self.n_found} of {self.n_links} links were found, measured on "
            f"{self.n_documents} document pairs of this run with all {self.n_pairs} clause pairs "
            f"scored. {self.nearest}"
        )


def measure_recall(
    clauses: Sequence[Clause],
    groups: Sequence[str],
    links: Sequence[Link],
    find_links: Callable[[Candidates], Sequence[Link]],
    nearest: NearestRecall,
) -> Recall:
    """Score a sample of document pairs in full and count which of their links the run has.

    Parameters
    ----------
    clauses : sequence of Clause
    groups : sequence of str
        The group of each clause.
    links : sequence of Link
        The links of the run.
    find_links : callable
        Gives the links among any candidates of the same clauses.
    nearest : NearestRecall
        From :func:`measure_nearest`.
    """
    from policycompare.candidates import Candidates

    documents = _sample_documents(clauses, groups)
    pairs = sorted((i, j) for one, two in documents for i in one for j in two)
    a, b = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    in_full = {(link.a, link.b, link.relation) for link in find_links(Candidates(a, b, 0))}
    found = in_full & {(link.a, link.b, link.relation) for link in links}
    return Recall(len(documents), len(pairs), len(in_full), len(found), nearest)


def measure_nearest(
    groups: Sequence[str], matrices: FieldMatrices, candidates: Candidates
) -> NearestRecall:
    """Compare some clauses, evenly spread, with all of other groups and look which were missed."""
    from policycompare.neighbours import list_fields

    codes = np.unique(np.asarray(groups, dtype=str), return_inverse=True)[1]
    n = len(codes)
    sample = np.unique(np.linspace(0, n - 1, N_CLAUSES).astype(np.int64))
    nearest: set[int] = set()
    copies: set[int] = set()
    for name, field in list_fields(matrices).items():
        limits, columns = field.clause_rows.limits, field.rows.T.tocsr()
        for clause in sample.tolist():
            products = (field.rows[limits[clause] : limits[clause + 1]] @ columns).tocoo()
            best = np.zeros(n)
            np.maximum.at(best, field.owner[products.col], products.data)
            best[codes == codes[clause]] = 0
            top = np.argsort(-best, kind="stable")[:N_NEAREST]
            top = top[best[top] >= LEAST_COSINE]
            keys = np.minimum(clause, top) * n + np.maximum(clause, top)
            nearest.update(keys.tolist())
            if name == "body_words":
                copies.update(keys[best[top] >= COPY_COSINE].tolist())
    scored = candidates.a * n + candidates.b
    n_found, n_copied = (int(np.isin(list(keys), scored).sum()) for keys in (nearest, copies))
    return NearestRecall(len(sample), len(nearest), n_found, len(copies), n_copied)


def _sample_documents(
    clauses: Sequence[Clause], groups: Sequence[str]
) -> list[tuple[list[int], list[int]]]:
    """Choose pairs of documents of different groups, spread evenly over all; no chance is used."""
    members: dict[str, list[int]] = {}
    for i, clause in enumerate(clauses):
        members.setdefault(clause.document, []).append(i)
    documents = list(members.values())
    n_all = len(documents) * (len(documents) - 1) // 2
    n_sampled = min(n_all, N_DOCUMENT_PAIRS)
    ranks = (k * n_all // n_sampled for k in range(n_sampled))
    pairs = [_document_pair(rank, documents) for rank in ranks]
    chosen = [(one, two) for one, two in pairs if groups[one[0]] != groups[two[0]]]
    while len(chosen) > 1 and sum(len(a) * len(b) for a, b in chosen) > N_CLAUSE_PAIRS:
        chosen = chosen[::2]
    return chosen


def _document_pair(rank: int, documents: list[list[int]]) -> tuple[list[int], list[int]]:
    """Give the pair of this rank, ordered (0, 1), (0, 2), …, (1, 2), and so on."""
    first = 0
    while rank >= (n_behind := len(documents) - 1 - first):
        rank -= n_behind
        first += 1
    return documents[first], documents[first + 1 + rank]
